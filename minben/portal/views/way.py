"""Where the pages of a form are, whatever it is for: a service, or the chosen services of a life event."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from minben.cases.applications.matter import BUNDLE, SERVICE


@dataclass(frozen=True)
class Way:
    """The pages of the form that a draft names in ``form``."""

    form: str

    @property
    def start(self) -> str:
        return reverse(f"portal:{self._kind}", args=[self._slug])

    def question(self, token: str, key: str) -> str:
        return self._page("question", token, key)

    def check(self, token: str) -> str:
        return self._page("check", token)

    def waiting(self, token: str) -> str:
        return self._page("waiting", token)

    def signers(self, token: str) -> str:
        return self._page("signers", token)

    def done(self, token: str) -> str:
        return self._page("done", token)

    @property
    def _kind(self) -> str:
        return "together" if self.form.startswith(BUNDLE) else "apply"

    @property
    def _slug(self) -> str:
        return self.form.partition(":")[2]

    def _page(self, name: str, *rest: str) -> str:
        return reverse(f"portal:{self._kind}_{name}", args=[self._slug, *rest])


def of_service(slug: str) -> Way:
    return Way(f"{SERVICE}{slug}"[:80])


def of_event(slug: str) -> Way:
    return Way(f"{BUNDLE}{slug}"[:80])
