/* The drawing board. Without it (or without JavaScript) the same form holds the drawing as text. */
import { openProcess } from "./process.js";
import { openTables } from "./tables.js";
import { markProblems } from "./problems.js";

const frame = document.querySelector("[data-board]");
const form = document.querySelector("[data-board-form]");
const source = form?.querySelector("[name=source]");
const kind = frame?.dataset.board;
const open = { process: window.BpmnJS && openProcess, decision: window.DmnJS && openTables }[kind];

const begin = async () => {
  frame.hidden = false;
  const opened = await open(frame.querySelector("[data-board-canvas]"), frame.querySelector("[data-board-panel]"), source.value);
  form.dataset.drawn = "1";
  document.querySelector("[data-board-text]").open = false;
  const show = markProblems(document.getElementById("board-problems"), opened);
  show();
  follow(opened);
  for (const name of ["undo", "redo", "whole"]) {
    document.querySelector(`[data-board-${name}]`)?.addEventListener("click", () => opened[name]());
  }
};

/* The text follows the drawing, so that whatever sends the form sends what is drawn. */
const follow = (opened) => {
  let waiting = null;
  const write = async () => {
    clearTimeout(waiting);
    waiting = null;
    source.value = await opened.save();
    source.dispatchEvent(new Event("input", { bubbles: true }));
  };
  opened.onChange(() => {
    clearTimeout(waiting);
    waiting = setTimeout(write, 200);
  });
  form.addEventListener("submit", (event) => {
    if (!waiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    write().then(() => form.requestSubmit(event.submitter));
  }, true);
};

if (frame && form && open) {
  begin().catch((problem) => {
    frame.hidden = true;
    document.querySelector("[data-board-text]").open = true;
    const said = document.querySelector("[data-board-broken]");
    if (said) said.hidden = false;
    console.warn(problem);
  });
}
