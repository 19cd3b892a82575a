"""What can be written about each kind of thing, cut into sections that one can finish at a sitting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.foundation.records.errors import Text

from . import choices

Shape = Literal["text", "long", "word", "number", "money", "day", "yes", "one", "many", "words", "link"]


@dataclass(frozen=True)
class Field:
    """One thing to write. ``text`` and ``long`` are by language; ``options`` names a list of :mod:`choices`."""

    name: str
    label: Text
    shape: Shape = "text"
    options: str = ""
    hint: Text = ""

    @property
    def translated(self) -> bool:
        return self.shape in {"text", "long"}


@dataclass(frozen=True)
class Section:
    """Fields of the thing itself, or with ``part`` a list of parts that have these fields each."""

    key: str
    title: Text
    fields: tuple[Field, ...]
    part: str = ""
    lead: Text = ""


_NAME = Field("name", _("Name of it"))
_LAW = Field("law", _("Law it rests on"), "one", "laws")

SERVICE = (
    Section(
        "about",
        _("What this is"),
        (
            Field("name", _("Name of it")),
            Field("summary", _("In one plain sentence: what you get"), "long"),
            Field("audiences", _("For whom"), "many", "audiences"),
            Field("keywords", _("Words people use for it"), "words", hint=_("One on each line.")),
        ),
    ),
    Section(
        "filing",
        _("Where it is filed"),
        (
            Field("department", _("Department"), "one", "departments"),
            Field("topics.person", _("Topics for private persons"), "many", "topics_person"),
            Field("topics.business", _("Topics for businesses"), "many", "topics_business"),
            Field("stages", _("Stages of life"), "many", "stages"),
            Field(
                "related",
                _("Often needed together"),
                "words",
                hint=_("Short names of services, one on each line."),
            ),
        ),
    ),
    Section(
        "who",
        _("Who may apply"),
        (Field("conditions", _("Conditions"), "long"), Field("quantity_limit", _("Limit of number"), "long")),
    ),
    Section(
        "time",
        _("How long it takes"),
        (
            Field("mode", _("Way of handling"), "one", "modes"),
            Field("statutory_amount", _("Time the law allows"), "number"),
            Field("statutory_unit", _("Unit of the law's time"), "one", "units"),
            Field("promised_amount", _("Promised time"), "number", hint=_("0: at once.")),
            Field("promised_unit", _("Unit of the promised time"), "one", "units"),
            Field("time_note", _("Note on the time"), "long"),
            Field("special_procedure", _("Special procedures, during which the clock stops"), "long"),
        ),
    ),
    Section(
        "ways",
        _("Ways to apply, and where"),
        (
            Field("ways", _("Ways"), "many", "ways"),
            Field("online_depth", _("How far online"), "one", "depths"),
            Field("online_link", _("Address of the online form elsewhere"), "link"),
            Field("visits", _("How often one has to come"), "number"),
            Field("visits_reason", _("Why one has to come"), "long"),
            Field("handle_area", _("Where in the country it can be done"), "one", "areas"),
            Field("appointment", _("A time can be booked"), "yes"),
            Field("pays_online", _("Fees can be paid online"), "yes"),
            Field(
                "fee_step",
                _("When the fee is paid online"),
                "one",
                "fee_steps",
                hint=_("Needs fixed amounts in one currency. Empty: it is not paid online."),
            ),
            Field("fee_back", _("The fee goes back when it is not granted"), "yes"),
            Field("by_post", _("Results come by post"), "yes"),
            Field("places", _("Offices"), "many", "offices"),
            Field("hours", _("Hours"), "long"),
            Field("advice_phone", _("Phone for questions"), "word"),
            Field("complaint_phone", _("Phone for complaints"), "word"),
        ),
    ),
    Section(
        "materials",
        _("Materials"),
        (
            _NAME,
            Field("code", _("Short name of the evidence"), "word", hint=_("The same in every service.")),
            Field("need", _("Is it needed"), "one", "needs"),
            Field("form", _("Form"), "one", "material_forms"),
            Field("copies", _("Copies"), "number"),
            Field("source", _("Where it comes from"), "one", "sources"),
            Field("trust", _("How far an electronic one is trusted"), "one", "trusts"),
            Field("source_note", _("Note on where it comes from"), "long"),
            Field("fill_note", _("How to prepare it"), "long"),
            Field("standard", _("What makes it acceptable"), "long"),
            Field("sample", _("A sample in words"), "long"),
            _LAW,
        ),
        part="materials",
    ),
    Section(
        "steps",
        _("Steps"),
        (_NAME, Field("detail", _("What happens"), "long"), Field("duration", _("How long it takes"))),
        part="steps",
    ),
    Section(
        "costs",
        _("Fees"),
        (
            _NAME,
            Field("amount", _("Amount"), "money", hint=_("0: free. Empty: it depends.")),
            Field("currency", _("Currency"), "word"),
            Field("standard", _("How it is reckoned"), "long"),
            Field("reducible", _("It can be reduced"), "yes"),
            Field("reduction", _("Who pays less"), "long"),
            _LAW,
        ),
        part="costs",
    ),
    Section(
        "outputs",
        _("What you get"),
        (
            Field("kind", _("Kind of result"), "one", "results"),
            _NAME,
            Field("validity", _("How long it is valid")),
            Field("delivery", _("How it is handed over")),
        ),
        part="outputs",
    ),
    Section(
        "form",
        _("Form"),
        (
            Field("key", _("Short name of the question"), "word", hint=_("Small letters, digits and _.")),
            Field("kind", _("Kind of answer"), "one", "questions"),
            Field("label", _("Question")),
            Field("help", _("Hint")),
            Field("required", _("It must be answered"), "yes"),
            Field("choices", _("Choices"), "words", hint=_("One on each line: value = 中文 = English.")),
            Field("min", _("At least"), "number"),
            Field("max", _("At most"), "number"),
            Field("when.key", _("Asked only when this question"), "word"),
            Field("when.is", _("was answered with one of"), "words", hint=_("One on each line.")),
            Field("fills", _("Filled from what we know"), "word", hint=_("Like party.name.")),
            Field(
                "element",
                _("Data element it is"),
                "word",
                hint=_(
                    "Only if it is another than what fills it. Services applied for together ask it once."
                ),
            ),
            Field("material", _("Proves this material"), "word"),
            Field("section", _("Heading above it")),
        ),
        part="form",
        lead=_("The questions of the online application, in the order in which they are asked."),
    ),
    Section(
        "signers",
        _("Who else signs"),
        (
            Field("name", _("Who it is")),
            Field("note", _("What they agree to"), "long"),
            Field("least", _("At least so many"), "number"),
            Field("most", _("At most so many"), "number"),
        ),
        part="signers",
        lead=_("Each gets a link and signs with a code; the application goes in when all have signed."),
    ),
    Section(
        "faqs",
        _("Questions people ask"),
        (Field("question", _("Question")), Field("answer", _("Answer"), "long")),
        part="faqs",
    ),
    Section(
        "legal_bases",
        _("Legal bases"),
        (Field("law", _("Law"), "one", "laws"), Field("articles", _("Articles"), "word")),
        part="legal_bases",
    ),
    Section(
        "rights", _("Rights of the applicant"), (Field("rights", _("Rights, review and court"), "long"),)
    ),
    Section(
        "codes",
        _("Codes of the national catalogue"),
        (
            Field("catalog_code", _("Basic code"), "word"),
            Field("task_code", _("Implementation code"), "word"),
            Field("task_type", _("Type of matter"), "one", "task_types"),
            Field("use_level", _("Level"), "one", "use_levels"),
            Field("power_source", _("Source of the power"), "one", "power_sources"),
            Field("dept_type", _("Nature of the body"), "one", "dept_types"),
        ),
    ),
)
EVENT = (
    Section(
        "about",
        _("What happens"),
        (
            _NAME,
            Field("summary", _("In one plain sentence"), "long"),
            Field("advice", _("What to think of first"), "long"),
        ),
    ),
    Section(
        "filing",
        _("Where it is filed"),
        (
            Field("code", pgettext_lazy("filing", "Code"), "word"),
            Field("audience", _("For whom"), "one", "sides"),
            Field("stage", _("Stage of life"), "one", "stages"),
            Field("icon", _("Picture"), "word"),
            Field("order", _("Place in the list"), "number"),
        ),
    ),
    Section(
        "services",
        _("Services, in order"),
        (
            Field("service", _("Service"), "one", "services"),
            Field("applies", _("When it applies"), "long"),
            Field("optional", _("Only if one wants it"), "yes"),
            Field("after", _("After these"), "words", hint=_("Short names of services, one on each line.")),
        ),
        part="services",
    ),
)
ARTICLE = (
    Section(
        "about",
        _("Text"),
        (
            Field("title", _("Title")),
            Field("body", _("Text"), "long", hint=_("Headings begin with ##, list lines with a hyphen.")),
            Field("keywords", _("Words people use for it"), "words", hint=_("One on each line.")),
        ),
    ),
    Section(
        "filing",
        _("Where it is filed"),
        (
            Field("kind", _("Kind"), "one", "article_kinds"),
            Field("audience", _("Readers"), "one", "readers"),
            Field("department", _("Department"), "one", "departments"),
            Field(
                "services",
                _("Services it helps with"),
                "words",
                hint=_("Short names of services, one on each line."),
            ),
            Field("valid_from", _("Right from"), "day"),
            Field("valid_until", _("Right until"), "day"),
        ),
    ),
)
TOPIC = (
    Section(
        "about",
        _("Topic"),
        (
            _NAME,
            Field("stage", _("Stage of life"), "one", "stages"),
            Field("order", _("Place in the list"), "number"),
        ),
    ),
)
LAW = (
    Section(
        "about",
        _("What this is"),
        (
            Field("title", _("Title")),
            Field("kind", _("Kind"), "one", "law_kinds"),
            Field("number", _("Document number"), "word"),
            Field("issuer", _("Issued by")),
            Field("issued_on", _("Issued on"), "day"),
            Field("in_force_from", _("In force from"), "day"),
            Field("in_force_until", _("In force until"), "day"),
            Field("plain_reading", _("What it means, in plain words"), "long"),
            Field("link", _("Address of the full text"), "link"),
        ),
    ),
    Section(
        "articles",
        _("Articles"),
        (Field("number", _("Number"), "word"), Field("text", _("Text"), "long")),
        part="articles",
    ),
)
ALL: dict[str, tuple[Section, ...]] = {
    "service": SERVICE,
    "event": EVENT,
    "article": ARTICLE,
    "topic": TOPIC,
    "law": LAW,
}


def section(kind: str, key: str) -> Section | None:
    return next((one for one in ALL[kind] if one.key == key), None)


@dataclass(frozen=True)
class Place:
    """One field with what stands in it; ``path`` is where a check would name it ("materials.2.copies")."""

    path: str
    label: str
    field: Field
    section: Section
    value: Any
    at: int | None = None


def places(kind: str, content: dict[str, Any]) -> Iterator[Place]:
    """Every field of ``content`` that says something, in the order of the sections."""
    for one in ALL[kind]:
        if not one.part:
            for field in one.fields:
                if (value := read(content, field.name)) not in (None, "", [], {}):
                    yield Place(field.name, str(field.label), field, one, value)
            continue
        for at, part in enumerate(content.get(one.part) or []):
            for field in one.fields:
                if (value := read(part, field.name)) not in (None, "", [], {}):
                    label = f"{one.title} {at + 1}: {field.label}"
                    yield Place(f"{one.part}.{at}.{field.name}", label, field, one, value, at)


def read(content: dict[str, Any], name: str) -> Any:
    """The value under a dotted name."""
    found: Any = content
    for step in name.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def write(content: dict[str, Any], name: str, value: Any) -> None:
    """Put ``value`` under a dotted name; an empty one is taken out."""
    *above, last = name.split(".")
    held = content
    for step in above:
        held = held.setdefault(step, {})
    if value in (None, "", [], {}):
        held.pop(last, None)
    else:
        held[last] = value


def shown(field: Field, value: Any) -> str:
    """A plain value as people read it; codes by their names where a fixed list has them."""
    if field.shape == "yes":
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return "\n".join(choices.named(field.options, one) for one in value)
    return choices.named(field.options, value)
