/* Passkeys. <form data-passkey="get|create" data-begin="/address"> is shown only where the browser can do it:
   ask the server for a challenge, ask the device, send what it answered in the hidden field `answer`. */
(() => {
  "use strict";

  const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON && navigator.credentials;
  const forms = [...document.querySelectorAll("form[data-passkey]")];
  const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;
  const problem = (form, text) => {
    const place = form.querySelector("[data-passkey-problem]");
    place.textContent = text;
    place.hidden = !text;
  };

  const challenge = async (form) => {
    const answer = await fetch(form.dataset.begin, { method: "POST", headers: { "X-CSRFToken": token(form) } });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.detail);
    return found;
  };

  const ask = async (form, options) => {
    const credential =
      form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return credential.toJSON();
  };

  const run = async (form) => {
    const button = form.querySelector("button");
    problem(form, "");
    button.setAttribute("aria-busy", "true");
    try {
      const options = await challenge(form);
      form.elements.answer.value = JSON.stringify(await ask(form, options));
      form.submit();
    } catch (error) {
      button.removeAttribute("aria-busy");
      problem(form, error instanceof DOMException || !error.message ? form.dataset.failed : error.message);
    }
  };

  forms.forEach((form) => {
    form.hidden = !able;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (form.reportValidity()) run(form);
    });
  });
  document.querySelectorAll("[data-passkey-unable]").forEach((text) => (text.hidden = Boolean(able)));
})();
