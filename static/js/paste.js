/* What a paste brings into the editor. Loaded after ckeditor.js.

   CKEditor's own filters make lists and tables of what word processors put on the clipboard, and what our texts cannot hold
   goes. Before they see a paste from Word, this takes out what Word's author had deleted (tracked changes) and comments, and
   leaves the numbers of lists that are neither bullets nor plain numbers ("a)", "1.2") as text: our lists could not write
   them. The server does the same with what comes without an editor (hub/kit/sanitise/pasted.py, word_lists.py).

   Afterwards it says once, in words, what was left out (data-editor-words: pictures, deleted, struck). */
(() => {
  "use strict";
  const { CKEDITOR } = window;
  if (!CKEDITOR) return; // the editor did not arrive: the plain text area stays

  const DELETED = "del[cite], del[datetime]";
  const COMMENTS =
    ".MsoCommentReference, .MsoCommentText, .msocomanchor, .msocomtxt, [style*='mso-element:comment'], [style*='mso-special-character:comment']";
  const ITEM = /mso-list:\s*l\d+\s+level\d/i;
  const MARKER = /mso-list:\s*ignore/i;
  const OWN = /^(?:\(?\d{1,5}[.)]?|[^\p{L}\p{N}_(]|[o\uf000-\uf0ff])$/u;

  // Handlers would never run there, yet the policy would report each.
  const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
  const HANDLER = /\son[a-z]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
  const parsed = (html) =>
    new DOMParser().parseFromString(html.replace(TAG, (tag) => tag.replace(HANDLER, "")), "text/html");
  const styleOf = (element) => element.getAttribute("style") ?? "";
  const markerOf = (paragraph) => [...paragraph.querySelectorAll("span")].find((span) => MARKER.test(styleOf(span)));

  const withoutListComments = (paragraph) => {
    const comments = document.createNodeIterator(paragraph, NodeFilter.SHOW_COMMENT);
    for (let node = comments.nextNode(); node; node = comments.nextNode()) node.remove();
  };

  const asMeant = (html) => {
    const page = parsed(html);
    for (const element of page.querySelectorAll(`${DELETED}, ${COMMENTS}`)) element.remove();
    for (const paragraph of page.querySelectorAll("p[style*='mso-list']")) {
      const marker = ITEM.test(styleOf(paragraph)) && markerOf(paragraph);
      const mark = marker ? marker.textContent.trim() : "";
      if (!mark || OWN.test(mark)) continue;
      marker.replaceWith(`${mark} `);
      withoutListComments(paragraph);
      paragraph.removeAttribute("style");
    }
    return page.documentElement.outerHTML;
  };

  /* The headings of a document are those within a text; so does the server read them. */
  const EMPTY = /<p\b[^>]*>(?:\s|&nbsp;|\u00a0|<br\b[^>]*>|<\/?(?:span|font|b|i|o:p)\b[^>]*>)*<\/p>/gi;
  const ourHeadings = (html) =>
    html.replace(/(<\/?)h[12]\b/gi, "$1h3").replace(/(<\/?)h[56]\b/gi, "$1h4");

  /* ---------- what was left out ---------- */

  const isPicture = (image) => !image.closest("[style*='mso-list']") && image.getAttribute("alt") !== "*";

  const leftOut = (html, files) => {
    const page = parsed(html);
    const pictures = [...page.querySelectorAll("img, object, svg, video, v\\:imagedata")].some(isPicture);
    const onlyFiles = !html && files > 0;
    return [
      (pictures || onlyFiles) && "pictures",
      page.querySelector(`${DELETED}, ${COMMENTS}`) && "deleted",
      page.querySelector("s, strike, [style*='line-through']") && "struck",
    ].filter(Boolean);
  };

  CKEDITOR.on("instanceReady", ({ editor }) => {
    const words = editor.config.hubWords;
    if (!words) return;
    const told = document.createElement("div");
    told.setAttribute("role", "status");
    editor.container.$.after(told);

    editor.on("pasteFromWord", ({ data }) => {
      data.dataValue = asMeant(data.dataValue);
    });
    editor.on("paste", ({ data }) => {
      const html = data.dataTransfer.getData("text/html", true) ?? "";
      const said = leftOut(html, data.dataTransfer.getFilesCount()).map((what) => words[what]);
      told.replaceChildren();
      if (!said.length) return;
      const note = document.createElement("p");
      note.className = "note wait small";
      note.textContent = said.join(" ");
      told.append(note);
    }, null, null, 1); // before the filters: they take away what this counts
    editor.on("paste", ({ data }) => {
      data.dataValue = ourHeadings(data.dataValue).replace(EMPTY, "");
    }, null, null, 5); // after the filters of word processors, before that of what we allow
  });
})();
