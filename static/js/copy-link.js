/* Copies a permalink: <a href="/en/posts/RT2-0047/" data-copy data-copied="Link copied">Copy link</a>
   Without this script, or where the clipboard is closed, the link simply leads to the post. */
(() => {
  "use strict";
  const SHOWN_MS = 2000;
  let spoken; // one live region for the page, made when first needed

  const say = (words) => {
    if (!spoken) {
      spoken = document.createElement("p");
      spoken.className = "vh";
      spoken.setAttribute("role", "status");
      document.body.append(spoken);
    }
    spoken.textContent = words;
  };

  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-copy]");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      location.assign(link.href);
      return;
    }
    const words = link.firstChild; // the visible words; what follows is for screen readers
    if (link.dataset.copy !== "done") {
      const before = words.textContent;
      link.dataset.copy = "done";
      words.textContent = link.dataset.copied;
      setTimeout(() => {
        words.textContent = before;
        link.dataset.copy = "";
        say("");
      }, SHOWN_MS);
    }
    say(link.dataset.copied);
  });
})();
