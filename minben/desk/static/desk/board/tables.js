/* The drawing board for decision tables. */
import { make } from "./fields.js";
import { t } from "./words.js";

const KINDS = { drd: "What rests on what", decisionTable: "Table", literalExpression: "Formula", boxedExpression: "Function" };

/* The editor of cells brings its style as an element, which our policy does not let in: its rules become a sheet of the document. */
const adoptStyles = () => {
  const sheets = new Map();
  const insert = document.head.insertBefore;
  document.head.insertBefore = function adopt(node, before) {
    if (node.nodeName !== "STYLE") return insert.call(this, node, before);
    if (!sheets.has(node)) {
      sheets.set(node, new CSSStyleSheet());
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheets.get(node)];
    }
    sheets.get(node).replaceSync(node.textContent);
    return node;
  };
};

/* A heading without a word is a cell: the editor leaves the corner above the rules' numbers empty. */
const emptyHeadingsAreCells = (place) => {
  const mend = () =>
    place.querySelectorAll("th").forEach((heading) => {
      if (heading.textContent.trim()) heading.removeAttribute("role");
      else if (!heading.hasAttribute("role")) heading.setAttribute("role", "cell");
    });
  new MutationObserver(mend).observe(place, { childList: true, subtree: true, characterData: true });
  mend();
};

export const openTables = async (place, panel, source) => {
  adoptStyles();
  emptyHeadingsAreCells(place);
  const spoken = { additionalModules: [{ translate: ["value", t] }] };
  const board = new window.DmnJS({ container: place, drd: spoken, decisionTable: spoken, literalExpression: spoken, boxedExpression: spoken });
  const tabs = () => {
    const now = board.getActiveView();
    const buttons = board.getViews().map((view) =>
      make(
        "button",
        { type: "button", class: "button button--quiet", "aria-pressed": String(view.element === now?.element && view.type === now?.type), on: { click: () => board.open(view) } },
        view.type === "drd" ? t(KINDS.drd) : `${view.element.name || view.element.id} · ${t(KINDS[view.type] || view.type)}`,
      ),
    );
    panel.replaceChildren(make("h2", { class: "board-panel__title" }, t("Parts")), make("div", { class: "board-parts" }, ...buttons));
  };
  const changes = [];
  const heard = new WeakSet();
  board.on("views.changed", () => {
    tabs();
    const viewer = board.getActiveViewer();
    if (!viewer || heard.has(viewer)) return;
    heard.add(viewer);
    viewer.on("commandStack.changed", () => changes.forEach((act) => act()));
    viewer.on("elements.changed", () => changes.forEach((act) => act()));
  });
  await board.importXML(source);
  const table = board.getViews().filter((view) => view.type !== "drd").pop();
  if (table) await board.open(table);
  const stack = () => board.getActiveViewer()?.get("commandStack", false);
  return {
    board,
    save: async () => (await board.saveXML({ format: true })).xml,
    onChange: (act) => changes.push(act),
    undo: () => stack()?.undo(),
    redo: () => stack()?.redo(),
    whole: () => board.getActiveViewer()?.get("canvas", false)?.zoom?.("fit-viewport"),
    mark: () => false,
    unmark: () => false,
    go: (id) => {
      const view = board.getViews().find(({ element }) => element.id === id || element.decisionLogic?.id === id || element.decisionLogic?.rule?.some((rule) => rule.id === id || [...rule.inputEntry, ...rule.outputEntry].some((cell) => cell.id === id)));
      if (view) board.open(view);
      place.querySelector(`[data-element-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "center" });
    },
  };
};
