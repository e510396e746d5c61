/* Takes what a moderator selects in a text as a passage to withhold: texts stand in [data-select-words], the button
   [data-add-words] in [data-selected-words] adds what is selected as one line of the text area there.
   Without this script the passages are typed. Words that are cut by the selection are taken whole. */
(() => {
  "use strict";
  const part = document.querySelector("[data-selected-words]");
  if (!part) return;
  const area = part.querySelector("textarea");
  const button = part.querySelector("[data-add-words]");
  const told = part.querySelector("[data-words-added]");
  const LETTER = /[\p{L}\p{N}\p{M}]/u;
  let selected = "";

  const isLetter = (text, place) => place >= 0 && place < text.length && LETTER.test(text[place]);

  const wholeWords = (range) => {
    const whole = range.cloneRange();
    const { startContainer: first, endContainer: last } = whole;
    let start = whole.startOffset, end = whole.endOffset;
    if (first.nodeType === Node.TEXT_NODE) {
      while (isLetter(first.data, start) && isLetter(first.data, start - 1)) start -= 1;
      whole.setStart(first, start);
    }
    if (last.nodeType === Node.TEXT_NODE) {
      while (isLetter(last.data, end - 1) && isLetter(last.data, end)) end += 1;
      whole.setEnd(last, end);
    }
    return whole;
  };

  const words = (range) => {
    const copy = document.createElement("div");
    copy.append(range.cloneContents());
    for (const block of copy.querySelectorAll("p, li, td, th, h3, h4, blockquote, br")) block.append(" ");
    copy.querySelectorAll("br").forEach((line) => line.replaceWith(" "));
    return copy.textContent.replace(/\s+/gu, " ").trim();
  };

  // Pressing the button may end the selection (it does on phones): what was selected last is kept.
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const around = range.commonAncestorContainer;
    const element = around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement;
    if (!element.closest("[data-select-words]")) return;
    selected = words(wholeWords(range));
  });

  button.addEventListener("click", () => {
    if (!selected) return;
    const lines = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (!lines.includes(selected)) lines.push(selected);
    area.value = lines.join("\n");
    told.textContent = button.dataset.added.replace("%(words)s", selected);
    selected = "";
  });

  button.hidden = false;
})();
