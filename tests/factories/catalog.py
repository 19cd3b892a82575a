"""The smallest valid things of the catalogue, and a small city's catalogue to search in."""

from __future__ import annotations

from typing import Any

from minben.agencies.models import Department, Jurisdiction, Office
from minben.catalog import indexing
from minben.catalog.actions import record_law, write_article, write_service
from minben.catalog.models import LifeEventType, LifeStage, PublicService, ServiceVersion, Topic
from minben.foundation.access.actor import SYSTEM

WEEK = {str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(1, 6)}


def department(code: str = "civil") -> Department:
    place, _new = Jurisdiction.objects.get_or_create(
        code="990100", defaults={"name": {"zh-hant": "岫雲市", "en": "Xiuyun"}}
    )
    found, _new = Department.objects.get_or_create(
        jurisdiction=place, code=code, defaults={"name": {"zh-hant": "民政局", "en": "Civil Affairs"}}
    )
    return found


def office(code: str = "hall") -> Office:
    values = {
        "department": department(),
        "name": {"zh-hant": "政務中心", "en": "Service Hall"},
        "hours": WEEK,
    }
    return Office.objects.get_or_create(code=code, defaults=values)[0]


def topic(code: str = "005", audience: str = "person", name: str = "生育收養") -> Topic:
    values = {"name": {"zh-hant": name}}
    found, new = Topic.objects.get_or_create(code=code, audience=audience, defaults=values)
    if new:
        indexing.index_topic(found)
    return found


def stage(code: str = "NP_BIRTH") -> LifeStage:
    values = {"audience": "person", "name": {"zh-hant": "出生", "en": "Birth"}, "order": 1}
    return LifeStage.objects.get_or_create(code=code, defaults=values)[0]


def event(slug: str = "having-a-baby", **values: Any) -> LifeEventType:
    own = {
        "code": slug,
        "audience": "person",
        "name": {"zh-hant": "孩子出生了", "en": "Having a baby"},
    } | values
    return LifeEventType.objects.get_or_create(slug=slug, defaults=own)[0]


def guide(slug: str = "birth-registration", **values: Any) -> dict[str, Any]:
    """A guide that breaks no rule: free, at once, fully online."""
    return {
        "slug": slug,
        "department": "civil",
        "audiences": ["person"],
        "topics": {"person": ["005"]},
        "name": {"zh-hant": "出生登記", "en": "Birth registration"},
        "summary": {"zh-hant": "孩子出生後在這裏落戶口。"},
        "mode": "1",
        "promised_amount": 0,
        "online_depth": "7",
        "ways": ["online"],
    } | values


def service(slug: str = "birth-registration", **values: Any) -> PublicService:
    """A published service."""
    department()
    topic()
    return write_service(SYSTEM, guide(slug, **values))[0]


def article(slug: str = "where-to-park", **values: Any) -> Any:
    own = {"slug": slug, "title": {"zh-hant": "在哪裏停車"}, "body": {"zh-hant": "政務中心地下有停車場。"}}
    return write_article(SYSTEM, own | values)[0]


