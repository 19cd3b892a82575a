/* Inside an answer form: a template's words go in where the cursor stands. Alt+T opens the list. */
(() => {
  "use strict";

  const field = (from) => from.closest("form")?.querySelector("textarea");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-insert]");
    const area = link && field(link);
    if (!area || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    area.setRangeText(link.dataset.insert, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    link.closest("details").open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyT") return;
    const list = (event.target.closest("form") || document).querySelector("[data-templates]");
    if (!list) return;
    event.preventDefault();
    list.open = true;
    list.querySelector("input")?.focus();
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("[data-templates]") && event.target.open) window.htmx?.trigger(event.target.querySelector("input"), "look");
  }, true);
  document.addEventListener("keydown", (event) => {
    const list = event.target.closest?.("[data-templates]");
    if (!list) return;
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault();
      list.querySelector("[data-insert]")?.focus();
    } else if (event.key === "Escape") {
      list.open = false;
      field(list)?.focus();
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const panel = document.getElementById("peek");
    if (event.detail.target.id === "peek-body" && panel && !panel.open) panel.showModal();
  });
})();
