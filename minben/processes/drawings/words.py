"""Names of BPMN 2.0 (OMG formal/2011-01-03) and our attributes beside them.

Our attributes, in the namespace ``urn:minben:bpmn`` (a drawing without them is still BPMN):

- lane: ``place`` (where its tasks go), ``role`` (who may take them);
- user task: ``verbs`` (steps of the case that end it; without them it is ended by “done”), ``clock`` (a time limit that runs
  while it is open), ``due`` (clock, promise or nothing), ``personal`` (stays with whoever holds the case), ``form``,
  ``hint``;
- service task: ``handler``, ``with`` (an expression: what it is given), ``result`` (a name: what it gives);
- rule task: ``decision``, ``result``;
- any node: ``starts`` and ``stops`` (time limits), ``public`` (the person sees it), ``en`` (its name in English).
"""

from __future__ import annotations

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
OURS = "urn:minben:bpmn"
NAMES = {"bpmn": BPMN, "bpmndi": DI, "dc": DC, "di": DD, "minben": OURS}

ACTIVITIES = frozenset(
    {"userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "callActivity", "subProcess"}
)
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway"})
EVENTS = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
THROWS = frozenset({"intermediateThrowEvent", "endEvent"})
NODES = ACTIVITIES | GATEWAYS | EVENTS
PEOPLE = frozenset({"userTask", "manualTask"})
WAITS = PEOPLE | {"serviceTask", "intermediateCatchEvent", "eventBasedGateway"}
"""Where a run stops until somebody or something moves it."""

BESIDE = frozenset(
    {
        "sequenceFlow", "laneSet", "documentation", "extensionElements", "textAnnotation", "association", "group",
        "dataObject", "dataObjectReference", "dataStoreReference", "ioSpecification", "property", "incoming", "outgoing",
        "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "script",
    }
)  # fmt: skip
"""What may stand in a process beside its nodes: it is shown, or read with its node."""

EVENT_KINDS = frozenset({"message", "signal", "timer", "error", "escalation", "terminate"})
