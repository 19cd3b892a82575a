/* What can be said of the chosen element. Every change is one step of the board's undo. */
import { button, checkbox, make, select, several, text } from "./fields.js";
import { putBehind, putInto } from "./placing.js";
import { offers, t } from "./words.js";

const EVENTS = { "bpmn:MessageEventDefinition": "message", "bpmn:SignalEventDefinition": "signal", "bpmn:ErrorEventDefinition": "error", "bpmn:EscalationEventDefinition": "escalation" };
const ROOTS = { message: "bpmn:Message", signal: "bpmn:Signal", error: "bpmn:Error", escalation: "bpmn:Escalation" };
const CODES = { error: "errorCode", escalation: "escalationCode" };
const TIMES = ["timeDuration", "timeDate", "timeCycle"];
const GATES = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];
const APPENDS = ["bpmn:Activity", "bpmn:Event", "bpmn:Gateway"];

const AROUND = { top: 80, right: 160, bottom: 80, left: 140 };

const of = (element) => element.businessObject;
const is = (element, ...types) => types.some((type) => of(element)?.$instanceOf?.(type));

export class Panel {
  constructor(board, place) {
    Object.assign(this, { board, place });
    this.modeling = board.get("modeling");
    this.moddle = board.get("moddle");
    const bus = board.get("eventBus");
    bus.on("import.done", () => {
      bus.on("selection.changed", () => this.show());
      bus.on("commandStack.changed", () => this.refresh());
      this.show();
    });
  }

  get chosen() {
    const found = this.board.get("selection").get().filter((element) => element.type !== "label");
    const labelled = this.board.get("selection").get()[0]?.labelTarget;
    return found.length === 1 ? found[0] : labelled || null;
  }

  /* After a change the panel is drawn anew, and whoever types in it stays where they are. */
  refresh() {
    const held = document.activeElement?.id;
    const open = [...this.place.querySelectorAll("details[open] > summary .field__label")].map((item) => item.textContent);
    this.show();
    for (const details of this.place.querySelectorAll("details")) {
      if (open.includes(details.querySelector(".field__label")?.textContent)) details.open = true;
    }
    if (held?.startsWith("board-")) document.getElementById(held)?.focus();
  }

  show() {
    const element = this.chosen;
    this.place.replaceChildren(this.chooser(element), ...(element && element.type !== "bpmn:Participant" ? this.element(element) : this.process()));
  }

  /* Every element by name: the way for whoever cannot point at the drawing. */
  chooser(element) {
    const all = this.board.get("elementRegistry").filter((one) => is(one, "bpmn:FlowElement", "bpmn:Lane") && one.type !== "label");
    const named = all.map((one) => [one.id, this.called(one)]).sort((a, b) => a[1].localeCompare(b[1]));
    const choose = (id) => {
      const one = this.board.get("elementRegistry").get(id);
      this.board.get("selection").select(one || null);
      if (one) this.board.get("canvas").scrollToElement(one, AROUND);
      document.getElementById("board-element")?.focus();
    };
    return select("element", t("Element"), element?.id || "", named, choose, { empty: t("The whole process") });
  }

  called(element) {
    const kind = t(element.type.replace("bpmn:", ""));
    if (element.waypoints) return `${t("Arrow")}: ${this.name(element.source)} → ${this.name(element.target)}`;
    return `${this.name(element)} (${kind})`;
  }

  name(element) {
    return of(element)?.get("name")?.replace(/\s+/g, " ") || of(element)?.id || "";
  }

  set(element, name, value) {
    this.modeling.updateProperties(element, { [name]: value || undefined });
  }

  attribute(element, name, label, more) {
    return text(name, label, of(element).get(`minben:${name}`), (value) => this.set(element, `minben:${name}`, value), more);
  }

  process() {
    const root = this.board.get("canvas").getRootElement();
    const pool = root.children?.find((one) => one.type === "bpmn:Participant");
    const process = pool ? of(pool).processRef : of(root);
    const change = (properties) => this.modeling.updateModdleProperties(pool || root, process, properties);
    return [
      make("h2", { class: "board-panel__title" }, t("The whole process")),
      text("name", t("Name"), process.get("name"), (name) => change({ name })),
      text("en", t("Name in English"), process.get("minben:en"), (value) => change({ "minben:en": value || undefined })),
      make("p", { class: "small quiet" }, t("Choose an element in the drawing or in the list above to say who does it, by when, and what comes next.")),
    ];
  }

