/* Sends files ahead of their text: <fieldset data-files data-files-url="/en/uploads/" data-files-limits='{…}'
   data-files-words='{…}'> with an input, a list of rows and a <template> of an empty row
   (templates/discussions/compose/files.html, discussions/pages/file_picker.py).

   Each file goes at once, with its progress, and may be paused, removed, moved and renamed. After a dropped connection that
   file alone is sent again, under the same key, so that it is kept once; a refused one says why and leaves the rest alone.
   The form then carries the ids of the files in `keep`, in the order of the rows, and never the files themselves. A "change"
   on the fieldset tells of every change, for those who save drafts. A form that is sent meanwhile waits for its files. */
(() => {
  "use strict";
  const AT_ONCE = 2;
  const FIRST_WAIT_S = 2;
  const LONGEST_WAIT_S = 60;
  const STALLED_MS = 60000;
  const CHECKED_WITHIN_MS = 180000;
  const TRIES_OF_A_BROKEN_SERVER = 4;
  const KNOWN_AFTER_MS = 1500; // how long it takes is guessed no earlier

  const place = document.querySelector("[data-files]");
  if (!place) return;
  const form = place.closest("form");
  const input = place.querySelector("input[type=file]");
  const list = place.querySelector("ul");
  const blank = place.querySelector("template");
  const note = place.querySelector("[data-files-note]");
  const limits = JSON.parse(place.dataset.filesLimits);
  const words = JSON.parse(place.dataset.filesWords);
  const language = document.documentElement.lang;
  const uploads = new Map(); // of each row that is not kept yet
  let waitingButton = null;

  /* ---------- words ---------- */

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const number = (value) => value.toLocaleString(language, { maximumFractionDigits: 1 });
  const plural = new Intl.PluralRules(language);
  const counted = (forms, value, values = {}) => filled(forms[plural.select(value)] ?? forms.other, { number: number(value), ...values });
  const percent = new Intl.NumberFormat(language, { style: "percent" });

  const sizeText = (bytes) => {
    if (Math.round(bytes) < 1024) return counted(words.bytes, bytes);
    if (Math.round(bytes / 1024) < 1024) return filled(words.kilobytes, { number: number(Math.round(bytes / 1024)) });
    return filled(words.megabytes, { number: number(bytes / 1024 / 1024) });
  };

  const progressText = ({ sent, file, began }) => {
    const done = percent.format(Math.floor((100 * sent) / file.size) / 100);
    const spent = Date.now() - began;
    if (spent < KNOWN_AFTER_MS || !sent) return done;
    const left = ((file.size - sent) / sent) * (spent / 1000);
    if (left >= 90) return counted(words.minutes, Math.round(left / 60), { percent: done });
    return counted(words.seconds, left > 10 ? 5 * Math.round(left / 5) : Math.max(1, Math.round(left)), { percent: done });
  };

  /* What a row shows anyway is told to those who listen alone. */
  const tell = (text, seen = false) => {
    note.classList.toggle("vh", !seen);
    note.textContent = text;
  };

  /* ---------- rows ---------- */

  const part = (row, name) => row.querySelector(`[data-file-${name}]`);
  const button = (row, name) => row.querySelector(`[data-file-do=${name}]`);
  const field = (row, name) => row.querySelector(`[name^=${name}_]`);
  const tick = (row) => row.querySelector("[name=keep]");
  const nameOf = (row) => part(row, "name").textContent;
  const rows = () => [...list.children];
  const changed = () => place.dispatchEvent(new Event("change", { bubbles: true }));
  const extensionOf = (name) => /\.([a-z0-9]{1,20})$/i.exec(name)?.[1].toLowerCase() ?? "";

  const showName = (row, name) => {
    part(row, "name").textContent = name;
    for (const hidden of row.querySelectorAll(".vh")) hidden.textContent = ` ${name}`;
    row.querySelector("progress").setAttribute("aria-label", name);
  };

  /* First and last cannot be moved on; a list of one not at all. */
  const showPlaces = () => {
    const all = rows();
    list.hidden = !all.length;
    showSame();
    all.forEach((row, index) => {
      button(row, "up").hidden = index === 0;
      button(row, "down").hidden = index === all.length - 1;
    });
  };

  /* Of a file that stands there twice the later one says so: both are sent unless one is removed. */
  const showSame = () => {
    const first = new Map();
    for (const row of rows()) {
      const hash = row.dataset.fileHash;
      const same = first.get(hash);
      part(row, "same").textContent = same ? filled(words.same, { name: nameOf(same) }) : "";
      part(row, "same").hidden = !same;
      if (hash && !same) first.set(hash, row);
    }
  };

  const withScript = (row) => {
    tick(row).type = "hidden"; // its label would else take the file away
    part(row, "place")?.remove();
    part(row, "buttons").hidden = false;
  };

  const SHOWN = {
    waiting: { state: () => words.waiting, buttons: ["pause"] },
    sending: { state: progressText, buttons: ["pause"], bar: true },
    checked: { state: () => words.checked, buttons: [], bar: true },
    ready: { state: () => words.ready, buttons: [] },
    paused: { state: () => words.paused, buttons: ["goOn"], bar: true },
    offline: { state: () => words.offline, buttons: [], bar: true },
    dropped: { state: ({ wait }) => counted(words.again, wait), buttons: ["again"], bar: true },
    broken: { state: () => words.refused, buttons: ["again"], bad: true },
    refused: { state: () => words.refused, buttons: [], bad: true },
  };
  const BUSY = ["waiting", "sending", "checked", "offline", "dropped"];

  const show = (upload) => {
    const { row, state, reason } = upload;
    const shown = SHOWN[state];
    const bar = row.querySelector("progress");
    const error = part(row, "error");
    part(row, "state").textContent = shown.state(upload);
    const [offered] = shown.buttons;
    for (const name of ["pause", "goOn", "again"]) button(row, name).hidden = name !== (offered ?? "pause");
    button(row, "pause").classList.toggle("unseen", !offered);
    bar.hidden = Boolean(shown.bad);
    bar.classList.toggle("unseen", !shown.bar);
    bar.value = upload.sent && (100 * upload.sent) / upload.file.size;
    row.classList.toggle("bad", Boolean(shown.bad));
    row.querySelector("details").hidden = Boolean(shown.bad);
    error.hidden = !shown.bad;
    error.textContent = shown.bad ? reason : "";
  };

  const become = (upload, state, more = {}) => {
    clearTimeout(upload.timer);
    Object.assign(upload, { state, ...more });
    show(upload);
  };

  /* ---------- sending ---------- */

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  /* Signing in again in another tab changes the token: the cookie knows the new one. */
  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

  const all = () => [...uploads.values()];
  const busy = () => all().filter(({ state }) => BUSY.includes(state));
  const bad = () => all().filter(({ state }) => SHOWN[state].bad);

  const next = () => {
    const active = all().filter(({ state }) => ["sending", "checked"].includes(state)).length;
    const waiting = all().filter(({ state }) => state === "waiting");
    waiting.slice(0, Math.max(0, AT_ONCE - active)).forEach(send);
    goOnSending();
  };

  const stop = (upload) => {
    clearTimeout(upload.timer);
    const { request } = upload;
    upload.request = null;
    request?.abort();
  };

  const watch = (upload, milliseconds) => {
    clearTimeout(upload.timer);
    upload.timer = setTimeout(() => {
      stop(upload);
      dropped(upload);
    }, milliseconds);
  };

  const send = (upload) => {
    const request = new XMLHttpRequest();
    const mine = (act) => (event) => {
      if (upload.request === request) act(event);
    };
    become(upload, "sending", { request, sent: 0, began: Date.now() });
    request.open("POST", place.dataset.filesUrl);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.onprogress = mine(({ loaded, total }) => {
      upload.sent = Math.min(upload.file.size, (loaded / total) * upload.file.size);
      upload.tries = loaded ? 0 : upload.tries;
      show(upload);
      watch(upload, STALLED_MS);
    });
    request.upload.onload = mine(() => {
      become(upload, "checked", { sent: upload.file.size });
      watch(upload, CHECKED_WITHIN_MS);
    });
    request.onload = mine(() => answered(upload, request));
    request.onerror = mine(() => dropped(upload));
    const content = new FormData();
    content.append("upload_key", upload.key);
    content.append("file", upload.file, upload.file.name);
    request.send(content);
    watch(upload, STALLED_MS);
  };

  const answered = (upload, request) => {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // a server in between answered in words of its own
    }
    upload.request = null;
    if (request.status === 201 && answer.id) ready(upload, answer);
    else if (request.status === 413) refuse(upload, answer.message ?? words.tooLarge);
    else if (answer.message) {
      const mayPass = [403, 429, 503].includes(request.status); // signed out, too many, no scanner
      refuse(upload, answer.message, mayPass ? "broken" : "refused");
    } else if (request.status >= 500 && upload.failures++ < TRIES_OF_A_BROKEN_SERVER) dropped(upload);
    else refuse(upload, words.broken, "broken");
  };

  /* Once the connection is back, that file again; a file that cannot be read any more never will be. */
  const dropped = async (upload) => {
    upload.request = null;
    const tries = (upload.tries += 1);
    const wait = Math.min(LONGEST_WAIT_S, FIRST_WAIT_S ** tries);
    if (navigator.onLine) become(upload, "dropped", { wait });
    else become(upload, "offline");
    const { state } = upload;
    const isReadable = await upload.file.slice(0, 1).arrayBuffer().then(() => true, () => false);
    if (upload.state !== state || upload.tries !== tries) return;
    if (!isReadable) refuse(upload, words.broken, "broken");
    else if (state === "dropped") countDown(upload);
    next();
  };

  const countDown = (upload) => {
    upload.timer = setTimeout(() => {
      upload.wait -= 1;
      if (upload.wait > 0) {
        show(upload);
        countDown(upload);
      } else again(upload);
    }, 1000);
  };

  const again = (upload) => {
    stop(upload);
    if (navigator.onLine) become(upload, "waiting");
    else become(upload, "offline");
    next();
  };

  const refuse = (upload, reason, state = "refused") => {
    become(upload, state, { reason });
    tell(filled(words.isRefused, { name: nameOf(upload.row), reason }));
    next();
  };

  const ready = (upload, { id, name, sha256 = "", note: said = "", scan = "" }) => {
    const { row } = upload;
    for (const [name, text] of Object.entries({ authors: said, scan })) {
      part(row, name).textContent = text;
      part(row, name).hidden = !text;
    }
    become(upload, "ready", { sent: upload.file.size });
    uploads.delete(row);
    row.dataset.file = id;
    row.dataset.fileHash = sha256;
    tick(row).value = id;
    tick(row).disabled = false;
    const wanted = field(row, "name");
    if (wanted.value === upload.file.name) {
      wanted.value = name;
      showName(row, name);
    }
    for (const kind of ["name", "language"]) field(row, kind).name = `${kind}_${id}`;
    showSame();
    tell([filled(words.isReady, { name: nameOf(row) }), part(row, "same").textContent].join(" ").trim());
    changed();
    next();
  };

  /* ---------- choosing ---------- */

  const refusalOf = (file) => {
    const extension = extensionOf(file.name);
    if (rows().filter((row) => !row.classList.contains("bad")).length > limits.files) return words.tooMany;
    if (words.byName[extension]) return words.byName[extension];
    if (extension && !limits.extensions.includes(extension) && !/^\d+$/.test(extension)) return words.unknownType;
    if (!file.size) return words.empty;
    return file.size > limits.size ? words.tooLarge : "";
  };

  const add = (file) => {
    const row = blank.content.firstElementChild.cloneNode(true);
    const upload = { file, row, key: newKey(), state: "waiting", sent: 0, tries: 0, failures: 0 };
    tick(row).disabled = true;
    row.querySelector("progress").hidden = false; // its room is kept: nothing that is about to be pressed moves when it goes
    withScript(row);
    showName(row, file.name);
    field(row, "name").value = file.name;
    part(row, "size").textContent = sizeText(file.size);
    uploads.set(row, upload);
    list.append(row);
    const reason = refusalOf(file);
    if (reason) refuse(upload, reason);
    else if (navigator.onLine) become(upload, "waiting");
    else become(upload, "offline");
  };

  const addAll = (files) => {
    [...files].forEach(add);
    showPlaces();
    next();
  };

  /* ---------- what one can do with a row ---------- */

  const move = (row, by) => {
    const others = rows();
    const target = others[others.indexOf(row) + by];
    if (!target) return;
    if (by < 0) target.before(row);
    else target.after(row);
    showPlaces();
    const [wanted, other] = by < 0 ? ["up", "down"] : ["down", "up"];
    button(row, button(row, wanted).hidden ? other : wanted).focus();
    tell(filled(words.hasMoved, { name: nameOf(row), number: rows().indexOf(row) + 1, total: others.length }));
    changed();
  };

  const remove = (row) => {
    const upload = uploads.get(row);
    if (upload) stop(upload);
    uploads.delete(row);
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    showPlaces();
    (neighbour ? button(neighbour, "remove") : input).focus();
    tell(filled(words.isRemoved, { name: nameOf(row) }));
    changed();
    next();
  };

  const rename = (row) => {
    const wanted = field(row, "name");
    const ending = extensionOf(nameOf(row));
    const name = wanted.value.trim();
    if (name) showName(row, !ending || extensionOf(name) === ending ? name : `${name}.${ending}`);
    wanted.value = nameOf(row);
    showSame();
  };

  const ACTS = {
    up: (row) => move(row, -1),
    down: (row) => move(row, 1),
    remove,
    again: (row) => again(uploads.get(row)),
    goOn: (row) => again(uploads.get(row)),
    pause: (row) => {
      stop(uploads.get(row));
      become(uploads.get(row), "paused");
      button(row, "goOn").focus();
      next();
    },
  };

  list.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-file-do]");
    if (pressed) ACTS[pressed.dataset.fileDo](pressed.closest("li"));
  });

  list.addEventListener("change", ({ target }) => {
    if (target.name?.startsWith("name_")) rename(target.closest("li"));
  });

  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault(); // Enter in a name would send the text
    rename(event.target.closest("li"));
    changed();
  });

  input.addEventListener("change", (event) => {
    event.stopPropagation(); // nothing of the form has changed yet
    const chosen = [...input.files];
    input.value = ""; // else they were sent twice
    addAll(chosen);
  });

  const bringsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => bringsFiles(event) && event.preventDefault(), { capture: true });
  document.addEventListener("drop", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault(); // a file that misses its place would take the page away, and the text with it
    event.stopPropagation();
    addAll(event.dataTransfer.files);
  }, { capture: true });

  addEventListener("online", () => all().filter(({ state }) => ["offline", "dropped"].includes(state)).forEach(again));
  addEventListener("offline", () => all().filter(({ state }) => state === "waiting" || state === "dropped").forEach((upload) => become(upload, "offline")));

  /* ---------- sending the form ---------- */

  const takeOut = () => {
    tell(words.takeOut, true);
    button(bad()[0].row, "remove").focus();
  };

  const goOnSending = () => {
    if (!waitingButton || busy().length) return;
    const pressed = waitingButton;
    waitingButton = null;
    pressed.textContent = pressed.dataset.wordsBefore;
    if (bad().length) takeOut();
    else if (uploads.size === 0) form.requestSubmit(pressed);
  };

  form.addEventListener("submit", (event) => {
    all().filter(({ state }) => state === "paused").forEach(({ row }) => ACTS.goOn(row));
    if (busy().length) {
      event.preventDefault();
      tell(words.sendWaits, true);
      const pressed = event.submitter ?? form.querySelector("[type=submit]");
      if (pressed === waitingButton) return;
      if (waitingButton) waitingButton.textContent = waitingButton.dataset.wordsBefore;
      waitingButton = pressed;
      pressed.dataset.wordsBefore = pressed.textContent;
      pressed.textContent = words.buttonWaits;
    } else if (bad().length) {
      event.preventDefault();
      takeOut();
    }
  }, { capture: true });

  addEventListener("beforeunload", (event) => busy().length && event.preventDefault());

  /* ---------- the rows that came with the page ---------- */

  for (const row of rows()) {
    if (!tick(row).checked) {
      row.remove();
      continue;
    }
    withScript(row);
    part(row, "state").textContent = words.ready;
  }
  place.querySelector("[data-files-drop]").hidden = false;
  showPlaces();
})();
