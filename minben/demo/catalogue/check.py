"""Check the practice city's files without a database: references, rules V01–V08, V11, and the languages promised.

    python -m minben.demo.catalogue.check

The loader refuses the same mistakes one at a time; this lists them all at once, so that a writer can mend them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import django
import yaml

from minben import config
from minben.catalog.shipped import read_list

from .shape import answers_of, broken_rules, missing_texts, question_texts

FOLDER = Path(__file__).parent
SPRITE = Path(config.__file__).parent / "static" / "minben" / "icons.svg"
NOTICE_VARIABLES = frozenset({"number", "code", "link", "title", "department", "due", "text", "city"})
SMS_LIMIT = 140
GUIDE_TEXTS = ("name", "summary", "conditions", "time_note", "hours", "rights")


class Files:
    """Every file of the folder, read once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    def one(self, name: str) -> dict[str, Any]:
        return dict(yaml.safe_load((self.folder / name).read_text(encoding="utf-8")))

    def each(self, name: str) -> dict[str, dict[str, Any]]:
        return {
            path.stem: self.one(f"{name}/{path.name}") for path in sorted((self.folder / name).glob("*.yaml"))
        }

    @cached_property
    def government(self) -> dict[str, Any]:
        return self.one("departments.yaml")

    @cached_property
    def departments(self) -> dict[str, dict[str, Any]]:
        return {item["code"]: item for item in self.government["departments"]}

    @cached_property
    def offices(self) -> set[str]:
        return {item["code"] for item in self.government["offices"]}

    @cached_property
    def stages(self) -> set[str]:
        return {item["code"] for item in read_list("stages")}

    @cached_property
    def topics(self) -> set[tuple[str, str]]:
        return {(item["audience"], item["code"]) for item in read_list("topics")}

    @cached_property
    def laws(self) -> dict[str, dict[str, Any]]:
        return {item["slug"]: item for item in self.one("laws.yaml")["laws"]}

    @cached_property
    def services(self) -> dict[str, dict[str, Any]]:
        return self.each("services")

    @cached_property
    def events(self) -> dict[str, dict[str, Any]]:
        return self.each("events")

    @cached_property
    def articles(self) -> dict[str, dict[str, Any]]:
        return self.each("articles")

    @cached_property
    def icons(self) -> set[str]:
        return set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))

    @cached_property
    def notices(self) -> list[dict[str, Any]]:
        return list(self.one("notices.yaml")["notices"])

    @cached_property
    def categories(self) -> list[Mapping[str, Any]]:
        return read_list("categories")

    @cached_property
    def routes(self) -> dict[str, str]:
        return dict(self.one("routes.yaml")["routes"])


def problems(files: Files | None = None) -> list[str]:
    """Everything that is wrong, each as "place: what"; an empty list when all is well."""
    files = files or Files()
    found: list[str] = []
    for check in (_government, _lists, _laws, _services, _events, _articles, _notices, _categories):
        found += check(files)
    return found


def _unknown(place: str, kind: str, names: Iterable[Any], known: Iterable[Any]) -> Iterator[str]:
    for name in sorted(set(names) - set(known), key=str):
        yield f"{place}: there is no {kind} {name}"


def _government(files: Files) -> Iterator[str]:
    places = {item["key"] for item in files.government["jurisdictions"]}
    for code, item in files.departments.items():
        yield from _unknown(code, "jurisdiction", [item["jurisdiction"]], places)
        yield from _unknown(code, "department", {item.get("parent")} - {None}, files.departments)
        yield from missing_texts(code, item, ("name", "duties"))
    if [code for code, item in files.departments.items() if item.get("is_centre")] != ["hotline"]:
        yield "departments: exactly one hotline centre is needed"
    for office in files.government["offices"]:
        yield from _unknown(office["code"], "department", [office["department"]], files.departments)
        yield from missing_texts(office["code"], office, ("name", "address", "transit", "accessibility"))


def _lists(files: Files) -> Iterator[str]:
    for audience, count in (("person", 32), ("business", 35)):
        if (have := sum(1 for kind, _code in files.topics if kind == audience)) != count:
            yield f"topics: {have} for {audience}, the national list has {count}"
    for item in read_list("topics"):
        yield from _unknown(f"topic {item['code']}", "stage", [item["stage"]], files.stages)
        yield from missing_texts(f"topic {item['code']}", item, ("name",))
    for item in read_list("stages"):
        yield from missing_texts(f"stage {item['code']}", item, ("name",))


