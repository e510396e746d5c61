/* Puts a list in another order on the page, saved at once: <form data-reorder data-words="{name}: {place} of {all}"> around an
   <ol> whose items each have data-line, data-name and buttons named "up" and "down"; [data-reorder-bar], hidden at first, holds the
   button that saves and a [role=status]; the field "wanted" carries the new order. Items can also be dragged by a handle.
   Without this script each press of a button is sent by itself. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-reorder]");
  if (!form) return;
  const list = form.querySelector("ol");
  const bar = form.querySelector("[data-reorder-bar]");
  const items = () => [...list.children];
  const order = () => items().map((item) => item.dataset.line).join();
  const shown = order();

  const settle = (moved) => {
    const all = items();
    all.forEach((item, place) => {
      item.querySelector("[name=up]").hidden = place === 0;
      item.querySelector("[name=down]").hidden = place === all.length - 1;
    });
    const now = order();
    form.elements.wanted.value = now === shown ? "" : now;
    bar.hidden = now === shown;
    const values = { name: moved.dataset.name, place: all.indexOf(moved) + 1, all: all.length };
    bar.querySelector("[role=status]").textContent = form.dataset.words.replace(/{(\w+)}/g, (_, word) => values[word]);
  };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !["up", "down"].includes(button.name)) return;
    event.preventDefault();
    const item = button.closest("li");
    const neighbour = button.name === "up" ? item.previousElementSibling : item.nextElementSibling;
    if (!neighbour) return;
    if (button.name === "up") neighbour.before(item);
    else neighbour.after(item);
    settle(item);
    (button.hidden ? item.querySelector("button:not([hidden])") : button).focus();
  });

  /* ---------- dragging ---------- */

  let dragged = null;
  for (const item of items()) {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.draggable = true;
    handle.setAttribute("aria-hidden", "true");
    item.querySelector("[name=up]").before(handle);
    handle.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setDragImage(item, 0, 0);
    });
    handle.addEventListener("dragend", () => {
      if (dragged) settle(dragged);
      dragged = null;
    });
  }
  list.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest("li");
    if (!over || !list.contains(over)) return;
    event.preventDefault();
    if (over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(dragged);
    else over.after(dragged);
  });
})();
