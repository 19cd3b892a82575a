"""What government offers: a service, and its guide in versions (CPSV-AP Public Service; 政務服務事項實施清單)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minben.foundation.records.models import Record
from minben.foundation.records.translated import TranslatedField, localized


class Topic(Record):
    """A subject heading of the two national topic lists (natural and legal persons). Codes are opaque."""

    code = models.CharField(max_length=10)
    audience = models.CharField(max_length=8, help_text="person or business")
    name = TranslatedField()
    stage = models.ForeignKey(
        "catalog.LifeStage", on_delete=models.SET_NULL, null=True, blank=True, related_name="topics"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "code"], name="one_topic_per_code")]


class LifeStage(Record):
    """A stage of a life or of a business (lists/lifecycle_stages.csv)."""

    code = models.CharField(max_length=20, unique=True)
    audience = models.CharField(max_length=8, help_text="person or business")
    name = TranslatedField()
    order = models.PositiveSmallIntegerField()


class LifeEventType(Record):
    """Something that happens in a life and brings services with it, in an order."""

    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(max_length=40, unique=True)
    audience = models.CharField(max_length=8, help_text="person or business")
    stage = models.ForeignKey(
        LifeStage, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    name = TranslatedField()
    summary = TranslatedField()
    advice = TranslatedField(help_text="what to think of first")
    icon = models.CharField(max_length=30, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    published = models.BooleanField(default=True)
    bundle = models.BooleanField(default=False, help_text="its services are one application (一件事)")
    lead = models.ForeignKey(
        "agencies.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="who answers for the whole",
    )
    promised_amount = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="the one deadline of all parts"
    )
    promised_unit = models.CharField(max_length=1, default="1")
    questions = models.JSONField(default=list, help_text="what is asked to find the parts, see catalog.forms")

    def __str__(self) -> str:
        return str(localized(self.name)) or self.slug


class PublicService(Record):
    """The service itself; what the guide says is in its versions."""

    jurisdiction = models.ForeignKey(
        "agencies.Jurisdiction", on_delete=models.PROTECT, related_name="services"
    )
    department = models.ForeignKey("agencies.Department", on_delete=models.PROTECT, related_name="services")
    slug = models.SlugField(max_length=80, unique=True)
    task_code = models.CharField(max_length=80, unique=True, null=True, blank=True, help_text="實施編碼, raw")
    process_key = models.SlugField(
        max_length=60,
        blank=True,
        db_index=False,
        help_text="its drawn process; that of ordinary applications without one",
    )
    catalog_code = models.CharField(max_length=50, blank=True, help_text="基本編碼")
    topics = models.ManyToManyField(Topic, blank=True, related_name="services")
    stages = models.ManyToManyField(LifeStage, blank=True, related_name="services")
    related = models.ManyToManyField("self", blank=True)
    popularity = models.PositiveIntegerField(
        default=0, help_text="how much it is used; refreshed from outside"
    )
    sort_key = models.CharField(max_length=200, blank=True, help_text="pinyin of the published name")
    sort_key_en = models.CharField(max_length=200, blank=True, help_text="English name, else the pinyin")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="services_sorted"),
            models.Index(fields=["sort_key_en", "id"], name="services_sorted_en"),
        ]

    source = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.slug


class ServiceVersion(Record):
    """One version of the guide. Published ones never change; a case stays bound to the one it began with."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        SUPERSEDED = "superseded"
        WITHDRAWN = "withdrawn"

    class Mode(models.TextChoices):
        INSTANT = "1", "instant (即辦件)"
        PROMISED = "2", "promised (承諾件)"

    service = models.ForeignKey(PublicService, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    name = TranslatedField()
    summary = TranslatedField(help_text="one plain sentence: what you get")
    audiences = models.JSONField(default=list, help_text="person, business, government")
    task_type = models.CharField(max_length=2, blank=True, help_text="事項類型, service_codelists.csv")
    use_level = models.CharField(max_length=2, blank=True, help_text="行使層級")
    power_source = models.CharField(max_length=2, blank=True, help_text="權力來源")
    dept_type = models.CharField(max_length=2, blank=True, help_text="實施主體性質")
    mode = models.CharField(max_length=1, choices=Mode.choices, default=Mode.PROMISED)
    conditions = TranslatedField(help_text="who may apply (受理條件)")
    special_procedure = TranslatedField(help_text="hearing, inspection, expert review: the clock stops")
    statutory_amount = models.PositiveIntegerField(null=True, blank=True)
    statutory_unit = models.CharField(
        max_length=1, default="1", help_text="時限單位: 1 workday, 2 day, 3 month, …"
    )
    promised_amount = models.PositiveIntegerField(null=True, blank=True, help_text="0: at once")
    promised_unit = models.CharField(max_length=1, default="1")
    time_note = TranslatedField()
    visits = models.PositiveSmallIntegerField(default=0, help_text="到辦事現場次數")
    visits_reason = TranslatedField()
    online_depth = models.CharField(max_length=1, blank=True, help_text="網上辦理深度 1..7")
    online_link = models.URLField(max_length=300, blank=True)
    handle_area = models.CharField(max_length=1, blank=True, help_text="通辦範圍")
    appointment = models.BooleanField(default=False)
    pays_online = models.BooleanField(default=False)
    fee_step = models.CharField(
        max_length=8,
        blank=True,
        default="",
        db_default="",
        choices=[("before", "before it is sent"), ("after", "after it is accepted")],
        help_text="when the fee is paid online; empty: it is not",
    )
    fee_back = models.BooleanField(
        default=False, db_default=False, help_text="what was paid goes back when it is not granted"
    )
    by_post = models.BooleanField(default=False)
    ways = models.JSONField(default=list, help_text="辦理形式: window, online, post, phone, terminal")
    places = models.ManyToManyField("agencies.Office", blank=True, related_name="+")
    hours = TranslatedField()
    advice_phone = models.CharField(max_length=60, blank=True)
    complaint_phone = models.CharField(max_length=60, blank=True)
    rights = TranslatedField(help_text="rights, review and litigation (行政復議、訴訟)")
    quantity_limit = TranslatedField()
    keywords = models.JSONField(default=list)
    form = models.JSONField(default=list, help_text="questions of the application, see catalog.forms")
    published_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(
        max_length=64, blank=True, help_text="of the whole guide: an unchanged one makes no new version"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(state="published"), name="one_published_version_per_service"
            ),
        ]

    def __str__(self) -> str:
        return str(localized(self.name)) or f"version {self.number}"


