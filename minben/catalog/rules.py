"""What a guide must satisfy before it is published: rules V01–V08 of lists/service_validation_rules.csv.

Pure functions: the facts of a guide in, findings out. Errors stop a publication, warnings are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Text

INSTANT, PROMISED = "1", "2"
FULLY_ONLINE = frozenset({"5", "6", "7"})
"""網上辦理深度 from 互聯網辦理 on: nobody has to come."""

_HOURS = {
    "1": Decimal("33.6"),
    "2": Decimal(24),
    "3": Decimal(720),
    "4": Decimal(8760),
    "5": Decimal(1),
    "6": Decimal(1) / 60,
}
"""Time units in hours of the calendar, for comparing only: five workdays are a week, a month 30 days."""


@dataclass(frozen=True)
class Fee:
    """``amount`` None: it depends. ``lawful``: a law is named as its basis."""

    amount: Decimal | None
    lawful: bool


@dataclass(frozen=True)
class Result:
    kind: str
    name: str


@dataclass(frozen=True)
class Facts:
    """What the rules look at."""

    mode: str = PROMISED
    statutory: tuple[int, str] | None = None
    promised: tuple[int, str] | None = None
    visits: int = 0
    visits_reason: str = ""
    online_depth: str = ""
    ways: frozenset[str] = frozenset()
    by_post: bool = False
    fees: tuple[Fee, ...] = ()
    results: tuple[Result, ...] = ()
    audiences: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """One broken rule: its code, the field to mend, and how."""

    rule: str
    field: str
    message: Text
    warning: bool = False


Rule = Callable[[Facts], Iterator[Finding]]


def hours(amount: int, unit: str) -> Decimal:
    """A time span in hours of the calendar, good enough to compare two spans in different units."""
    return amount * _HOURS[unit]


def promised_within_statutory(facts: Facts) -> Iterator[Finding]:
    """V01: the promised time is not longer than the statutory one."""
    if not facts.statutory or not facts.promised:
        return
    same = facts.statutory[1] == facts.promised[1]
    longer = (
        facts.promised[0] > facts.statutory[0] if same else hours(*facts.promised) > hours(*facts.statutory)
    )
    if longer:
        yield Finding(
            "V01", "promised_amount", _("The promised time is longer than the law allows. Shorten it.")
        )


def instant_means_at_once(facts: Facts) -> Iterator[Finding]:
    """V02: an instant matter promises zero, and only an instant one does."""
    at_once = facts.promised is not None and facts.promised[0] == 0
    if (facts.mode == INSTANT) != at_once:
        yield Finding(
            "V02", "mode", _("A matter done at once promises 0, and one that promises 0 is done at once.")
        )


def no_visit_needs_a_way(facts: Facts) -> Iterator[Finding]:
    """V03: who need not come and cannot do all of it online must be able to post."""
    posts = facts.by_post or "post" in facts.ways
    if facts.visits == 0 and facts.online_depth not in FULLY_ONLINE and not posts:
        yield Finding("V03", "ways", _("Without a visit and not fully online, it must be possible by post."))


def fully_online_means_no_visit(facts: Facts) -> Iterator[Finding]:
    """V04: what is done fully online needs no visit."""
    if facts.online_depth in FULLY_ONLINE and facts.visits > 0:
        yield Finding("V04", "visits", _("What is done fully online needs no visit. Set the visits to 0."))


def visits_have_a_reason(facts: Facts) -> Iterator[Finding]:
    """V05: a visit has its reason; no visit has none."""
    reason = facts.visits_reason.strip() not in {"", "無", "无"}
    if facts.visits > 0 and not reason:
        yield Finding("V05", "visits_reason", _("Say why the person has to come."))
    if facts.visits == 0 and reason:
        yield Finding("V05", "visits_reason", _("There is no visit: leave its reason empty."))


def result_kind_fits_its_name(facts: Facts) -> Iterator[Finding]:
    """V06 (a warning): a certificate is of kind 10, an approval of kind 20."""
    for result in facts.results:
        wanted = _kind_by_name(result.name)
        if wanted and wanted != result.kind:
            yield Finding("V06", "outputs", _("The kind of a result does not fit its name."), warning=True)


def _kind_by_name(name: str) -> str:
    if name.endswith(("證", "证", "證書", "证书", "執照", "执照")):
        return "10"
    return "20" if name.endswith(("批文", "批復", "批复")) else ""


def fees_have_a_basis(facts: Facts) -> Iterator[Finding]:
    """V07: whoever asks for money names the law. A fee of 0 is none."""
    if any(fee.amount != 0 and not fee.lawful for fee in facts.fees):
        yield Finding("V07", "costs", _("Name the law that the fee rests on."))


def audiences_have_topics(facts: Facts) -> Iterator[Finding]:
    """V08: it stands under a topic of each audience it serves, or those people never find it."""
    for audience in sorted(facts.audiences & {"person", "business"}):
        if audience not in facts.topics:
            yield Finding("V08", "topics", _("Choose at least one topic for each audience it serves."))


RULES: tuple[Rule, ...] = (
    promised_within_statutory,
    instant_means_at_once,
    no_visit_needs_a_way,
    fully_online_means_no_visit,
    visits_have_a_reason,
    result_kind_fits_its_name,
    fees_have_a_basis,
    audiences_have_topics,
)


def check(facts: Facts, *, waived: Iterable[str] = ()) -> list[Finding]:
    """Every broken rule, in the order of the list, without those ``waived``."""
    skip = frozenset(waived)
    return [found for rule in RULES for found in rule(facts) if found.rule not in skip]
