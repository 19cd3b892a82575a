"""A pass that is paid for and that the spouse must sign: from the first question to the PDF of what was sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from minben.cases.actions import signing
from minben.cases.models import Case, Signature
from minben.catalog.actions import write_service
from minben.channels.actions.load_templates import add_shipped
from minben.channels.models import Message
from minben.foundation.access.actions import codes
from minben.foundation.access.actor import SYSTEM
from minben.foundation.access.roles import Role
from minben.payments.models import Payment
from tests.factories.catalog import guide, topic

from . import clerks
from .conftest import View
from .town import PracticeTown
from .visitor import Visitor

Visit = Callable[..., Visitor]
SLUG = "family-pass"
FORM = [
    {"key": "who", "kind": "name", "label": {"zh-hant": "您的姓名", "en": "Your name"}, "fills": "party.name"},
    {"key": "phone", "kind": "phone", "label": {"zh-hant": "手機號碼", "en": "Phone"}, "fills": "party.phone"},
    {"key": "promise", "kind": "promise", "label": {"zh-hant": "所填內容屬實。", "en": "What I give is true."}},
]  # fmt: skip


@pytest.fixture
def service(town: PracticeTown) -> None:
    topic()
    add_shipped(SYSTEM)
    content = guide(
        SLUG,
        department=town.town.water.code,
        name={"zh-hant": "家庭年票", "en": "Family pass"},
        form=FORM,
        fee_step="before",
        costs=[{"name": {"zh-hant": "年票", "en": "Annual pass"}, "amount": "120", "currency": "CNY"}],
        signers=[{"name": {"zh-hant": "配偶", "en": "Spouse"}, "least": 1, "most": 1,
                  "note": {"zh-hant": "同意共用這張年票。", "en": "Agrees to share this pass."}}],
    )  # fmt: skip
    write_service(SYSTEM, content, waive=["V07"], reason="journey")


@pytest.mark.usefixtures("service")
def test_it_is_paid_and_signed_and_goes_in_by_itself(visit: Visit, town: PracticeTown, walk: View) -> None:
    anna = visit(walk, f"/services/{SLUG}/apply/")
    anna.send()
    anna.fill(answer="林小美")
    anna.send()
    anna.fill(answer="13800138000")
    anna.send()
    anna.on("/check/$", "paid-check")
    anna.choose("promise", "yes")
    anna.send()
    anna.on("/signers/$", "signers")
    anna.send()
    anna.is_told_a_mistake()
    anna.fill(name_0="王大明", address_0="spouse@example.org")
    anna.send()
    anna.on("/waiting/$", "waiting")
    anna.send()
    anna.on("/practice/pay/", "practice-pay")
    anna.page.locator("button[value=declined]").click()
    anna.on("/pay/", "pay-declined")
    anna.send()
    anna.page.locator("button[value=paid]").click()
    anna.on("/pay/", "pay-receipt")
    anna.reads(Payment.objects.get().receipt or "?")
    anna.follow("/waiting/")
    assert not Case.objects.filter(service_version__service__slug=SLUG).exists()

    signs(visit(walk, "/"))

    anna.page.reload()
    anna.on("/sent/$", "paid-sent")
    case = Case.objects.get(service_version__service__slug=SLUG)
    anna.reads(case.number)
    with anna.page.expect_download() as download:
        anna.follow("sent.pdf")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    anna.go(f"/c/{case.track_token}/")
    anna.on("/c/[^/]+/$", "paid-case")

    officer = visit(walk, "/desk/sign-in")
    clerks.sign_in(officer, town.account(Role.OFFICER), f"/desk/cases/{case.id}")
    officer.look("desk-paid-case")
    officer.follow("/fee/refund_fee")
    officer.on("/fee/refund_fee$", "desk-refund")


def signs(spouse: Visitor) -> None:
    """By the link that came, with a code that came."""
    one = Signature.objects.get()
    assert one.token in Message.objects.get(template="sign_request").body
    spouse.go(f"/sign/{one.token}/")
    spouse.on("/sign/", "sign")
    spouse.reads("林小美")
    spouse.page.locator("button[name=code_please]").click()
    expect(spouse.page.locator("main")).to_contain_text("•••@example.org")
    spouse.fill(name="王大明", code=codes.issue(signing.purpose(one), one.address))
    spouse.page.locator("button[name=sign]").click()
    expect(spouse.page.locator("button[name=sign]")).to_have_count(0)
    spouse.look("signed")
