/* Texts chosen in the review queue for one decision on many. What is ticked in [data-choice] is carried by every way that
   leads on in the queue, so that it is still ticked there: links, forms and buttons with [data-carries], and the fields in
   [data-chosen-fields]; the address of the page keeps it for going back and for loading anew. [data-chosen-number] counts. */
(() => {
  "use strict";
  const NAME = "chosen";
  const form = document.querySelector("[data-choice]");
  if (!form) return;
  const boxes = [...form.querySelectorAll(`input[type=checkbox][name=${NAME}]`)];
  const number = form.querySelector("[data-chosen-number]");

  const carrying = (address, chosen) => {
    const url = new URL(address, location.href);
    url.searchParams.delete(NAME);
    for (const reference of chosen) url.searchParams.append(NAME, reference);
    return url.href;
  };

  const field = (reference) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: NAME, value: reference });
    return input;
  };

  const carry = () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    for (const way of document.querySelectorAll("[data-carries]:not([data-carries=none])")) {
      const name = way.matches("a") ? "href" : way.matches("form") ? "action" : "formaction";
      way.setAttribute(name, carrying(way.getAttribute(name), chosen));
    }
    for (const place of document.querySelectorAll("[data-chosen-fields]")) place.replaceChildren(...chosen.map(field));
    if (number) number.textContent = String(chosen.length);
    const here = carrying(location.href, chosen);
    if (boxes.length && here !== location.href) history.replaceState(history.state, "", here);
  };

  form.addEventListener("change", carry);
  addEventListener("pageshow", carry); // a browser may have put ticks back
})();
