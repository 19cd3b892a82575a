/* Fields of the panel, in the marks of the desk's forms. */
import { t } from "./words.js";

export const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
};

const labelled = (name, label, input, hint) => {
  input.id = `board-${name}`;
  const box = make("div", { class: "field" }, make("label", { class: "field__label", for: input.id }, label));
  if (hint) {
    box.append(make("div", { class: "field__hint", id: `${input.id}-hint` }, hint));
    input.setAttribute("aria-describedby", `${input.id}-hint`);
  }
  box.append(input);
  return box;
};

/* One line, or several where ``rows`` is given. ``set`` is told when the field is left or Enter is pressed. */
export const text = (name, label, value, set, { hint = "", rows = 0 } = {}) => {
  const input = rows ? make("textarea", { rows }) : make("input", { type: "text" });
  input.value = value || "";
  input.spellcheck = false;
  input.autocomplete = "off";
  input.addEventListener("change", () => set(input.value.trim()));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !rows) {
      event.preventDefault();
      set(input.value.trim());
    }
  });
  return labelled(name, label, input, hint);
};

/* ``choices``: [value, label]. What the drawing names and nobody knows stays visible, so that it can be seen and changed. */
export const select = (name, label, value, choices, set, { hint = "", empty = t("nothing") } = {}) => {
  const known = choices.some(([one]) => one === value);
  const all = [...(empty === null ? [] : [["", empty]]), ...choices, ...(value && !known ? [[value, `${value} ?`]] : [])];
  const input = make("select", {}, ...all.map(([one, said]) => make("option", { value: one }, said)));
  input.value = value || "";
  input.addEventListener("change", () => set(input.value));
  return labelled(name, label, input, hint);
};

export const checkbox = (name, label, checked, set) => {
  const input = make("input", { type: "checkbox", id: `board-${name}` });
  input.checked = checked;
  input.addEventListener("change", () => set(input.checked));
  return make("div", { class: "field" }, make("label", { class: "choice" }, input, make("span", {}, label)));
};

/* Several of a list, kept as words with spaces between them, in the order of the list. */
export const several = (name, label, value, choices, set, { hint = "" } = {}) => {
  const chosen = new Set((value || "").split(/\s+/).filter(Boolean));
  const all = [...choices, ...[...chosen].filter((one) => !choices.some(([known]) => known === one)).map((one) => [one, `${one} ?`])];
  const boxes = all.map(([one, said], turn) => {
    const input = make("input", { type: "checkbox", id: `board-${name}-${turn}` });
    input.checked = chosen.has(one);
    input.addEventListener("change", () => {
      if (input.checked) chosen.add(one);
      else chosen.delete(one);
      const kept = (value || "").split(/\s+/).filter((word) => chosen.has(word));
      set([...kept, ...[...chosen].filter((word) => !kept.includes(word))].join(" "));
    });
    return make("label", { class: "choice" }, input, make("span", {}, said));
  });
  const said = all.filter(([one]) => chosen.has(one)).map(([, label_]) => label_).join("、");
  return make(
    "details",
    { class: "board-several", open: false },
    make("summary", {}, make("span", { class: "field__label" }, label), make("span", { class: "small quiet" }, said || t("nothing"))),
    hint ? make("p", { class: "field__hint" }, hint) : "",
    make("div", { class: "choices", role: "group", "aria-label": label }, ...boxes),
  );
};

export const button = (label, act, name = "") =>
  make("button", { type: "button", class: "button button--secondary", "data-board-do": name, on: { click: act } }, label);