  element(element) {
    const fields = [make("h2", { class: "board-panel__title" }, t(element.type.replace("bpmn:", "")), " ", make("code", { class: "small quiet" }, element.id))];
    fields.push(text("name", t("Name"), of(element).get("name"), (value) => this.modeling.updateProperties(element, { name: value || undefined })));
    fields.push(this.attribute(element, "en", t("Name in English")));
    for (const [type, more] of this.parts()) if (is(element, type)) fields.push(...more(element));
    return fields;
  }

  parts() {
    return [
      ["bpmn:Lane", (e) => this.lane(e)],
      ["bpmn:UserTask", (e) => this.people(e)],
      ["bpmn:ManualTask", (e) => this.people(e)],
      ["bpmn:ServiceTask", (e) => this.service(e)],
      ["bpmn:BusinessRuleTask", (e) => this.rules(e)],
      ["bpmn:ScriptTask", (e) => this.script(e)],
      ["bpmn:CallActivity", (e) => this.call(e)],
      ["bpmn:Event", (e) => this.event(e)],
      ["bpmn:Activity", (e) => this.loop(e)],
      ["bpmn:FlowNode", (e) => this.node(e)],
      ["bpmn:SequenceFlow", (e) => this.flow(e)],
    ];
  }

  lane(element) {
    const change = (name) => (value) => this.set(element, `minben:${name}`, value);
    return [
      select("place", t("Whose lane"), of(element).get("minben:place"), offers.places, change("place")),
      select("role", t("Who does its tasks"), of(element).get("minben:role"), offers.roles, change("role")),
    ];
  }

  people(element) {
    const my = of(element);
    const change = (name) => (value) => this.set(element, `minben:${name}`, value);
    const dues = [["clock", t("By its time limit")], ["promise", t("By the promised date")], ["nothing", t("By nothing")]];
    return [
      several("verbs", t("Steps of the case that end it"), my.get("minben:verbs"), offers.verbs, change("verbs"), { hint: t("Without one it is ended by the ways that leave the gateway behind it.") }),
      select("clock", t("Time limit while it is open"), my.get("minben:clock"), offers.clocks, change("clock")),
      select("due", t("Due"), my.get("minben:due"), dues, change("due"), { empty: t("As its time limit says") }),
      ...(offers.forms.length ? [select("form", t("Form"), my.get("minben:form"), offers.forms, change("form"))] : []),
      checkbox("personal", t("Stays with whoever holds the case"), my.get("minben:personal") === "true", (on) => change("personal")(on ? "true" : "")),
      text("notes", t("What is to be done, in words"), my.get("documentation")?.[0]?.text, (value) => this.notes(element, value), { rows: 3 }),
    ];
  }

  notes(element, value) {
    const documentation = value ? [this.moddle.create("bpmn:Documentation", { text: value })] : [];
    this.modeling.updateProperties(element, { documentation });
  }

  service(element) {
    return [
      select("handler", t("What it calls"), of(element).get("minben:handler"), offers.handlers, (value) => this.set(element, "minben:handler", value)),
      this.attribute(element, "with", t("What it is given"), { hint: t("An expression") }),
      this.attribute(element, "result", t("Name of its result")),
    ];
  }

  rules(element) {
    return [
      select("decision", t("Decision table"), of(element).get("minben:decision"), offers.decisions, (value) => this.set(element, "minben:decision", value)),
      this.attribute(element, "result", t("Name of its result")),
    ];
  }

  script(element) {
    return [text("script", t("Script"), of(element).get("script"), (value) => this.modeling.updateProperties(element, { script: value || undefined }), { rows: 4, hint: t("Lines like: name = expression") })];
  }

  call(element) {
    return [select("calls", t("Process that it calls"), of(element).get("calledElement"), offers.processes, (value) => this.modeling.updateProperties(element, { calledElement: value || undefined }))];
  }

  event(element) {
    const definition = of(element).get("eventDefinitions")?.[0];
    if (!definition) return [];
    if (definition.$type === "bpmn:TimerEventDefinition") return this.timer(element, definition);
    const kind = EVENTS[definition.$type];
    return kind ? [text("event", t("What it is called"), this.eventName(definition, kind), (value) => this.nameEvent(element, definition, kind, value), { hint: t("Steps of the case are messages of their name.") })] : [];
  }

