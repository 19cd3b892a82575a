/* The dispatch board: the figures 1 to 4 press the button of a suggested department; what the rules say is the first. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.target.closest("input, textarea, select, dialog[open]")) return;
    const button = document.querySelector(`[data-dispatch-key="${CSS.escape(event.key)}"]`);
    if (button) button.click();
  });
})();
