// <div data-shown-when="option=adjust_dose"> is shown while the field "option" of its form has that value.
// Without script it is always shown, so nothing is out of reach.

export function enhanceDisclosures(root: ParentNode): void {
  for (const part of root.querySelectorAll<HTMLElement>("[data-shown-when]:not([data-ready])")) {
    part.dataset["ready"] = "";
    const form = part.closest("form");
    const [name, ...values] = (part.dataset["shownWhen"] ?? "").split(/[=|]/);
    if (!form || !name) continue;
    const update = (): void => {
      const value = new FormData(form).get(name);
      const shown = typeof value === "string" && values.includes(value);
      part.hidden = !shown;
      // A hidden field must not be demanded or sent.
      for (const field of part.querySelectorAll<HTMLInputElement>("input, select, textarea")) field.disabled = !shown;
    };
    form.addEventListener("change", update);
    update();
  }
}
