"""Files of decisions for tests: as small as they can be, in the form that the table editor writes."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from minben.processes.decisions import Model, read

SPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(*parts: str) -> bytes:
    return f'<definitions xmlns="{SPACE}" id="file" name="檔案">{"".join(parts)}</definitions>'.encode()


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[str],
    *,
    policy: str = "UNIQUE",
    key: str = "d",
    requires: Sequence[str] = (),
    extra: dict[str, str] | None = None,
) -> str:
    """Cells of a rule are parted by ``|``, inputs first; after ``#`` stands its description.

    ``extra`` holds XML for columns, by the name of the column.
    """
    more = extra or {}
    parts = [
        f'<input id="{key}_i_{n}"><inputExpression><text>{escape(text)}</text></inputExpression>{more.get(text, "")}</input>'
        for n, text in enumerate(inputs)
    ]
    parts += [
        f'<output id="{key}_o_{n}" name="{name}">{more.get(name, "")}</output>'
        for n, name in enumerate(outputs)
    ]
    parts += [_rule(key, n, line, len(inputs)) for n, line in enumerate(rules, start=1)]
    name, _space, aggregation = policy.partition("+")
    added = f' aggregation="{aggregation}"' if aggregation else ""
    return decision(
        f'<decisionTable id="{key}_t" hitPolicy="{name}"{added}>{"".join(parts)}</decisionTable>',
        key,
        requires,
    )


def _rule(key: str, number: int, line: str, inputs: int) -> str:
    cells, _sign, description = line.partition(" # ")
    parts = [f"<description>{escape(description)}</description>" if description else ""]
    for place, cell in enumerate(cells.split("|")):
        kind = "inputEntry" if place < inputs else "outputEntry"
        parts.append(f'<{kind} id="{key}_c_{number}_{place}"><text>{escape(cell.strip())}</text></{kind}>')
    return f'<rule id="{key}_r_{number}">{"".join(parts)}</rule>'


def decision(logic: str, key: str = "d", requires: Sequence[str] = ()) -> str:
    needs = "".join(
        f'<informationRequirement><requiredDecision href="#{other}"/></informationRequirement>'
        for other in requires
    )
    return f'<decision id="{key}" name="{key.upper()}">{needs}{logic}</decision>'


def formula(text: str, key: str = "d", requires: Sequence[str] = (), language: str = "") -> str:
    asked = f' expressionLanguage="{language}"' if language else ""
    return decision(
        f'<literalExpression id="{key}_l"{asked}><text>{escape(text)}</text></literalExpression>',
        key,
        requires,
    )


def model(*parts: str) -> Model:
    return read(definitions(*parts))