class _Part(Record):
    """A numbered part of a guide."""

    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order"]


class Step(_Part):
    """One step of the way (辦理流程), with who acts and how long it takes."""

    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="steps")
    name = TranslatedField()
    detail = TranslatedField()
    duration = TranslatedField()


class Material(_Part):
    """A material asked for (CPSV-AP Evidence)."""

    class Trust(models.TextChoices):
        A = "A", "issued by an agency with e-seal: usable"
        B = "B", "verified at a window: reusable"
        C = "C", "uploaded: a window must verify"
        D = "D", "self-declared: usable"

    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="materials")
    code = models.CharField(max_length=40, blank=True, help_text="evidence type, the same over services")
    name = TranslatedField()
    need = models.CharField(
        max_length=1, default="1", help_text="材料必要性: 1 needed, 2 not, 3 may follow (容缺)"
    )
    form = models.CharField(max_length=12, default="either", help_text="paper, electronic, either")
    copies = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(
        max_length=2, default="10", help_text="來源渠道: 10 applicant, 20 government, 99 other"
    )
    source_note = TranslatedField()
    trust = models.CharField(max_length=1, choices=Trust.choices, default=Trust.C)
    fill_note = TranslatedField()
    standard = TranslatedField(help_text="what makes it acceptable")
    sample = TranslatedField(help_text="a described sample, or a link")
    law = models.ForeignKey(
        "catalog.LegalResource", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class Cost(_Part):
    """A fee (CPSV-AP Cost)."""

    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="costs")
    name = TranslatedField()
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    standard = TranslatedField()
    reducible = models.BooleanField(default=False)
    reduction = TranslatedField()
    law = models.ForeignKey(
        "catalog.LegalResource", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class Output(_Part):
    """What comes of it (CPSV-AP Output)."""

    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="outputs")
    kind = models.CharField(
        max_length=2, default="10", help_text="審批結果類型: 10 certificate, 20 approval, 40 other"
    )
    code = models.CharField(max_length=40, blank=True, help_text="evidence type: the code of a material")
    gives = models.JSONField(default=list, help_text="data elements known from it, as questions name them")
    name = TranslatedField()
    validity = TranslatedField()
    delivery = TranslatedField()


class Faq(_Part):
    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="faqs")
    question = TranslatedField()
    answer = TranslatedField()


class LegalBasis(_Part):
    """A law that a version cites, with the articles."""

    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="legal_bases")
    law = models.ForeignKey("catalog.LegalResource", on_delete=models.PROTECT, related_name="cited_by")
    articles = models.CharField(max_length=60, blank=True)


class Signer(_Part):
    """Others who must sign an application before it goes in: the other parent, each shareholder."""

    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="signers")
    name = TranslatedField()
    note = TranslatedField(help_text="what they agree to")
    least = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField(default=1)


class EventService(_Part):
    """A service of a life event: its place in the order, what must come before, and when it applies."""

    event = models.ForeignKey(LifeEventType, on_delete=models.CASCADE, related_name="services")
    service = models.ForeignKey(PublicService, on_delete=models.CASCADE, related_name="events")
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")
    optional = models.BooleanField(default=False)
    applies = TranslatedField(help_text="when it applies, in words")
    condition = models.CharField(
        max_length=400,
        blank=True,
        help_text="an expression over the bundle's questions; empty: unless optional",
    )

    class Meta(_Part.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["event", "service"], name="service_once_per_event")]
