"""Two years of requests of the practice city, as past cases: seasons, channels, delays and ratings to be believed.

Case ``n`` is always the same for the same day the city is built on. What would happen after that day has not
happened yet, so the newest cases stand open in every state a desk can see.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from minben.agencies.models import Department
from minben.cases.history.recording import PastCase, PastRating, PastStep
from minben.cases.models import Kind

from .names import DISTRICTS, POINTS, STREETS
from .people import person_id

DAYS = 730
CASES_PER_PERSON = 1.6
FRESH = 90
"""Every so many requests came in today."""
CHANNELS = {"phone": 62, "web": 24, "counter": 8, "mail": 3, "chat": 3}
HOURS = [1, 1, 0, 0, 0, 1, 2, 5, 9, 11, 11, 8, 6, 7, 10, 10, 8, 7, 5, 5, 5, 4, 3, 2]
LEVELS = {5: 52, 4: 26, 3: 12, 2: 6, 1: 4}
REASONS = ("slow", "unclear", "unsolved", "attitude")
GLAD = ("", "", "", "處理很快，謝謝。", "希望下次能早一點通知。", "有人打電話來說明。", "說得很清楚。")
CROSS = ("", "", "", "拖了一個星期。", "希望下次能早一點通知。", "打了兩次電話才有人回。", "說得不清楚。")


@dataclass(frozen=True)
class Clerk:
    """A member of staff as history needs one."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True)
class Cast:
    """Who works in the practice city, and what is asked and offered there."""

    centre: Department
    departments: Mapping[str, Department]
    officers: Mapping[str, Sequence[Clerk]]
    centre_clerks: Mapping[str, Sequence[Clerk]]
    requests: Sequence[Mapping[str, Any]]
    services: Sequence[Mapping[str, Any]]
    now: dt.datetime

    @cached_property
    def by_month(self) -> list[list[float]]:
        return [[float(request["months"][month]) for request in self.requests] for month in range(12)]


def past_cases(numbers: Iterable[int], *, people: int, cast: Cast) -> list[PastCase]:
    """The cases of these numbers, asked by people 0 … ``people`` − 1."""
    return [_case(number, people, cast) for number in numbers]


