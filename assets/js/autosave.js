// Saves a form by itself, at most two seconds after the last key, and says so. What the server has not confirmed stays in
// the browser's storage, so that a closed lid, a lost network or an ended sign-in loses no text. It is taken away
// once saved, and by sign-out.
//
// The server answers 200 with JSON; a field `version` in it replaces the hidden field of that name. 409 means that
// somebody else saved first: nothing is overwritten, the text stays here. A draft made from an older version than the
// page now shows is never put over it: it is shown beside.

const WAIT = 1500;
const PREFIX = "doithoai-draft:";

/** The form's own words stand in the attributes that partials/autosave_attrs writes. */
export function autosave(form) {
  const key = PREFIX + new URL(form.action).pathname;
  const state = document.createElement("p");
  state.className = "dt-save-state";
  state.setAttribute("role", "status");
  form.prepend(state);
  let timer = 0;
  let running = false;
  let again = false;
  let stopped = false;

  const fields = () => [...form.elements].filter((f) => f.name && !f.name.startsWith("_") && f.type !== "hidden" && f.type !== "file" && f.type !== "submit" && f.type !== "password");
  const say = (tone, text) => {
    state.dataset.tone = tone;
    state.textContent = text;
  };
  const now = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

  const store = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null; // storage may be full or forbidden; saving to the server goes on
    }
  };
  const ticks = (f) => f.type === "checkbox" || f.type === "radio";
  const version = () => form.elements.version?.value ?? "";
  const contents = () => fields().map((f) => [f.name, ticks(f) ? f.value : "", ticks(f) ? f.checked : f.value]);
  const snapshot = () => JSON.stringify({ version: version(), contents: contents() });
  const shown = snapshot();

  function restore() {
    const kept = store((s) => s.getItem(key));
    if (!kept || kept === shown) return store((s) => s.removeItem(key));
    const draft = JSON.parse(kept);
    if (draft.version !== version()) return beside(draft);
    for (const [name, choice, value] of draft.contents) {
      for (const field of fields().filter((f) => f.name === name)) {
        if (typeof value !== "boolean") field.value = value;
        else if (field.value === choice) field.checked = value;
      }
    }
    say("failed", form.dataset.restored);
    plan();
  }

  function beside(draft) {
    const box = document.createElement("div");
    box.className = "govuk-inset-text dt-draft";
    box.append(Object.assign(document.createElement("p"), { textContent: form.dataset.draft }));
    for (const [, , value] of draft.contents) {
      if (typeof value === "string" && value.trim()) box.append(Object.assign(document.createElement("pre"), { textContent: value }));
    }
    state.after(box);
    say("failed", form.dataset.conflict);
  }

  async function save() {
    if (running) return void (again = true);
    running = true;
    again = false;
    const sent = snapshot();
    say("", form.dataset.saving);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, redirect: "manual" });
      const said = await answer.text(); // an answer that nobody reads keeps its connection
      if (answer.status === 409) {
        stopped = true;
        say("failed", form.dataset.conflict);
      } else if (!answer.ok) {
        throw new Error(String(answer.status));
      } else {
        const done = JSON.parse(said);
        const same = snapshot() === sent;
        if (done.version !== undefined && form.elements.version) form.elements.version.value = done.version;
        store((s) => (same ? s.removeItem(key) : s.setItem(key, snapshot())));
        say("saved", `${form.dataset.saved} ${now()}`);
      }
    } catch {
      say("failed", form.dataset.failed);
      timer = setTimeout(save, 10000);
    }
    running = false;
    if (again && !stopped) plan();
  }

  function plan() {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, WAIT);
  }

  form.addEventListener("input", () => {
    store((s) => s.setItem(key, snapshot()));
    plan();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
  });
  addEventListener("online", () => store((s) => s.getItem(key)) && plan());
  restore();
}

/** Takes all drafts away: nobody who uses this machine next shall find them. */
export function forget() {
  try {
    Object.keys(localStorage).filter((k) => k.startsWith(PREFIX)).forEach((k) => localStorage.removeItem(k));
  } catch {
    // no storage, nothing to forget
  }
}
