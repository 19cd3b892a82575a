/* The intake screen: "e" opens the emergency script, also with Alt from inside a field; a pick clears the list. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing || event.repeat || event.code !== "KeyE") return;
    const typing = event.target.closest("input, textarea, select");
    if (document.querySelector("dialog[open]") || (typing && !event.altKey)) return;
    const opener = document.querySelector("[data-emergency] [data-opens]");
    if (opener) {
      event.preventDefault();
      opener.click();
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "caller" || event.detail.xhr.status >= 400) return;
    document.getElementById("found").replaceChildren();
    const first = document.querySelector("#caller details[open] input:not([type=hidden]), #id_title");
    if (first) first.focus();
  });
})();
