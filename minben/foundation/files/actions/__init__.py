"""What can be done with a file: store it first, link it in the transaction, read it, sweep what nobody linked."""

from .link import link
from .quota import count_in
from .read import read
from .store import store
from .sweep import sweep_orphans

__all__ = ["count_in", "link", "read", "store", "sweep_orphans"]
