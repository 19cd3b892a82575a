"""The verbs that carry a case to its next state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.cases.actions import application, checking, commitment, handling, routing
from minben.cases.models import Urgency

from . import fields as f
from .verb_kind import Group, Verb
from .verb_runs import (
    CHANNELS,
    WHO_READS,
    plain,
    run_accept_lacking,
    run_ask_supplement,
    run_call_back,
    run_complete,
    run_dispatch,
    run_supply,
    with_text,
)

TABLE = [
    Verb(
        "dispatch",
        _("Dispatch"),
        Group.STEP,
        "dispatch",
        run_dispatch,
        _("Sent to the department."),
        {
            "department": f.department(_("Department that leads")),
            "note": f.long_text(_("Note to the department"), rows=3),
            "co": f.other_departments(
                _("Departments beside it"),
                hint=_("Each is asked at once and answers the lead in a time of its own."),
            ),
            "question": f.long_text(_("What is asked of them"), rows=2, hint=_("Empty: they read the note.")),
            "first_signs": f.tick(
                _("Whoever signs first leads"),
                hint=_("Otherwise the department above leads, whoever signs when."),
            ),
            "urgency": f.select(_("Urgency"), Urgency.choices),
        },
        hint=_("The department has to sign for the order."),
        optional=frozenset({"co", "question", "first_signs", "urgency", "note"}),
    ),
    Verb(
        "sign",
        _("Sign for it"),
        Group.STEP,
        "check",
        plain(handling.sign),
        _("Signed. The case is in your hands."),
        hint=_("You confirm that your department takes this order on. The case is then in your hands."),
    ),
    Verb(
        "pre_check",
        _("Begin to look through"),
        Group.STEP,
        "eye",
        plain(application.pre_check),
        _("You are looking it through."),
        hint=_("What is missing has to be told once and in full, within 5 working days."),
    ),
    Verb(
        "start",
        _("Contact and begin"),
        Group.STEP,
        "phone",
        with_text(handling.start, "note", "channel"),
        _("Contact kept, work has begun."),
        {
            "channel": f.one_of(_("How did you reach the person?"), CHANNELS, initial="phone"),
            "note": f.long_text(_("What was agreed")),
        },
    ),
    Verb(
        "accept",
        _("Accept"),
        Group.STEP,
        "check",
        with_text(routing.accept, "urgency"),
        _("Accepted."),
        {"urgency": f.select(_("Urgency"), Urgency.choices)},
        optional=frozenset({"urgency"}),
    ),
    Verb(
        "accept_lacking",
        _("Accept, the rest may follow"),
        Group.STEP,
        "check",
        run_accept_lacking,
        _("Accepted. The person is told what has to follow, and until when."),
        {"materials": f.materials_that_may_follow(_("What is still missing"))},
        hint=_(
            "Only for minor material that the guide of the service names. The clock of the decision begins."
        ),
    ),
    Verb(
        "complete",
        _("Take in the rest"),
        Group.STEP,
        "attach",
        run_complete,
        _("Kept. The examination goes on."),
        {"text": f.long_text(_("What was brought")), "files": f.files(_("Files"))},
        optional=frozenset({"text", "files"}),
    ),
    Verb(
        "promise_kept",
        _("The promise is kept"),
        Group.STEP,
        "done",
        with_text(commitment.promise_kept, "text"),
        _("Checked and closed."),
        {"text": f.long_text(_("What was looked at, and what was found"), hint=WHO_READS)},
    ),
    Verb(
        "order_correction",
        _("Have it put right"),
        Group.STEP,
        "return",
        with_text(commitment.order_correction, "text"),
        _("The person is told what to put right. The time limit runs."),
        {"text": f.long_text(_("What has to be put right"), hint=WHO_READS)},
        hint=_("When it is not put right in time, a supervisor can withdraw the result."),
    ),
    Verb(
        "examine",
        _("Begin to examine"),
        Group.STEP,
        "eye",
        plain(application.examine),
        _("You are examining it."),
    ),
    Verb(
        "answer",
        _("Answer the request"),
        Group.STEP,
        "message",
        lambda actor, case, given: handling.answer(
            actor, case.id, text=given.text("answer"), version=given.version
        ),
        _("Answer written. It goes to the check."),
        {"answer": f.long_text(_("Answer to the person"), rows=10, autosave=True, hint=WHO_READS)},
        hint=_(
            "Say what was done, on what basis, and what the person can do next. A checker reads it first."
        ),
    ),
    Verb(
        "check",
        _("Pass the answer"),
        Group.STEP,
        "done",
        with_text(checking.check, "note"),
        _("Answer passed. The person can read it now."),
        {"note": f.line(_("Remark for the department"), most=500)},
        hint=_("The person can read the answer from this moment."),
        optional=frozenset({"note"}),
    ),
    Verb(
        "call_back",
        _("Record the call back"),
        Group.STEP,
        "phone",
        run_call_back,
        _("Call back recorded."),
        {
            "resolved": f.one_of(_("What did the person say?"), checking.RESOLVED.items()),
            "channel": f.one_of(_("How did you reach the person?"), CHANNELS, initial="phone"),
            "note": f.long_text(_("In the person’s words")),
        },
        hint=_("“Not resolved” sends the case back to be done again; anything else closes it."),
    ),
    Verb(
        "decide",
        _("Decide"),
        Group.STEP,
        "done",
        lambda actor, case, given: application.decide(
            actor,
            case.id,
            outcome=given.text("outcome"),
            text=given.text("answer"),
            version=given.version,
        ),
        _("Decided. The result has to be delivered now."),
        {
            "outcome": f.one_of(_("Decision"), application.OUTCOMES.items()),
            "answer": f.long_text(
                _("Decision and its reasons"),
                rows=8,
                autosave=True,
                hint=_("A refusal says why, and how and by when it can be challenged."),
            ),
        },
        hard=True,
    ),
    Verb(
        "deliver",
        _("Deliver the result"),
        Group.STEP,
        "done",
        with_text(application.deliver, "how"),
        _("Delivered and closed."),
        {"how": f.line(_("How it was handed over"), hint=_("For example: at the counter, by post, online."))},
    ),
    Verb(
        "close",
        pgettext_lazy("case", "Close"),
        Group.STEP,
        "done",
        plain(checking.close),
        _("Closed."),
        hard=True,
    ),
    Verb("resume", _("Go on"), Group.STEP, "forward", plain(handling.resume), _("The clock runs again.")),
    Verb(
        "supply",
        _("Take in what was missing"),
        Group.STEP,
        "attach",
        run_supply,
        _("Kept. It is looked through again."),
        {"text": f.long_text(_("What was brought")), "files": f.files(_("Files"))},
        optional=frozenset({"text", "files"}),
    ),
    Verb(
        "answer_at_once",
        _("Answer at once"),
        Group.STEP,
        "message",
        lambda actor, case, given: handling.answer_at_once(
            actor, case.id, text=given.text("answer"), version=given.version
        ),
        _("Answered."),
        {"answer": f.long_text(_("The answer you gave"), rows=8, autosave=True, hint=WHO_READS)},
    ),
    Verb(
        "ask_supplement",
        _("Ask for what is missing"),
        Group.STEP,
        "attach",
        run_ask_supplement,
        _("The person is told what is missing."),
        {"items": f.long_text(_("Everything that is missing"), hint=_("One thing a line."), rows=6)},
        hint=_("The law allows to ask once: list everything now."),
        hard=True,
    ),
    Verb(
        "send_back",
        _("Send the answer back"),
        Group.STEP,
        "return",
        with_text(checking.send_back, "reason"),
        _("Sent back to the department."),
        {"reason": f.long_text(_("What the answer lacks"))},
    ),
    Verb(
        "redo",
        _("Have it done again"),
        Group.STEP,
        "return",
        with_text(checking.redo, "reason"),
        _("The department does it again."),
        {"reason": f.long_text(_("What is still open"), hint=WHO_READS)},
    ),
]
