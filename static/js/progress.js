/* Follows a job that runs elsewhere: <section data-progress-url="…" data-progress-running="waiting running"> with a
   <progress> and a [role=status]. The address answers JSON {"state", "done", "total", "message"}; as soon as the state is
   none of the running ones, the page is loaded anew and shows what came of it. */
(() => {
  "use strict";
  const EVERY_MS = 1500;
  const AFTER_FAILURE_MS = 6000;

  const follow = (place) => {
    const running = place.dataset.progressRunning.split(" ");
    const bar = place.querySelector("progress");
    const words = place.querySelector("[role=status]");

    const show = ({ done, total, message }) => {
      if (total > 0) {
        bar.max = total;
        bar.value = done;
      } else {
        bar.removeAttribute("value"); // not known yet: the bar only says that something happens
      }
      if (words.textContent !== message) words.textContent = message;
    };

    const ask = async () => {
      let wait = EVERY_MS;
      try {
        const answer = await fetch(place.dataset.progressUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
        if (!answer.ok) throw new Error(String(answer.status));
        const job = await answer.json();
        if (!running.includes(job.state)) {
          location.reload();
          return;
        }
        show(job);
      } catch {
        wait = AFTER_FAILURE_MS; // the connection or the server is away: the job goes on, so does the asking
      }
      setTimeout(ask, wait);
    };

    setTimeout(ask, EVERY_MS);
  };

  document.querySelectorAll("[data-progress-url]").forEach(follow);
})();
