// Spelling the desk mended: what it saved comes into the field without moving the caret, and an old spelling
// that was pasted is restored, shown with what changed, and taken back by one click.

import { toField, toNotation } from "./codes.js";
import { address, now, on, parsed, root, say } from "./page.js";

const LEAST = 12; // letters: a shorter text is never taken for an old spelling

/** Show what the desk made of the text that the field sent; a word that is being typed waits.
 * @param {import("./field.js").Field} field @param {string} kept */
export function mended(field, kept) {
  const { area, text } = field;
  const bare = text.trim();
  const next = text.replace(bare, () => kept.trim());
  if (!bare || next === text) return;
  let start = 0;
  let end = 0;
  while (start < Math.min(text.length, next.length) && text[start] === next[start]) start++;
  while (end < Math.min(text.length, next.length) - start && text[text.length - 1 - end] === next[next.length - 1 - end]) end++;
  const { selectionStart: from, selectionEnd: to } = area;
  const longer = next.length - text.length;
  const inside = from >= start && from <= text.length - end;
  if (document.activeElement !== area) field.text = next;
  else if (!longer || !inside) {
    field.type(next.slice(start, next.length - end), start, text.length - end);
    const moved = (/** @type {number} */ at) => (at <= start ? at : at + longer);
    area.setSelectionRange(moved(from), moved(to));
  }
}

/** @param {import("./sheet.js").Active} at @param {string} old @param {number} start */
async function repair(at, old, start) {
  const answer = await fetch(`${address}/spelling`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": now.csrf },
    body: JSON.stringify({ text: toNotation(old) }),
  });
  if (!answer.ok || answer.redirected) return;
  const body = await answer.json();
  const fresh = toField(body.text);
  if (!body.legacy || at.field.composing || at.field.text.slice(start, start + old.length) !== old) return;
  at.field.type(fresh, start, start + old.length);
  show(at, body.diff, () => {
    if (at.field.text.slice(start, start + fresh.length) === fresh) at.field.type(old, start, start + fresh.length);
  });
}

/** @param {import("./sheet.js").Active} at @param {string} diff @param {() => void} undo */
function show(at, diff, undo) {
  const line = /** @type {HTMLElement} */ (at.card.querySelector(".corrected"));
  const close = () => {
    line.hidden = true;
    at.row.classList.remove("noted");
  };
  const text = document.createElement("p");
  text.className = "to";
  text.lang = root.dataset.language || "";
  text.dir = root.dataset.direction || "rtl";
  text.append(parsed(diff));
  const button = (/** @type {string} */ name, /** @type {() => void} */ run) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn small";
    made.textContent = say(name);
    made.addEventListener("click", () => (close(), run()));
    return made;
  };
  line.replaceChildren(say("restored"), text, button("undo", undo), " ", button("good", () => at.field.area.focus()));
  line.hidden = false;
  at.row.classList.add("noted");
}

on("active", (at) => {
  if (!at || !("legacy" in root.dataset)) return;
  at.field.area.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => {
    const start = at.field.area.selectionStart;
    const before = at.field.text.length - (at.field.area.selectionEnd - start);
    if ((event.clipboardData?.getData("text/plain") || "").length < LEAST) return;
    setTimeout(() => {
      const old = at.field.text.slice(start, start + at.field.text.length - before);
      if (old.length >= LEAST) repair(at, old, start).catch(() => {}); // it can be mended by its finding, too
    });
  });
});
