"""Translations: ``python -m minben.config.messages [--check | --compile] [room …]``.

Extracts the texts of every room from Python and templates, updates ``<room>/locale/{zh_Hant,zh_Hans}``, converts
zh_Hans from zh_Hant by script, and compiles. People write the zh_Hant files only; a zh_Hans text that must
differ carries the comment ``# written`` and is then left alone. Files have no dates and no line numbers, and are
sorted, so that two branches seldom touch the same lines.
"""

from __future__ import annotations

import argparse
import functools
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from opencc import OpenCC

PACKAGE = Path(__file__).resolve().parent.parent
HANT, HANS = "zh_Hant", "zh_Hans"
WRITTEN = "written"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
# Words, not only shapes, that differ on the mainland. Longer ones first.
MAINLAND_WORDS = {
    "電子郵件": "电子邮件",
    "行動電話": "手机",
    "使用者": "用户",
    "伺服器": "服务器",
    "資料庫": "数据库",
    "瀏覽器": "浏览器",
    "驗證碼": "验证码",
    "身分證": "身份证",
    "附件檔": "附件",
    "檔案": "文件",
    "資訊": "信息",
    "網路": "网络",
    "登入": "登录",
    "登出": "退出",
    "帳號": "账号",
    "帳戶": "账户",
    "列印": "打印",
    "簡訊": "短信",
    "訊息": "消息",
    "搜尋": "搜索",
    "預設": "默认",
    "連結": "链接",
    "螢幕": "屏幕",
    "點選": "点击",
    "儲存": "保存",
    "軟體": "软件",
    "程式": "程序",
    "品質": "质量",
    "匯出": "导出",
    "匯入": "导入",
    "設定": "设置",
    "選單": "菜单",
    "身分": "身份",
    "影片": "视频",
    "支援": "支持",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w*)\}")
Key = tuple[str, str]


@dataclass(frozen=True)
class Room:
    """A folder whose ``locale`` Django reads: an app, or ``config`` for everything that is not one."""

    name: str
    folder: Path
    sources: tuple[Path, ...]

    def po(self, language: str) -> Path:
        return self.folder / "locale" / language / "LC_MESSAGES" / "django.po"


def rooms(package: Path = PACKAGE) -> list[Room]:
    """Every app under ``package`` with its own files; ``config`` takes the files that belong to no app."""
    folders = sorted((p.parent for p in package.rglob("apps.py")), key=lambda p: len(p.parts), reverse=True)
    owned: dict[Path, list[Path]] = {folder: [] for folder in folders}
    owned[package / "config"] = []
    for path in _sources(package):
        owner = next((f for f in folders if f in path.parents), package / "config")
        owned[owner].append(path)
    return sorted(
        (Room(f.relative_to(package).as_posix(), f, tuple(files)) for f, files in owned.items()),
        key=lambda room: room.name,
    )


def _sources(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package).parts
        if "migrations" in inside or "node_modules" in inside or "static" in inside:
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in inside):
            yield path


def extracted(room: Room) -> Catalog:
    """All texts of ``room`` as an empty catalogue."""
    found = Catalog(locale="zh_Hant", charset="utf-8")
    for path in room.sources:
        for _line, message, comments, context in extract("python", _readable(path), KEYWORDS):
            found.add(message, context=context, auto_comments=comments)
    return found


