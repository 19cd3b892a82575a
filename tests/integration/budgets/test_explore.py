import json
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration.security.addresses import every_address
from .scene import make_scene
from . import offered
from .many import multiply
pytestmark = pytest.mark.django_db
NOISE = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
V = {
 "desk/cases/<uuid:case_id>/templates/<slug:use>": dict(use="answer"),
 "desk/cases/<uuid:case_id>/do/<slug:name>": dict(name="write"),
 "desk/people/<uuid:party_id>/do/<slug:name>": dict(name="rename"),
 "desk/knowledge/<slug:slug>": dict(slug="noise-script"),
 "desk/help/<slug:name>": dict(name="cases"),
 "desk/editing/new/<slug:kind>": dict(kind="service"),
 "desk/editing/things/<slug:kind>/<path:key>": dict(kind="service", key="whole"),
 "desk/editing/withdraw/<slug:kind>/<path:key>": dict(kind="service", key="whole"),
 "desk/editing/drafts/<uuid:edition_id>/do/<slug:verb>": dict(verb="submit"),
 "desk/editing/drafts/<uuid:edition_id>/write/<slug:section>": dict(section="about"),
 "desk/editing/drafts/<uuid:edition_id>/write/<slug:section>/<int:at>": dict(section="materials", at="0"),
 "search/open/<slug:kind>/<path:key>": dict(kind="service", key="whole"),
 "useful/<slug:kind>/<slug:key>": dict(kind="service", key="whole"),
 "useful/<slug:kind>/<slug:key>/thanks": dict(kind="service", key="whole"),
 "events/<slug:slug>": dict(slug="having-a-baby"),
 "stages/<slug:code>": dict(code="NP_BIRTH"),
 "topics/<slug:audience>/<slug:code>": dict(audience="person", code="005"),
 "services/<slug:slug>": dict(slug="whole"),
 "laws/<slug:slug>": dict(slug="civil-code"),
 "articles/<slug:slug>": dict(slug="where-to-park"),
 "sign-in/with/<slug:code>/": dict(code="own"),
 "ask/<token:token>/<slug:name>/": dict(token="@draft", name="details"),
 "services/<slug:slug>/apply/": dict(slug="water-connection"),
 "services/<slug:slug>/apply/<token:token>/check/": dict(slug="water-connection", token="@application"),
 "services/<slug:slug>/apply/<token:token>/sent/": dict(slug="water-connection", token="@application"),
 "services/<slug:slug>/apply/<token:token>/<slug:key>/": dict(slug="water-connection", token="@application", key="who"),
 "c/<token:token>/rate/": dict(token="@track_closed"),
 "c/<token:token>/<slug:name>/": dict(name="write"),
}
def args(a, known):
    v = dict(V.get(a.route, {}))
    if "token" in a.arguments and "token" not in v:
        v["token"] = "@draft" if a.route.startswith(("ask","drafts")) else "@track"
    v = {k: known[x[1:]] if x.startswith("@") else x for k, x in v.items()}
    return a.filled(**{**known, **v})
def ask(client, path):
    with CaptureQueriesContext(connection) as run:
        ans = client.get(path)
        if ans.streaming: b"".join(ans.streaming_content)
    return ans, [q["sql"] for q in run.captured_queries if not q["sql"].startswith(NOISE)]
def test_x():
    scene = make_scene()
    found = {}
    addrs = [a for a in every_address() if a.name and not a.route.startswith(("api/", "healthz", "readyz", "metrics"))]
    def round(n):
        for a in addrs:
            if "sign-out" in a.route: continue
            path = args(a, scene.known)
            if not a.route.startswith("desk/"): path = "/en" + path
            if a.route == "display": path = "/display"
            seats = ["work","system","security","audit"] if a.route.startswith("desk/") else ["public","nobody"]
            for seat in seats:
                if n and seat != found[a.route][0]: continue
                try:
                    ask(scene.seats[seat], path)
                    ans, q = ask(scene.seats[seat], path)
                except Exception as e:
                    found.setdefault(a.route, ["EXC", repr(e)[:300], seat]); continue
                if n: found[a.route] += [ans.status_code, len(q), q]; break
                if ans.status_code in (200, 302, 304, 204) :
                    found[a.route] = [seat, path, ans.status_code, len(q), q]; break
                found[a.route] = [seat, path, ans.status_code, len(q), q]
    round(0)
    multiply(); offered.lengthen()
    round(1)
    json.dump(found, open("/tmp/desk/found.json", "w"))
