"""Processes as drawings (BPMN 2.0): what is in them, and whether they can be run."""

from .drawing import Drawing, Event, Flow, Lane, Loop, Node

__all__ = ["Drawing", "Event", "Flow", "Lane", "Loop", "Node"]
