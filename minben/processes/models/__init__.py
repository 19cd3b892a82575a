from .clock import Clock
from .definition import Definition, Version
from .run import Call, Run
from .task import Task

__all__ = ["Call", "Clock", "Definition", "Run", "Task", "Version"]
