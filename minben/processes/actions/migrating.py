"""A subject's run on another version of its drawing, inside the transaction of whoever owns the subject and has locked it."""

from __future__ import annotations

import uuid

from minben.processes.engine import Machine, StepFailed, Surroundings
from minben.processes.engine.moving_over import CannotMove, move_over, same_beginning
from minben.processes.models import Run
from minben.processes.specs import spec_for

from .runs import put_away


def moved(run: Run | None, old_id: uuid.UUID, new_id: uuid.UUID, around: Surroundings) -> Machine | None:
    """What the run would be on the new version, in memory; None for a subject that never moved and begins the same way there.

    Raises CannotMove with every reason.
    """
    try:
        if run is None:
            old, _moved = Machine.begin(spec_for(old_id), around)
            new, _moved = Machine.begin(spec_for(new_id), around)
            same_beginning(old, new)
            return None
        if run.trouble:
            raise CannotMove([run.trouble])
        return move_over(Machine.load(spec_for(run.version_id), bytes(run.state), around), spec_for(new_id))
    except StepFailed as failed:
        raise CannotMove([failed.why]) from failed


def migrate(run: Run | None, old_id: uuid.UUID, new_id: uuid.UUID, around: Surroundings) -> None:
    """Keep it so. Tasks, clocks and calls stay as they are. Raises CannotMove."""
    machine = moved(run, old_id, new_id, around)
    if run is not None and machine is not None:
        run.version_id = new_id
        put_away(run, machine, finished=False)
        run.save()
