// What the English asks for in the edition's form, terms, dates, amounts and addresses: by a click, or the
// next one that the text has not, by its key in the menu of cures.

import { action, run } from "./actions.js";
import { active } from "./sheet.js";

/** @param {string} kind */
function next(kind) {
  const lines = [...document.querySelectorAll(`#aside .${kind} li`)];
  const forms = lines.map((line) => [...line.querySelectorAll("[data-put]")].map((each) => each.textContent || ""));
  const left = forms.find((line) => !line.some((form) => active?.field.text.includes(form)));
  if (left) active?.field.type(left[0]);
}

action("terms", "", "field", () => next("terms"), "Ctrl . T");
action("written", "", "field", () => next("dates"), "Ctrl . D");

/** @param {string} code @returns {boolean} whether the key of the menu was one of these */
export function put(code) {
  if (code === "KeyT") run("terms");
  else if (code === "KeyD") run("written");
  else return false;
  return true;
}

document.addEventListener("click", (event) => {
  const chip = /** @type {Element} */ (event.target).closest("[data-put]");
  if (chip && active && !active.field.area.readOnly) active.field.type(chip.textContent || "");
});
