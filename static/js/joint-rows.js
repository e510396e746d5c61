/* Rows of organisations that sign with an author: <fieldset data-joint-rows> with rows [data-joint-row], each with a
   button [data-joint-remove], and a button [data-joint-add]; the buttons are hidden in the page.
   Without this script the empty rows of the page are there to be filled. */
(() => {
  "use strict";

  const inputs = (row) => [...row.querySelectorAll("input")];
  const isEmpty = (row) => inputs(row).every((input) => !input.value.trim());

  const start = (part) => {
    const list = part.querySelector("[data-joint-row]").parentElement;
    const rows = () => [...list.querySelectorAll("[data-joint-row]")];
    const add = part.querySelector("[data-joint-add]");
    let highest = rows().length;

    const number = (row) => {
      highest += 1;
      for (const label of row.querySelectorAll("label")) label.querySelector(".vh").textContent = ` ${highest}`;
      inputs(row).forEach((input, place) => {
        input.value = "";
        input.removeAttribute("aria-invalid");
        input.removeAttribute("aria-describedby");
        input.id = `${input.name}_${highest}`;
        row.querySelectorAll("label")[place].htmlFor = input.id;
      });
      row.querySelector("[data-joint-remove] .vh").textContent = ` ${highest}`;
    };

    const blank = () => {
      const row = rows().at(-1).cloneNode(true);
      row.classList.remove("bad-field");
      row.querySelectorAll(".err").forEach((error) => error.remove());
      number(row);
      return row;
    };

    const changed = () => part.dispatchEvent(new Event("input", { bubbles: true })); // who saves drafts listens

    part.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button === add) {
        const row = blank();
        list.append(row);
        inputs(row)[0].focus();
      } else if (button.hasAttribute("data-joint-remove")) {
        const row = button.closest("[data-joint-row]");
        if (rows().length === 1) list.append(blank());
        const next = row.nextElementSibling ?? row.previousElementSibling;
        row.remove();
        inputs(next)[0].focus();
        changed();
      }
    });

    rows().filter(isEmpty).slice(1).forEach((row) => row.remove());
    part.querySelectorAll("button[hidden]").forEach((button) => { button.hidden = false; });
  };

  document.querySelectorAll("[data-joint-rows]").forEach(start);
})();
