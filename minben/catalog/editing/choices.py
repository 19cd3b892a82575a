"""The lists that editors choose from: national codes with their names, and what there is in the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from minben.agencies.models import Department, Office
from minben.catalog.forms import Kind
from minben.catalog.models import Article, LegalResource, LifeStage, ServiceVersion, Topic
from minben.foundation.records.errors import Text
from minben.foundation.records.translated import localized

Pairs = list[tuple[str, Text]]

FIXED: dict[str, Pairs] = {
    "audiences": [("person", _("Private persons")), ("business", _("Businesses")), ("government", _("Government bodies"))],
    "sides": [("person", _("Private persons")), ("business", _("Businesses"))],
    "readers": [("public", _("Everybody")), ("staff", _("Staff only"))],
    "modes": [("1", _("Done at once")), ("2", _("Done within the promised time"))],
    "units": [
        ("1", _("working days")), ("2", _("days")), ("3", _("months")),
        ("4", _("years")), ("5", _("hours")), ("6", _("minutes")),
    ],
    "ways": [
        ("window", _("At a counter")), ("online", _("Online")), ("post", _("By post")),
        ("phone", _("By phone")), ("terminal", _("At a self-service terminal")),
    ],
    "depths": [
        ("1", _("1 Information online")), ("2", _("2 Papers handed in online")), ("3", _("3 Checked beforehand online")),
        ("4", _("4 Accepted online")), ("5", _("5 Handled online")),
        ("6", _("6 Result told online")), ("7", _("7 Electronic certificate online")),
    ],
    "areas": [("1", _("1 Whole country")), ("2", _("2 Across provinces")), ("3", _("3 Whole province")), ("4", _("4 Whole city")), ("5", _("5 Whole county"))],
    "fee_steps": [("before", _("Before it is sent")), ("after", _("After it is accepted"))],
    "needs": [("1", _("Needed")), ("2", _("Only if it applies")), ("3", _("May follow later"))],
    "material_forms": [("paper", _("Paper")), ("electronic", _("Electronic")), ("either", _("Paper or electronic"))],
    "sources": [("10", _("The applicant has it")), ("20", _("Government issued it")), ("99", _("Somebody else"))],
    "trusts": [
        ("A", _("A: from the issuing system")), ("B", _("B: checked at a counter")),
        ("C", _("C: uploaded, to be checked")), ("D", _("D: declared by the applicant")),
    ],
    "results": [("10", _("Certificate")), ("20", _("Approval")), ("40", _("Other")), ("99", _("None"))],
    "article_kinds": [
        ("knowledge", _("Knowledge")), ("faq", _("Question and answer")),
        ("investment", _("Investment guide")), ("script", _("Script")),
    ],
    "law_kinds": [
        ("law", _("Law")), ("regulation", _("Regulation")), ("rule", _("Rule")),
        ("policy", _("Policy")), ("standard", _("Standard")),
    ],
    "task_types": [
        ("01", _("01 Licence")), ("02", _("02 Penalty")), ("03", _("03 Coercive measure")), ("04", _("04 Levy")),
        ("05", _("05 Payment")), ("06", _("06 Inspection")), ("07", _("07 Confirmation")), ("08", _("08 Reward")),
        ("09", _("09 Ruling")), ("10", _("10 Other power")), ("20", _("20 Public service")),
    ],
    "use_levels": [
        ("1", _("1 State")), ("2", _("2 Province")), ("3", _("3 City")), ("4", _("4 County")),
        ("5", _("5 Township")), ("6", _("6 Village")),
    ],
    "power_sources": [
        ("1", _("1 Own by law")), ("2", _("2 Handed down")), ("3", _("3 Authorised from above")),
        ("4", _("4 Authorised by the same level")), ("5", _("5 Entrusted from above")),
        ("6", _("6 Entrusted by the same level")),
    ],
    "dept_types": [
        ("1", _("1 Body set up by law")), ("2", _("2 Authorised organisation")), ("3", _("3 Entrusted organisation")),
    ],
    "questions": [
        (Kind.TEXT, _("A few words")), (Kind.LONG_TEXT, _("Several lines")), (Kind.NUMBER, _("Number")),
        (Kind.MONEY, _("Amount of money")), (Kind.DATE, _("Day")), (Kind.YES_NO, _("Yes or no")),
        (Kind.CHOICE, _("One of several")), (Kind.CHOICES, _("Several of several")),
        (Kind.PERSON_NAME, _("Name of a person")), (Kind.ID_NUMBER, _("Identity number")),
        (Kind.PHONE, _("Phone number")), (Kind.EMAIL, _("E-mail address")), (Kind.ADDRESS, _("Address")),
        (Kind.FILE, _("File")), (Kind.PROMISE, _("Promise to tick")),
    ],
}  # fmt: skip


def _departments() -> Pairs:
    rows = Department.objects.filter(active=True).order_by("sort_key")
    return [(row.code, str(localized(row.name))) for row in rows]


def _offices() -> Pairs:
    return [
        (row.code, str(localized(row.name))) for row in Office.objects.filter(active=True).order_by("code")
    ]


def _laws() -> Pairs:
    return [(row.slug, str(localized(row.title))) for row in LegalResource.objects.order_by("slug")]


def _services() -> Pairs:
    rows = (
        ServiceVersion.objects.filter(state="published").select_related("service").order_by("service__slug")
    )
    return [(row.service.slug, str(localized(row.name))) for row in rows.only("name", "service__slug")]


def _stages() -> Pairs:
    return [(row.code, str(localized(row.name))) for row in LifeStage.objects.order_by("audience", "order")]


def _topics(audience: str) -> Pairs:
    rows = Topic.objects.filter(audience=audience).order_by("order")
    return [(row.code, str(localized(row.name))) for row in rows]


def _articles() -> Pairs:
    return [(row.slug, str(localized(row.title))) for row in Article.objects.filter(state="published")]


LIVE: dict[str, Callable[[], Pairs]] = {
    "departments": _departments,
    "offices": _offices,
    "laws": _laws,
    "services": _services,
    "stages": _stages,
    "articles": _articles,
    "topics_person": lambda: _topics("person"),
    "topics_business": lambda: _topics("business"),
}


def pairs(name: str) -> Pairs:
    """The choices of a list; one statement for those of the database."""
    return LIVE[name]() if name in LIVE else FIXED[name]


def named(options: str, value: Any) -> str:
    """The name of a code in a fixed list, else the value itself."""
    return str(dict(FIXED.get(options, [])).get(str(value), value))
