/* Takes the SHA-256 of a file in the browser, and sends the file nowhere:
   <div data-hash-into="id of a field" data-hash-done="…" data-hash-failed="…" hidden><input type="file"><p role="status"></p></div>
   Without this script, or where the browser has no digests (a page without https), the part stays hidden. */
(() => {
  "use strict";
  if (!globalThis.crypto?.subtle) return;

  const hexOf = (buffer) =>
    [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  for (const part of document.querySelectorAll("[data-hash-into]")) {
    const chooser = part.querySelector("input[type=file]");
    const spoken = part.querySelector("[role=status]");
    const field = document.getElementById(part.dataset.hashInto);
    let turn = 0; // of two files chosen in a row, the later counts

    chooser.addEventListener("change", async () => {
      const [file] = chooser.files;
      const mine = ++turn;
      spoken.textContent = "";
      if (!file) return;
      let words = part.dataset.hashFailed;
      try {
        const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
        if (mine !== turn) return;
        field.value = hexOf(digest);
        words = part.dataset.hashDone;
      } catch {
        if (mine !== turn) return;
      }
      spoken.textContent = words;
    });
    part.hidden = false;
  }
})();
