/* The service worker: where a page cannot be reached, or a form not sent, it answers with a page that says so. It keeps that
   page in each language and its looks, nothing else; nothing of a reader passes into what it keeps.

   Loaded by /offline.js (hub/offline.py), which says in self.offline:
   name   of this release's pages; those of others are thrown away
   pages  their addresses by language: {"en": "/en/offline/"}
   looks  addresses of what they are drawn with */
(() => {
  "use strict";
  const { name, pages, looks } = self.offline;
  const OURS = "offline-";

  const keep = async () => {
    const kept = await caches.open(OURS + name);
    await kept.addAll([...Object.values(pages), ...looks]);
    await self.skipWaiting();
  };

  const tidy = async () => {
    for (const other of await caches.keys()) {
      if (other.startsWith(OURS) && other !== OURS + name) await caches.delete(other);
    }
    await self.clients.claim();
  };

  const reach = async (request) => {
    try {
      return await fetch(request);
    } catch {
      const language = new URL(request.url).pathname.split("/")[1];
      return (await caches.match(pages[language] ?? Object.values(pages)[0])) ?? Response.error();
    }
  };

  /* What a script sends never needs this worker; and what a page sends as it goes (js/draft.js) would go with it, if it waited. */
  const SENT_BY_SCRIPTS = { condition: { requestMethod: "POST", requestMode: "cors" }, source: "network" };

  self.addEventListener("install", (event) => {
    event.addRoutes?.(SENT_BY_SCRIPTS);
    event.waitUntil(keep());
  });
  self.addEventListener("activate", (event) => event.waitUntil(tidy()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.keepalive && request.method === "POST") {
      event.respondWith(fetch(request)); // where browsers know no routes
    } else if (request.isHistoryNavigation && request.method !== "GET") {
      return; // back to a page that answered a form: the browser asks whether to send it again, and no connection is missing
    } else if (request.mode === "navigate") {
      event.respondWith(reach(request));
    } else if (looks.includes(new URL(request.url).pathname)) {
      event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
    }
  });
})();
