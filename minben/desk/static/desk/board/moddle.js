/* Our attributes beside BPMN (namespace urn:minben:bpmn), as minben/processes/drawings/words.py lists them. */
const attribute = (name) => ({ name, isAttr: true, type: "String" });
const on = (name, base, names) => ({ name, extends: [base], properties: names.map(attribute) });

export const vocabulary = {
  name: "Minben",
  prefix: "minben",
  uri: "urn:minben:bpmn",
  xml: { tagAlias: "lowerCase" },
  types: [
    on("Named", "bpmn:Process", ["en"]),
    on("LaneOf", "bpmn:Lane", ["en", "place", "role"]),
    on("Drawn", "bpmn:FlowElement", ["en", "public", "starts", "stops"]),
    on("ForPeople", "bpmn:UserTask", ["verbs", "clock", "due", "personal", "form", "hint"]),
    on("ForPeopleByHand", "bpmn:ManualTask", ["verbs", "clock", "due", "personal", "form", "hint"]),
    on("ForSystems", "bpmn:ServiceTask", ["handler", "with", "result"]),
    on("ByRules", "bpmn:BusinessRuleTask", ["decision", "result"]),
  ],
};
