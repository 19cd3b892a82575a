from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "minben.cases"
    label = "cases"

    def ready(self) -> None:
        from minben.foundation import keys

        from . import leaning, personal, retaining  # noqa: F401
        from .actions import draft, lacking  # noqa: F401
        from .applications import sealing
        from .course import moving, vocabulary  # noqa: F401
        from .intake import numbering  # noqa: F401
        from .letters import wording  # noqa: F401
        from .limits import escalating, in_file  # noqa: F401

        keys.register_sealed("cases.Case", "answers", sealing.resealed)
        keys.register_sealed("cases.Draft", "data", draft.resealed)
