/* Words of the board in the reader's language: what the server sent, else English as written. */
export const offers = JSON.parse(document.querySelector("[data-board]")?.dataset.offers || "{}");

export const t = (text, values = {}) =>
  (offers.words?.[text] || text).replace(/{([^}]+)}/g, (_all, name) => values[name] ?? `{${name}}`);
