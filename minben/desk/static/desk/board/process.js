/* The drawing board for processes. */
import { vocabulary } from "./moddle.js";
import { offered } from "./offered.js";
import { Panel } from "./panel.js";
import { t } from "./words.js";

const TOOLS = 84;

export const openProcess = async (place, panel, source) => {
  const board = new window.BpmnJS({
    container: place,
    moddleExtensions: { minben: vocabulary },
    additionalModules: [{ translate: ["value", t] }, offered],
  });
  new Panel(board, panel);
  await board.importXML(source);
  const canvas = board.get("canvas");
  canvas.zoom(1);
  const whole = canvas.viewbox();
  canvas.viewbox({ x: whole.inner.x - TOOLS, y: whole.inner.y - 20, width: whole.outer.width, height: whole.outer.height });
  const element = (id) => board.get("elementRegistry").get(id);
  return {
    board,
    save: async () => (await board.saveXML({ format: true })).xml,
    onChange: (act) => board.on("commandStack.changed", act),
    undo: () => board.get("commandStack").undo(),
    redo: () => board.get("commandStack").redo(),
    whole: () => canvas.zoom("fit-viewport", "auto"),
    mark: (id, mark) => element(id) && (canvas.addMarker(id, mark), true),
    unmark: (id, mark) => element(id) && canvas.removeMarker(id, mark),
    go: (id) => {
      const found = element(id);
      if (!found) return;
      board.get("selection").select(found);
      canvas.scrollToElement(found, { top: 80, right: 160, bottom: 80, left: 140 });
      panel.querySelector("input, select, textarea")?.focus();
    },
  };
};
