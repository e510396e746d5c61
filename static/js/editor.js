/* Puts CKEditor in the place of <textarea data-editor data-editor-config='{…}'>, as hub/kit/editor.py renders it.

   Loaded before ckeditor.js and ckeditor-csp.js, all three with defer: this one says where CKEditor lives and starts it once
   the other two have run. The text area stays the source of truth: it is kept in step while one writes and before the form
   is sent, and it is what remains when a script is missing.

   data-editor-base    address of CKEditor's folder
   data-editor-config  CKEditor's configuration (JSON)
   data-editor-words   this script's words (JSON): heading3, heading4, left, over; "{n}" stands for the number
   data-editor-html    the text as HTML: the text area itself shows it plain, for readers without script
   data-limit          the most visible characters there may be; none without it
   data-language-field name of the field in the same form that says the language of the text */
(() => {
  "use strict";
  const areas = [...document.querySelectorAll("textarea[data-editor]")];
  if (!areas.length) return;
  window.CKEDITOR_BASEPATH = areas[0].dataset.editorBase;

  const IN_STEP_MS = 300;
  const SPOKEN_MS = 1500;
  const SPOKEN_FROM = 0.9; // a screen reader is told the count from nine tenths of the limit on

  /* ---------- plain text and HTML ---------- */

  const BLOCK = /<(?:p|ul|ol|blockquote|h3|h4|table)\b/i;
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const paragraphs = (text) =>
    text.trim() === "" ? "" : text.trim().split(/\n\s*\n/).map((part) => `<p>${escaped(part).replace(/\n/g, "<br>")}</p>`).join("");

  const beginning = (area) => {
    // What a browser brought back (after "go back") is newer than what the page came with.
    const kept = area.value !== area.defaultValue;
    const text = kept ? area.value : area.dataset.editorHtml ?? "";
    return BLOCK.test(text) ? text : paragraphs(text);
  };

  /* Runs of white space count as one, and so does a change of block; the server counts in the same way. */
  const INVISIBLE = /\p{Cf}/gu;
  const visibleLength = (html) => {
    const parsed = new DOMParser().parseFromString(html.replace(/<(?:\/?(?:p|ul|ol|li|blockquote|h3|h4|table|tr|td|th)|br)\b/gi, " $&"), "text/html");
    return [...parsed.body.textContent.normalize("NFC").replace(INVISIBLE, "").replace(/\s+/g, " ").trim()].length;
  };

  /* ---------- around the editor ---------- */

  const direction = (code) => {
    try {
      const locale = new Intl.Locale(code);
      return (locale.getTextInfo?.() ?? locale.textInfo)?.direction ?? "auto";
    } catch {
      return "auto"; // "und", or nothing chosen yet
    }
  };

  const speakLanguageOf = (area, place) => {
    const field = area.form?.elements[area.dataset.languageField];
    const apply = () => {
      const code = field?.value || area.lang;
      if (code) place.setAttribute("lang", code);
      place.setAttribute("dir", code ? direction(code) : "auto");
    };
    apply();
    area.form?.addEventListener("change", apply);
  };

  const nameLike = (area, place) => {
    const label = area.labels[0];
    if (label) {
      label.id ||= `${area.id}_label`;
      place.setAttribute("aria-labelledby", label.id);
      label.addEventListener("click", (event) => {
        event.preventDefault(); // the text area that it names is hidden
        place.focus();
      });
    }
    place.removeAttribute("title"); // CKEditor's tooltip would hang over the text
    const described = [area.getAttribute("aria-describedby"), place.getAttribute("aria-describedby")];
    place.setAttribute("aria-describedby", described.filter(Boolean).join(" "));
    for (const name of ["aria-invalid", "aria-required"]) {
      if (area.hasAttribute(name)) place.setAttribute(name, area.getAttribute(name));
    }
    if (area.required) {
      place.setAttribute("aria-required", "true");
      area.required = false; // a hidden field cannot say what is missing; the server does
    }
  };

  const counter = (area, frame, words) => {
    const limit = Number(area.dataset.limit);
    if (!limit) return () => {};
    const seen = document.createElement("p");
    seen.className = "counter";
    seen.setAttribute("aria-hidden", "true");
    const spoken = document.createElement("p");
    spoken.className = "vh";
    spoken.setAttribute("role", "status");
    frame.after(seen, spoken);
    let timer;
    return (html) => {
      const used = visibleLength(html);
      const over = used > limit;
      const number = Math.abs(limit - used).toLocaleString(document.documentElement.lang);
      seen.textContent = (over ? words.over : words.left).replace("{n}", number);
      seen.classList.toggle("over", over);
      clearTimeout(timer);
      if (used >= limit * SPOKEN_FROM) timer = setTimeout(() => { spoken.textContent = seen.textContent; }, SPOKEN_MS);
    };
  };

  /* ---------- CKEditor ---------- */

  const HEADINGS = { Heading3: "h3", Heading4: "h4" };

  const addHeadings = () => {
    CKEDITOR.plugins.add("hubheadings", {
      init(editor) {
        for (const [button, element] of Object.entries(HEADINGS)) {
          const name = button.toLowerCase();
          const style = new CKEDITOR.style({ element });
          editor.attachStyleStateChange(style, (state) => !editor.readOnly && editor.getCommand(name).setState(state));
          editor.addCommand(name, new CKEDITOR.styleCommand(style));
          editor.ui.addButton(button, { label: editor.config.hubWords[name], command: name });
        }
      },
    });
  };

  const plainLinkDialog = () => {
    CKEDITOR.on("dialogDefinition", ({ data }) => {
      if (data.name !== "link") return;
      const info = data.definition.getContents("info");
      const kinds = info.get("linkType");
      kinds.items = kinds.items.filter(([, kind]) => kind === "url" || kind === "email");
      const protocol = info.get("protocol");
      protocol.items = [["https://", "https://"], ["http://", "http://"]];
    });
  };

  const start = (area) => {
    const words = JSON.parse(area.dataset.editorWords);
    const config = { ...JSON.parse(area.dataset.editorConfig), hubWords: words };
    area.value = beginning(area);
    const editor = CKEDITOR.replace(area, config);
    editor.on("instanceReady", () => {
      const place = editor.editable().$;
      const frame = editor.container.$;
      speakLanguageOf(area, place);
      nameLike(area, place);
      const count = counter(area, frame, words);
      count(editor.getData());
      let timer;
      const inStep = () => {
        clearTimeout(timer);
        const html = editor.getData();
        if (html !== area.value) {
          area.value = html;
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }
        count(html);
      };
      const soon = () => {
        clearTimeout(timer);
        timer = setTimeout(inStep, IN_STEP_MS);
      };
      editor.on("change", soon);
      place.addEventListener("input", soon); // dictation and some keyboards of phones press no keys
      area.form?.addEventListener("submit", inStep, { capture: true });
      area.dataset.editor = "ready";
    });
  };

  // Not before "pageshow": until then a browser that went back may still be putting in what was written.
  const begin = () => {
    if (!window.CKEDITOR) return; // it did not arrive: the plain text area stays
    CKEDITOR.disableAutoInline = true;
    addHeadings();
    plainLinkDialog();
    areas.forEach(start);
  };
  addEventListener("pageshow", begin, { once: true });
})();
