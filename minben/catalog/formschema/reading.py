"""From a JSON Schema back to questions. Every mistake is named by its place, as a JSON pointer (RFC 6901)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from minben.catalog import forms
from minben.catalog.answers import LIMITS, SHORT
from minben.catalog.forms import CHOOSING, MEASURED, Kind, Question
from minben.foundation.records.errors import Invalid, Text

from .writing import schema_of

MOST_BYTES = 1_000_000
OURS = ("kind", "help", "section", "fills", "element", "material", "when")
SAID_FREELY = frozenset({"$schema", "$id", "title", "description", "x-minben-order"})
Problems = dict[str, Text]


@cache
def _shape() -> Draft202012Validator:
    """What a form document may hold, as a schema of its own."""
    source = Path(__file__).with_name("document.schema.json")
    return Draft202012Validator(json.loads(source.read_text(encoding="utf-8")))


def read_text(text: str | bytes) -> tuple[Question, ...]:
    """As :func:`read`, from the text of a file. Raises Invalid for what is no JSON, with line and column."""
    if len(text) > MOST_BYTES:
        raise _wrong({"": _("A form document has at most 1 MB.")})
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except RecursionError as error:
        raise _wrong({"": _("This is nested too deeply.")}) from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise _wrong({"": _("This is no JSON: line %(line)d, column %(column)d.") % place}) from error
    except UnicodeDecodeError as error:
        raise _wrong({"": _("This is no text in UTF-8.")}) from error
    return read(found)


def read(document: Any) -> tuple[Question, ...]:
    """The questions of a document. What it says twice must agree; what it leaves out follows from the kind.

    Raises Invalid; its fields are JSON pointers of the wrong places ("/properties/sex/x-minben-kind").
    """
    problems: Problems = {}
    for error in _shape().iter_errors(document):
        problems |= dict(_said(error))
    if problems:
        raise _wrong(problems)
    order = _order(document, problems)
    questions = _parsed(document, order, problems) if not problems else ()
    if not problems:
        _agrees(document, questions, problems)
    if problems:
        raise _wrong(problems)
    return questions


def pointer(parts: Iterable[Any]) -> str:
    """A place as RFC 6901 writes it; "" is the whole document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _wrong(problems: Problems) -> Invalid:
    return Invalid(_("The form document has %(count)d mistakes.") % {"count": len(problems)}, fields=problems)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _wrong({pointer([twice]): _("This name stands twice in one place.")})
    return made


def _said(error: ValidationError) -> Iterator[tuple[str, Text]]:
    here = list(error.absolute_path)
    instance: Any = error.instance
    wanted: Any = error.validator_value
    if error.validator == "additionalProperties":
        allowed = (error.schema if isinstance(error.schema, dict) else {}).get("properties", {})
        for name in sorted(set(instance) - set(allowed)):
            yield pointer([*here, name]), _("A form document has no such part. Check the spelling.")
    elif error.validator == "required":
        for name in wanted:
            if name not in instance:
                yield pointer([*here, name]), _("This is missing.")
    else:
        yield pointer(here), _explained(error)


def _explained(error: ValidationError) -> Text:
    wanted = error.validator_value
    if error.validator in {"enum", "const"}:
        offered = wanted if isinstance(wanted, list) else [wanted]
        return _("Write one of: %(kinds)s.") % {"kinds": ", ".join(map(str, offered))}
    if error.validator == "type":
        return _("Another type is wanted here: %(type)s.") % {"type": wanted}
    if error.validator == "pattern":
        return _("Small letters, digits and _, beginning with a letter.")
    return _("It breaks the rule “%(rule)s”: %(wanted)s.") % {"rule": error.validator, "wanted": wanted}


