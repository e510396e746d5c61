/* Copies of unsaved texts on this device, for as long as the server cannot take them. Used by js/draft.js.

   Each open page has a copy of its own, under hub-draft:<account>:<place>:<page>, so that none overwrites another's.
   data-drop-copies="sent" on a page that says that a text arrived removes those of the text that was sent, and
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
    /* This text is on its way: the page that says that it arrived drops its copies. */
    send(text) {
      try {
        sessionStorage.setItem(SENT, text);
      } catch {
        // then its copy stays, and is offered once more
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

  const SENT = "hub-draft-sent";
  const beingSent = () => keys().filter((key) => read(key)?.sending);
  const textSent = () => {
    try {
      return sessionStorage.getItem(SENT);
    } catch {
      return null;
    }
  };

  // Only copies of the very text that arrived: an earlier try may have held more than what was sent in the end.
  if (document.querySelector("[data-drop-copies=sent]")) beingSent().filter((key) => read(key).body === textSent()).forEach(drop);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-drop-copies=dropped]")) beingSent().forEach(drop);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-drop-copies=all]")) return;
    keys().forEach(drop);
    sessionStorage.clear(); // what the pages of this tab tell each other
  });
})();
