/* Only what Minben runs is offered: the rest would be refused when it is saved. */
import { t } from "./words.js";

const PALETTE = new Set([
  "hand-tool", "lasso-tool", "space-tool", "global-connect-tool", "tool-separator", "create.start-event",
  "create.intermediate-event", "create.end-event", "create.exclusive-gateway", "create.task", "create.subprocess-expanded",
]);
const NOT_RUN =
  /send-task|receive-task|complex|conditional-(start|intermediate|boundary|event)|non-interrupting-conditional|compensation|cancel|-link-|link-|transaction|ad-?hoc|event-subprocess|event-based-instantiat|exclusive-event-based|parallel-event-based|(message|timer|conditional|signal)-start|replace-with-task$|data-|participant/;
const NOT_APPENDED = /receive-task|condition|compensation/;

const keep = (entries, wanted) => Object.fromEntries(Object.entries(entries).filter(([name]) => wanted(name)));

/* A new task is one for people: that is what most steps are. */
class Palette {
  constructor(palette, create, elementFactory) {
    Object.assign(this, { create, elementFactory });
    palette.registerProvider(500, this);
  }
  getPaletteEntries() {
    return (entries) => {
      const kept = keep(entries, (name) => PALETTE.has(name));
      const begin = (event) => this.create.start(event, this.elementFactory.createShape({ type: "bpmn:UserTask" }));
      kept["create.task"] = {
        ...kept["create.task"],
        className: "bpmn-icon-user-task",
        title: t("Create a task for people"),
        action: { dragstart: begin, click: begin },
      };
      return kept;
    };
  }
}
Palette.$inject = ["palette", "create", "elementFactory"];

class Pad {
  constructor(contextPad, autoPlace, elementFactory) {
    Object.assign(this, { autoPlace, elementFactory });
    contextPad.registerProvider(500, this);
  }
  getContextPadEntries(element) {
    return (entries) => {
      const kept = keep(entries, (name) => !NOT_APPENDED.test(name));
      if (kept["append.append-task"]) {
        const append = () => this.autoPlace.append(element, this.elementFactory.createShape({ type: "bpmn:UserTask" }));
        kept["append.append-task"] = {
          ...kept["append.append-task"],
          className: "bpmn-icon-user-task",
          title: t("Append a task for people"),
          action: { click: append, dragstart: append },
        };
      }
      return kept;
    };
  }
}
Pad.$inject = ["contextPad", "autoPlace", "elementFactory"];

class Menu {
  constructor(popupMenu) {
    popupMenu.registerProvider("bpmn-replace", 500, this);
  }
  getPopupMenuEntries() {
    return (entries) => keep(entries, (name) => !NOT_RUN.test(name));
  }
  getPopupMenuHeaderEntries() {
    return (entries) => keep(entries, (name) => !NOT_RUN.test(name));
  }
}
Menu.$inject = ["popupMenu"];

export const offered = {
  __init__: ["minbenPalette", "minbenPad", "minbenMenu"],
  minbenPalette: ["type", Palette],
  minbenPad: ["type", Pad],
  minbenMenu: ["type", Menu],
};
