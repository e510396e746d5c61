/* Says while one writes that an e-mail address or a phone number in the text will be masked for readers:
     <div data-personal-data="body" data-one="… {words}" data-many="{n} … {words}" role="status"></div>
   The name is that of the text area in the same form. Nothing leaves the browser and nothing is refused: the server
   decides (hub/kit/personal_data), by the same rules and the same cases (tests/kit/personal_data.json). */
(() => {
  "use strict";
  const PAUSE_MS = 800;
  const MOST_SHOWN = 5;

  /* ---------- one spelling for signs that look alike; places[i] is where the i-th sign stands in the text ---------- */

  const ALIKE = { "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "﹘": "-", "﹣": "-", "。": ".", "｡": ".", "․": ".", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "∕": "/", "⁄": "/", "\t": " " };
  const digitOf = (sign) => {
    // The ten digits of each script follow each other, from 0 on.
    let code = sign.codePointAt(0);
    let value = 0;
    while (value < 10 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
      code -= 1;
      value += 1;
    }
    return String(value % 10);
  };
  const plain = (sign) => {
    if (sign in ALIKE) return ALIKE[sign];
    if (sign <= "\x7f") return sign;
    if (/\p{Cf}/u.test(sign)) return "";
    if (/\p{Nd}/u.test(sign)) return digitOf(sign);
    if (/\p{Zs}/u.test(sign)) return " ";
    const wide = sign.normalize("NFKC");
    return /^[\x00-\x7f]$/.test(wide) ? wide : sign;
  };
  const fold = (text) => {
    const signs = [];
    const places = [];
    let place = 0;
    for (const sign of text) {
      const one = plain(sign);
      if (one) {
        if (one === " " && signs.at(-1) === " ") continue;
        for (let unit = 0; unit < one.length; unit += 1) {
          signs.push(one[unit]);
          places.push([place, place + sign.length]);
        }
      }
      place += sign.length;
    }
    return { text: signs.join(""), places };
  };

  /* ---------- e-mail addresses ---------- */

  const W = String.raw`\p{L}\p{N}_`;
  const LABEL = String.raw`[\p{L}\p{N}](?:[${W}-]{0,61}[\p{L}\p{N}])?`;
  const AFTER_AT = new RegExp(String.raw`@ ?((?:${LABEL}\.){1,8}\p{L}{2,24}(?!\p{L})|\[\d{1,3}(?:\.\d{1,3}){3}\])`, "gu");
  const LOCAL = new RegExp(String.raw`[\p{L}\p{N}._%+\-'~!#$^*|{}\x60]`, "u");
  const AT = "(?:at|arobase|arobas|chez|arroba|собака)";
  const DOT = "(?:dot|point|punto|ponto|точка)";
  const HIDDEN_AT = String.raw` ?[([{<] ?(?:${AT}|@) ?[)\]}>] ?`;
  const HIDDEN_DOT = String.raw`(?: ?[([{<] ?(?:${DOT}|\.) ?[)\]}>] ?| ${DOT} |\.)`;
  const NAME = String.raw`(?<![${W}.+\-])[${W}.+\-]{1,64}`;
  const HIDDEN = new RegExp(String.raw`${NAME}(?:${HIDDEN_DOT}[${W}+\-]{1,64}){0,3}${HIDDEN_AT}${LABEL}(?:${HIDDEN_DOT}${LABEL}){1,5}(?![${W}\-])`, "giu");
  const SPOKEN = new RegExp(String.raw`${NAME} ${AT} ${LABEL}(?:(?: ${DOT} |\.)${LABEL}){0,4} ${DOT} (?:com|org|net|int|edu|gov|info|eu|uk|ch|fr|ca|ke|ng|za|mx|br|ph)(?![${W}\-])`, "giu");

  const apart = (spans) =>
    spans.sort((one, other) => one[0] - other[0]).reduce((joined, [start, end]) => {
      const last = joined.at(-1);
      if (last && start < last[1]) last[1] = Math.max(last[1], end);
      else joined.push([start, end]);
      return joined;
    }, []);
  const localStart = (text, at) => {
    let end = at;
    if (text[end - 1] === " ") {
      if (text[at + 1] !== " ") return -1;
      end -= 1;
    }
    if (text[end - 1] === '"') {
      const opening = end < 2 ? -1 : text.lastIndexOf('"', end - 2);
      return opening >= Math.max(end - 66, 0) ? opening : -1;
    }
    let start = end;
    while (start && (LOCAL.test(text[start - 1]) || /[\ud800-\udfff]/.test(text[start - 1]))) start -= 1;
    while (start < end && "'.-".includes(text[start])) start += 1;
    return start < end ? start : -1;
  };
  const addresses = (text) => {
    const found = [];
    for (const match of text.matchAll(AFTER_AT)) {
      const start = localStart(text, match.index);
      if (start >= 0) found.push([start, match.index + match[0].length]);
    }
    for (const pattern of [HIDDEN, SPOKEN]) {
      for (const match of text.matchAll(pattern)) found.push([match.index, match.index + match[0].length]);
    }
    return apart(found);
  };

  /* ---------- phone numbers ---------- */

  const RUN = new RegExp(String.raw`(?:(?<![${W}/])|(?=\+))[+(]{0,2}\d+(?:(?: ?[().\-/] ?[()]?| \(?)\d+){0,14}`, "gu");
  const BEGINS = /^(?:[+(]|0|(?:1[ .-]?)?\(?[2-9]\d\d[) .-])/;
  const WEB = /(?:https?:\/\/|www\.)[^\s<>"]+/gi;
  const TO_CALL = /(?:wa\.me\/|phone=(?:%2b)?|tel:)\+?(\d{7,15})(?!\d)/gid;
  const SURE = "tel|tél|tels|tlf|tfno|phone|phones|telephone|téléphone|teléfono|telefone|telefono|telefon|fax|telefax|whatsapp|gsm|hotline|viber|sms|тел|телефон|هاتف|تلفون|جوال|电话|手机|電話";
  const PERHAPS = "mobile|mob|cell|cellular|cellphone|móvil|celular|portable|signal|telegram|contact|call|ligne|appel|m|t|p";
  const NUMBER = "(?:number|numbers|no|nr|num|numéro|numero|número|n°|nº)";
  const LINK = String.raw`(?: ?\((?:[^\d\n()]{1,20})\))?(?: ?${NUMBER})?(?: (?:is|est|es|at|au|al|on|us))?[ .:;=#\-]{0,4}`;
  const ANNOUNCED = new RegExp(String.raw`(?<!\p{L})(?:(?:${SURE})${LINK}|(?:${PERHAPS})(?: ?${NUMBER})?[ .]?[:=] ?)$`, "iu");
  const OTHER = /(?:(?<!\p{L})(?:isbn(?:-1[03])?|issn|doi|orcid|iban|swift|paras?|paragraphs?|paragraphes?|párrafos?|articles?|arts?|artículos?|targets?|cibles?|objectives?|objectifs?|sdgs?|odd|ods|pages?|pp?|vol|figures?|tables?|usd|eur|chf|gbp|n\/|no)|[$€£¥§#])[ .:]{0,2}$/iu;
  const EXTENSION = new RegExp(String.raw`^ ?(?:ext\.?|x|poste|int\.|extension|anexo) ?\d{1,6}(?![${W}])`, "iu");
  const GLUED = /\d[.,:-]$|[\d@#=&?_]$/;
  const FOLLOWS_NONE = new RegExp(String.raw`^(?:[${W}@%]|[/,:]\d|/[A-Za-z]| ?[%‰€$£])`, "u");
  const DATE = /^(?:\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d\d(?!\d)|(?:19|20)\d\d[ ./-]\d{1,2}[ ./-]\d{1,2}(?!\d))/;
  const YEAR = /^(?:19|20)\d\d$/;
  const EXACT = { 1: 11, 7: 11 };
  const PLAIN = [" ", ".", "-", "/"];

  const runOf = (text) => {
    const groups = [...text.matchAll(/\d+/g)];
    const ends = groups.map((group) => group.index + group[0].length);
    return {
      text,
      ends,
      groups: groups.map((group) => group[0]),
      between: groups.map((group, place) => text.slice(place ? ends[place - 1] : 0, group.index)),
    };
  };

  const isAmount = (groups) => {
    const thousands = groups.length > 1 && groups[0].length <= 3 && groups.slice(1).every((group) => group.length === 3);
    if (!thousands || groups.join("").length > 10) return false;
    return groups[0].length < 3 || groups[1].startsWith("0");
  };
  const isAbroad = ({ groups, between }, count) => {
    const taken = groups.slice(0, count);
    const digits = taken.join("");
    let national;
    if (between[0].includes("+")) national = digits;
    else if (digits.startsWith("00") && groups[0].length !== 3) national = digits.slice(2);
    else return false;
    if (!national || national[0] === "0") return false;
    if (national[0] in EXACT) return national.length === EXACT[national[0]];
    return national.length >= 8 && national.length <= 15 && !isAmount(taken);
  };
  const isTrunk = ({ groups, between, ends, text: whole }, count) => {
    const taken = groups.slice(0, count);
    const digits = taken.join("");
    const signs = between.slice(1, count);
    if (between[0] || !/^0[1-9]/.test(digits) || digits.length < 9 || digits.length > 11) return false;
    if (signs.some((sign) => !PLAIN.includes(sign))) return false;
    if (count === 1) return digits.length >= 10;
    const text = whole.slice(0, ends[count - 1]);
    if (DATE.test(text) || /^\d{5}-\d{4}$/.test(text)) return false;
    const codes = taken[0].length === 4 && taken.slice(1).every((group) => group.length === 2) && text.includes(".");
    return new Set(signs.slice(1)).size <= 1 && taken[0].length >= 2 && taken[0].length <= 5 && taken.every((group) => group.length > 1) && !codes;
  };
  const isBracketed = ({ groups, between }, count) => {
    const taken = groups.slice(0, count);
    const length = taken.join("").length;
    if (between[0] !== "(" || count < 2 || between[1].trim() !== ")") return false;
    if (YEAR.test(taken[0]) || length < 9 || length > 12) return false;
    return (taken[0] === "0" || (taken[0].length >= 2 && taken[0].length <= 5))
      && taken.slice(1).every((group) => group.length >= 2 && group.length <= 8)
      && between.slice(2, count).every((sign) => PLAIN.includes(sign));
  };
  const isNorthAmerican = ({ groups, ends, text: whole }, count) => {
    const text = whole.slice(0, ends[count - 1]);
    return [10, 11].includes(groups.slice(0, count).join("").length)
      && (/^(?:1[ .-])?[2-9]\d\d([ .-])[2-9]\d\d\1\d{4}$/.test(text) || /^(?:1[ .-]?)?\([2-9]\d\d\) ?[2-9]\d\d[ .-]\d{4}$/.test(text));
  };
  const isSaid = ({ groups, ends, text }, count) => {
    const taken = groups.slice(0, count);
    const length = taken.join("").length;
    return length >= 6 && length <= 15 && !DATE.test(text.slice(0, ends[count - 1])) && !taken.every((group) => YEAR.test(group));
  };
  const RULES = [isAbroad, isTrunk, isBracketed, isNorthAmerican];

  const lengthOf = (text, start, run, announced) => {
    if (!announced && !BEGINS.test(run)) return 0;
    const parsed = runOf(run);
    for (const rules of announced ? [RULES, [isSaid]] : [RULES]) {
      for (let count = parsed.groups.length; count; count -= 1) {
        const end = parsed.ends[count - 1];
        if (rules.some((rule) => rule(parsed, count)) && !FOLLOWS_NONE.test(text.slice(start + end, start + end + 4))) return end;
      }
    }
    return 0;
  };
  const announcedBy = (before) => {
    const said = before.replace(/[ .:;=#-]+$/, "");
    return said !== "" && !/\d$/.test(said) && ANNOUNCED.test(before);
  };
  const numbers = (text) => {
    const found = [...text.matchAll(TO_CALL)].map((match) => match.indices[1]);
    const rest = text.replace(WEB, (address) => "x".repeat(address.length));
    let place = 0;
    for (;;) {
      RUN.lastIndex = place;
      const match = RUN.exec(rest);
      if (!match) break;
      const [run] = match;
      const { index } = match;
      const before = rest.slice(Math.max(index - 48, 0), index);
      const announced = announcedBy(before);
      if (!announced && run[0] !== "+" && OTHER.test(before.slice(-16))) {
        place = index + run.length;
        continue;
      }
      const length = run[0] !== "+" && GLUED.test(before) ? 0 : lengthOf(rest, index, run, announced);
      if (!length) {
        place = index + runOf(run).ends[0];
        continue;
      }
      const extension = EXTENSION.exec(rest.slice(index + length, index + length + 24));
      place = index + length + (extension ? extension[0].length : 0);
      found.push([index, place]);
    }
    return apart(found);
  };

  /* The words of all addresses and numbers of a plain text, in their order. */
  const find = (text) => {
    const form = fold(text);
    const mails = addresses(form.text);
    let rest = "";
    let last = 0;
    for (const [start, end] of mails) {
      rest += form.text.slice(last, start) + "x".repeat(end - start);
      last = end;
    }
    rest += form.text.slice(last);
    const spans = [...mails, ...numbers(rest)].sort((one, other) => one[0] - other[0]);
    return spans.map(([start, end]) => text.slice(form.places[start][0], form.places[end - 1][1]));
  };
  window.findPersonalData = find;

  /* ---------- the note under the text ---------- */

  const decoded = (address) => {
    try {
      return decodeURIComponent(address);
    } catch {
      return address;
    }
  };
  const linesOf = (value) => {
    if (!/<(?:p|ul|ol|blockquote|h3|h4|table)\b/i.test(value)) return [value];
    const broken = value.replace(/[\n\t]/g, " ").replace(/<(?:\/?(?:p|ul|ol|li|blockquote|h3|h4|table|tr|td|th)|br)\b/gi, "\n$&");
    const page = new DOMParser().parseFromString(broken, "text/html");
    const said = page.body.textContent;
    const led = [...page.querySelectorAll("a[href]")].map((link) => decoded(link.getAttribute("href")));
    return [said, ...led];
  };

  for (const note of document.querySelectorAll("[data-personal-data]")) {
    const area = note.closest("form")?.elements[note.dataset.personalData];
    if (!area) continue;
    let timer;
    const look = () => {
      const words = [...new Set(linesOf(area.value).flatMap(find))];
      const shown = words.slice(0, MOST_SHOWN).join(", ") + (words.length > MOST_SHOWN ? ", …" : "");
      const said = words.length === 1 ? note.dataset.one : note.dataset.many;
      const text = words.length ? said.replace("{n}", words.length).replace("{words}", () => shown) : "";
      if (note.textContent === text) return; // told once for each change
      note.textContent = text;
      note.classList.toggle("note", text !== "");
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE_MS);
    };
    area.addEventListener("input", soon);
    soon();
  }
})();