def _laws(files: Files) -> Iterator[str]:
    for slug, item in files.laws.items():
        yield from missing_texts(slug, item, ("title", "issuer", "plain_reading"))
        yield from _unknown(slug, "law", {item.get("superseded_by")} - {None}, files.laws)
        if not item["number"]:
            yield f"{slug}: its number is missing"
        for article in item["articles"]:
            if not article.get("paraphrase"):
                yield f"{slug}: article {article['number']} must be marked as a paraphrase"


def _services(files: Files) -> Iterator[str]:
    for slug, item in files.services.items():
        yield from _references(slug, item, files)
        yield from (f"{slug}: {what}" for what in broken_rules(item, files.departments[item["department"]]))
        yield from (f"{slug}: {what}" for what in answers_of(item))
        yield from missing_texts(slug, item, GUIDE_TEXTS, deep=True)
        yield from (f"{slug}.{what}" for what in question_texts(item["form"]))
    codes = [item["task_code"] for item in files.services.values()]
    yield from (
        f"{code}: two services have this task code" for code in {c for c in codes if codes.count(c) > 1}
    )


def _references(slug: str, item: Mapping[str, Any], files: Files) -> Iterator[str]:
    wanted = {(audience, code) for audience, codes in item["topics"].items() for code in codes}
    cited = {
        part["law"]
        for kind in ("materials", "costs", "legal_bases")
        for part in item[kind]
        if part.get("law")
    }
    yield from () if item["slug"] == slug else (f"{slug}: the file and the slug differ",)
    yield from _unknown(slug, "department", [item["department"]], files.departments)
    yield from _unknown(slug, "topic", wanted, files.topics)
    yield from _unknown(slug, "stage", item["stages"], files.stages)
    yield from _unknown(slug, "law", cited, files.laws)
    yield from _unknown(slug, "office", item["places"], files.offices)
    yield from _unknown(slug, "service", item["related"], files.services)


def _events(files: Files) -> Iterator[str]:
    for slug, item in files.events.items():
        own = [line["service"] for line in item["services"]]
        yield from _unknown(slug, "service", own, files.services)
        yield from _unknown(slug, "stage", [item["stage"]], files.stages)
        yield from _unknown(slug, "icon", [item["icon"]], files.icons)
        yield from missing_texts(slug, item, ("name", "summary", "advice"))
        for at, line in enumerate(item["services"]):
            yield from _unknown(slug, "earlier service", line.get("after", []), own[:at])
            yield from missing_texts(f"{slug}.{line['service']}", line, ("applies",))


def _articles(files: Files) -> Iterator[str]:
    for slug, item in files.articles.items():
        yield from _unknown(slug, "department", [item["department"]], files.departments)
        yield from _unknown(slug, "service", item["services"], files.services)
        yield from missing_texts(slug, item, ("title", "body"))
        if not str(item.get("valid_until", "")) > str(item.get("valid_from", "")):
            yield f"{slug}: valid_until says when it must be looked through again, after valid_from"


def _notices(files: Files) -> Iterator[str]:
    for item in files.notices:
        place = f"notice {item['name']} ({item['channel']})"
        texts = [text for part in ("subject", "body") for text in item.get(part, {}).values()]
        used = {name for text in texts for name in re.findall(r"{(\w+)}", text)}
        yield from _unknown(place, "variable", used, NOTICE_VARIABLES)
        for language in ("zh-hant", "zh-hans", "en"):
            if not item["body"].get(language):
                yield f"{place}: {language} is missing"
        if item["channel"] == "sms" and not item["body"]["zh-hant"].startswith("【"):
            yield f"{place}: a text message begins with the sender in 【】"
        if item["channel"] == "sms" and len(item["body"]["zh-hant"]) > SMS_LIMIT:
            yield f"{place}: longer than {SMS_LIMIT} characters"


def _categories(files: Files) -> Iterator[str]:
    if len(files.categories) != 12:
        yield f"taxonomy: {len(files.categories)} top categories, 12 are wanted"
    for top in files.categories:
        if not 4 <= len(top["children"]) <= 8:
            yield f"{top['code']}: it needs 4 to 8 parts"
        for item in (top, *top["children"]):
            yield from _unknown(
                item["code"], "department", [files.routes.get(item["code"])], files.departments
            )
            yield from _unknown(item["code"], "urgency", [item["urgency"]], ("E0", "E1", "E2", "E3"))
            yield from missing_texts(item["code"], item, ("name",))


def main() -> int:
    """Print every problem; the exit status says whether there was one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minben.config.settings")
    django.setup()
    found = problems()
    sys.stdout.write("\n".join([*found, f"{len(found)} problems"]) + "\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
