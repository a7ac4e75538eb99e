// How far something is: an element with data-progress is taken anew from its own page every second, until the page brings one
// without it. Without scripts a link does the same.

const PAUSE = 1000;

export function progress(element) {
  async function ask() {
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const there = page.getElementById(element.id);
      // At its end the page has more than this part: it is loaded as a whole.
      if (there && !("progress" in there.dataset)) return location.reload();
      if (there) element.replaceChildren(...there.childNodes);
    } catch {
      // No network: what is shown stays, and the next time asks again.
    }
    setTimeout(ask, PAUSE);
  }
  setTimeout(ask, PAUSE);
}
