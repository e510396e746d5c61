/* Saves a text while it is written: <form data-draft-form> beside <div data-draft='{…}'>
   (templates/discussions/compose/draft_bar.html, discussions/pages/draft_bar.py). Needs js/draft-copies.js; loaded before
   js/editor.js, so that it sees what a browser brought back before the editor does.

   Saved are the form's fields as they are, soon after the last key, when one leaves the text, and when the page goes. Each save
   names the revision that it was built on; where the server has a newer one of another page, saving stops until the writer has
   seen both texts. What the server cannot take is kept on this device until it can. */
(() => {
  "use strict";
  const AFTER_LAST_KEY_MS = 1500;
  const AT_LEAST_EVERY_MS = 15000;
  const ANSWER_WITHIN_MS = 20000;
  const FIRST_RETRY_MS = 3000;
  const FIRST_LOOK_MS = 300; // for a save that was on its way when one came back; then ever later
  const LOOKS_AGAIN = 3;
  const LONGEST_RETRY_MS = 30000;
  const SENT_WHILE_LEAVING = 60000; // bytes that a browser still sends for a page that is gone

  const bar = document.querySelector("[data-draft]");
  const form = document.querySelector("form[data-draft-form]");
  const area = form?.elements.body;
  if (!bar || !area || !window.draftCopies) return;
  const { owner, place, page: savedPage, savedAt, signIn, words, ...begun } = JSON.parse(bar.dataset.draft);
  const copies = window.draftCopies;
  const page = crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
  const part = (name) => bar.querySelector(`[data-draft-${name}]`);
  const saveButton = form.querySelector("button[name=action][value=save]");
  const revisionField = form.elements.revision;
  const pageField = document.createElement("input");
  pageField.type = "hidden";
  pageField.name = "page";
  pageField.value = page;
  form.append(pageField);

  /* What the pages of one tab tell each other, of this place. */
  const tab = {
    set(name, value) {
      try {
        sessionStorage.setItem(`hub-draft:${name}:${place}`, JSON.stringify(value));
      } catch {
        // then they do not
      }
    },
    take(name) {
      try {
        const value = sessionStorage.getItem(`hub-draft:${name}:${place}`);
        sessionStorage.removeItem(`hub-draft:${name}:${place}`);
        return JSON.parse(value);
      } catch {
        return null;
      }
    },
  };

  let revision = begun.revision;
  let changes = 0; // counted as they come in
  let saved = 0; // how many of them the server has
  let savedBody = null; // the text as it was saved, or found when one began
  let firstUnsavedAt = 0;
  let timer;
  let retryMs = FIRST_RETRY_MS;
  let isSaving = false;
  let isLeaving = false;
  let isStopped = false; // until the writer has chosen, or for good

  /* ---------- the text ---------- */

  const BLOCK = /<(?:p|ul|ol|blockquote|h3|h4|table)\b/i;
  const squeezed = (text) => text.replace(/\s+/g, "");
  const lettersOf = (html) => squeezed(new DOMParser().parseFromString(html, "text/html").body.textContent);
  const editor = () => Object.values(window.CKEDITOR?.instances ?? {}).find((one) => one.element?.$ === area && one.status === "ready");
  const body = () => editor()?.getData() ?? area.value;
  const isSameText = (one, html, plain) => (BLOCK.test(one) ? lettersOf(one) === lettersOf(html) : squeezed(one) === squeezed(plain));
  const isServersText = (text) => isSameText(text, area.dataset.editorHtml ?? "", area.defaultValue);
  const setText = (html, plain, then) => {
    const place = editor();
    if (place) {
      place.setData(html, then);
    } else {
      area.value = window.CKEDITOR ? html : plain; // an editor that is still starting takes it over
      then();
    }
  };
  const isDirty = () => changes !== saved || (savedBody !== null && body() !== savedBody);

  /* ---------- what the bar says ---------- */

  const DAY = { day: "numeric", month: "long", year: "numeric" };
  const CLOCK = { hour: "2-digit", minute: "2-digit" };
  const momentOf = window.writtenTime({ ...DAY, ...CLOCK });
  const clockOf = window.writtenTime(CLOCK);
  const savedWords = (instant) =>
    instant.toDateString() === new Date().toDateString()
      ? words.saved.replace("{time}", clockOf(instant))
      : words.savedOn.replace("{moment}", momentOf(instant));

  let kind = "";
  /* Shown each time; spoken only when things turn, so that a screen reader is not told of every save. */
  const tell = (text, newKind, isTrouble = false) => {
    part("state").textContent = text;
    bar.classList.toggle("good", !isTrouble);
    bar.classList.toggle("wait", isTrouble);
    part("hint").hidden = isTrouble;
    part("by")?.remove();
    if (newKind === kind || newKind === "saving") return;
    kind = newKind;
    part("spoken").textContent = text;
  };

  /* Some words and ways to go on; none: nothing is asked (any more). */
  const ask = (text = "", ...ways) => {
    part("choice").hidden = !text && !ways.length;
    part("choice").replaceChildren(text, ...ways);
  };
  const linkTo = (url, text) => {
    const made = document.createElement("a");
    made.href = url;
    made.textContent = text;
    return made;
  };
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn alt s";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  /* ---------- on this device ---------- */

  const written = () => ({ body: body(), plain: editor()?.editable().$.innerText ?? area.value, revision, at: Date.now() });
  const copy = (more = {}) => copies.keep(owner, place, page, { ...written(), ...more });
  const dropCopy = () => copies.drop(owner, place, page);

  /* ---------- saving ---------- */

  const fields = (more = {}) => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
    data.delete("csrfmiddlewaretoken"); // another sign-in changes it: the cookie knows
    for (const [name, value] of Object.entries({ ...more, action: "save", body: body(), revision })) data.set(name, value);
    return new URLSearchParams(data).toString();
  };
  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  const post = (content, more = {}) =>
    fetch(location.pathname, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", "X-CSRFToken": token() },
      body: content,
      cache: "no-store",
      ...more,
    });

  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const isAway = () => kind === "offline" || kind === "signed-out";
  const changed = () => {
    changes += 1;
    firstUnsavedAt ||= Date.now();
    if (isStopped || isAway()) {
      copy();
    } else if (!isLeaving) {
      soon(Math.max(0, Math.min(AFTER_LAST_KEY_MS, firstUnsavedAt + AT_LEAST_EVERY_MS - Date.now())));
    }
  };

  const isSaved = (answer, counted) => {
    revision = answer.revision;
    revisionField.value = revision;
    form.elements.csrfmiddlewaretoken.value = token();
    saved = counted;
    firstUnsavedAt = 0;
    retryMs = FIRST_RETRY_MS;
    dropCopy();
    if (kind === "signed-out") ask();
    tell(savedWords(new Date(answer.savedAt)), "saved");
    part("beside").hidden = !answer.beside;
    part("beside").firstElementChild.textContent = answer.beside;
    const leftOut = part("left-out");
    leftOut.hidden = !answer.leftOut;
    if (answer.leftOut && leftOut.textContent !== answer.leftOut) part("spoken").textContent = answer.leftOut;
    leftOut.textContent = answer.leftOut;
    part("links").hidden = false;
    part("text").href = answer.textUrl;
    if (part("discard")) part("discard").href = answer.discardUrl;
    if (isDirty()) soon(AFTER_LAST_KEY_MS);
  };

  const cannotSave = (text, newKind) => {
    tell(copy() ? text : words.noCopy, newKind, true);
  };
  const isOffline = () => {
    cannotSave(words.offline, "offline");
    soon(retryMs);
    retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
  };
  const isSignedOut = () => {
    cannotSave(words.signedOut, "signed-out");
    const way = linkTo(`${signIn}?next=${encodeURIComponent(location.pathname)}`, words.signIn);
    way.target = "_blank";
    ask("", way);
    soon(LONGEST_RETRY_MS);
  };
  const stop = (text, ...asked) => {
    isStopped = true;
    clearTimeout(timer);
    copy();
    tell(text, "stopped", true);
    ask(...asked);
  };
  const hasChanged = (message) => stop(message, words.changed, button(words.both, () => form.requestSubmit(saveButton)));

  const understand = async (response, counted) => {
    const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
    if (response.ok && answer.revision) {
      isSaved(answer, counted);
    } else if (answer.code === "draft-changed" && answer.page === page) {
      revision = answer.revision; // of a save of this very page: its answer was lost
      soon(0);
    } else if (answer.code === "draft-changed") {
      hasChanged(answer.message);
    } else if (answer.code === "draft-sent") {
      stop(answer.message, words.kept, ...(answer.url ? [linkTo(answer.url, answer.urlText)] : []));
    } else if (response.status >= 500) {
      isOffline();
    } else if (response.redirected || response.status === 403) {
      isSignedOut();
    } else {
      stop(words.refused);
    }
  };

  async function save() {
    clearTimeout(timer);
    if (isSaving || isLeaving || isStopped || !isDirty()) return;
    if (isAway() && document.visibilityState === "hidden") return; // it is on this device; when the page is seen again
    isSaving = true;
    const content = fields();
    if (savedBody !== null && body() !== savedBody) changes += 1;
    savedBody = body();
    const counted = changes;
    if (!isAway()) tell(words.saving, "saving");
    const patience = new AbortController();
    const impatient = setTimeout(() => patience.abort(), ANSWER_WITHIN_MS);
    const isGoing = document.visibilityState === "hidden" && content.length < SENT_WHILE_LEAVING;
    try {
      const response = await post(content, { signal: patience.signal, keepalive: isGoing });
      if (!isLeaving) await understand(response, counted);
    } catch {
      if (!isLeaving) isOffline();
    } finally {
      clearTimeout(impatient);
      isSaving = false;
    }
  }

  /* The page goes: nobody waits for the answer. */
  const leave = () => {
    if (isLeaving || isStopped || !isDirty()) return;
    const content = fields({ last: "on" });
    isLeaving = true;
    const isHopeless = isAway() || !navigator.onLine;
    if (isHopeless || content.length >= SENT_WHILE_LEAVING) copy();
    if (isHopeless) return;
    tab.set("left", { page, ...written() });
    post(content, { keepalive: content.length < SENT_WHILE_LEAVING }).catch(() => copy());
  };

  /* ---------- what happens ---------- */

  form.addEventListener("focusin", () => { savedBody ??= body(); });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", () => { if (!isAway() && isDirty()) save(); });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const action = event.submitter?.value;
    if (action === "save" && !isStopped) {
      event.preventDefault();
      changes += 1;
      if (kind === "saved") kind = part("spoken").textContent = ""; // who asks is told, also of the same
      save();
      return;
    }
    clearTimeout(timer);
    isLeaving = true;
    if (action === "send" || isStopped) {
      copies.send(body());
      copy({ sending: true });
    }
    setTimeout(stay, ANSWER_WITHIN_MS);
  });
  const stay = () => {
    isLeaving = false;
    if (isDirty()) soon(0);
  };
  addEventListener("online", () => soon(0));
  addEventListener("focus", () => { if (kind === "signed-out") soon(0); });
  document.addEventListener("visibilitychange", () => { if (isDirty()) save(); });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) stay(); });

  /* ---------- what is found ---------- */

  const offer = (found) => {
    const decided = () => {
      copies.drop(owner, place, found.page);
      ask();
    };
    const use = () => {
      const isNewest = found.revision === revision;
      setText(found.body, found.plain, () => {
        decided();
        changes += 1;
        if (isNewest) {
          save();
        } else {
          revisionField.value = found.revision; // the server shows both
          isStopped = true;
          form.requestSubmit(saveButton);
        }
      });
    };
    if (found.sending && found.revision === revision && !isDirty()) {
      use(); // Send was pressed and did not get through: it stands in the form again
      return;
    }
    ask(words.found.replace("{moment}", momentOf(new Date(found.at))), button(words.use, use), button(words.throwAway, decided));
  };

  /* One came back before the server had taken in what was saved last: the page is asked for again, unless one types first. */
  const lookAgain = ({ tries = 0, ...more }) => {
    tab.set("left", { ...more, tries: tries + 1 });
    const again = setTimeout(() => location.reload(), FIRST_LOOK_MS * 3 ** tries);
    const neverMind = () => {
      clearTimeout(again);
      tab.take("left");
      copies.keep(owner, place, more.page, more);
    };
    form.addEventListener("input", neverMind, { once: true });
  };

  addEventListener("pageshow", () => {
    copies.dropThoseOfOthers(owner);
    const lastPage = tab.take("page");
    tab.set("page", page);
    const left = tab.take("left"); // the last page, if it was left while it was saving
    part("state").textContent = savedAt ? savedWords(new Date(savedAt)) : words.whileWriting;
    part("hint").textContent = words.inAccount;
    const broughtBack = area.value !== area.defaultValue && !isServersText(area.value);
    const isLate = left && begun.revision <= left.revision && (left.tries ?? 0) < LOOKS_AGAIN;
    if (left && begun.revision <= left.revision && !isLate) copies.keep(owner, place, left.page, left); // it never arrived
    const isKnown = lastPage !== null && !(left && begun.revision <= left.revision);
    for (const one of copies.of(owner, place)) {
      const isChosen = one.sending && one.page === savedPage && begun.revision > one.revision; // after both texts were seen
      if (isServersText(one.body) || isChosen) copies.drop(owner, place, one.page);
    }
    if (isLate) {
      lookAgain(left);
    } else if (broughtBack && isKnown) {
      area.value = area.defaultValue; // what was left unsaved is on its way, or a copy: the browser brings back no newer one
    } else if (broughtBack && begun.revision && savedPage !== lastPage) {
      revisionField.value = 0; // not built on the draft that the page came with
      hasChanged(savedWords(new Date(savedAt)));
    } else if (broughtBack) {
      changed();
    }
    const [found] = copies.of(owner, place);
    if (found && !isStopped) offer(found);
  }, { once: true });
})();
