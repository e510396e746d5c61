/* Shows an instant in the reader's own time zone: <p data-local="2027-03-22T03:59:59Z" hidden>Your time: <strong></strong></p>
   Seconds are cut off, never rounded up. Without this script the paragraph stays hidden.

   window.writtenTime(options) answers a function that writes a Date as the pages do (hub/kit/dates.py): "Monday 22 March 2027,
   03:59" in English, "lundi 22 mars 2027 à 3 h 59" in French; options are those of Intl.DateTimeFormat, by parts. */
(() => {
  "use strict";
  const page = document.documentElement.lang;
  const locale = page === "en" ? "en-GB" : page === "ar" ? "ar-u-nu-latn" : page;
  const clocks = {
    en: { day: (day) => day, hour: (hour) => hour.padStart(2, "0"), between: ":", after: ", " },
    fr: { day: (day) => (day === "1" ? "1er" : day), hour: (hour) => String(Number(hour)), between: "\u00a0h\u00a0", after: " à " },
  };
  const clock = clocks[page.slice(0, 2)];

  window.writtenTime = (options) => {
    const format = new Intl.DateTimeFormat(locale, { hourCycle: "h23", ...options });
    if (!clock) return (instant) => format.format(instant);
    return (instant) => {
      const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
      const day = [parts.weekday, parts.day && clock.day(parts.day), parts.month, parts.year].filter(Boolean).join(" ");
      const time = parts.hour ? `${clock.hour(parts.hour)}${clock.between}${parts.minute}` : "";
      const moment = [day, time].filter(Boolean).join(clock.after);
      return parts.timeZoneName ? `${moment} (${parts.timeZoneName})` : moment;
    };
  };

  const written = window.writtenTime({
    weekday: "long", day: "numeric", month: "long", year: "numeric",
    hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  });
  for (const place of document.querySelectorAll("[data-local]")) {
    const instant = new Date(place.dataset.local);
    if (Number.isNaN(instant.getTime())) continue;
    place.lastElementChild.textContent = written(instant);
    place.hidden = false;
  }
})();
