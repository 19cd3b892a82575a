/* Comfort only: every page works without this file. No inline handlers; behaviour hangs on data- attributes. */
(() => {
  "use strict";

  const cookie = (name) => (document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`)) || [])[1] || "";
  const token = () => cookie("__Host-csrftoken") || cookie("csrftoken");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* htmx: the CSRF token of the cookie goes with every request that changes something. */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
  });

  /* htmx: polls wait while nobody looks at the page. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const trigger = event.detail.elt.getAttribute("hx-trigger") || "";
    if (document.hidden && trigger.includes("every")) event.preventDefault();
  });

  /* Nobody is signed in any more (idle, or signed out elsewhere): the page goes to the sign-in and back, unless
     something typed would be lost; then sending it leads there. */
  document.addEventListener("signed-out", () => {
    if (!document.querySelector("form[data-dirty]")) window.location.reload();
  });

  /* htmx: show pages of problems (4xx with our own text) instead of dropping them. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status === 304) event.detail.shouldSwap = false;
    if (status === 409 || status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  /* A drawn process is wider than the page: what is now stands in the middle, also when it is unfolded later. */
  const showNow = () => all(".process__scroll").forEach((frame) => {
    const here = frame.querySelector("[aria-current]");
    if (!here || !frame.clientWidth) return;
    const box = here.getBoundingClientRect(), around = frame.getBoundingClientRect();
    frame.scrollLeft += box.left + box.width / 2 - around.left - around.width / 2;
  });
  document.addEventListener("DOMContentLoaded", showNow);
  document.addEventListener("toggle", showNow, true);

  /* A form is sent once: a second press within five seconds does nothing. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    const now = Date.now();
    if (now - Number(form.dataset.sentAt || 0) < 5000) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = now;
    delete form.dataset.dirty;
    all("button[type=submit]", form).forEach((button) => button.setAttribute("aria-busy", "true"));
  });
  window.addEventListener("pageshow", () => {
    all("form[data-sent-at]").forEach((form) => {
      delete form.dataset.sentAt;
      all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
    });
  });

  /* <form data-guard>: leaving asks first while something typed is not saved. */
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-guard")) form.dataset.dirty = "1";
    if (form && form.dataset.autosave) scheduleSave(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-dirty]")) event.preventDefault();
  });

  /* <form data-autosave="/address">: saved two seconds after the last key; the address answers 2xx.
     An element with data-saved inside gets the words of its data-saved-text. */
  const timers = new WeakMap();
  const scheduleSave = (form) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => save(form), 2000));
  };
  const words = (form) => {
    const data = new FormData(form);
    all("input[type=file]", form).forEach((field) => data.delete(field.name));
    return data;
  };
  const save = async (form) => {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: words(form),
      headers: { "X-CSRFToken": token() },
    }).catch(() => null);
    const note = form.querySelector("[data-saved]");
    if (!answer || !answer.ok || answer.redirected) {
      if (note) note.textContent = note.dataset.unsavedText || "";
      return;
    }
    delete form.dataset.dirty;
    if (!note) return;
    const at = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    note.textContent = (note.dataset.savedText || "").replace("#", at);
    all("[data-discard]", form).forEach((item) => (item.hidden = false));
  };

  /* Dialogs: links with data-opens open them properly; without this file they open by :target. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const closer = event.target.closest("[data-closes]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (!dialog) return;
      event.preventDefault();
      dialog.showModal();
    } else if (closer && closer.closest("dialog[open]")) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    all("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all("details.menu[open]").forEach((menu) => menu.removeAttribute("open"));
  });

  /* <button data-print hidden>: shown where it can work. */
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  /* The error summary is the first thing read after a form came back. */
  document.querySelector("[data-error-summary]")?.focus();
})();
