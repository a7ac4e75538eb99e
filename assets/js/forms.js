// Small manners of forms: focus on the error summary, no double sending, a warning before typed text is lost.

/** Moves the keyboard to the error summary, and from its links to the fields themselves. */
export function focus(box) {
  box.focus();
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".govuk-form-group") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

/** Asks the browser to warn before a page with unsent changes is left. */
export function guard(form) {
  let dirty = false;
  form.addEventListener("input", () => (dirty = true));
  form.addEventListener("submit", () => (dirty = false));
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

/** A button marked data-once sends its form one time; buttons that are blocked do nothing. */
export function once(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.hasAttribute("data-once")) return;
    if (sent) event.preventDefault();
    sent = true;
    setTimeout(() => (sent = false), 5000);
  });
  addEventListener("pageshow", () => (sent = false));
}

/** The skip link also moves the keyboard, not only the view. */
export function skip() {
  const link = document.querySelector(".govuk-skip-link");
  link?.addEventListener("click", () => document.getElementById("main")?.focus());
}