def _order(document: Mapping[str, Any], problems: Problems) -> list[str]:
    """The keys as they are asked: as ``x-minben-order`` says, else as they stand in the document."""
    held = list(document["properties"])
    order: list[str] = document.get("x-minben-order", held)
    for at, key in enumerate(order):
        if key not in document["properties"]:
            problems[pointer(["x-minben-order", at])] = _("There is no question of this name.")
        elif key in order[:at]:
            problems[pointer(["x-minben-order", at])] = _("It stands in the order twice.")
    for key in held:
        if key not in order:
            problems[pointer(["properties", key])] = _("x-minben-order does not name it.")
    return order


def _parsed(document: Mapping[str, Any], order: list[str], problems: Problems) -> tuple[Question, ...]:
    raw = [_raw(key, document["properties"][key]) for key in order]
    try:
        return forms.parse(raw)
    except Invalid as error:
        for place, text in error.fields.items():
            problems[_place(place, order, raw)] = text
    return ()


def _raw(key: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """One property as :func:`forms.parse` takes a question."""
    made: dict[str, Any] = {name: said.get(f"x-minben-{name}") for name in OURS}
    kind = made["kind"]
    made |= {"key": key, "label": said.get("x-minben-label") or said.get("title")}
    made["required"] = not said.get("x-minben-optional", False)
    if kind in CHOOSING:
        offered = (said.get("items") or {} if kind == Kind.CHOICES else said).get("oneOf") or []
        made["choices"] = [
            {"value": one["const"], "label": one.get("x-minben-label") or one.get("title") or one["const"]}
            for one in offered
        ]
    elif kind in MEASURED:
        made |= {"min": said.get("minimum"), "max": said.get("maximum")}
    elif said.get("maxLength") not in (None, LIMITS.get(Kind(kind), SHORT)):
        made["max"] = said["maxLength"]
    return {name: value for name, value in made.items() if value is not None}


def _place(place: str, order: list[str], raw: list[dict[str, Any]]) -> str:
    """``form.2.choices.0`` of the parser as a pointer into the document."""
    _form, at, *rest = place.split(".")
    key, name = order[int(at)], rest[0] if rest else ""
    named = {"min": ["minimum"], "max": ["maximum"], "key": [], "": []}
    if name == "choices":
        inside = ["items", "oneOf"] if raw[int(at)].get("kind") == Kind.CHOICES else ["oneOf"]
        return pointer(["properties", key, *inside, *rest[1:]])
    return pointer(["properties", key, *named.get(name, [f"x-minben-{name}"])])


def _agrees(document: Mapping[str, Any], questions: tuple[Question, ...], problems: Problems) -> None:
    """What the document says in the words of JSON Schema is what its questions mean."""
    meant = schema_of(questions)
    for key, said in document["properties"].items():
        ours = meant["properties"][key]
        for name, value in said.items():
            told_freely = name in SAID_FREELY or name.startswith("x-minben-")
            if not told_freely and not _same(value, ours.get(name)):
                problems[pointer(["properties", key, name])] = _differs(ours.get(name))
    if "required" in document and set(document["required"]) != set(meant["required"]):
        problems["/required"] = _differs(meant["required"])
    _conditions(document.get("allOf"), meant.get("allOf", []), problems)


def _conditions(said: list[Any] | None, meant: list[Any], problems: Problems) -> None:
    if said is None:
        return
    for at, one in enumerate(said):
        if not any(_same(one, other) for other in meant):
            problems[pointer(["allOf", at])] = _("No question has this condition in its x-minben-when.")
    lacking = [one for one in meant if not any(_same(one, other) for other in said)]
    if lacking and not problems:
        problems["/allOf"] = _differs(lacking)


def _same(one: Any, other: Any) -> bool:
    """Equal but for titles and texts, which are said freely."""
    return bool(_bare(one) == _bare(other))


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    return {
        name: _bare(one)
        for name, one in value.items()
        if name not in SAID_FREELY and not name.startswith("x-minben-")
    }


def _differs(meant: Any) -> Text:
    if meant is None:
        return _("This does not belong to a question of this kind. Leave it out.")
    shown = json.dumps(_bare(meant), ensure_ascii=False)[:200]
    return _("It says something else than the question. Leave it out, or write: %(meant)s") % {"meant": shown}
