from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "minben.cases"
    label = "cases"

    def ready(self) -> None:
        from minben.foundation import keys

        from . import (  # noqa: F401
            escalating,
            leaning,
            limits_in_file,
            moving,
            numbering,
            personal,
            retaining,
            sealing,
            vocabulary,
        )
        from .actions import draft, lacking  # noqa: F401
        from .letters import wording  # noqa: F401

        keys.register_sealed("cases.Case", "answers", sealing.resealed)
        keys.register_sealed("cases.Draft", "data", draft.resealed)
