// Parts of a form that only one choice needs: data-when="repeat=weekly" or, for several values, "repeat=a b".
// Hidden parts are still sent; the program ignores what the choice does not need. Without scripts all parts are shown.

export function depend(form) {
  const parts = [...form.querySelectorAll("[data-when]")].map((part) => {
    const [name, values] = part.dataset.when.split("=");
    return { part, name, values: values.split(" ") };
  });
  const chosen = (name) => new FormData(form).get(name);
  const show = () => parts.forEach(({ part, name, values }) => (part.hidden = !values.includes(chosen(name))));
  form.addEventListener("change", show);
  // A page that comes back from the browser's memory keeps its choices.
  addEventListener("pageshow", show);
  show();
}
