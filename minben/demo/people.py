"""The people and businesses of the practice city, as rows. Deterministic: number ``n`` is always the same person.

Identity numbers carry a division that begins with 99, which is not assigned: nobody has such a number.
Mobile numbers and addresses are fictional, and nothing in the practice city is ever sent outside.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from stdnum.cn import ric, uscc

from minben.foundation import keys
from minben.foundation.records.copying import copy_in
from minben.foundation.records.ids import UTC, id_at
from minben.parties.models import Address, ContactPoint, Identifier, Party, Priority, Relationship
from minben.parties.naming import name_keys

from .names import DISTRICTS, DOUBLE_SURNAMES, FIRM_WORDS, FIRST, SECOND, STREETS, SURNAMES, TRADES

START = dt.datetime(2024, 10, 1, tzinfo=UTC)
TODAY = dt.date(2026, 11, 1)
SOURCE = "practice"


@dataclass
class PeopleRows:
    """What a range of people becomes, in the order it has to be stored."""

    parties: list[Party] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    contacts: list[ContactPoint] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    relations: list[Relationship] = field(default_factory=list)

    def store(self) -> None:
        for model, rows in (
            (Party, self.parties),
            (Identifier, self.identifiers),
            (ContactPoint, self.contacts),
            (Address, self.addresses),
            (Priority, self.priorities),
            (Relationship, self.relations),
        ):
            copy_in(model, rows)  # type: ignore[arg-type]


def person_id(number: int) -> uuid.UUID:
    """The key of person ``number``: the same in every practice city."""
    return _key("person", number)


def firm_id(number: int) -> uuid.UUID:
    return _key("firm", number)


def _key(kind: str, number: int) -> uuid.UUID:
    base = id_at(START + dt.timedelta(seconds=number))
    tail = uuid.uuid5(uuid.NAMESPACE_OID, f"minben practice {kind} {number}").int & ((1 << 62) - 1)
    return uuid.UUID(int=(base.int >> 80 << 80) | (7 << 76) | (2 << 62) | tail)


def people(numbers: Iterable[int]) -> PeopleRows:
    """Rows of these people; every fourth heads a household, every fifteenth owns a business."""
    rows = PeopleRows()
    for number in numbers:
        rng = random.Random(f"person {number}")
        person = _person(rows, number, rng)
        if number % 4 == 0:
            _household(rows, number, person, rng)
        if number % 15 == 0:
            _firm(rows, number, person, rng)
    return rows


def _name(rng: random.Random) -> str:
    surname = rng.choice(DOUBLE_SURNAMES) if rng.random() < 0.01 else rng.choice(SURNAMES)
    given = rng.choice(FIRST) + rng.choice(SECOND) if rng.random() < 0.8 else rng.choice(SECOND)
    return surname + given


def _birth(rng: random.Random) -> dt.date:
    age = min(97, max(0, int(rng.triangular(0, 97, 38))))
    return TODAY - dt.timedelta(days=age * 365 + rng.randrange(365))


def _party(key: uuid.UUID, kind: str, name: str, rng: random.Random) -> Party:
    return Party(
        id=key,
        kind=kind,
        name=name,
        **dataclasses.asdict(name_keys(name, person=kind == Party.Kind.PERSON)),
        language=rng.choices(["zh-hant", "zh-hans", "en"], [86, 12, 2])[0],
        channel=rng.choices(["sms", "email", ""], [60, 25, 15])[0],
        source=SOURCE,
    )


def _person(rows: PeopleRows, number: int, rng: random.Random) -> Party:
    party = _party(person_id(number), Party.Kind.PERSON, _name(rng), rng)
    party.birth_date = _birth(rng)
    party.gender = rng.choice("12")
    rows.parties.append(party)
    area = rng.choice(DISTRICTS)
    _identifier(rows, party, Identifier.Kind.RESIDENT, _resident(area[0], party.birth_date, number))
    if (TODAY - party.birth_date).days > 14 * 365:
        _contact(rows, party, ContactPoint.Kind.PHONE, f"+86199{number % 100_000_000:08d}", rng)
        if rng.random() < 0.45:
            _contact(rows, party, ContactPoint.Kind.EMAIL, f"p{number}@mail.xiuyun.example", rng)
    _address(rows, party, area, rng)
    _priority(rows, party, rng)
    return party


def _resident(area: str, birth: dt.date, number: int) -> str:
    """Checked like a real one; many share a birthday, so the division's last digits vary with the person."""
    body = f"99{(number // 10) % 10_000:04d}{birth:%Y%m%d}{number // 100_000 % 100:02d}{number % 10}"
    return body + ric.calc_check_digit(body + "0")


def _identifier(rows: PeopleRows, party: Party, kind: str, number: str) -> None:
    row = Identifier(party=party, kind=kind, tail=number[-4:], verified=True, source=SOURCE)
    row.cipher = keys.encrypt(number, model="parties.Identifier", field="cipher", row_id=row.id)
    row.blind = keys.blind(kind, number)
    rows.identifiers.append(row)


def _contact(rows: PeopleRows, party: Party, kind: str, value: str, rng: random.Random) -> None:
    seen = START if rng.random() < 0.8 else None
    rows.contacts.append(
        ContactPoint(party=party, kind=kind, value=value, preferred=True, verified_at=seen, source=SOURCE)
    )


def _address(rows: PeopleRows, party: Party, area: tuple[str, str], rng: random.Random) -> None:
    text = f"岫雲市{area[1]}{rng.choice(STREETS)}{rng.randrange(1, 300)}號"
    rows.addresses.append(Address(party=party, use="home", area_code=area[0], text=text, source=SOURCE))


def _priority(rows: PeopleRows, party: Party, rng: random.Random) -> None:
    age = (TODAY - party.birth_date).days // 365 if party.birth_date else 0
    kind, basis, proof = "", "", ""
    if age >= 80:
        kind, basis, proof = "age", "老年人權益保障法", "戶籍登記的出生日期"
    elif rng.random() < 0.02:
        kind, basis, proof = "disability", "殘疾人保障法", "殘疾人證（練習資料）"
    elif rng.random() < 0.01:
        kind, basis, proof = "veteran", "退役軍人保障法", "退役軍人優待證（練習資料）"
    if kind:
        rows.priorities.append(Priority(party=party, kind=kind, basis=basis, proof=proof, since=START.date()))


def _household(rows: PeopleRows, number: int, head: Party, rng: random.Random) -> None:
    home = _party(_key("household", number), Party.Kind.HOUSEHOLD, f"{head.name}戶", rng)
    rows.parties.append(home)
    rows.relations.append(
        Relationship(from_party=head, to_party=home, kind=Relationship.Kind.MEMBER, source=SOURCE)
    )


def _firm(rows: PeopleRows, number: int, owner: Party, rng: random.Random) -> None:
    name = f"岫雲市{''.join(rng.sample(FIRM_WORDS, 2))}{rng.choice(TRADES)}有限公司"
    firm = _party(firm_id(number), Party.Kind.ORGANISATION, name, rng)
    firm.legal_form = "有限責任公司"
    rows.parties.append(firm)
    body = f"91990100P{number % 100_000_000:08d}"
    _identifier(rows, firm, Identifier.Kind.CREDIT, body + uscc.calc_check_digit(body))
    _contact(rows, firm, ContactPoint.Kind.EMAIL, f"firm{number}@biz.xiuyun.example", rng)
    _address(rows, firm, rng.choice(DISTRICTS), rng)
    rows.relations.append(
        Relationship(from_party=owner, to_party=firm, kind=Relationship.Kind.REPRESENTATIVE, source=SOURCE)
    )
