/* Gives a form the token that is valid now: <form data-fresh-token>. Signing in changes the token of every page that was open
   before; without this script such a form is shown once more, with its text, and sent by a second press. */
(() => {
  "use strict";
  document.addEventListener("submit", (event) => {
    const field = event.target.elements.csrfmiddlewaretoken;
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (event.target.hasAttribute("data-fresh-token") && field && cookie) field.value = cookie[1];
  }, { capture: true });
})();