  timer(element, definition) {
    const way = TIMES.find((name) => definition.get(name)) || "timeDuration";
    const set = (name, body) => {
      const made = body ? this.moddle.create("bpmn:FormalExpression", { body }) : undefined;
      if (made) made.$parent = definition;
      this.modeling.updateModdleProperties(element, definition, { timeDuration: undefined, timeDate: undefined, timeCycle: undefined, [name]: made });
    };
    const body = definition.get(way)?.body || "";
    const ways = [["timeDuration", t("After some time")], ["timeDate", t("At a moment")], ["timeCycle", t("Again and again")]];
    return [
      select("timer", t("When it goes off"), way, ways, (name) => set(name, body || "1 workdays"), { empty: null }),
      text("time", t("Time"), body, (value) => set(way, value), { hint: t("3 workdays, 4 workhours, 30 days, 2 hours, PT30M, R3/PT1H, or an expression") }),
    ];
  }

  eventName(definition, kind) {
    const root = definition.get(`${kind}Ref`);
    return root ? root.get(CODES[kind] || "name") || root.get("name") : "";
  }

  nameEvent(element, definition, kind, name) {
    const definitions = this.board.getDefinitions();
    const code = CODES[kind];
    let root = definitions.rootElements.find((one) => one.$type === ROOTS[kind] && (one.get(code || "name") || one.get("name")) === name);
    if (!root && name) {
      root = this.moddle.create(ROOTS[kind], { id: this.moddle.ids.nextPrefixed(`${kind}_`), name, ...(code ? { [code]: name } : {}) });
      root.$parent = definitions;
      definitions.rootElements.push(root);
    }
    this.modeling.updateModdleProperties(element, definition, { [`${kind}Ref`]: name ? root : undefined });
  }

  loop(element) {
    const loop = of(element).get("loopCharacteristics");
    if (!loop) return [];
    const expression = (name, label) => text(name, label, loop.get(name)?.body, (body) => this.modeling.updateModdleProperties(element, loop, { [name]: body ? this.moddle.create("bpmn:FormalExpression", { body }) : undefined }), { hint: t("An expression") });
    return loop.$type === "bpmn:MultiInstanceLoopCharacteristics"
      ? [expression("loopCardinality", t("How often")), expression("completionCondition", t("Enough when"))]
      : [expression("loopCondition", t("Again as long as"))];
  }

  node(element) {
    const my = of(element);
    const change = (name) => (value) => this.set(element, `minben:${name}`, value);
    const append = element.outgoing.length || !is(element, "bpmn:EndEvent") ? [button(t("Put a step behind it"), () => this.add(putBehind(this.board, element)), "behind")] : [];
    return [
      several("starts", t("Time limits that begin here"), my.get("minben:starts"), offers.clocks, change("starts")),
      several("stops", t("Time limits that end here"), my.get("minben:stops"), offers.clocks, change("stops")),
      checkbox("public", t("The person sees it"), my.get("minben:public") === "true", (on) => change("public")(on ? "true" : "")),
      make("div", { class: "actions" }, ...(is(element, ...APPENDS) ? append : []), this.remove(element)),
    ];
  }

  flow(element) {
    const my = of(element);
    const fields = [];
    if (is(element.source, ...GATES)) {
      const isDefault = of(element.source).get("default") === my;
      fields.push(checkbox("default", t("The way when no other holds"), isDefault, (on) => this.modeling.updateProperties(element.source, { default: on ? my : undefined })));
      if (!isDefault) fields.push(text("condition", t("Goes this way when"), my.get("conditionExpression")?.body, (body) => this.condition(element, body), { rows: 2, hint: t("For example: outcome = \"unfounded\"") }));
    }
    return [...fields, make("div", { class: "actions" }, button(t("Put a step in here"), () => this.add(putInto(this.board, element)), "into"), this.remove(element))];
  }

  condition(element, body) {
    this.modeling.updateProperties(element, { conditionExpression: body ? this.moddle.create("bpmn:FormalExpression", { body }) : undefined });
  }

  remove(element) {
    return button(t("Remove it"), () => this.modeling.removeElements([element]), "remove");
  }

  add(made) {
    this.board.get("selection").select(made);
    this.board.get("canvas").scrollToElement(made, AROUND);
    document.getElementById("board-name")?.focus();
  }
}
