/* Keys of the review queue. An element with data-key="j" is served by that key: a link is followed, a tick box changed,
   a field gets the focus. "d" leads to the decision, Ctrl+Enter sends it, Escape leads out of a field, "?" shows
   [data-key-help]. The help is hidden without this script; [data-key-switch] in it turns single letters off on this
   device, for those who speak their commands or press keys by accident. */
(() => {
  "use strict";
  const KEPT = "queue-keys";
  const help = document.querySelector("[data-key-help]");
  if (!help) return;
  const turn = help.querySelector("[data-key-switch]");
  const panel = document.getElementById("panel");

  const kept = () => {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch {
      return true; // the device keeps nothing: as on the first visit
    }
  };
  const keep = (on) => {
    try {
      localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {
      // it counts for this page
    }
  };

  help.hidden = false;
  turn.checked = kept();
  turn.addEventListener("change", () => keep(turn.checked));

  const isField = (place) =>
    place instanceof HTMLElement &&
    (place.isContentEditable || place.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])"));

  const decision = () => document.querySelector(".decide input[name=act]:checked, .decide input[name=act]");

  const serve = (key) => {
    if (key === "?") {
      help.open = !help.open;
      help.querySelector("summary").focus();
      return true;
    }
    const place = key === "d" ? decision() : document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!place) return false;
    if (key !== "d" && place.matches("a, input[type=checkbox]")) place.click();
    else place.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const form = event.target instanceof Element && event.target.closest(".decide");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && isField(event.target) && panel) {
      panel.focus();
      return;
    }
    if (isField(event.target) || !turn.checked || event.key.length !== 1) return;
    if (serve(event.key.toLowerCase())) event.preventDefault();
  });
})();
