"""Processes as drawings (BPMN 2.0): what is in them, and whether they can be run."""

from .drawing import Drawing, Event, Flow, Lane, Loop, Node
from .problems import Problem, Problems

__all__ = ["Drawing", "Event", "Flow", "Lane", "Loop", "Node", "Problem", "Problems"]
