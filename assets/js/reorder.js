// Lists whose order can be changed by buttons, by Alt+arrow keys and by dragging. The order goes to the form's address at
// once; the server's answer decides. Without this module the buttons send the form as usual.

/** The list's own words stand in the attributes that partials/reorder_attrs writes. `list` stands in a form; each item holds a hidden field `order` and two buttons, `up` and `down`. */
export function reorder(list) {
  const form = list.closest("form");
  const state = document.createElement("p");
  state.className = "dt-save-state";
  state.setAttribute("role", "status");
  list.after(state);
  let moving = null;
  let before = "";
  let queue = Promise.resolve();

  const order = () => [...list.querySelectorAll("input[name=order]")].map((i) => i.value).join();

  async function send() {
    const data = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      await answer.arrayBuffer(); // an answer that nobody reads keeps its connection
      if (!answer.ok) throw new Error(String(answer.status));
      state.dataset.tone = "saved";
      state.textContent = list.dataset.saved;
    } catch {
      state.dataset.tone = "failed";
      state.textContent = list.dataset.failed;
    }
  }
  const save = () => (queue = queue.then(send));

  function move(item, step) {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(item);
    else other.after(item);
    save();
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=up], button[name=down]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    move(item, button.name === "up" ? -1 : 1);
    const still = getComputedStyle(button).visibility === "hidden" ? item.querySelector(`button:not([name=${button.name}])`) : button;
    still?.focus();
  });

  list.addEventListener("keydown", (event) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const focused = document.activeElement;
    move(event.target.closest("li"), event.key === "ArrowUp" ? -1 : 1);
    focused?.focus();
  });

  for (const item of list.children) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      moving = item;
      before = order();
      event.dataTransfer.effectAllowed = "move";
      item.classList.add("is-moving");
    });
    item.addEventListener("dragover", (event) => {
      if (!moving || moving === item) return;
      event.preventDefault();
      const box = item.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) item.before(moving);
      else item.after(moving);
    });
    item.addEventListener("dragend", () => {
      item.classList.remove("is-moving");
      moving = null;
      if (order() !== before) save();
    });
  }
  list.addEventListener("dragover", (event) => moving && event.preventDefault());
  list.addEventListener("drop", (event) => event.preventDefault());
}