SMALL_CITY: tuple[tuple[str, str, str, str, list[str]], ...] = (
    ("birth-registration", "出生登記（申報戶口）", "Household registration of a newborn", "孩子出生後在這裏落戶口。", ["上戶口", "落戶", "新生兒", "寶寶", "報戶口", "newborn", "baby"]),
    ("marriage-registration", "結婚登記", "Marriage registration", "兩個人領結婚證。", ["領證", "結婚證", "扯證", "wedding", "get married"]),
    ("divorce-registration", "離婚登記", "Divorce registration", "雙方同意離婚的，在這裏辦。", ["離婚證", "分開"]),
    ("driving-licence-renewal", "駕駛證期滿換證", "Driving licence renewal", "駕駛證到期前九十天內換新證。", ["駕照", "換駕照", "驾照到期", "driver license"]),
    ("passport", "普通護照簽發", "Passport", "申請、換發、補發普通護照。", ["護照", "出國", "出境"]),
    ("identity-card", "居民身份證補領換領", "Identity card replacement", "身份證丟了、壞了、過期了，在這裏辦新的。", ["身份證", "證件丟失", "補辦身份證", "id card"]),
    ("residence-permit", "居住證申領", "Residence permit", "外地人在本市住滿半年可以領。", ["暫住證", "外地人", "流動人口"]),
    ("social-assistance", "最低生活保障申請", "Minimum living allowance", "家庭收入低於標準的，按月領取低保金。", ["低保", "困難補助", "吃低保"]),
    ("old-age-allowance", "高齡津貼申領", "Old-age allowance", "八十歲以上老人按月領取津貼。", ["老人補貼", "老年人", "敬老"]),
    ("disability-certificate", "殘疾人證辦理", "Disability certificate", "評定殘疾等級並領取證件。", ["殘疾證", "殘障"]),
    ("medical-insurance", "居民醫療保險參保", "Resident medical insurance", "參加居民醫保，看病可以報銷。", ["醫保", "看病報銷", "health insurance"]),
    ("housing-fund", "住房公積金提取", "Withdrawing from the housing fund", "買房、租房、退休時提取公積金。", ["公積金", "租房提取"]),
    ("food-licence", "食品經營許可", "Food business licence", "開餐館、奶茶店、小吃店先辦這個證。", ["開餐館", "開飯店", "衛生許可證", "restaurant"]),
    ("business-registration", "企業設立登記", "Registering a company", "開公司，領營業執照。", ["開公司", "營業執照", "註冊公司", "startup"]),
    ("unemployment-benefit", "失業保險金申領", "Unemployment benefit", "失業後按月領取失業金。", ["失業金", "失業", "被裁員", "lost my job"]),
    ("school-enrolment", "義務教育入學報名", "School enrolment", "小學一年級和初中一年級報名。", ["上學", "入學", "小學報名"]),
)  # fmt: skip


def small_city() -> None:
    """Sixteen services, two articles: enough for a wrong first hit to show."""
    for slug, name, english, summary, words in SMALL_CITY:
        service(slug, name={"zh-hant": name, "en": english}, summary={"zh-hant": summary}, keywords=words)
    article()
    article(
        "noise-script",
        audience="staff",
        kind="script",
        title={"zh-hant": "噪音投訴話術"},
        body={"zh-hant": "先問清楚地點和時間。"},
    )


def published_service(department: Department, *, slug: str = "water-connection") -> ServiceVersion:
    """The smallest service that can be applied for."""
    service, _new = PublicService.objects.get_or_create(
        jurisdiction=department.jurisdiction, department=department, slug=slug
    )
    values = {
        "state": ServiceVersion.State.PUBLISHED,
        "name": {"zh-hant": "用水報裝", "en": "Water connection"},
        "promised_amount": 7,
        "promised_unit": "1",
    }
    return ServiceVersion.objects.get_or_create(service=service, number=1, defaults=values)[0]


def readable_city() -> None:
    """One of every page that the public may browse, each part of a guide filled."""
    department()
    office()
    record_law(SYSTEM, {"slug": "civil-code", "kind": "law", "title": "民法典", "number": "主席令第四十五號"})
    fees = [{"name": "工本費", "amount": "10.00", "standard": "每份十元", "law": "civil-code"}]
    questions = [{"question": "要多久？", "answer": "當場。"}]
    own = service(
        "whole",
        name={"zh-hant": "出生醫學證明簽發", "en": "Medical certificate of birth"},
        materials=[
            {"name": "身份證", "standard": "原件", "law": "civil-code"},
            {"name": "戶口簿", "source": "20"},
        ],
        steps=[{"name": "申請"}, {"name": "領證"}],
        costs=fees,
        outputs=[{"name": "證明"}],
        faqs=questions,
        legal_bases=[{"law": "civil-code", "articles": "1"}],
        places=["hall"],
    )
    happened = event(stage=stage(), icon="baby", summary={"zh-hant": "一次辦好。", "en": "All in one go."})
    for order, one in enumerate((own, service(keywords=["落戶", "newborn"]), passport())):
        happened.services.create(service=one, order=order)
    article(body={"zh-hant": "## 停車\n\n政務中心地下有停車場。"})
    article("why-here", kind="investment", title={"zh-hant": "為什麼在這裏投資", "en": "Why invest here"})


def passport() -> PublicService:
    return service(
        "passport", name={"zh-hant": "普通護照簽發", "en": "Passport"}, keywords=["護照", "出國", "passport"]
    )
