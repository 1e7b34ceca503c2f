// The sheet: which sentence is active, its card, and what a row shows.

import { caps, nodes, numberOf, toField, toNotation } from "./codes.js";
import { now as live } from "../live.js";
import { Field } from "./field.js";
import { now, on, parsed, read, root, say, tell } from "./page.js";
import * as saver from "./saver.js";
import { mended } from "./spelling.js";

/** @typedef {{row: HTMLElement, card: HTMLElement, field: Field, entry: saver.Entry}} Active */

/** @type {Active | null} */
export let active = null;
const template = /** @type {HTMLTemplateElement} */ (document.getElementById("card"));
const aside = /** @type {HTMLElement} */ (document.getElementById("aside"));

/** @returns {HTMLElement[]} */
export const rows = () => [...document.querySelectorAll(".seg")].map((row) => /** @type {HTMLElement} */ (row));
/** @param {string} id */
export const rowOf = (id) => /** @type {HTMLElement | null} */ (document.querySelector(`.seg[data-id="${CSS.escape(id)}"]`));
const cell = (/** @type {Element} */ row, /** @type {string} */ name) => /** @type {HTMLElement} */ (row.querySelector(`:scope > .${name}`));

/** What a row's translation is, as a field has it. @param {HTMLElement} row */
export function textOf(row) {
  const typed = saver.known(row.dataset.id || "");
  if (active && active.row === row) return active.field.text;
  return typed && (typed.dirty || typed.stuck) ? toField(typed.text) : cell(row, "tgt").textContent || "";
}

/** The English of a row as it is now. @param {HTMLElement} row */
export function sourceOf(row) {
  const copy = /** @type {HTMLElement} */ (cell(row, "src").cloneNode(true));
  for (const gone of copy.querySelectorAll("del")) gone.remove();
  return (copy.textContent || "").trim();
}

/** @param {HTMLElement} row @param {boolean} [focus] */
export function activate(row, focus = true) {
  if (active && active.row === row) {
    if (focus) active.field.area.focus({ preventScroll: true });
    return;
  }
  leave();
  row.querySelector(":scope > .pane")?.remove();
  const card = /** @type {HTMLElement} */ (template.content.cloneNode(true)).querySelector(".pane");
  if (!(card instanceof HTMLElement)) return;
  const text = textOf(row);
  row.append(card);
  row.classList.add("active");
  row.closest(".blk")?.classList.add("busy");
  document.documentElement.classList.add("busy");
  const area = /** @type {HTMLTextAreaElement} */ (card.querySelector("textarea"));
  area.value = text;
  area.readOnly = "shut" in row.dataset;
  const field = new Field(area, /** @type {HTMLElement} */ (card.querySelector(".mirror")), sourceOf(row));
  const entry = saver.entry(row);
  active = { row, card, field, entry };
  field.paint();
  tools(active);
  area.addEventListener("input", () => typed());
  count(active);
  history.replaceState(history.state, "", `#${row.id}`);
  if (focus) {
    area.focus({ preventScroll: true });
    area.setSelectionRange(text.length, text.length);
  }
  row.scrollIntoView({ block: "nearest" });
  if (entry.stuck) tell("stuck", entry);
  tell("active", active);
  help(active);
}

export function leave() {
  if (!active) return;
  const { row, card, field } = active;
  const target = cell(row, "tgt");
  if (target.textContent !== field.text) target.replaceChildren(nodes(field.text));
  card.remove();
  row.classList.remove("active", "noted");
  row.closest(".blk")?.classList.remove("busy");
  document.documentElement.classList.remove("busy");
  active = null;
  tell("active", null);
}

/** Take in what stands in the active field. @param {number} [pause] */
export function typed(pause) {
  if (!active || active.field.area.readOnly) return;
  const { entry, field } = active;
  if (entry.taken && entry.text !== toNotation(field.text)) entry.taken = 0;
  saver.typed(entry, toNotation(field.text), pause);
  const at = active;
  requestAnimationFrame(() => at === active && count(at));
}

