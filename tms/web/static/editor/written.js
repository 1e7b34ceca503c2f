// Dates, amounts and addresses of the English in the edition's form: by a click, or the next one by its key.

import { action } from "./actions.js";
import { active } from "./sheet.js";

action("written", "Alt+KeyD", "field", () => {
  const lines = [...document.querySelectorAll("#aside .written li")];
  const forms = lines.map((line) => [...line.querySelectorAll("[data-put]")].map((each) => each.textContent || ""));
  const next = forms.find((line) => !line.some((form) => active?.field.text.includes(form)));
  if (next) active?.field.type(next[0]);
});

document.addEventListener("click", (event) => {
  const chip = /** @type {Element} */ (event.target).closest("[data-put]");
  if (chip && active && !active.field.area.readOnly) active.field.type(chip.textContent || "");
});
