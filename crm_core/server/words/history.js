// The way back leads to the page before, as it was. Where the program leaves for another page, the framework first gives the
// page that is left the query of the one to come, as an entry of its own: "back" led to the list with a customer's id, or
// from a customer to a plan with the customer's number. Such an entry is taken over by the page to come. One that somebody
// has acted on since is a page that was looked at, and stays.
(() => {
  "use strict";
  const push = history.pushState.bind(history);
  let ahead = null; // path and query of the entry that perhaps only carries a query ahead
  const forget = () => { ahead = null; };

  history.pushState = (state, unused, url) => {
    const to = new URL(url ?? location.href, location.href);
    const isOtherPage = to.pathname !== location.pathname;
    if (isOtherPage && ahead === location.pathname + location.search && to.search === location.search) {
      history.replaceState(state, unused, url);
      forget();
      return;
    }
    push(state, unused, url);
    ahead = isOtherPage ? null : to.pathname + to.search;
  };

  window.addEventListener("popstate", forget, true);
  document.addEventListener("pointerdown", forget, true);
  document.addEventListener("keydown", forget, true);
})();