def _case(number: int, people: int, cast: Cast) -> PastCase:
    rng = random.Random(f"case {number}")
    received = _received(rng, cast.now) if number % FRESH else _just_now(rng, cast.now)
    repeat = rng.random() < 0.15
    person = rng.randrange(max(1, people // 25)) if repeat else rng.randrange(people)
    base = {
        "party_id": person_id(person),
        "channel": rng.choices(list(CHANNELS), list(CHANNELS.values()))[0],
        "practice": True,
    }
    if cast.services and rng.random() < 0.25:
        return _application(number, rng, received, base, cast)
    return _request(number, rng, received, base, cast)


def _received(rng: random.Random, now: dt.datetime) -> dt.datetime:
    """A moment in the last two years: fewer at night and at weekends, more towards today."""
    for _attempt in range(6):
        back = int(DAYS * (1 - rng.random() ** 0.85))
        moment = (now - dt.timedelta(days=back)).replace(
            hour=0, minute=rng.randrange(60), second=rng.randrange(60), microsecond=0
        )
        moment += dt.timedelta(hours=rng.choices(range(24), HOURS)[0] - 8)
        if moment < now - dt.timedelta(minutes=10) and (moment.weekday() < 5 or rng.random() < 0.4):
            return moment
    return now - dt.timedelta(hours=rng.randrange(1, 72))


def _just_now(rng: random.Random, now: dt.datetime) -> dt.datetime:
    """Some requests have only come in: a dispatcher's desk is never empty."""
    return now - dt.timedelta(minutes=rng.randrange(3, 400))


class _Pen:
    """Writes steps one after the other until they would lie in the future."""

    def __init__(self, start: dt.datetime, now: dt.datetime) -> None:
        self.at, self.now, self.open = start, now, True
        self.steps: list[PastStep] = []

    def step(self, hours: float, verb: str, clerk: Clerk | None, **more: Any) -> _Pen:
        moment = self.at + dt.timedelta(hours=hours)
        if not self.open or moment >= self.now:
            self.open = False
            return self
        self.at = moment
        self.steps.append(
            PastStep(verb, moment, clerk.id if clerk else None, clerk.name if clerk else "", **more)
        )
        return self

    def reached(self, verb: str) -> bool:
        return any(step.verb == verb for step in self.steps)


def _request(
    number: int, rng: random.Random, received: dt.datetime, base: dict[str, Any], cast: Cast
) -> PastCase:
    request = rng.choices(cast.requests, cast.by_month[received.month - 1])[0]
    texts = _fill(request, rng)
    fields = base | {
        "kind": request["kind"],
        "urgency": request["urgency"],
        "topic": request.get("category", ""),
        "title": texts["title"],
        "body": texts["body"],
        **(_place(number, texts) if request["place"] else {}),
        "taken_by": rng.choice(cast.centre_clerks["agent"]).id if base["channel"] == "phone" else None,
    }
    pen = _Pen(received, cast.now)
    dispatcher = rng.choice(cast.centre_clerks["dispatcher"])
    if request["kind"] == Kind.ENQUIRY and rng.random() < 0.55:
        agent = rng.choice(cast.centre_clerks["agent"])
        pen.step(0.1, "answer_at_once", agent)
    elif rng.random() < 0.02:
        pen.step(2, "refuse", dispatcher, text="此事已進入訴訟程序，依規定不重複受理，請循司法途徑解決。")
    else:
        _worked(pen, rng, request, texts, dispatcher, cast)
    answered = pen.reached("answer") or pen.reached("answer_at_once")
    return PastCase(
        received_at=received,
        fields=fields,
        steps=tuple(pen.steps),
        answer=texts["answer"] if answered else "",
        rating=_rating(rng, pen),
        source="practice",
        source_key=f"request {number}",
    )


def described(request: Mapping[str, Any], rng: random.Random) -> dict[str, Any]:
    """Title, text and place of one such request."""
    texts = _fill(request, rng)
    place = _place(rng.randrange(10**6), texts) if request["place"] else {}
    return {"title": texts["title"], "body": texts["body"], **place}


def _place(number: int, texts: Mapping[str, str]) -> dict[str, Any]:
    """A street, and a point in its district; the point has dice of its own, so the rest of the case stays the same."""
    rng, (north, east) = random.Random(f"point {number}"), POINTS[texts["area"]]
    return {
        "place": f"岫雲市{texts['area']}{texts['street']}",
        "latitude": round(north + rng.triangular(-0.025, 0.025), 5),
        "longitude": round(east + rng.triangular(-0.025, 0.025), 5),
    }


def _worked(
    pen: _Pen,
    rng: random.Random,
    request: Mapping[str, Any],
    texts: Mapping[str, str],
    sender: Clerk,
    cast: Cast,
) -> None:
    code = request["department"]
    department, officer = cast.departments[code], rng.choice(cast.officers[code])
    urgent = request["urgency"] in {"E0", "E1"}
    slow = rng.lognormvariate(0, 0.6) * (0.08 if urgent else 1)
    pen.step(rng.uniform(0.1, 0.5 if urgent else 6), "dispatch", sender, department=department)
    if rng.random() < 0.03:
        text = "經核對權責清單，此事由其他部門負責。"
        pen.step(1, "return", officer, text=text, data={"basis": "權責清單"})
        pen.step(2, "dispatch", sender, department=department)
    pen.step(rng.uniform(0.1, 8) * slow, "sign", officer)
    pen.step(rng.uniform(1, 16) * slow, "start", officer, text="已與訴求人電話聯繫，約定處理時間。")
    pen.step(rng.uniform(8, 90) * slow, "answer", officer, data={"by": str(officer.id)})
    pen.step(rng.uniform(0.5, 8), "check", rng.choice(cast.centre_clerks["checker"]))
    caller = rng.choice(cast.centre_clerks["callback"])
    pen.step(rng.uniform(1, 20), "call_back", caller, text="訴求人表示已收到答覆。", data={"resolved": "yes"})
    if rng.random() < 0.06:
        pen.step(0.05, "redo", caller, text="訴求人表示問題尚未完全解決。")
        pen.step(rng.uniform(10, 60), "answer", officer, data={"by": str(officer.id)})
        pen.step(3, "check", rng.choice(cast.centre_clerks["checker"]))
        pen.step(5, "call_back", caller, text="訴求人表示滿意。", data={"resolved": "yes"})
    pen.step(0.02, "close", caller)


def _application(
    number: int, rng: random.Random, received: dt.datetime, base: dict[str, Any], cast: Cast
) -> PastCase:
    service = rng.choice(cast.services)
    code = service["department"]
    officer, pen = rng.choice(cast.officers[code]), _Pen(received, cast.now)
    pen.step(rng.uniform(1, 20), "pre_check", officer)
    if rng.random() < 0.18:
        pen.step(2, "ask_supplement", officer, text="請補充清晰的證件照片。")
        pen.step(rng.uniform(6, 90), "supply", None, text="已補充。")
    pen.step(rng.uniform(1, 12), "accept", officer)
    pen.step(rng.uniform(2, 20), "examine", officer)
    granted = rng.random() < 0.93
    pen.step(rng.uniform(8, 160), "decide", officer, data={"outcome": "granted" if granted else "refused"})
    pen.step(rng.uniform(4, 48), "deliver", officer, text="電子證照已發到個人主頁。")
    pen.step(0.1, "close", officer)
    decided = pen.reached("decide")
    fields = base | {
        "kind": Kind.APPLICATION,
        "title": service["name"],
        "service_version": service["version"],
        "channel": rng.choices(["web", "counter"], [70, 30])[0],
        "outcome": ("granted" if granted else "refused") if decided else "",
    }
    verdict = (
        "經審查，符合條件，准予辦理。" if granted else "經審查，不符合受理條件，不予辦理；可依法申請復議。"
    )
    return PastCase(
        received_at=received,
        fields=fields,
        steps=tuple(pen.steps),
        answer=verdict if decided else "",
        rating=_rating(rng, pen),
        source="practice",
        source_key=f"request {number}",
        lead=cast.departments[code],
    )


def _rating(rng: random.Random, pen: _Pen) -> PastRating | None:
    if not (pen.reached("close") or pen.reached("answer_at_once")) or rng.random() > 0.35:
        return None
    at = pen.at + dt.timedelta(hours=rng.uniform(0.2, 60))
    if at >= pen.now:
        return None
    level = rng.choices(list(LEVELS), list(LEVELS.values()))[0]
    reasons = (rng.choice(REASONS),) if level <= 2 else ()
    words = rng.choice(GLAD if level > 3 else CROSS)
    return PastRating(level, at, reasons, words, rng.choice(("web", "sms", "phone")))


def _fill(request: Mapping[str, Any], rng: random.Random) -> dict[str, str]:
    words = {
        "street": rng.choice(STREETS),
        "days": str(rng.randrange(2, 15)),
        "hour": str(rng.choice((9, 10, 11, 6, 7))),
        "n": str(rng.randrange(2, 30)),
    }
    texts = {name: str(request[name]).format(**words) for name in ("title", "body", "answer")}
    return texts | {"street": words["street"], "area": rng.choice(DISTRICTS)[1]}
