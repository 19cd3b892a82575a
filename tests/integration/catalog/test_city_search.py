"""What people ask in the situation of each life event, and the service of the real catalogue they must find."""

from __future__ import annotations

from pathlib import Path

import pytest

from minben.catalog import queries
from minben.catalog.actions import add_lists, load_catalogue
from minben.catalog.models import LifeEventType
from minben.demo import catalogue
from minben.foundation.access.actor import SYSTEM

pytestmark = pytest.mark.django_db
FIRST = 5

QUESTIONS: dict[str, dict[str, str]] = {
    "after-a-death": {
        "親人去世要先辦什麼 火化": "basic-funeral",
        "丧葬费怎么领": "funeral-benefit",
        "inherit medical account": "medical-account-inheritance",
    },
    "building-premises": {
        "施工許可證": "construction-permit",
        "厂房规划许可": "planning-permit",
        "connect electricity supply": "utility-connection",
    },
    "caring-for-an-older-person": {
        "老人癱瘓在床誰來照顧": "long-term-care",
        "给老人送餐": "home-care-service",
        "bedridden father": "long-term-care",
    },
    "changing-a-company": {
        "公司改名": "company-change",
        "换法人代表": "company-change",
        "second shop branch": "branch-registration",
    },
    "closing-a-company": {
        "公司不做了怎麼註銷": "company-cancellation",
        "暂停营业不想注销": "business-suspension",
        "tax clearance": "tax-clearance",
    },
    "disability": {
        "家裡裝坡道輪椅進門": "home-adaptation",
        "孤独症孩子康复训练": "child-rehabilitation",
        "hearing aid": "assistive-device",
    },
    "driving-a-vehicle": {
        "考駕照要什麼條件": "driving-licence-first",
        "二手车过户": "vehicle-transfer",
        "traffic fine": "traffic-violation",
    },
    "getting-married": {
        "婚檢要錢嗎": "premarital-check",
        "领结婚证": "marriage-registration",
        "marriage": "marriage-registration",
    },
    "having-a-baby": {
        "寶寶打疫苗的本子": "vaccination-record",
        "懷孕要不要辦準生證": "birth-service-registration",
        "register newborn": "birth-registration",
    },
    "hiring-people": {
        "公司想招人": "recruitment",
        "单位公积金开户": "housing-fund-employer",
        "hire a foreign employee": "foreign-work-permit",
    },
    "leaving-the-army": {
        "退役軍人優待證": "veteran-card",
        "退伍报到": "veteran-reporting",
        "veteran card": "veteran-card",
    },
    "losing-a-job": {
        "老闆拖欠工資": "labour-arbitration",
        "失业金怎么领": "unemployment-benefit",
        "training subsidy": "training-subsidy",
    },
    "moving-a-company": {
        "公司搬到別的區": "company-migration",
        "租厂房": "standard-workshop",
        "relocate company": "company-migration",
    },
    "moving-home": {
        "電費改戶名": "power-transfer",
        "租房合同备案": "rental-record",
        "gas account": "gas-transfer",
    },
    "opening-a-restaurant": {
        "奶茶店要辦什麼證": "food-licence",
        "厨师健康证": "worker-health-certificate",
        "grease trap": "drainage-permit",
    },
    "retiring": {
        "外地的養老保險怎麼轉": "insurance-transfer",
        "退休金申请": "retirement-pension",
        "retirement pension": "retirement-pension",
    },
    "starting-a-company": {
        "公司起名查重": "company-name-declaration",
        "注册公司": "business-registration",
        "start-up loan": "entrepreneurship-loan",
    },
    "starting-school": {
        "上公辦幼兒園": "kindergarten-enrolment",
        "孩子转学": "school-transfer",
        "student aid": "student-aid",
    },
    "travelling-abroad": {
        "去香港要辦什麼": "hk-macao-permit",
        "无犯罪证明": "no-crime-certificate",
        "notary for use abroad": "notary-appointment",
    },
}


def test_people_in_each_situation_find_their_service_among_the_first() -> None:
    add_lists(SYSTEM)
    load_catalogue(SYSTEM, Path(catalogue.__file__).parent)
    missed = {}
    for questions in QUESTIONS.values():
        for text, wanted in questions.items():
            keys = [hit.key for hit in queries.search(text).hits[:FIRST]]
            if wanted not in keys:
                missed[text] = (wanted, keys)
    assert missed == {}
    assert set(QUESTIONS) == set(LifeEventType.objects.values_list("slug", flat=True))
    assert all(len(questions) >= 3 for questions in QUESTIONS.values())