/** Words of both sides, and which codes are still missing. @param {Active} of */
function count(of) {
  const words = (/** @type {string} */ text) => (text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c'’.,٫٬-]*/gu) || []).length;
  const shown = /** @type {HTMLElement} */ (of.card.querySelector(".count"));
  shown.textContent = say("words", { count: words(of.field.text), english: words(of.field.source) });
  const missing = of.field.missing;
  for (const tool of of.card.querySelectorAll(".caps .tool")) tool.classList.toggle("used", ![.../** @type {HTMLElement} */ (tool).dataset.caps || ""].some((char) => missing.includes(char)));
}

/** Say something above the field. @param {Active} of @param {string} said */
export function note(of, said) {
  const line = /** @type {HTMLElement} */ (of.card.querySelector(".corrected"));
  line.textContent = said;
  line.hidden = false;
  of.row.classList.add("noted");
}

/** @param {Active} of */
function tools(of) {
  /** @type {Map<number, string>} */
  const codes = new Map();
  for (const { char } of caps(of.field.source)) codes.set(numberOf(char), (codes.get(numberOf(char)) || "") + char);
  const bar = /** @type {HTMLElement} */ (of.card.querySelector(".caps"));
  for (const [number, chars] of codes) {
    const tool = document.createElement("button");
    tool.type = "button";
    tool.className = "tool";
    tool.dataset.caps = chars;
    tool.textContent = chars;
    tool.dir = root.dataset.direction || "rtl";
    tool.title = say("code", { number });
    tool.setAttribute("aria-label", tool.title);
    tool.addEventListener("click", () => of.field.code(chars));
    bar.append(tool);
  }
}

/** Fetch what was found in a sentence and what helps with it. @param {Active} of */
export async function help(of) {
  let body;
  try {
    body = await (await read(`/${of.entry.id}`)).json();
  } catch {
    return; // The sentence can be worked on without help; it comes when the line is back.
  }
  refresh(body);
  if (active !== of) return;
  const scrolled = aside.dataset.of === of.entry.id ? aside.scrollTop : 0;
  aside.replaceChildren(parsed(body.help));
  aside.dataset.of = of.entry.id;
  aside.scrollTop = scrolled;
  const notes = /** @type {HTMLElement} */ (of.card.querySelector(".notes"));
  if (!of.entry.dirty) notes.replaceChildren(parsed(body.notes));
  of.field.found = found(of);
  of.field.paint();
  tell("help", of);
}

/** Where the row's findings stand in the field. @param {Active} of */
function found(of) {
  const target = cell(of.row, "tgt");
  if (target.textContent !== of.field.text) return [];
  const marked = [];
  let at = 0;
  for (const node of target.childNodes) {
    const length = (node.textContent || "").length;
    if (node instanceof HTMLElement && node.localName === "u") marked.push({ start: at, end: at + length, kind: node.className });
    at += length;
  }
  return marked;
}

/** Show a row as the desk has it now; what is being typed in it stays. @param {{id: string, version: number, state: string, row: string, revision: number, segment: string}} body */
export function refresh(body) {
  const row = rowOf(body.id);
  const fresh = parsed(body.row).querySelector(".seg");
  if (!row || !(fresh instanceof HTMLElement)) return;
  const entry = saver.known(body.id);
  // An answer that was under way when something newer was saved has nothing to say.
  if (body.version < Math.max(Number(row.dataset.v), entry ? entry.version : 0)) return;
  const mine = active && active.row === row ? active : null;
  now.seen = Math.max(now.seen, body.revision);
  const waiting = entry && (entry.dirty || entry.stuck || entry.flying);
  const corrected = mine && sourceOf(fresh) !== mine.field.source;
  fresh.querySelector(".no")?.replaceWith(/** @type {Element} */ (row.querySelector(".no")).cloneNode(true));
  for (const name of ["src", "spine"]) cell(row, name).replaceWith(cell(fresh, name));
  if (!waiting) {
    cell(row, "tgt").replaceWith(cell(fresh, "tgt"));
    const own = entry && entry.sent && entry.version === body.version; // nobody wrote since
    if (entry) entry.version = body.version;
    row.dataset.v = String(body.version);
    const kept = cell(row, "tgt").textContent || "";
    if (mine && !mine.field.composing && mine.field.text.trim() !== kept.trim()) {
      if (own && entry.sent === toNotation(mine.field.text)) mended(mine.field, kept);
      else mine.field.text = kept;
    }
  }
  for (const old of row.querySelectorAll(":scope > .told")) old.remove();
  cell(row, "tgt").after(...fresh.querySelectorAll(":scope > .told"));
  for (const name of ["s", "open", "mine", "f", "shut", "acts", "run", "added"]) {
    if (fresh.dataset[name] === undefined) delete row.dataset[name];
    else row.dataset[name] = fresh.dataset[name];
  }
  if (mine) {
    mine.field.area.readOnly = "shut" in row.dataset;
    if (corrected) tell("corrected", mine);
  }
  tell("row", row);
}

/** The next row that waits for somebody, from the start again behind the last. @param {HTMLElement} from @param {number} step 1 or -1 */
export function nextOpen(from, step) {
  const listed = rows();
  const at = listed.indexOf(from);
  for (let n = 1; n <= listed.length; n++) {
    const row = listed[(at + step * n + listed.length * 2) % listed.length];
    if ("open" in row.dataset) return row;
  }
  return null;
}

/** @param {number} step */
export function neighbour(step) {
  const listed = rows().filter((row) => !row.classList.contains("out"));
  const here = active ? active.row : /** @type {HTMLElement | null} */ (document.activeElement?.closest(".seg"));
  return listed[here ? listed.indexOf(here) + step : 0] || null;
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const row = /** @type {HTMLElement | null} */ (target.closest(".seg"));
  if (!row || target.closest("a:not(.spine), button, textarea, .pane")) return;
  if (getSelection()?.toString() && !target.closest(".spine")) return;
  event.preventDefault();
  if (!row.classList.contains("active")) activate(row);
});

// What is found in a text comes as an event; only where the line is down it is asked for.
on("took", ({ entry, body, text }) => {
  const row = rowOf(entry.id);
  if (!row) return;
  row.dataset.v = String(body.version);
  if (live.open && row.dataset.s === body.state && body.text === text) return;
  const at = active;
  if (at && at.entry === entry) setTimeout(() => at === active && !entry.dirty && help(at), 150);
  else read(`/${entry.id}`).then((answer) => answer.json()).then(refresh, () => {});
});
on("signedin", () => active && help(active));
