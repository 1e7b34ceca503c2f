// Two people on one sentence: what both began from, theirs and mine, and the choice; typing goes on meanwhile.

import { toField } from "./codes.js";
import { on, parsed, root, say } from "./page.js";
import * as saver from "./saver.js";
import { active, rowOf, typed } from "./sheet.js";

/** @type {Map<string, any>} */
const open = new Map();

on("clash", ({ entry, body }) => {
  open.set(entry.id, body);
  show(entry);
});
on("stuck", (entry) => show(entry));
on("refused", ({ entry, message }) => {
  open.set(entry.id, { refused: message });
  show(entry);
});

/** @param {saver.Entry} entry */
function show(entry) {
  const body = open.get(entry.id);
  rowOf(entry.id)?.classList.toggle("clashing", Boolean(body));
  if (!body || !active || active.entry !== entry) return;
  const box = /** @type {HTMLElement} */ (active.card.querySelector(".clash"));
  box.hidden = false;
  box.setAttribute("role", "status");
  const head = document.createElement("b");
  head.textContent = body.refused || say("clash");
  if (body.refused) return box.replaceChildren(head, button("copytext", "", () => navigator.clipboard.writeText(active?.field.text || "")));
  const three = document.createElement("div");
  three.className = "three";
  three.append(
    column(say("base"), body.base),
    column(body.by ? say("wrote", { name: body.by }) : say("clash"), body.theirs, button("taketheirs", "", () => settle(entry, body, toField(body.current)))),
    column(say("mine"), body.mine, button("keepmine", "primary", () => settle(entry, body)), button("together", "", () => settle(entry, body, "", true))),
  );
  box.replaceChildren(head, three);
}

/** @param {string} name @param {string} html @param {...Node} buttons */
function column(name, html, ...buttons) {
  const made = document.createElement("section");
  const head = document.createElement("h3");
  head.className = "h2";
  head.textContent = name;
  const text = document.createElement("p");
  text.className = "to";
  text.lang = root.dataset.language || "";
  text.dir = root.dataset.direction || "rtl";
  text.append(parsed(html));
  made.append(head, text, ...buttons);
  return made;
}

/** @param {string} name @param {string} kind @param {() => void} run */
function button(name, kind, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn small ${kind}`;
  made.textContent = say(name);
  made.addEventListener("click", run);
  return made;
}

/** Go on from their version: with their text, with mine, or with both in the field to be made one.
 * @param {saver.Entry} entry @param {any} body @param {string} [theirs] @param {boolean} [together] */
function settle(entry, body, theirs, together = false) {
  open.delete(entry.id);
  entry.version = body.version;
  entry.unanswered.clear();
  rowOf(entry.id)?.classList.remove("clashing");
  const at = active && active.entry === entry ? active : null;
  if (at) /** @type {HTMLElement} */ (at.card.querySelector(".clash")).hidden = true;
  saver.release(entry);
  if (!at) return;
  if (theirs) at.field.replaceAll(theirs);
  if (together) {
    const end = at.field.text.length;
    const added = ` ${toField(body.current)}`;
    at.field.type(added, end, end);
    at.field.area.setSelectionRange(end + 1, end + added.length);
  }
  at.field.area.focus();
  typed(together ? 60000 : 0);
}
