// Answers while one types: data-live="check:clashes" on a form sends it with act=check after a pause, and takes the inside of
// #clashes from the page that comes back. Without scripts the button with the same act does it; nothing is saved either way.

const PAUSE = 500;

export function live(form) {
  const [act, id] = form.dataset.live.split(":");
  let timer = 0;
  let running = null;

  async function ask() {
    running?.abort();
    running = new AbortController();
    const fields = new URLSearchParams(new FormData(form));
    fields.set("act", act);
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, signal: running.signal, redirect: "manual" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [here, there] = [document.getElementById(id), page.getElementById(id)];
      if (here && there) here.replaceChildren(...there.childNodes);
    } catch {
      // Out of date, or no network: what is shown stays, and sending the form says what is wrong.
    }
  }

  const stop = () => {
    clearTimeout(timer);
    running?.abort();
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", stop);
}
