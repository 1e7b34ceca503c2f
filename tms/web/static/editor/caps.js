// Caps in the field are whole: one can be dragged to another place in it, as one step that undo takes back,
// and one whose partner was cut away with other words goes with it.

import { caps, numberOf, pairs, placed } from "./codes.js";
import { on } from "./page.js";
import { active, typed } from "./sheet.js";

/** @type {{chars: string, at: number, moved: boolean} | null} */
let held = null;

/** Where in the field a point is. @param {PointerEvent} event */
function offset(event) {
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  return found && active && (found.offsetNode === active.field.area || active.field.area.contains(found.offsetNode)) ? found.offset : -1;
}

/** The cap under a point. @param {PointerEvent} event */
function under(event) {
  const node = active?.field.mirror.firstChild;
  if (!active || !node) return null;
  for (const { at, char } of caps(active.field.text)) {
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getBoundingClientRect();
    if (event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom) return { at, char };
  }
  return null;
}

document.addEventListener("pointerdown", (event) => {
  if (!active || event.target !== active.field.area || event.button || active.field.area.readOnly || event.pointerType === "touch") return;
  const cap = under(event);
  if (!cap) return;
  held = { chars: cap.char, at: cap.at, moved: false };
  active.field.area.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!held || !active) return;
  const at = offset(event);
  if (at < 0) return;
  held.moved ||= at < held.at || at > held.at + 1;
  if (held.moved) active.field.area.setSelectionRange(at, at); // the caret shows where it would go
});

document.addEventListener("pointerup", (event) => {
  const cap = held;
  held = null;
  if (!cap?.moved || !active) return;
  const { field } = active;
  const at = offset(event);
  if (at < 0) return;
  const both = pairs(field.text).find((pair) => numberOf(pair) === numberOf(cap.chars)) || cap.chars;
  const [open, close] = [...both].map((char) => field.text.indexOf(char));
  const opens = cap.at === open;
  const [start, end] = both.length === 1 ? [at, at] : opens ? [Math.min(at, close), close] : [open, Math.max(at, open + 1)];
  field.put(placed(field.text, both, start, end));
  typed();
});

/** The codes that have both their ends. @type {Set<string>} */
let whole = new Set();
const both = () => new Set(active ? pairs(active.field.text).filter((pair) => pair.length === 2) : []);

document.addEventListener("input", (event) => {
  if (!active || event.target !== active.field.area || active.field.composing) return;
  const { field } = active;
  const alone = pairs(field.text).filter((pair) => pair.length === 1 && [...whole].some((each) => each.includes(pair)));
  const kind = /** @type {InputEvent} */ (event).inputType || "";
  const caret = field.area.selectionStart;
  whole = both();
  if (!alone.length || kind.startsWith("history")) return;
  const before = [...field.text.slice(0, caret)].filter((char) => alone.includes(char)).length;
  field.put([...field.text].filter((char) => !alone.includes(char)).join(""));
  field.area.setSelectionRange(caret - before, caret - before);
});
on("active", () => (whole = both()));
