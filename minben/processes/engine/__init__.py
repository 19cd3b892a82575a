"""Running drawn processes with SpiffWorkflow, its Python engine replaced by the FEEL subset (DESIGN §3)."""

from .environment import Surroundings
from .machine import Machine, Moved, NotWaiting, Step, StepFailed
from .specs import Spec, spec_of

__all__ = ["Machine", "Moved", "NotWaiting", "Spec", "Step", "StepFailed", "Surroundings", "spec_of"]
