/* Copies of unsaved texts on this device, for as long as the server cannot take them. Used by js/draft.js.

   Each open page has a copy of its own, under hub-draft:<account>:<place>:<page>, so that none overwrites another's.
   data-drop-copies="sent" on a page that says that a text arrived removes those that were being sent, and
   data-drop-copies="dropped" on the link by which a writer drops such a text does so when it is followed;
   data-drop-copies="all" on the form that signs out removes every one as it is sent. */
(() => {
  "use strict";
  const PREFIX = "hub-draft:";
  const begins = (...parts) => PREFIX + parts.map((part) => `${encodeURIComponent(part)}:`).join("");

  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return []; // this browser keeps nothing for pages
    }
  };
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const drop = (key) => {
    try {
      localStorage.removeItem(key);
    } catch {
      // it was not kept either
    }
  };

  window.draftCopies = {
    /* Keeps a copy {body, plain, revision, at, sending}; false where this device does not. */
    keep(owner, place, page, copy) {
      try {
        localStorage.setItem(begins(owner, place) + page, JSON.stringify(copy));
        return true;
      } catch {
        return false;
      }
    },
    drop(owner, place, page) {
      drop(begins(owner, place) + page);
    },
    /* The copies of a place, the newest first, each with its page. */
    of(owner, place) {
      const start = begins(owner, place);
      const found = keys().filter((key) => key.startsWith(start)).map((key) => ({ page: key.slice(start.length), ...read(key) }));
      return found.filter((copy) => copy.at).sort((one, other) => other.at - one.at);
    },
    /* Another account writes on this device now: what an earlier one left is not for its eyes. */
    dropThoseOfOthers(owner) {
      const own = begins(owner);
      keys().filter((key) => !key.startsWith(own)).forEach(drop);
    },
  };

  const dropSent = () => keys().filter((key) => read(key)?.sending).forEach(drop);
  if (document.querySelector("[data-drop-copies=sent]")) dropSent();
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-drop-copies=dropped]")) dropSent();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-drop-copies=all]")) return;
    keys().forEach(drop);
    sessionStorage.clear(); // what the pages of this tab tell each other
  });
})();
