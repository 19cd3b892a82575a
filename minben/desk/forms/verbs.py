"""The table of verbs: words, fields and the action behind each."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.cases.actions import application, checking, handling, messages, pressing, rating, routing, seal
from minben.cases.models import Case, Urgency
from minben.cases.numbers import parse_number
from minben.cases.queries import rating_of
from minben.foundation.access.actor import Actor
from minben.foundation.files import actions as file_actions
from minben.foundation.records.errors import Invalid, Missing, Text

from . import fields as f


class Group(StrEnum):
    """Where a verb stands in the action panel."""

    STEP = "step"
    TALK = "talk"
    TIME = "time"
    ROUTE = "route"
    END = "end"


GROUP_NAMES: dict[Group, Text] = {
    Group.STEP: _("Next step"),
    Group.TALK: _("Write and attach"),
    Group.TIME: _("Time limits"),
    Group.ROUTE: _("Who does it"),
    Group.END: _("More"),
}


class Given:
    """What a valid form holds, as the actions want it."""

    def __init__(self, cleaned: Mapping[str, Any]) -> None:
        self._cleaned = cleaned

    @property
    def version(self) -> int:
        return int(self._cleaned["version"])

    def text(self, name: str) -> str:
        return str(self._cleaned.get(name) or "")

    def flag(self, name: str) -> bool:
        return bool(self._cleaned.get(name))

    def number(self, name: str) -> int:
        return int(self._cleaned.get(name) or 0)

    def many(self, name: str) -> list[str]:
        return list(self._cleaned.get(name) or [])

    def id(self, name: str) -> uuid.UUID | None:
        text = self.text(name)
        return uuid.UUID(text) if text else None

    def ids(self, name: str) -> list[uuid.UUID]:
        return [uuid.UUID(text) for text in self.many(name)]

    def stored(self, actor: Actor, name: str = "files") -> list[uuid.UUID]:
        """Keep the uploads; a refused one is named at the field."""
        try:
            return [file_actions.store(actor, upload).id for upload in self.many(name)]  # type: ignore[arg-type]
        except Invalid as problem:
            raise Invalid(problem.message, fields={name: problem.message}) from problem


Run = Callable[[Actor, Case, Given], object]


@dataclass(frozen=True)
class Verb:
    """One thing that can be done to a case.

    ``hard``: it ends something, so its button says so in red after a plain warning. ``reveals``: its result is
    shown once instead of going back to the case.
    """

    name: str
    label: Text
    group: Group
    icon: str
    run: Run
    done: Text
    fields: Mapping[str, f.Maker] = field(default_factory=dict)
    hint: Text = ""
    optional: frozenset[str] = frozenset()
    hard: bool = False
    reveals: bool = False


_CHANNELS = [("phone", _("By phone")), ("visit", _("In person")), ("web", _("In writing"))]
_WHO_READS = _("The person reads this.")


def _department(given: Given, name: str = "department") -> uuid.UUID:
    found = given.id(name)
    if found is None:
        raise Invalid(_("Choose a department."), fields={name: _("Choose a department.")})
    return found


def _dispatch(actor: Actor, case: Case, given: Given) -> object:
    return routing.dispatch(
        actor,
        case.id,
        department_id=_department(given),
        co_department_ids=given.ids("co"),
        note=given.text("note"),
        urgency=given.text("urgency"),
        version=given.version,
    )


def _transfer(actor: Actor, case: Case, given: Given) -> object:
    return routing.transfer(
        actor, case.id, department_id=_department(given), reason=given.text("reason"), version=given.version
    )


def _return(actor: Actor, case: Case, given: Given) -> object:
    return routing.return_(
        actor, case.id, reason=given.text("reason"), basis=given.text("basis"), version=given.version
    )


def _merge(actor: Actor, case: Case, given: Given) -> object:
    try:
        number = parse_number(given.text("into"))
    except Invalid as problem:
        raise Invalid(problem.message, fields={"into": problem.message}) from problem
    return routing.merge(actor, case.id, into_number=number, version=given.version)


def _nuisance(actor: Actor, case: Case, given: Given) -> object:
    return routing.mark_nuisance(actor, case.id, nuisance=not case.nuisance, reason=given.text("reason"))


def _write(actor: Actor, case: Case, given: Given) -> object:
    return messages.write(actor, case.id, text=given.text("text"), document_ids=given.stored(actor))


def _note(actor: Actor, case: Case, given: Given) -> object:
    return messages.note(actor, case.id, text=given.text("text"), mention_ids=given.ids("mentions"))


def _attach(actor: Actor, case: Case, given: Given) -> object:
    if not given.many("files"):
        raise Invalid(_("Choose a file."), fields={"files": _("Choose at least one file.")})
    return messages.attach(actor, case.id, document_ids=given.stored(actor), public=given.flag("public"))


def _supply(actor: Actor, case: Case, given: Given) -> object:
    return application.supply(actor, case.id, text=given.text("text"), document_ids=given.stored(actor))


def _ask_supplement(actor: Actor, case: Case, given: Given) -> object:
    return application.ask_supplement(
        actor, case.id, items=given.text("items").splitlines(), version=given.version
    )


def _call_back(actor: Actor, case: Case, given: Given) -> object:
    return checking.call_back(
        actor,
        case.id,
        resolved=given.text("resolved"),
        note=given.text("note"),
        channel=given.text("channel") or "phone",
        version=given.version,
    )


def _rate(actor: Actor, case: Case, given: Given) -> object:
    return rating.rate(
        actor,
        case.id,
        level=given.number("level"),
        reasons=given.many("reasons"),
        comment=given.text("comment"),
        channel="phone",
    )


def _finish_repair(actor: Actor, case: Case, given: Given) -> object:
    found = rating_of(case)
    if found is None:
        raise Missing(_("This case was not rated."))
    return rating.finish_repair(actor, found.id, result=given.text("result"))


def _plain(action: Callable[..., object]) -> Run:
    """An action that needs nothing but the version."""
    return lambda actor, case, given: action(actor, case.id, version=given.version)


def _with(action: Callable[..., object], *names: str) -> Run:
    """An action that takes these texts under their own names, and the version."""
    return lambda actor, case, given: action(
        actor, case.id, **{name: given.text(name) for name in names}, version=given.version
    )


_TABLE = [
    Verb(
        "dispatch",
        _("Dispatch"),
        Group.STEP,
        "dispatch",
        _dispatch,
        _("Sent to the department."),
        {
            "department": f.department(_("Department that leads")),
            "co": f.other_departments(
                _("Departments beside it"), hint=_("They see the case and help. Hold Ctrl to choose several.")
            ),
            "urgency": f.select(_("Urgency"), Urgency.choices),
            "note": f.long_text(_("Note to the department"), rows=3),
        },
        hint=_("The first department leads. It has to sign for the order."),
        optional=frozenset({"co", "urgency", "note"}),
    ),
    Verb(
        "sign",
        _("Sign for it"),
        Group.STEP,
        "check",
        _plain(handling.sign),
        _("Signed. The case is in your hands."),
        hint=_("You confirm that your department takes this order on. The case is then in your hands."),
    ),
    Verb(
        "pre_check",
        _("Begin to look through"),
        Group.STEP,
        "eye",
        _plain(application.pre_check),
        _("You are looking it through."),
        hint=_("What is missing has to be told once and in full, within 5 working days."),
    ),
    Verb(
        "start",
        _("Contact and begin"),
        Group.STEP,
        "phone",
        _with(handling.start, "note", "channel"),
        _("Contact kept, work has begun."),
        {
            "channel": f.one_of(_("How did you reach the person?"), _CHANNELS, initial="phone"),
            "note": f.long_text(_("What was agreed")),
        },
    ),
    Verb(
        "accept",
        _("Accept"),
        Group.STEP,
        "check",
        _with(routing.accept, "urgency"),
        _("Accepted."),
        {"urgency": f.select(_("Urgency"), Urgency.choices)},
        optional=frozenset({"urgency"}),
    ),
    Verb(
        "examine",
        _("Begin to examine"),
        Group.STEP,
        "eye",
        _plain(application.examine),
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
        {"answer": f.long_text(_("Answer to the person"), rows=10, autosave=True, hint=_WHO_READS)},
        hint=_(
            "Say what was done, on what basis, and what the person can do next. A checker reads it first."
        ),
    ),
    Verb(
        "check",
        _("Pass the answer"),
        Group.STEP,
        "done",
        _with(checking.check, "note"),
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
        _call_back,
        _("Call back recorded."),
        {
            "resolved": f.one_of(_("What did the person say?"), checking.RESOLVED.items()),
            "channel": f.one_of(_("How did you reach the person?"), _CHANNELS, initial="phone"),
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
        _with(application.deliver, "how"),
        _("Delivered and closed."),
        {"how": f.line(_("How it was handed over"), hint=_("For example: at the counter, by post, online."))},
    ),
    Verb("close", _("Close"), Group.STEP, "done", _plain(checking.close), _("Closed."), hard=True),
    Verb("resume", _("Go on"), Group.STEP, "forward", _plain(handling.resume), _("The clock runs again.")),
    Verb(
        "supply",
        _("Take in what was missing"),
        Group.STEP,
        "attach",
        _supply,
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
        {"answer": f.long_text(_("The answer you gave"), rows=8, autosave=True, hint=_WHO_READS)},
    ),
    Verb(
        "ask_supplement",
        _("Ask for what is missing"),
        Group.STEP,
        "attach",
        _ask_supplement,
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
        _with(checking.send_back, "reason"),
        _("Sent back to the department."),
        {"reason": f.long_text(_("What the answer lacks"))},
    ),
    Verb(
        "redo",
        _("Have it done again"),
        Group.STEP,
        "return",
        _with(checking.redo, "reason"),
        _("The department does it again."),
        {"reason": f.long_text(_("What is still open"), hint=_WHO_READS)},
    ),
    Verb(
        "write",
        _("Write to the person"),
        Group.TALK,
        "mail",
        _write,
        _("Sent."),
        {
            "text": f.long_text(_("Message"), hint=_WHO_READS, autosave=True),
            "files": f.files(_("Files")),
        },
        optional=frozenset({"files"}),
    ),
    Verb(
        "note",
        _("Internal note"),
        Group.TALK,
        "edit",
        _note,
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
        _attach,
        _("Files added."),
        {"files": f.files(_("Files")), "public": f.tick(_("The person may see them"), initial=True)},
        optional=frozenset({"public"}),
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
        _with(pressing.supervise, "text"),
        _("The case is under supervision."),
        {"text": f.long_text(_("What you expect, and by when"), rows=3)},
    ),
    Verb(
        "suspend",
        _("Stop the clock"),
        Group.TIME,
        "pause",
        _with(handling.suspend, "reason"),
        _("The clock stands still."),
        {"reason": f.long_text(_("What is waited for"), hint=_WHO_READS, rows=3)},
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
            "reason": f.long_text(_("Why more time is needed"), hint=_WHO_READS, rows=3),
        },
        hint=_("Possible once, before the time is over."),
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
        _transfer,
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
        _return,
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
        _merge,
        _("Joined."),
        {
            "into": f.line(
                _("Number of the case it repeats"), hint=_("For example MB-2026-000000123-7"), most=40
            )
        },
        hard=True,
    ),
    Verb(
        "refuse",
        _("Do not accept"),
        Group.END,
        "close",
        _with(routing.refuse, "reason"),
        _("Not accepted. The person is told why."),
        {"reason": f.long_text(_("Why it is not accepted"), hint=_WHO_READS)},
        hard=True,
    ),
    Verb(
        "nuisance",
        _("Change the nuisance mark"),
        Group.END,
        "flag",
        _nuisance,
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
        _with(checking.reopen, "reason"),
        _("Open again, with a new time limit."),
        {"reason": f.long_text(_("What is still open"), hint=_WHO_READS)},
    ),
    Verb(
        "rate",
        _("Rate for the person"),
        Group.END,
        "face-5",
        _rate,
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
        "finish_repair",
        _("Finish the repair"),
        Group.STEP,
        "done",
        _finish_repair,
        _("Repair finished."),
        {"result": f.long_text(_("What was put right, and how"), hint=_WHO_READS)},
        hint=_("Call the person back first."),
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
VERBS: dict[str, Verb] = {verb.name: verb for verb in _TABLE}
"""In the order in which the panel shows them: the first one possible of a group is the primary."""
