"""Work beside the requests: ``job``, ``periodic``, ``tick``. News is not work: see ``foundation.events``."""

from .declaring import job, periodic
from .queues import QUEUES
from .ticker import tick
from .worker import run_worker

__all__ = ["QUEUES", "job", "periodic", "run_worker", "tick"]
