"""What stands around every page of the desk."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from minben.foundation.access.roles import Role
from tests.factories.desk import sit_down
from tests.factories.town import Town

pytestmark = pytest.mark.django_db


def test_a_problem_on_the_desk_leads_back_to_the_desk_without_the_citizens_hotline(town: Town) -> None:
    desk = sit_down(town.water, Role.OFFICER)
    page = desk.client.get(reverse("desk:staff"))
    assert page.status_code == 403
    assert 'href="/desk/"' in page.content.decode()
    assert 'class="help"' not in page.content.decode()


def test_htmx_is_told_to_write_no_inline_style(town: Town) -> None:
    page = sit_down(town.water, Role.OFFICER).client.get(reverse("desk:home"))
    config = re.search(r"name=\"htmx-config\" content='([^']+)'", page.content.decode())
    assert config is not None
    assert json.loads(config.group(1))["includeIndicatorStyles"] is False


def test_what_was_searched_on_another_page_is_not_in_the_box_for_everything(town: Town) -> None:
    desk = sit_down(town.centre, Role.AGENT)
    shown = {
        name: re.search(
            r'<input[^>]*id="desk-search"[^>]*>', desk.client.get(f"{reverse(name)}?q=zzz").content.decode()
        )
        for name in ("desk:search", "desk:people")
    }
    assert shown["desk:search"] and 'value="zzz"' in shown["desk:search"].group(0)
    assert shown["desk:people"] and "zzz" not in shown["desk:people"].group(0)
