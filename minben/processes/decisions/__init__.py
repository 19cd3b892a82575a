"""Decision tables (OMG DMN 1.3): read from what the table editor writes, checked, and run with the reasons.

``read(xml)`` gives a ``Model``; ``Model.decide(id, facts, now)`` an ``Outcome`` with the rules that gave it.
"""

from .model import Model
from .parts import Decision, Formula, Hit, HitPolicy, Outcome, Table
from .problems import DecisionError
from .reading import read

__all__ = [
    "Decision",
    "DecisionError",
    "Formula",
    "Hit",
    "HitPolicy",
    "Model",
    "Outcome",
    "Table",
    "read",
]
