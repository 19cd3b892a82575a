"""What a timeline line says, in words: one list of sentences for every face."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.cases.models import CaseEvent, Status
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized

SENTENCES: dict[str, Text] = {
    "submit": _("Request received"),
    "accept": _("Accepted"),
    "refuse": _("Not accepted"),
    "answer_at_once": _("Answered at once"),
    "dispatch": _("Passed to %(department)s"),
    "transfer": _("Handed over to %(department)s"),
    "take_over": _("%(department)s takes over: the department before it was closed"),
    "assign": _("Put into one person's hands"),
    "return": _("Returned by the department"),
    "sign": _("%(department)s has taken it on"),
    "start": _("The person was contacted and work began"),
    "suspend": _("Suspended"),
    "resume": _("Work goes on"),
    "extend": _("More time was taken"),
    "ask_more_time": _("More time was asked for"),
    "grant_more_time": _("More time was given"),
    "refuse_more_time": _("More time was refused"),
    "answer": _("Answer written"),
    "check": _("Answered"),
    "send_back": _("Answer sent back to the department"),
    "call_back": _("Called back"),
    "redo": _("Being worked on again"),
    "close": _("Closed"),
    "reopen": _("Opened again"),
    "archive": _("Archived"),
    "withdraw": _("Withdrawn"),
    "merge": _("Joined to case %(into)s"),
    "nuisance": _("Nuisance mark changed"),
    "sort": _("Put under another topic"),
    "ask_department": _("%(asked)s was asked to help"),
    "accept_sub_order": _("%(asked)s has taken on its part"),
    "return_sub_order": _("%(asked)s gave its part back"),
    "answer_sub_order": _("%(asked)s answered its part"),
    "withdraw_sub_order": _("%(asked)s is not needed any more"),
    "share_file": _("Who sees a file was changed"),
    "hand_over": _("Offered to a colleague"),
    "accept_hand_over": _("Taken over by a colleague"),
    "decline_hand_over": _("A colleague declined to take it over"),
    "withdraw_hand_over": _("The offer to a colleague was taken back"),
    "meet": _("Note of a meeting"),
    "hurry": _("Asked for progress"),
    "supervise": _("Taken under supervision"),
    "write": pgettext_lazy("timeline", "Message"),
    "note": _("Internal note"),
    "attach": _("Files added"),
    "rate": _("Rated"),
    "repair_done": _("What was put right after the rating"),
    "repair_contact": _("Contacted about the bad rating"),
    "repair_work": _("Put right after the bad rating"),
    "repair_proof": _("What was put right after the rating"),
    "repair_again": _("Not settled yet: worked on again after the rating"),
    "appeal_rating": _("The department appeals against the rating"),
    "uphold_appeal": _("The appeal against the rating was upheld"),
    "reject_appeal": _("The appeal against the rating was rejected"),
    "pre_check": _("Being looked through"),
    "ask_supplement": _("Something is missing"),
    "supply": _("What was missing has come"),
    "accept_lacking": _("Accepted; the rest may follow"),
    "complete": _("The rest has come"),
    "remind": _("Reminded of what is still to come"),
    "return_lacking": _("Returned: the rest did not come in time"),
    "examine": _("Being examined"),
    "decide": _("Decided"),
    "deliver": _("Result delivered"),
    "choose_delivery": _("How the result comes was chosen"),
    "ask_replacement": _("Another certificate in place of %(number)s was asked for"),
    "replace_certificate": _("Certificate replaced"),
    "decline_replacement": _("The certificate is not replaced"),
    "post_result": _("Result posted"),
    "ready_result": _("Result ready to be picked up"),
    "hand_result": _("Result handed over"),
    "result_returned": _("The post brought the result back"),
    "waive_fee": _("The fee need not be paid"),
    "insist_on_fee": _("The fee is to be paid"),
    "refund_fee": _("The fee goes back"),
    "fee_paid": _("The fee was paid"),
    "promise_kept": _("The promise was checked and kept"),
    "order_correction": _("Something that was promised has to be put right"),
    "withdraw_result": _("The result was withdrawn"),
    "warned": _("The time limit is close"),
    "overdue": _("The time limit has passed"),
    "own_step": _("Done: %(step)s"),
    "process": _("Went on by itself: %(step)s"),
    "move_process": _("Goes on by version %(to)s of its process, before by version %(from)s"),
    "task_delegated": _("Task handed to %(who)s"),
    "task_handed_back": _("Task handed back to %(who)s"),
    "task_taken_over": _("Task taken over from %(who)s, who is on leave"),
    "escalated": _("Still not done after the time limit"),
    "still_late": _("Late for long"),
    "part_warned": _("%(asked)s: the time limit of its part is close"),
    "part_overdue": _("%(asked)s: the time limit of its part has passed"),
    "part_escalated": _("%(asked)s: its part is still not there"),
    "part_still_late": _("%(asked)s: its part is late for long"),
    "repair_warned": _("The time to put it right after the rating is nearly over"),
    "repair_overdue": _("The time to put it right after the rating is over"),
    "repair_escalated": _("Still not put right after the rating"),
    "repair_still_late": _("Not put right after the rating for long"),
    "appeal_warned": _("The appeal against the rating has to be decided soon"),
    "appeal_overdue": _("The appeal against the rating was not decided in time"),
    "appeal_escalated": _("The appeal against the rating is still not decided"),
    "appeal_still_late": _("The appeal against the rating waits for long"),
}

TOLD: dict[str, Text] = {
    "dispatch": pgettext_lazy("told to the person", "Passed to %(department)s"),
    "sign": pgettext_lazy("told to the person", "%(department)s works on it"),
    "suspend": pgettext_lazy("told to the person", "Work is paused"),
    "extend": pgettext_lazy("told to the person", "More time was taken"),
    "merge": pgettext_lazy("told to the person", "Worked on together with %(into)s"),
    "return_lacking": pgettext_lazy("told to the person", "Sent back: the rest did not come in time"),
}
"""What reads differently to the person than to staff, who have a word of the trade for it."""

PUBLIC_STATUS: dict[str, Text] = {
    Status.DISPATCHED: pgettext_lazy("told to the person", "Passed to a department"),
    Status.SUSPENDED: pgettext_lazy("told to the person", "Paused"),
    Status.MERGED: pgettext_lazy("told to the person", "Joined to another request"),
    Status.SPECIAL: pgettext_lazy("told to the person", "Hearing, test or expert review"),
    Status.RETURNED: _("Being passed to the right department"),
    Status.SIGNED: _("Being worked on"),
    Status.ANSWERED: _("Being worked on"),
    Status.CHECKED: _("Answered"),
    Status.CALLED_BACK: _("Answered"),
    Status.ARCHIVED: _("Closed"),
}
ANSWER_SHOWN = frozenset(
    {
        Status.CHECKED,
        Status.CALLED_BACK,
        Status.CLOSED,
        Status.ARCHIVED,
        Status.ANSWERED_AT_ONCE,
        Status.DECIDED,
        Status.DELIVERED,
    }
)


def sentence(event: CaseEvent, departments: Mapping[str, str], *, told: bool = False) -> str:
    """The line of one event; ``departments`` gives names by id, ``told`` is how the person reads it.

    Unknown names fall back to the bare event name.
    """
    text = (told and TOLD.get(event.name)) or SENTENCES.get(event.name)
    if text is None:
        return event.name
    data = {"department": str(event.department_id or ""), **event.data}
    return str(text) % _Names(data, departments)


def public_status(status: str) -> Text:
    """The state in the words the person reads: internal steps are folded into plain ones."""
    return PUBLIC_STATUS.get(status) or Status(status).label


class _Names(dict[str, Any]):
    """Event data as the sentences need it; what is missing reads as an empty word."""

    def __init__(self, data: Mapping[str, Any], departments: Mapping[str, str]) -> None:
        super().__init__(data)
        if "step" in self:
            self["step"] = localized({"zh-hant": self["step"], "en": self.get("en", "")})
        for name in ("department", "asked"):
            if name in self:
                self[name] = departments.get(str(self[name]), "")

    def __missing__(self, key: str) -> str:
        return ""
