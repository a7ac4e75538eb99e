// The office's desk: links within it change what is open without losing ticks; an element with data-key is pressed (buttons, links,
// summaries) or focused (fields) by that key; what others do shows by itself. Single keys can be switched off and never reach a field
// that is typed in. Without this module every act is a button and every issue a page.

const FRESH = 60_000;
const SWITCH = "desk-keys-off";

const typing = (target) => target.closest?.("textarea, select, input:not([type=checkbox])");
const load = async (address) => {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return answer.ok ? page.querySelector("form[data-desk]") : null;
};

const keysOn = () => !localStorage.getItem(SWITCH);

/** Single keys for the whole page; x ticks the open issue. */
export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) return event.target.blur();
    if (!keysOn() || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const tick = ".dt-desk__row[data-current] input[name=pick]";
    const target = document.querySelector(event.key === "x" ? tick : `[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("select, textarea, input:not([type=checkbox])")) target.focus();
    else target.click();
    if (target.matches("summary")) target.parentElement.querySelector("textarea")?.focus();
  });
}

export function desk(form) {
  const ticks = () => [...form.querySelectorAll("input[name=pick]")];
  const ticked = () => ticks().filter((tick) => tick.checked);
  const current = () => form.querySelector(".dt-desk__row[data-current]");

  /** What the page cannot know: how many are ticked, whether keys are on. */
  function dress() {
    // Not there where nothing is left to be done.
    const words = form.querySelector("[data-for]");
    if (words) {
      words.dataset.one ??= words.textContent;
      words.textContent = ticked().length ? words.dataset.for.replace("{n}", ticked().length) : words.dataset.one;
    }
    form.querySelector("[data-keys-on]").checked = keysOn();
  }

  /** Takes another page's desk in place of this one; what is ticked stays ticked. */
  function take(other) {
    const before = new Set(ticked().map((tick) => tick.value));
    form.action = other.action;
    form.replaceChildren(...other.childNodes);
    for (const tick of ticks()) tick.checked = before.has(tick.value);
    dress();
    current()?.scrollIntoView({ block: "nearest" });
  }

  async function open(address, push) {
    try {
      const other = await load(address);
      if (!other) throw new Error(address);
      if (push) history.pushState(null, "", address);
      take(other);
      form.querySelector(".dt-desk__open").focus({ preventScroll: true });
    } catch {
      location.href = address;
    }
  }

  form.addEventListener("click", (event) => {
    const link = event.target.closest("a.dt-desk__link, .dt-desk__steps a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.href, true);
  });
  addEventListener("popstate", () => open(location.href, false));

  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-on]")) {
      if (event.target.checked) localStorage.removeItem(SWITCH);
      else localStorage.setItem(SWITCH, "1");
    }
    dress();
  });

  /** A value chosen or typed that is not sent yet. */
  const chosen = (field) => {
    if (!field.matches("select")) return field.value !== field.defaultValue;
    return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  };
  // After a refusal the page holds what was typed, too.
  const busy = () =>
    document.hidden ||
    typing(document.activeElement) ||
    document.querySelector(".govuk-error-summary") ||
    [...form.querySelectorAll("select, textarea, input[type=date]")].some(chosen);
  /** The open issue, as its tick names it; it has an address of its own even where the page was asked for without one. */
  const opened = (one) => one.querySelector("input[name=open]")?.value.split(".")[0];
  // Others' looks and decisions show without a reload. What is open stays open, and nothing that was chosen is lost.
  setInterval(async () => {
    const open = opened(form);
    if (busy() || !open) return;
    const address = new URL(form.action);
    address.searchParams.set("at", open);
    const other = await load(address).catch(() => null);
    if (other && !busy() && opened(form) === open && opened(other) === open) take(other);
  }, FRESH);

  dress();
  current()?.scrollIntoView({ block: "nearest" });
}

/** Takes the button away when the time is over, and says how much is left. */
export function countdown(form) {
  const shown = form.querySelector("[data-seconds]");
  const until = Date.now() + form.dataset.countdown * 1000;
  const words = shown.textContent.replace(/\d+/, "{n}");
  const timer = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left > 0) return void (shown.textContent = words.replace("{n}", left));
    clearInterval(timer);
    form.remove();
  }, 250);
}
