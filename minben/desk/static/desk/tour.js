/* The tour's panel: marks what the step points at, tells that a step was done, ends on Escape.
   Comfort: without this file the panel says where to look, and its buttons work. */
(() => {
  "use strict";

  const panel = () => document.getElementById("tour");
  const seen = (item) => item.getClientRects().length > 0;
  const target = () => {
    const selector = panel()?.dataset.tourAt;
    return selector ? [...document.querySelectorAll(selector)].find(seen) : undefined;
  };
  const inView = (item) => {
    const box = item.getBoundingClientRect();
    return box.top > 60 && box.bottom < Math.min(window.innerHeight, panel().getBoundingClientRect().top);
  };
  const bring = (item) => {
    if (!inView(item)) item.scrollIntoView({ block: item.offsetHeight > window.innerHeight / 2 ? "start" : "center" });
  };
  let marked = null;

  const mark = () => {
    const found = target();
    if (marked && marked !== found) marked.classList.remove("tour-target");
    const here = panel();
    if (!here) return;
    const show = here.querySelector("[data-tour-show]");
    const none = here.querySelector("[data-tour-none]");
    if (show) show.hidden = !found;
    if (none) none.hidden = Boolean(found);
    if (found) found.classList.add("tour-target");
    if (found && found !== marked) bring(found);
    marked = found || null;
  };

  const tell = () => {
    const words = panel()?.dataset.tourSaid;
    const said = document.getElementById("tour-said");
    if (words && said && said.textContent !== words) said.textContent = words;
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-tour-show]")) return;
    const found = target();
    if (!found) return;
    bring(found);
    const inside = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const goal = found.matches(inside) ? found : found.querySelector(inside) || found;
    if (goal === found && !found.matches(inside)) found.tabIndex = -1;
    goal.focus({ preventScroll: true });
  });

  /* What was done in place: ask whether it was the step. */
  document.addEventListener("htmx:afterRequest", (event) => {
    const asked = event.detail.requestConfig;
    const poll = (event.detail.elt.getAttribute("hx-trigger") || "").includes("every");
    if (!panel() || poll || event.detail.elt.id === "tour" || !asked) return;
    if (asked.verb !== "get" && event.detail.successful) window.htmx.trigger(panel(), "tour-again");
  });
  document.addEventListener("htmx:afterSettle", () => {
    mark();
    tell();
  });

  /* Before others hear of the key: what it would close is still open then. */
  document.addEventListener(
    "keydown",
    (event) => {
      const here = panel();
      if (event.key !== "Escape" || !here || event.isComposing) return;
      const typing = event.target.closest("input, textarea, select") && !here.contains(event.target);
      if (typing || document.querySelector("dialog[open], details.menu[open]")) return;
      here.querySelector("[data-tour-end]").click();
    },
    true,
  );

  mark();
  setTimeout(tell, 300);
})();
