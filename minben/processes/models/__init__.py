from .clock import Clock
from .definition import Definition, Version
from .run import Call, Run
from .task import Task
from .time_limit import TimeLimit

__all__ = ["Call", "Clock", "Definition", "Run", "Task", "TimeLimit", "Version"]
