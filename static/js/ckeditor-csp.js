/* Lets CKEditor 4 live under a content security policy without 'unsafe-inline' for scripts.

   CKEditor writes the HTML of its toolbar and dialogs with on*="" attributes and javascript: links; such a policy ignores
   both. This module, loaded between ckeditor.js and the start of an editor,
     1. renames those attributes (onclick -> data-cke-onclick) and empties those links before the HTML reaches the page;
     2. listens once for the whole page and runs the few shapes of code that CKEditor puts there, by reading them: a call of
        CKEDITOR.tools.callFunction with plain arguments, "return false", and one repaint trick for old Firefox.
   Nothing is evaluated. Code of any other shape is not run: it is warned about and kept in CKEDITOR.unknownHandlers.
   What people write is never read as such code: attributes inside an editable are left alone. */
(() => {
  "use strict";
  const { CKEDITOR } = window;
  if (!CKEDITOR) return; // the editor did not arrive: the plain text area stays

  /* ---------- 1. HTML that CKEditor writes ---------- */

  const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
  const ATTRIBUTE = /(\s)([^\s=>"'/]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g;
  const SCRIPT_LINK = /^\s*=\s*["']?\s*javascript:/i;

  const tameAttribute = (whole, space, name, value = "") => {
    if (/^on[a-z]+$/i.test(name)) return `${space}data-cke-${name.toLowerCase()}${value}`;
    if (name.toLowerCase() === "href" && SCRIPT_LINK.test(value)) return `${space}href="#" data-cke-js`;
    return whole;
  };
  const tame = (html) =>
    typeof html === "string" ? html.replace(TAG, (tag) => tag.replace(ATTRIBUTE, tameAttribute)) : html;

  const INTERFACE = ".cke, .cke_dialog, .cke_reset_all";
  const EDITABLE = ".cke_editable";
  const isInterface = (node) => node instanceof Element && node.closest(INTERFACE) && !node.closest(EDITABLE);

  const template = CKEDITOR.template.prototype;
  const { output } = template;
  template.output = function (...given) {
    return tame(output.apply(this, given)); // a number where the HTML went into a buffer: that is tamed on its way into the page
  };

  const { element: CKElement } = CKEDITOR.dom;
  const { createFromHtml } = CKElement;
  CKElement.createFromHtml = function (html, owner) {
    return createFromHtml.call(this, tame(html), owner);
  };
  for (const method of ["setHtml", "appendHtml"]) {
    const original = CKElement.prototype[method];
    CKElement.prototype[method] = function (html) {
      return original.call(this, isInterface(this.$) ? tame(html) : html);
    };
  }

  /* ---------- 2. What the handlers do ---------- */

  const ARGUMENT = String.raw`this|event|arguments\[0\]\|\|window\.event|null|true|false|-?\d+|'[^'\\]*'`;
  const CALL = new RegExp(
    String.raw`^\s*(?:return\s+)?CKEDITOR\.tools\.callFunction\(\s*(\d+)\s*((?:,\s*(?:${ARGUMENT})\s*)*)\)\s*;?\s*(return\s+false\s*;?)?\s*$`,
  );
  const EACH_ARGUMENT = new RegExp(String.raw`,\s*(${ARGUMENT})`, "g");
  const RETURN_FALSE = /^\s*return\s+false\s*;?\s*$/;
  const REPAINT = /^\s*this\.style\.cssText\s*=\s*this\.style\.cssText\s*;?\s*$/;

  const CONSTANTS = { null: null, true: true, false: false };
  const argument = (word, element, event) => {
    if (word === "this") return element;
    if (word === "event" || word.startsWith("arguments")) return event;
    if (word.startsWith("'")) return word.slice(1, -1);
    return word in CONSTANTS ? CONSTANTS[word] : Number(word);
  };

  CKEDITOR.unknownHandlers = [];

  const run = (code, element, event) => {
    const call = CALL.exec(code);
    if (call) {
      const [, number, list, refuses] = call;
      const values = [...list.matchAll(EACH_ARGUMENT)].map(([, word]) => argument(word, element, event));
      const result = CKEDITOR.tools.callFunction(Number(number), ...values);
      if (refuses || result === false) event.preventDefault();
    } else if (RETURN_FALSE.test(code)) {
      event.preventDefault();
    } else if (!REPAINT.test(code)) {
      CKEDITOR.unknownHandlers.push(code);
      console.warn("CKEditor: a handler of unknown shape was not run:", code);
    }
  };

  const BUBBLING = ["click", "mousedown", "mouseup", "mouseover", "mouseout", "keydown", "keypress", "change", "dragstart"];
  const DIRECT = ["focus", "blur"]; // these do not bubble: heard on the way down, for their own target only

  const handle = (event) => {
    const { type, target } = event;
    if (!(target instanceof Element) || target.closest(EDITABLE)) return;
    for (let node = target; node && node !== document.body; node = node.parentElement) {
      if (type === "click" && node.hasAttribute("data-cke-js")) event.preventDefault(); // an empty link leads nowhere
      const code = node.getAttribute(`data-cke-on${type}`);
      if (code && isInterface(node)) run(code, node, event);
      if (DIRECT.includes(type)) return;
    }
  };
  for (const type of BUBBLING) document.addEventListener(type, handle);
  for (const type of DIRECT) document.addEventListener(type, handle, true);
})();
