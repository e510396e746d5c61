/* Suggests while typing: <input list="known" data-source="/en/organisations/">, <datalist id="known"></datalist>
   The source answers GET ?q=words with JSON {"results": [{"name": "…", "detail": "…"}]}; detail may be left out.
   Without this script the field takes whatever is typed. */
(() => {
  "use strict";
  const WAIT_MS = 250;
  const SHORTEST = 2;

  const option = ({ name, detail }) => {
    const line = document.createElement("option");
    line.value = name;
    if (detail) line.label = `${name} (${detail})`;
    return line;
  };

  const attach = (input) => {
    let timer;
    let asking;
    let last = "";

    const ask = async () => {
      const words = input.value.trim();
      if (words.length < SHORTEST || words === last) return;
      if ([...input.list.options].some((known) => known.value === words)) return; // one was chosen
      last = words;
      asking?.abort();
      asking = new AbortController();
      const source = new URL(input.dataset.source, location.href);
      source.searchParams.set("q", words);
      try {
        const answer = await fetch(source, { signal: asking.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const { results } = await answer.json();
        input.list.replaceChildren(...results.map(option));
      } catch (error) {
        if (error.name !== "AbortError") last = ""; // the connection failed: the next letter asks again
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT_MS);
    });
  };

  // When it is first gone to: fields may come to the page later.
  const known = new WeakSet();
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.matches("[data-source][list]") || known.has(target)) return;
    known.add(target);
    attach(target);
  });
})();