def _readable(path: Path) -> io.BytesIO:
    """Python as it is; a template as Python that the tokenizer takes (brackets hide its indentation)."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = f"(\n{templatize(text, origin=str(path))}\n)"
    return io.BytesIO(text.encode())


def simplified(text: str) -> str:
    """zh-Hant to zh-Hans as interface text: words of the mainland first, then shapes."""
    for ours, theirs in MAINLAND_WORDS.items():
        text = text.replace(ours, theirs)
    return str(_shapes().convert(text))


@functools.cache
def _shapes() -> OpenCC:
    return OpenCC("t2s")


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="zh_Hant", charset="utf-8")
    return read_po(io.BytesIO(path.read_bytes()), ignore_obsolete=True)


def _messages(catalog: Catalog) -> list[Message]:
    return [m for m in catalog if m.id]


def _key(message: Message) -> Key:
    one = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", str(one)


def _text(message: Message) -> str:
    """The Chinese of a message: it has one form, plural or not."""
    return message.string if isinstance(message.string, str) else (message.string or ("",))[0]


def memory(of: Iterable[Room]) -> dict[Key, str]:
    """Translations of all rooms, so that a text known in one is known in the others."""
    known: dict[Key, str] = {}
    for room in of:
        for message in _messages(_read(room.po(HANT))):
            if _text(message):
                known.setdefault(_key(message), _text(message))
    return known


def updated(room: Room, known: dict[Key, str]) -> dict[str, Catalog]:
    """Both catalogues of ``room`` as they should be: obsolete texts dropped, new ones from ``known`` or empty."""
    source, hant, hans = extracted(room), Catalog(locale="zh_Hant"), Catalog(locale="zh_Hans")
    earlier = {_key(m): m for m in _messages(_read(room.po(HANT)))}
    written = {_key(m): m for m in _messages(_read(room.po(HANS))) if WRITTEN in m.user_comments}
    for message in _messages(source):
        key = _key(message)
        before, own = earlier.get(key), written.get(key)
        text = _text(before) if before else known.get(key, "")
        _put(hant, message, text, before.user_comments if before else [])
        _put(hans, message, _text(own) if own else simplified(text), own.user_comments if own else [])
    return {HANT: hant, HANS: hans}


def _put(catalog: Catalog, message: Message, text: str, comments: Iterable[str]) -> None:
    plural = not isinstance(message.id, str)
    catalog.add(
        message.id,
        (text,) if plural else text,
        context=message.context,
        auto_comments=message.auto_comments,
        user_comments=list(comments),
    )


def rendered(catalog: Catalog, language: str) -> str:
    body = io.BytesIO()
    write_po(body, catalog, width=110, no_location=True, omit_header=True, sort_output=True)
    return HEADER.format(language=language) + body.getvalue().decode().strip() + "\n"


def problems(of: Iterable[Room] | None = None) -> list[str]:
    """What is not translated, or not as this tool would write it. Empty when all is well."""
    every = list(rooms()) if of is None else list(of)
    known, found = memory(rooms()), _said_in_two_ways(every)
    for room in every:
        for language, catalog in updated(room, known).items():
            found += [f"{room.name}: no {language} for {_key(m)[1]!r}" for m in _untranslated(catalog)]
            found += [
                f"{room.name}: {language} of {_key(m)[1]!r} has other placeholders" for m in _broken(catalog)
            ]
            if _messages(catalog) and not _is_current(room.po(language), rendered(catalog, language)):
                found.append(f"{room.name}: {language} is outdated; run python -m minben.config.messages")
    return found


def _said_in_two_ways(of: Iterable[Room]) -> list[str]:
    """All rooms fill one catalogue, so one text has one translation. A word with two senses needs a context (pgettext)."""
    found: dict[Key, dict[str, str]] = {}
    for room in of:
        for message in _messages(_read(room.po(HANT))):
            found.setdefault(_key(message), {}).setdefault(_text(message), room.name)
    return [
        f"{' and '.join(ways.values())} say {key[1]!r} in two ways: give one of them a context"
        for key, ways in found.items()
        if len(ways) > 1
    ]


def _untranslated(catalog: Catalog) -> list[Message]:
    return [m for m in _messages(catalog) if not _text(m)]


def _broken(catalog: Catalog) -> list[Message]:
    """A name in ``%(…)s`` or ``{…}`` that the text does not give would fail, or show, when the page is made."""
    return [m for m in _messages(catalog) if _text(m) and _names(_text(m)) - _given(m)]


def _given(message: Message) -> set[str]:
    forms = [message.id] if isinstance(message.id, str) else list(message.id)
    return {name for form in forms for name in _names(str(form))}


def _names(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def update(of: Iterable[Room]) -> list[str]:
    """Write the catalogues of the rooms given and compile them; returns the texts that still need Chinese."""
    known, missing = memory(rooms()), list[str]()
    for room in of:
        for language, catalog in updated(room, known).items():
            if not _messages(catalog) and not room.po(language).exists():
                continue
            room.po(language).parent.mkdir(parents=True, exist_ok=True)
            room.po(language).write_text(rendered(catalog, language), encoding="utf-8")
            if language == HANT:
                missing += [f"{room.name}: {_key(m)[1]!r}" for m in _untranslated(catalog)]
    compile_all(of)
    return missing


def compile_all(of: Iterable[Room] | None = None) -> int:
    """Make the ``.mo`` files that are missing or older than their ``.po``; returns how many were made."""
    made = 0
    for room in rooms() if of is None else of:
        for source in (room.po(HANT), room.po(HANS)):
            target = source.with_suffix(".mo")
            if source.exists() and _older(target, source):
                with target.open("wb") as file:
                    write_mo(file, _read(source))
                made += 1
    return made


def _older(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime <= source.stat().st_mtime


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m minben.config.messages", description=__doc__)
    parser.add_argument(
        "rooms", nargs="*", help="rooms to work on, like cases or foundation/access; all without"
    )
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing")
    parser.add_argument("--compile", action="store_true", help="only make the .mo files")
    given = parser.parse_args(arguments)
    chosen = [room for room in rooms() if not given.rooms or room.name in given.rooms]
    if given.compile:
        print(f"{compile_all(chosen)} compiled")
        return 0
    found = problems(chosen) if given.check else update(chosen)
    print("\n".join(found) or "All texts are translated.")
    return int(bool(found)) if given.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
