"""The verbs beside the way: words and files, time, who does it, and endings."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.cases.actions import (
    checking,
    commitment,
    handling,
    lacking,
    more_time,
    pressing,
    rating,
    routing,
    seal,
)
from minben.cases.intake.numbers import example

from . import fields as f
from .verb_kind import Group, Verb
from .verb_runs import (
    WHO_READS,
    run_ask_department,
    run_attach,
    run_hand_over,
    run_meet,
    run_merge,
    run_note,
    run_nuisance,
    run_rate,
    run_return,
    run_transfer,
    run_write,
    with_text,
)

TABLE = [
    Verb(
        "write",
        _("Write to the person"),
        Group.TALK,
        "mail",
        run_write,
        _("Sent."),
        {
            "text": f.long_text(pgettext_lazy("to the person", "Message"), hint=WHO_READS, autosave=True),
            "files": f.files(_("Files")),
        },
        optional=frozenset({"files"}),
    ),
    Verb(
        "note",
        _("Internal note"),
        Group.TALK,
        "edit",
        run_note,
        _("Note kept."),
        {
            "text": f.long_text(_("What colleagues should know"), hint=_("Only colleagues read this.")),
            "mentions": f.mentions(
                _("Tell colleagues"), hint=_("They find it in their work. Hold Ctrl to choose several.")
            ),
        },
        optional=frozenset({"mentions"}),
    ),
    Verb(
        "attach",
        _("Add files"),
        Group.TALK,
        "attach",
        run_attach,
        _("Files added."),
        {"files": f.files(_("Files")), "public": f.tick(_("The person may see them"), initial=True)},
        optional=frozenset({"public"}),
    ),
    Verb(
        "meet",
        _("Note of a meeting"),
        Group.TALK,
        "people",
        run_meet,
        _("The note is kept. Those who were there find it in their work."),
        {
            "day": f.day(_("Day of the meeting")),
            "present": f.mentions(_("Who was there"), hint=_("Hold Ctrl to choose several.")),
            "text": f.long_text(_("What was agreed: who does what, by when"), rows=6),
        },
        optional=frozenset({"day", "present"}),
    ),
    Verb(
        "hurry",
        _("Ask for progress"),
        Group.TALK,
        "flag",
        lambda actor, case, given: pressing.hurry(actor, case.id, text=given.text("text")),
        _("The department sees that progress was asked for."),
        {"text": f.long_text(_("What the person said"), rows=3)},
        optional=frozenset({"text"}),
    ),
    Verb(
        "supervise",
        _("Supervise"),
        Group.TALK,
        "eye",
        with_text(pressing.supervise, "text"),
        _("The case is under supervision."),
        {"text": f.long_text(_("What you expect, and by when"), rows=3)},
    ),
    Verb(
        "suspend",
        _("Stop the clock"),
        Group.TIME,
        "pause",
        with_text(handling.suspend, "reason"),
        _("The clock stands still."),
        {"reason": f.long_text(_("What is waited for"), hint=WHO_READS, rows=3)},
    ),
    Verb(
        "extend",
        _("Take more time"),
        Group.TIME,
        "calendar",
        lambda actor, case, given: handling.extend(
            actor, case.id, reason=given.text("reason"), days=given.number("days"), version=given.version
        ),
        _("The time limit was extended."),
        {
            "days": f.days(_("Working days more")),
            "reason": f.long_text(_("Why more time is needed"), hint=WHO_READS, rows=3),
        },
        hint=_("Possible once, before the time is over."),
    ),
    Verb(
        "ask_more_time",
        _("Ask for more time"),
        Group.TIME,
        "calendar",
        lambda actor, case, given: more_time.ask_more_time(
            actor, case.id, reason=given.text("reason"), days=given.number("days"), version=given.version
        ),
        _("A supervisor decides. You find the answer among your mentions."),
        {
            "days": f.days(_("Working days more")),
            "reason": f.long_text(_("Why more time is needed"), rows=3),
        },
        hint=_("The extension by right was used. A supervisor decides; ask before the time is over."),
    ),
    Verb(
        "grant_more_time",
        _("Give more time"),
        Group.TIME,
        "calendar",
        lambda actor, case, given: more_time.grant_more_time(
            actor, case.id, text=given.text("text"), days=given.number("days"), version=given.version
        ),
        _("The time limit was extended. The person is told."),
        {
            "days": f.fewer_days(_("Working days more"), hint=_("Empty: as many as were asked for.")),
            "text": f.long_text(_("Why it takes longer"), hint=WHO_READS, rows=3),
        },
        hint=_(
            "What your colleague wrote stands on the timeline. Write the reason so that the person understands it."
        ),
        optional=frozenset({"days"}),
    ),
    Verb(
        "refuse_more_time",
        _("Refuse more time"),
        Group.TIME,
        "close",
        with_text(more_time.refuse_more_time, "reason"),
        _("Refused. The time stays as it is."),
        {"reason": f.long_text(_("Why not"), rows=3)},
    ),
    Verb(
        "ask_department",
        _("Ask another department"),
        Group.ROUTE,
        "people",
        run_ask_department,
        _("Asked. You lead and hold the case; the answer stands under Together."),
        {
            "department": f.department(_("Department")),
            "question": f.long_text(_("What you ask of them"), rows=4),
            "days": f.fewer_days(
                _("Working days to answer"), hint=_("Empty: as set for departments beside the lead.")
            ),
            "files": f.files_of_case(_("Files that they may see"), hint=_("Others stay with the lead.")),
        },
        hint=_("They see the case and help. Answering the person stays with you."),
        optional=frozenset({"days", "files"}),
    ),
    Verb(
        "hand_over",
        _("Offer to a colleague"),
        Group.ROUTE,
        "person",
        run_hand_over,
        _("Offered. The case stays where it is until your colleague accepts."),
        {
            "colleague": f.another_colleague(_("Colleague")),
            "note": f.long_text(_("What your colleague should know"), rows=3),
        },
        optional=frozenset({"note"}),
    ),
    Verb(
        "assign",
        _("Assign to a person"),
        Group.ROUTE,
        "person",
        lambda actor, case, given: routing.assign(
            actor, case.id, assignee_id=given.id("assignee"), version=given.version
        ),
        _("Assigned."),
        {"assignee": f.colleague(_("Colleague"))},
        optional=frozenset({"assignee"}),
    ),
    Verb(
        "transfer",
        _("Hand over to another department"),
        Group.ROUTE,
        "forward",
        run_transfer,
        _("Handed over. The other department has to sign for it."),
        {
            "department": f.department(_("Department")),
            "reason": f.long_text(_("Why it is the right one"), rows=3),
        },
    ),
    Verb(
        "return",
        _("Return to the hotline"),
        Group.ROUTE,
        "return",
        run_return,
        _("Returned to the hotline centre."),
        {
            "reason": f.long_text(_("Why this is not a matter of your department"), rows=3),
            "basis": f.line(_("Duty list or rule it rests on"), most=500),
        },
        hint=_("Possible twice, each time within one working day."),
        hard=True,
    ),
    Verb(
        "merge",
        _("Join to another case"),
        Group.ROUTE,
        "forward",
        run_merge,
        _("Joined."),
        {
            "into": f.line(
                _("Number of the case it repeats"),
                hint=format_lazy(_("For example {number}"), number=example()),
                most=40,
            )
        },
        hard=True,
    ),
    Verb(
        "refuse",
        _("Do not accept"),
        Group.END,
        "close",
        with_text(routing.refuse, "reason"),
        _("Not accepted. The person is told why."),
        {"reason": f.long_text(_("Why it is not accepted"), hint=WHO_READS)},
        hard=True,
    ),
    Verb(
        "return_lacking",
        _("Return: the rest did not come"),
        Group.END,
        "close",
        with_text(lacking.return_lacking, "reason"),
        _("Returned. The person is told why."),
        {"reason": f.long_text(_("Why it is returned"), hint=WHO_READS)},
        hint=_("Possible when the time that was given is over. The person may apply again."),
        hard=True,
    ),
    Verb(
        "withdraw_result",
        _("Withdraw the result"),
        Group.END,
        "close",
        with_text(commitment.withdraw_result, "reason"),
        _("The result is withdrawn. The person is told why."),
        {"reason": f.long_text(_("Why it is withdrawn, and how that can be challenged"), hint=WHO_READS)},
        hint=_("Its certificates are revoked, for good."),
        hard=True,
    ),
    Verb(
        "nuisance",
        _("Change the nuisance mark"),
        Group.END,
        "flag",
        run_nuisance,
        _("Nuisance mark changed."),
        {"reason": f.long_text(_("What makes it harassment, or why it is not"), rows=3)},
    ),
    Verb(
        "withdraw",
        _("Withdraw for the person"),
        Group.END,
        "exit",
        lambda actor, case, given: pressing.withdraw(actor, case.id, reason=given.text("reason")),
        _("Withdrawn."),
        {"reason": f.long_text(_("What the person said"), rows=3)},
        hard=True,
        optional=frozenset({"reason"}),
    ),
    Verb(
        "reopen",
        _("Open again"),
        Group.END,
        "return",
        with_text(checking.reopen, "reason"),
        _("Open again, with a new time limit."),
        {"reason": f.long_text(_("What is still open"), hint=WHO_READS)},
    ),
    Verb(
        "rate",
        _("Rate for the person"),
        Group.END,
        "face-5",
        run_rate,
        _("Rating kept."),
        {
            "level": f.one_of(
                _("How satisfied is the person?"), [(str(k), v) for k, v in rating.LEVELS.items()]
            ),
            "reasons": f.some_of(_("What went wrong"), rating.REASONS.items()),
            "comment": f.long_text(_("In the person’s words"), rows=3),
        },
        optional=frozenset({"reasons", "comment"}),
    ),
    Verb(
        "open_seal",
        _("Open the sealed name"),
        Group.END,
        "lock",
        lambda actor, case, given: seal.open_seal(actor, case.id, reason=given.text("reason")),
        "",
        {
            "reason": f.long_text(
                _("Why you need to know"), rows=3, hint=_("It is kept, and the person can see it.")
            )
        },
        hint=_("Who stands behind a confidential case is shown once, on the next page."),
        hard=True,
        reveals=True,
    ),
    Verb(
        "archive",
        _("Archive"),
        Group.END,
        "done",
        lambda actor, case, _given: checking.archive(actor, case.id),
        _("Archived."),
    ),
]
