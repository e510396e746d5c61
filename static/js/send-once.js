/* Keeps an impatient second press from sending a form twice: <form data-send-once>, and on the button, if wanted,
   data-sending="Sending…". Being sent once is the server's promise (the key of the form); this only spares the wait.
   The buttons come back when the page is shown again, and after a while if the connection hangs. */
(() => {
  "use strict";
  const AGAIN_MS = 20000;

  const buttonsOf = (form) => [...form.elements].filter((control) => control.type === "submit");

  const release = (form) => {
    delete form.dataset.sending;
    for (const button of buttonsOf(form)) {
      if (!("heldBySendOnce" in button.dataset)) continue;
      delete button.dataset.heldBySendOnce;
      button.disabled = false;
      if (button.dataset.words) button.textContent = button.dataset.words;
    }
  };

  const hold = (form, pressed) => {
    for (const button of buttonsOf(form)) {
      if (button.disabled) continue;
      button.dataset.heldBySendOnce = "";
      button.disabled = true;
    }
    if (pressed && pressed.dataset.sending) {
      pressed.dataset.words = pressed.textContent;
      pressed.textContent = pressed.dataset.sending;
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-send-once") || event.defaultPrevented) return;
    if ("sending" in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "";
    // Only after this event: a button that is disabled now would be missing from what is sent.
    setTimeout(() => hold(form, event.submitter), 0);
    setTimeout(() => release(form), AGAIN_MS);
  });

  addEventListener("pageshow", () => document.querySelectorAll("form[data-send-once]").forEach(release));
})();
