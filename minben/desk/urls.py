"""The desk's addresses. Each names its policy (guarded)."""

from django.urls import path

from . import gallery
from .addresses import administration, lead, lists, live
from .addresses import answers as answer_addresses
from .addresses import assist as assist_addresses
from .addresses import caring as caring_addresses
from .addresses import departments as department_addresses
from .addresses import editing as editing_addresses
from .addresses import feed as feed_addresses
from .addresses import government as government_addresses
from .addresses import letters as letter_addresses
from .addresses import machines as machine_addresses
from .addresses import mapping as mapping_addresses
from .addresses import processes as process_addresses
from .addresses import repairs as repair_addresses
from .addresses import results as result_addresses
from .addresses import settings as settings_addresses
from .addresses import sheets as sheet_addresses
from .addresses import together as together_addresses
from .addresses import tour as tour_addresses
from .addresses import visits as visit_addresses
from .views import (
    answers,
    audit,
    board,
    callers,
    case,
    cases,
    departments,
    dispatch,
    door,
    drafts,
    employees,
    fees,
    files,
    intake,
    knowledge,
    outbox,
    people,
    search,
    security,
    staff,
    verb,
    work,
)

app_name = "desk"
urlpatterns = [
    *answer_addresses.urlpatterns,
    *assist_addresses.urlpatterns,
    *lists.urlpatterns,
    *live.urlpatterns,
    path("", work.home, name="home"),
    path("work.csv", work.export, name="work_csv"),
    path("tasks/<uuid:task_id>/take-over", work.take_over, name="take_over"),
    path("tasks/<uuid:task_id>/hand-back", work.hand_back, name="hand_back"),
    path("tasks/<uuid:task_id>/delegate", work.delegate, name="delegate"),
    path("tasks/<uuid:task_id>/take", work.take, name="take"),
    path("tasks/<uuid:task_id>/give-back", work.give_back, name="give_back"),
    path("cases", cases.cases, name="cases"),
    *mapping_addresses.urlpatterns,
    path("cases.csv", cases.export, name="export"),
    path("dispatch", dispatch.board, name="dispatch"),
    path("cases/<uuid:case_id>", case.case, name="case"),
    path("cases/<uuid:case_id>/do/<slug:name>", verb.verb, name="verb"),
    path("cases/<uuid:case_id>/draft/<slug:name>", drafts.keep, name="draft"),
    path("cases/<uuid:case_id>/answers/<slug:key>", answers.reveal, name="answer"),
    path("cases/<uuid:case_id>/files/<uuid:document_id>", files.download, name="file"),
    path("cases/<uuid:case_id>/fee/<slug:verb>", fees.fee, name="fee"),
    path("cases/<uuid:case_id>/sent.pdf", files.sent_copy, name="sent_copy"),
    path("sign-in", door.sign_in, name="sign_in"),
    path("sign-in/code", door.code, name="code"),
    path("sign-in/practice", door.practice, name="practice"),
    path("sign-out", door.sign_out, name="sign_out"),
    path("security", security.security, name="security"),
    path("security/password", security.password, name="password"),
    path("gallery", gallery.gallery, name="gallery"),
    path("intake", intake.intake, name="intake"),
    path("intake/search", callers.search, name="intake_search"),
    path("intake/caller", callers.part, name="intake_caller"),
    path("intake/new", callers.new, name="intake_new"),
    path("intake/check/<uuid:party_id>", callers.check, name="intake_check"),
    path("intake/cases/<uuid:case_id>/hurry", callers.press, name="intake_hurry"),
    path("intake/cases/<uuid:case_id>/add", callers.add, name="intake_add"),
    path("intake/knowledge", intake.knowledge, name="intake_knowledge"),
    path("intake/words", intake.words, name="intake_words"),
    path("intake/suggestion", intake.suggestion, name="intake_suggestion"),
    path("intake/done/<uuid:case_id>", intake.done, name="intake_done"),
    path("people", people.people, name="people"),
    path("people/new", people.new, name="party_new"),
    path("people/<uuid:party_id>", people.party, name="party"),
    path("people/<uuid:party_id>/do/<slug:name>", people.verb, name="party_verb"),
    path("search", search.search, name="search"),
    path("knowledge", knowledge.knowledge, name="knowledge"),
    path("knowledge/<slug:slug>", knowledge.article, name="article"),
    path("catalogue", knowledge.catalogue, name="catalogue"),
    path("board", board.board, name="board"),
    path("board.csv", board.export, name="board_csv"),
    path("audit", audit.audit, name="audit"),
    path("audit.csv", audit.export, name="audit_csv"),
    path("audit/seals", audit.seals, name="seals"),
    path("audit/verify", audit.verify, name="verify"),
    path("staff", staff.staff, name="staff"),
    path("staff/new", employees.hire, name="hire"),
    path("staff/<uuid:staff_id>", staff.person, name="staff_person"),
    path("staff/<uuid:staff_id>/grant", staff.grant, name="grant"),
    path("staff/<uuid:staff_id>/revoke", staff.revoke, name="revoke"),
    path("staff/<uuid:staff_id>/correct", employees.correct, name="staff_correct"),
    path("staff/<uuid:staff_id>/release", employees.release, name="release"),
    path("staff/<uuid:staff_id>/leave", employees.leave, name="leave"),
    path("staff/<uuid:staff_id>/let-in", employees.let_in, name="let_in"),
    path("departments", departments.departments, name="departments"),
    path("departments/new", departments.new, name="department_new"),
    path("departments/<uuid:department_id>", departments.department, name="department"),
    path("departments/<uuid:department_id>/correct", departments.correct, name="department_correct"),
    path("departments/<uuid:department_id>/offices/new", departments.office_new, name="office_new"),
    path("offices/<uuid:office_id>", departments.office, name="office"),
    path("outbox", outbox.outbox, name="outbox"),
    path("outbox/<uuid:message_id>", outbox.message, name="message"),
    *administration.urlpatterns,
    *caring_addresses.urlpatterns,
    *department_addresses.urlpatterns,
    *sheet_addresses.urlpatterns,
    *feed_addresses.urlpatterns,
    *lead.urlpatterns,
    *letter_addresses.urlpatterns,
    *result_addresses.urlpatterns,
    *machine_addresses.urlpatterns,
    *editing_addresses.urlpatterns,
    *process_addresses.urlpatterns,
    *repair_addresses.urlpatterns,
    *government_addresses.urlpatterns,
    *settings_addresses.urlpatterns,
    *together_addresses.urlpatterns,
    *tour_addresses.urlpatterns,
    *visit_addresses.urlpatterns,
]
