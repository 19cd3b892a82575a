/* The desk by keyboard: rows, selection, places, the command palette. Comfort: every page works without this file.
   Single keys do nothing while somebody types, in a dialog, or when they were turned off (body data-keys="off"). */
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
  const click = (selector) => document.querySelector(selector)?.click();

  /* On a narrow screen the places scroll sideways: the one that is open stands in sight. */
  const place = document.querySelector('.desk-nav a[aria-current="page"]');
  const places = place?.closest("ul");
  if (places && places.scrollWidth > places.clientWidth) {
    places.scrollLeft = place.offsetLeft - (places.clientWidth - place.offsetWidth) / 2;
  }

  /* Rows */
  const current = () => document.querySelector("[data-row].is-current");
  const move = (by) => {
    const rows = all("[data-row]");
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.classList.contains("is-current"));
    const next = Math.min(rows.length - 1, Math.max(0, here + by));
    rows.forEach((row, index) => row.classList.toggle("is-current", index === next));
    (rows[next].querySelector("a[href]") || rows[next]).focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: "nearest" });
  };

  /* Selection */
  let last = null;
  const picks = () => all("[data-pick]");
  const count = () => {
    const bar = document.querySelector("[data-bulk]");
    if (!bar) return;
    bar.dataset.live = "";
    const chosen = picks().filter((box) => box.checked).length;
    const said = bar.querySelector("[data-bulk-count]");
    bar.classList.toggle("is-empty", chosen === 0);
    said.textContent = chosen === 1 ? said.dataset.one : said.dataset.many.replace("#", chosen);
    picks().forEach((box) => box.closest("[data-row]")?.classList.toggle("is-picked", box.checked));
    const everything = document.querySelector("[data-pick-all]");
    if (!everything) return;
    everything.checked = chosen > 0 && chosen === picks().length;
    everything.indeterminate = chosen > 0 && chosen < picks().length;
  };
  const pick = (range) => {
    const box = current()?.querySelector("[data-pick]");
    if (!box) return;
    const boxes = picks();
    const from = range && last ? boxes.indexOf(last) : boxes.indexOf(box);
    const to = boxes.indexOf(box);
    if (range && last) boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => (each.checked = true));
    else box.checked = !box.checked;
    last = box;
    count();
  };
  const pickAll = () => {
    const boxes = picks();
    const some = boxes.some((box) => !box.checked);
    boxes.forEach((box) => (box.checked = some));
    count();
  };
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-pick]");
    if (!box || !event.shiftKey || !last) return;
    const boxes = picks();
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    boxes.slice(from, to + 1).forEach((each) => (each.checked = box.checked));
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) pickAll();
    else if (event.target.matches("[data-pick]")) {
      last = event.target;
      count();
    }
  });
  all("[data-pick-all]").forEach((box) => (box.hidden = false));
  window.addEventListener("pageshow", count);

  /* The palette: a combobox. The list comes from the server; the choice moves by aria-activedescendant. */
  const palette = document.getElementById("palette");
  const asked = document.getElementById("palette-q");
  const options = () => all("[role=option]", palette);
  const chosen = () => palette.querySelector("[aria-selected=true]");
  const choose = (option) => {
    options().forEach((each) => each.setAttribute("aria-selected", String(each === option)));
    if (option) {
      asked.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else asked.removeAttribute("aria-activedescendant");
  };
  const open = () => {
    if (!palette || palette.open) return;
    palette.showModal();
    asked.value = "";
    asked.focus();
    window.htmx?.trigger(asked, "palette");
  };
  if (palette) {
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-palette-open]")) {
        event.preventDefault();
        open();
      } else if (event.target === palette) palette.close();
    });
    asked.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const list = options();
      const here = list.indexOf(chosen());
      const go = { ArrowDown: here + 1, ArrowUp: here < 1 ? list.length - 1 : here - 1 }[event.key];
      if (go !== undefined) {
        event.preventDefault();
        choose(list[go % list.length]);
      } else if (event.key === "Enter") {
        event.preventDefault();
        chosen()?.click();
      }
    });
    palette.addEventListener("htmx:afterSwap", () => {
      choose(options()[0]);
      const said = palette.querySelector("[data-palette-count]");
      palette.querySelector("[data-palette-said]").textContent = said ? said.textContent : "";
    });
  }

  /* A form that came into the page is where the typing goes on. */
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "verb-form") return;
    document.querySelector("#verb-form :is(textarea, input:not([type=hidden]), select, button)")?.focus();
  });

  let going = 0;
  const keys = {
    "/": () => document.querySelector("[data-key-search], main input[type=search], #site-search")?.focus(),
    "?": () => click("[data-key-help]"),
    j: () => move(1),
    k: () => move(-1),
    x: () => pick(false),
    X: () => pick(true),
    a: pickAll,
    b: () => document.querySelector("[data-bulk]:not(.is-empty) button")?.focus(),
    t: () => current()?.querySelector("[data-take] button")?.click(),
    d: () => current()?.querySelector("[data-hand]")?.click(),
    w: () => current()?.querySelector("[data-back] button")?.click(),
    u: () => click("[data-undo]"),
  };
  const press = (key) => {
    const named = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (named) named.click();
    else if (keys[key]) keys[key]();
    else return false;
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.keys === "off") return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (Date.now() - going < 1500) {
      going = 0;
      click(`[data-go="${CSS.escape(event.key)}"]`);
    } else if (event.key === "g") going = Date.now();
    else if (press(event.key)) event.preventDefault();
  });
})();
