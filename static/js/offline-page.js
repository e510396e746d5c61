/* Has the browser keep the page that it shows when one of ours cannot be reached (see offline-worker.js). */
(() => {
  "use strict";
  if (!("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    navigator.serviceWorker.register("/offline.js").catch(() => {}); // then the browser shows a page of its own
  });
})();
