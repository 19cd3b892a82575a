"""A result by post: chosen by the applicant, its letters, posted from the list, and checked by anybody."""

from __future__ import annotations

from collections.abc import Callable

from minben.cases.letters import issuing
from minben.cases.models import Case, ResultDelivery
from minben.certificates.models import Certificate
from minben.foundation.access.roles import Role

from . import clerks
from .conftest import View
from .test_an_ordinary_application import applies, offered, signs_in, step
from .town import PracticeTown, drain
from .visitor import Visitor

Visit = Callable[..., Visitor]


def test_the_applicant_chooses_and_the_number_of_the_letter_comes_back(
    town: PracticeTown, visit: Visit
) -> None:
    offered(town)
    citizen = visit(View("phone", "en"), "/account/")
    signs_in(citizen)
    applies(citizen)
    case = Case.objects.get()
    page = f"/c/{case.track_token}/"
    citizen.go(f"{page}delivery/")
    citizen.look("how-the-result-comes")
    citizen.page.locator('[name="way"][value="post"]').check()
    citizen.look("by-post")
    citizen.fill(recipient="Wang Xiaoming")
    citizen.send()
    citizen.reads("Write the whole address")
    citizen.look("address-is-missing")
    citizen.fill(address="12 Chaoyang Road, flat 3")
    citizen.send()
    citizen.on("/c/[^/]+/$")
    citizen.reads("12 Chaoyang Road")

    officer = visit(View("desktop", "en"), "/desk/sign-in")
    clerks.sign_in(officer, town.account(Role.OFFICER), f"/desk/cases/{case.id}")
    step(officer, case, "accept")
    step(officer, case, "examine")
    step(officer, case, "decide", outcome="granted", answer="Granted: three trees, until the end of May.")
    drain()
    the_worker_writes_letters(case)
    kinds = set(Certificate.objects.filter(case_id=case.id).values_list("kind", flat=True))
    assert {"acceptance", "granted"} <= kinds

    officer.go("/desk/results")
    officer.reads("12 Chaoyang Road")
    officer.look("to-post")
    officer.go(f"/desk/results/{case.id}/post")
    officer.fill(tracking="xa 123 456 789 cn")
    officer.send()
    officer.reads("XA123456789CN")
    officer.look("posted")
    drain()
    assert Case.objects.get().status == "closed"
    assert ResultDelivery.objects.get().state == "posted"

    citizen.go(page)
    citizen.reads("XA123456789CN")
    citizen.reads("Letters to you")
    citizen.look("posted-and-letters")
    citizen.go("/account/papers/")
    citizen.reads("Notice of acceptance")
    citizen.look("papers-of-the-account")
    letter = Certificate.objects.get(kind="acceptance")
    citizen.go(f"/v/{letter.token}/")
    citizen.reads("This letter was written by us")
    citizen.look("a-letter-is-checked")


def the_worker_writes_letters(case: Case) -> None:
    """Its jobs are not run in a journey: what they would do."""
    for one in issuing.possible(Case.objects.get(pk=case.pk)):
        issuing.write(case.id, one.letter.name, one.line.id)
