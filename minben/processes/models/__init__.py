from .clock import Clock
from .task import Task

__all__ = ["Clock", "Task"]
