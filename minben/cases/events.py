"""The news that cases announce (DESIGN §2). Notices, search and later rooms subscribe."""

from __future__ import annotations

from dataclasses import dataclass

from minben.foundation.events import Event


@dataclass(frozen=True)
class CaseNews(Event, abstract=True):
    """What every piece of case news carries; ``subject_id`` is the case."""

    number: str


@dataclass(frozen=True)
class CaseSubmitted(CaseNews):
    name = "case.submitted"


@dataclass(frozen=True)
class CaseAccepted(CaseNews):
    name = "case.accepted"


@dataclass(frozen=True)
class CaseNotAccepted(CaseNews):
    name = "case.not_accepted"


@dataclass(frozen=True)
class CaseDispatched(CaseNews):
    name = "case.dispatched"


@dataclass(frozen=True)
class SupplementAsked(CaseNews):
    name = "case.supplement_asked"


@dataclass(frozen=True)
class CaseExtended(CaseNews):
    name = "case.extended"


@dataclass(frozen=True)
class CaseAnswered(CaseNews):
    """The answer is checked (or a decision made) and may be told to the person."""

    name = "case.answered"


@dataclass(frozen=True)
class CaseClosed(CaseNews):
    name = "case.closed"


@dataclass(frozen=True)
class CaseReopened(CaseNews):
    name = "case.reopened"


@dataclass(frozen=True)
class CaseRated(CaseNews):
    name = "case.rated"
    level: int


@dataclass(frozen=True)
class OfficerWrote(CaseNews):
    """A message from staff to the person waits on the case."""

    name = "case.officer_wrote"


@dataclass(frozen=True)
class PersonWrote(CaseNews):
    """The person added something."""

    name = "case.person_wrote"


@dataclass(frozen=True)
class CaseWithdrawn(CaseNews):
    """The person took it back."""

    name = "case.withdrawn"


BY_VERB: dict[str, type[CaseNews]] = {
    "accept": CaseAccepted,
    "refuse": CaseNotAccepted,
    "dispatch": CaseDispatched,
    "accept_lacking": CaseAccepted,
    "return_lacking": CaseNotAccepted,
    "order_correction": OfficerWrote,
    "promise_kept": CaseClosed,
    "withdraw_result": OfficerWrote,
    "replace_certificate": OfficerWrote,
    "decline_replacement": OfficerWrote,
    "ask_replacement": PersonWrote,
    "post_result": OfficerWrote,
    "ready_result": OfficerWrote,
    "hand_result": OfficerWrote,
    "result_returned": OfficerWrote,
    "ask_supplement": SupplementAsked,
    "extend": CaseExtended,
    "grant_more_time": CaseExtended,
    "check": CaseAnswered,
    "decide": CaseAnswered,
    "answer_at_once": CaseClosed,
    "close": CaseClosed,
    "reopen": CaseReopened,
    "withdraw": CaseWithdrawn,
}
