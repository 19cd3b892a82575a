"""The two state tables of a case (DESIGN §5): which step may follow which, as data.

Hotline kinds follow GB/T 33358-2016 and 國辦發〔2020〕53號 (accept, dispatch, handle, check, call back, close);
applications follow 行政許可法 art. 32, 42, 44; missing minor material (容缺受理) and commitment (告知承諾) only where a drawing waits for them. A step that is not in the table is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from minben.cases.models import CaseScope, Kind, Status

S = Status


@dataclass(frozen=True)
class Rule:
    """A step: where it may start, and where it leads (None: the state stays)."""

    sources: frozenset[Status]
    target: Status | None


def _rule(sources: str, target: Status | None) -> Rule:
    return Rule(frozenset(Status(name) for name in sources.split()), target)


_WORKING = "signed in_progress redo"
_OPEN_HOTLINE = "submitted accepted dispatched returned signed in_progress suspended redo"
_OPEN_APPLICATION = "submitted pre_check supplement accepted examining special"

HOTLINE: dict[str, Rule] = {
    "accept": _rule("submitted", S.ACCEPTED),
    "refuse": _rule("submitted accepted", S.NOT_ACCEPTED),
    "answer_at_once": _rule("submitted accepted", S.ANSWERED_AT_ONCE),
    "dispatch": _rule("submitted accepted returned", S.DISPATCHED),
    "sign": _rule("dispatched", S.SIGNED),
    "return": _rule("dispatched signed", S.RETURNED),
    "transfer": _rule(f"dispatched {_WORKING}", S.DISPATCHED),
    "assign": _rule(f"dispatched {_WORKING} suspended", None),
    "start": _rule("signed redo", S.IN_PROGRESS),
    "suspend": _rule("in_progress", S.SUSPENDED),
    "resume": _rule("suspended", S.IN_PROGRESS),
    "extend": _rule("signed in_progress", None),
    "ask_more_time": _rule("signed in_progress", None),
    "grant_more_time": _rule("signed in_progress", None),
    "refuse_more_time": _rule("signed in_progress", None),
    "answer": _rule(_WORKING, S.ANSWERED),
    "check": _rule("answered", S.CHECKED),
    "send_back": _rule("answered checked", S.REDO),
    "call_back": _rule("checked", S.CALLED_BACK),
    "redo": _rule("called_back", S.REDO),
    "close": _rule("checked called_back", S.CLOSED),
    "reopen": _rule("closed answered_at_once", S.REDO),
    "withdraw": _rule(_OPEN_HOTLINE, S.WITHDRAWN),
    "merge": _rule(_OPEN_HOTLINE, S.MERGED),
    "archive": _rule("closed answered_at_once not_accepted withdrawn merged", S.ARCHIVED),
    "ask_department": _rule(f"{_WORKING} suspended", None),
    "hurry": _rule("submitted accepted dispatched signed in_progress suspended redo answered", None),
    "supervise": _rule("submitted accepted dispatched returned signed in_progress suspended redo", None),
}

APPLICATION: dict[str, Rule] = {
    "pre_check": _rule("submitted", S.PRE_CHECK),
    "ask_supplement": _rule("submitted pre_check", S.SUPPLEMENT),
    "supply": _rule("supplement", S.PRE_CHECK),
    "accept": _rule("submitted pre_check", S.ACCEPTED),
    "refuse": _rule("submitted pre_check supplement", S.NOT_ACCEPTED),
    "examine": _rule("accepted", S.EXAMINING),
    "suspend": _rule("examining", S.SPECIAL),
    "resume": _rule("special", S.EXAMINING),
    "extend": _rule("accepted examining", None),
    "accept_lacking": _rule("submitted pre_check", S.ACCEPTED),
    "complete": _rule("accepted examining special", None),
    "return_lacking": _rule("accepted examining", S.NOT_ACCEPTED),
    "decide": _rule("accepted examining", S.DECIDED),
    "deliver": _rule("decided", S.DELIVERED),
    "promise_kept": _rule("delivered", S.CLOSED),
    "order_correction": _rule("delivered", None),
    "withdraw_result": _rule("delivered", S.CLOSED),
    "close": _rule("delivered", S.CLOSED),
    "assign": _rule("submitted pre_check accepted examining special decided delivered", None),
    "withdraw": _rule(_OPEN_APPLICATION, S.WITHDRAWN),
    "archive": _rule("closed not_accepted withdrawn", S.ARCHIVED),
    "ask_department": _rule("pre_check accepted examining special", None),
    "hurry": _rule("submitted pre_check accepted examining", None),
    "supervise": _rule("submitted pre_check accepted examining special", None),
}

FINAL = frozenset({S.CLOSED, S.ARCHIVED, S.WITHDRAWN, S.MERGED, S.NOT_ACCEPTED, S.ANSWERED_AT_ONCE})
RATEABLE = frozenset({S.DELIVERED, S.CLOSED, S.ARCHIVED, S.ANSWERED_AT_ONCE})
"""A result that was delivered can be rated, though a promise is still checked later."""

_GROUPS = {
    S.SUBMITTED: CaseScope.Group.NEW,
    S.ACCEPTED: CaseScope.Group.NEW,
    S.DISPATCHED: CaseScope.Group.NEW,
    S.RETURNED: CaseScope.Group.NEW,
    S.SUSPENDED: CaseScope.Group.WAITING,
    S.SPECIAL: CaseScope.Group.WAITING,
    S.SUPPLEMENT: CaseScope.Group.WAITING,
}

UNFINISHED = tuple(group for group in CaseScope.Group if group != CaseScope.Group.DONE)
"""Named one by one, as the index of scope rows has them: “not done” would read every row there ever was."""


def table(kind: str) -> dict[str, Rule]:
    return APPLICATION if kind == Kind.APPLICATION else HOTLINE


def group_of(status: str) -> CaseScope.Group:
    """The list a case stands in: new, open, waiting or done."""
    if status in FINAL:
        return CaseScope.Group.DONE
    return _GROUPS.get(Status(status), CaseScope.Group.OPEN)


def possible(kind: str, status: str) -> frozenset[str]:
    """The steps that the table allows from here, whoever acts."""
    return frozenset(verb for verb, rule in table(kind).items() if status in rule.sources)


HOTLINE_PATH = (S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS, S.CHECKED, S.CLOSED)
APPLICATION_PATH = (S.SUBMITTED, S.PRE_CHECK, S.ACCEPTED, S.EXAMINING, S.DECIDED, S.CLOSED)
_ON_PATH = {
    S.RETURNED: S.ACCEPTED,
    S.SIGNED: S.IN_PROGRESS,
    S.SUSPENDED: S.IN_PROGRESS,
    S.REDO: S.IN_PROGRESS,
    S.ANSWERED: S.IN_PROGRESS,
    S.CALLED_BACK: S.CHECKED,
    S.SUPPLEMENT: S.PRE_CHECK,
    S.SPECIAL: S.EXAMINING,
    S.DELIVERED: S.DECIDED,
    S.ARCHIVED: S.CLOSED,
    S.ANSWERED_AT_ONCE: S.CLOSED,
}


def path(kind: str, status: str) -> tuple[tuple[Status, ...], int]:
    """The plain progress line of a kind, and where ``status`` stands on it (the last step for endings off it)."""
    steps = APPLICATION_PATH if kind == Kind.APPLICATION else HOTLINE_PATH
    here = _ON_PATH.get(Status(status), Status(status))
    return steps, steps.index(here) if here in steps else len(steps) - 1
