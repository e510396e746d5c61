/* A press on a button of a form counts although the page moves under it: files arrive, notes come and go while one writes,
   and a press whose end falls beside its button is none for a browser. Who draws away before letting go takes it back. */
(() => {
  "use strict";
  const HOLDS_WITHIN = 12; // CSS pixels, from where the press began

  document.addEventListener("pointerdown", (down) => {
    const button = down.target.closest?.("form[data-send-once] [type=submit]");
    if (!button || !down.isPrimary || down.button !== 0) return;
    button.setPointerCapture(down.pointerId);
    const moved = (move) => {
      if (move.pointerId !== down.pointerId) return;
      if (Math.hypot(move.clientX - down.clientX, move.clientY - down.clientY) > HOLDS_WITHIN) button.releasePointerCapture(down.pointerId);
    };
    button.addEventListener("pointermove", moved);
    button.addEventListener("lostpointercapture", () => button.removeEventListener("pointermove", moved), { once: true });
  });
})();
