/* A form that was sent keeps its key until its receipt was seen: <form data-same-key>. Who comes back to the page because no
   answer came, and presses Send again, sends the same form: received once, with the same receipt. So does who goes back.
   The page of a receipt carries data-arrived. A form with data-same-key="own" has its key from its address and keeps it. The server's promise stands without this script for as long as the page does. */
(() => {
  "use strict";
  const SENT = "hub-sent:";
  const store = {
    read(place) {
      try {
        return JSON.parse(sessionStorage.getItem(SENT + place));
      } catch {
        return null;
      }
    },
    write(place, sent) {
      try {
        sessionStorage.setItem(SENT + place, JSON.stringify(sent));
      } catch {
        // this browser keeps nothing for pages
      }
    },
  };

  if (document.querySelector("[data-arrived]")) {
    for (const name of Object.keys(sessionStorage)) {
      const place = name.slice(SENT.length);
      if (name.startsWith(SENT)) store.write(place, { ...store.read(place), arrived: true });
    }
  }

  const form = document.querySelector("form[data-same-key]");
  if (!form) return;
  const sent = store.read(location.pathname);
  const type = performance.getEntriesByType("navigation")[0]?.type;
  const isOwn = form.dataset.sameKey === "own";
  if (!isOwn && sent && (!sent.arrived || type === "back_forward" || type === "reload")) form.elements.key.value = sent.key;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "send") store.write(location.pathname, { key: form.elements.key.value });
  });
})();
