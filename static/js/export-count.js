/* Counts what an export would hold while its form is filled in: <form data-export-count="address">. The address answers
   HTML with the parts [data-export-count-part], which take the place of those with the same name. The button
   [data-export-count-button] is for those without script. */
(() => {
  "use strict";
  const WAIT_MS = 300;
  const form = document.querySelector("[data-export-count]");
  if (!form) return;
  form.querySelectorAll("[data-export-count-button]").forEach((button) => {
    button.hidden = true;
  });

  const choices = () => {
    const chosen = new URLSearchParams(new FormData(form));
    chosen.delete("csrfmiddlewaretoken");
    return chosen;
  };

  const show = (html) => {
    const answer = new DOMParser().parseFromString(html, "text/html");
    for (const part of answer.querySelectorAll("[data-export-count-part]")) {
      const name = part.dataset.exportCountPart;
      const place = form.querySelector(`[data-export-count-part="${name}"]`);
      if (place && place.innerHTML !== part.innerHTML) place.replaceChildren(...part.childNodes);
    }
  };

  let asking = null;
  const ask = async () => {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    form.dataset.counting = "";
    try {
      const answer = await fetch(`${form.dataset.exportCount}?${choices()}`, { signal: mine.signal, cache: "no-store" });
      if (answer.ok || answer.status === 400) show(await answer.text());
    } catch {
      // left for a later one, or the connection is away: the next change asks again
    } finally {
      if (asking === mine) delete form.dataset.counting;
    }
  };

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
})();
