"""Everything outside is an adapter with a demo twin: one base class, one registry, one folder per vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from minben.foundation.records.errors import Missing

T = TypeVar("T")


class Registry(Generic[T]):
    """Adapters of one kind by name. ``kind`` says in plain words what they are, for messages."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, T] = {}

    def register(self, name: str) -> Callable[[Callable[[], T]], Callable[[], T]]:
        """Decorator over the adapter's class (or a function that makes one): ``@channels.register("sms")``.

        Raises ValueError when the name is taken.
        """

        def keep(make: Callable[[], T]) -> Callable[[], T]:
            self.add(name, make())
            return make

        return keep

    def add(self, name: str, adapter: T) -> T:
        """Register an adapter that is made already. Raises ValueError when the name is taken."""
        if name in self._entries:
            raise ValueError(f"There are two of {self.kind} named {name!r}. Give one of them another name.")
        self._entries[name] = adapter
        return adapter

    def replace(self, name: str, adapter: T) -> T:
        """Put another adapter in the place of one that is there. Raises Missing with the names there are."""
        self.get(name)
        self._entries[name] = adapter
        return adapter

    def get(self, name: str) -> T:
        """The adapter of that name. Raises Missing with the names there are."""
        try:
            return self._entries[name]
        except KeyError as error:
            raise Missing(
                _("There is no %(kind)s named “%(name)s”. There are: %(names)s.")
                % {"kind": self.kind, "name": name, "names": ", ".join(self.names()) or "—"}
            ) from error

    def names(self) -> list[str]:
        return sorted(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return iter(sorted(self._entries.items()))
