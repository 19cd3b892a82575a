/* Questions that depend on an answer are shown while that answer is given. Without this file all are shown, with words. */
(() => {
  "use strict";

  const form = document.querySelector("form.assist");
  if (!form) return;
  const given = (name) => [...form.querySelectorAll(`[name="${name}"]`)]
    .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map((field) => field.value);
  const show = () => form.querySelectorAll("[data-when]").forEach((asked) => {
    const wanted = asked.dataset.is.split(",");
    const trigger = form.querySelector(`[name="${asked.dataset.when}"]`)?.closest("[data-when]");
    asked.hidden = Boolean(trigger?.hidden) || !given(asked.dataset.when).some((value) => wanted.includes(value));
  });
  form.addEventListener("change", show);
  show();
})();
