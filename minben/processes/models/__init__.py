from .clock import Clock
from .task import Task
from .time_limit import TimeLimit

__all__ = ["Clock", "Task", "TimeLimit"]
