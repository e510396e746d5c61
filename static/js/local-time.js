/* Shows an instant in the reader's own time zone: <p data-local="2027-03-22T03:59:59Z" hidden>Your time: <strong></strong></p>
   Seconds are cut off, never rounded up. Without this script the paragraph stays hidden. */
(() => {
  "use strict";
  const page = document.documentElement.lang;
  const locale = page === "en" ? "en-GB" : page === "ar" ? "ar-u-nu-latn" : page;
  const written = new Intl.DateTimeFormat(locale, {
    weekday: "long", day: "numeric", month: "long", year: "numeric",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short",
  });
  for (const place of document.querySelectorAll("[data-local]")) {
    const instant = new Date(place.dataset.local);
    if (Number.isNaN(instant.getTime())) continue;
    place.lastElementChild.textContent = written.format(instant);
    place.hidden = false;
  }
})();
