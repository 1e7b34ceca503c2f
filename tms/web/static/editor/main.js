// The editor comes alive: without this module the page works as plain forms.

import { action, listen, run } from "./actions.js";
import { place, toField, toNotation } from "./codes.js";
import * as clash from "./clash.js";
import { look } from "./meanwhile.js";
import "./memory.js";
import { on, say } from "./page.js";
import "./deeds.js";
import "./caps.js";
import * as palette from "./palette.js";
import "./parts.js";
import "./preview.js";
import "./presence.js";
import * as replace from "./replace.js";
import * as saver from "./saver.js";
import { activate, active, leave, neighbour, nextOpen, rowOf, rows, sourceOf, typed } from "./sheet.js";
import "./signin.js";
import * as store from "./store.js";
import "./spelling.js";
import { show } from "./strip.js";
import { put } from "./written.js";

void clash;
document.documentElement.classList.add("js");
const ZWNJ = "\u200c";
const RLM = "\u200f";
const LRM = "\u200e";

/** @param {HTMLElement | null} row */
function go(row) {
  if (!row) return;
  activate(row);
  row.scrollIntoView({ block: "nearest" });
}

/** @param {"submit" | "confirm" | "reopen"} step */
async function take(step) {
  const at = active;
  if (!at) return;
  if (step === "submit" && !at.field.text.trim()) return at.field.area.focus();
  if (at.field.area.readOnly && step === "submit") return go(nextOpen(at.row, 1));
  at.entry.text = toNotation(at.field.text);
  if (!at.entry.dirty && step === "submit") saver.typed(at.entry, at.entry.text, 60000);
  const sent = saver.flush(at.entry, step);
  if (step !== "submit") return;
  delete at.row.dataset.open;
  const next = nextOpen(at.row, 1);
  if (next && next !== at.row) go(next);
  if (!(await sent)) at.row.dataset.open = "";
}

action("submit", "Ctrl+Enter", "any", () => take("submit"));
action("next", "Alt+ArrowDown", "any", () => go(nextOpen(active ? active.row : rows()[0], 1)));
action("previous", "Alt+ArrowUp", "any", () => go(nextOpen(active ? active.row : rows()[0], -1)));
action("offers", "Ctrl+Period", "field", offers);
action("finding", "F8", "any", () => finding(1));
action("finding-before", "Shift+F8", "any", () => finding(-1));
action("palette", "Ctrl+KeyK", "any", palette.open);
action("keys", "Ctrl+Slash", "any", palette.openKeys);
action("leave", "Escape", "field", out);
action("below", "KeyJ ArrowDown", "out", () => reach(neighbour(1)));
action("above", "KeyK ArrowUp", "out", () => reach(neighbour(-1)));
action("edit", "KeyE Enter", "out", () => (active ? active.field.area.focus() : go(neighbour(0) || rows()[0])));
action("invisibles", "KeyI", "out", invisibles);
action("quotes", "", "field", () => active?.field.around(active.card.querySelector('[data-do="quotes"]')?.textContent?.trim().split(" ")[0] || "«", active.card.querySelector('[data-do="quotes"]')?.textContent?.trim().split(" ")[1] || "»"));
action("zwnj", "", "field", () => active?.field.type(ZWNJ));
action("rlm", "", "field", () => active?.field.type(RLM));
action("lrm", "", "field", () => active?.field.type(LRM));
action("codes", "", "field", () => active?.field.code());
action("copy", "", "field", () => active?.field.replaceAll(active.field.source));
action("replace", "Ctrl+KeyH", "any", replace.open);
action("confirm", "", "any", () => take("confirm"));
action("reopen", "", "any", () => take("reopen"));
action("all", "", "any", () => show("all"));
action("todo", "", "any", () => show("todo"));
action("findings", "", "any", () => show("finding"));
listen();

/** Leave the field; a second time leaves the sentence. */
function out() {
  if (!active) return;
  const link = /** @type {HTMLElement} */ (active.row.querySelector(":scope > .spine"));
  active.field.area.blur();
  link.focus({ preventScroll: true });
}

/** @param {HTMLElement | null} row */
function reach(row) {
  if (!row) return;
  activate(row, false);
  /** @type {HTMLElement} */ (row.querySelector(":scope > .spine")).focus({ preventScroll: true });
}

/** @param {number} step */
function finding(step) {
  const listed = rows().filter((row) => row.dataset.f);
  if (!listed.length) return;
  const all = rows();
  const here = active ? all.indexOf(active.row) : -1;
  const places = listed.map((row) => all.indexOf(row));
  const found = step > 0 ? places.find((place) => place > here) ?? places[0] : places.findLast((place) => place < here) ?? places[places.length - 1];
  go(all[found]);
}

/** After Ctrl . one key chooses: 1–9 a suggestion, F or . the first cure, 0 the English, Z ZWNJ, Q quotes, T a term, D a date. */
let choosing = 0;
function offers() {
  clearTimeout(choosing);
  document.documentElement.classList.add("choosing");
  choosing = setTimeout(done, 4000);
  document.addEventListener("keydown", choice, { capture: true, once: true });
}
function done() {
  clearTimeout(choosing);
  document.documentElement.classList.remove("choosing");
  document.removeEventListener("keydown", choice, { capture: true });
}
/** @param {KeyboardEvent} event */
function choice(event) {
  if (["ControlLeft", "ControlRight", "MetaLeft", "MetaRight", "ShiftLeft", "ShiftRight"].includes(event.code)) {
    document.addEventListener("keydown", choice, { capture: true, once: true });
    return;
  }
  done();
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  if (digit === "0") run("copy");
  else if (digit) /** @type {HTMLElement | undefined} */ (document.querySelectorAll("#aside [data-take]")[Number(digit) - 1])?.click();
  else if (event.code === "KeyZ") run("zwnj");
  else if (event.code === "KeyQ") run("quotes");
  else if (event.code === "KeyC") run("codes");
  else if (event.code === "KeyF" || event.code === "Period") /** @type {HTMLElement | null} */ (active?.card.querySelector("[data-fix]") ?? null)?.click();
  else if (!put(event.code)) return;
  event.preventDefault();
  event.stopPropagation();
}

function invisibles() {
  const on = document.documentElement.classList.toggle("seen");
  for (const tool of document.querySelectorAll('[data-do="invisibles"]')) tool.setAttribute("aria-pressed", String(on));
  seen();
}

/** The text of the field once more, with what cannot be seen in it by name. */
function seen() {
  if (!active) return;
  const line = /** @type {HTMLElement} */ (active.card.querySelector(".seen"));
  const names = /** @type {Record<string, string>} */ ({ [ZWNJ]: "ZWNJ", "\u200d": "ZWJ", [RLM]: "RLM", [LRM]: "LRM", "\u00a0": "NBSP", "\u2067": "RLI", "\u2066": "LRI", "\u2068": "FSI", "\u2069": "PDI", "\u061c": "ALM", "\u0640": "ـ" });
  line.hidden = !document.documentElement.classList.contains("seen");
  if (line.hidden) return;
  line.replaceChildren(
    ...active.field.text.split(/([\u200c-\u200f\u00a0\u2066-\u2069\u061c])/).map((piece) => {
      if (!names[piece]) return piece;
      const mark = document.createElement("i");
      mark.textContent = names[piece];
      return mark;
    }),
  );
}
document.addEventListener("input", seen);
on("active", seen);

// A suggestion or a cure goes into the field as if it had been typed, so that undo takes it back.
document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const offer = /** @type {HTMLElement | null} */ (target.closest("[data-take]"));
  const fix = /** @type {HTMLButtonElement | null} */ (target.closest("[data-fix]"));
  if (!active || !(offer || fix)) return;
  event.preventDefault();
  if (offer) {
    const text = offer.closest(".offer")?.querySelector(".to")?.textContent || "";
    active.field.replaceAll(text);
    active.entry.taken = Number(offer.dataset.take);
    saver.typed(active.entry, toNotation(active.field.text), 0);
  } else if (fix) {
    const [start, end] = fix.value.split(" ", 2).map(Number);
    const put = fix.value.slice(`${start} ${end} `.length);
    const notation = toNotation(active.field.text);
    active.field.type(toField(put), place(notation, start), place(notation, end));
    fix.closest(".note")?.remove();
    typed(0);
  }
});

// A cure was found in a text: once that text changes, it waits for the next look.
document.addEventListener("input", () => {
  for (const note of active?.card.querySelectorAll(".note") || []) note.querySelector("[data-fix]")?.toggleAttribute("disabled", true);
  if (active && active.field.found.length) {
    active.field.found = [];
    active.field.paint();
  }
});
document.addEventListener("submit", (event) => {
  if (/** @type {Element} */ (event.target).matches(".pane, #take")) event.preventDefault();
});

// Where the words are, in the bar and on the card.
const bar = /** @type {HTMLElement} */ (document.getElementById("saved"));
const banner = /** @type {HTMLElement} */ (document.getElementById("offline"));
/** @type {ReturnType<typeof setTimeout> | 0} */
let slow = 0;
on("where", () => {
  clearTimeout(slow);
  const put = (/** @type {Element | null} */ box, /** @type {string} */ state) => {
    if (!(box instanceof HTMLElement)) return;
    box.dataset.state = state;
    const said = state ? say(state) : "";
    if (box.textContent !== said) box.textContent = said;
  };
  const paint = () => {
    put(bar, saver.where());
    if (active) put(active.card.querySelector(".foot .saved"), saver.where(active.entry));
  };
  if (saver.where() === "saving") slow = setTimeout(paint, 400);
  else paint();
  const said = saver.line.lost ? say("offline") : store.state.refused ? say("unsafe") : "";
  if (said && banner.dataset.said !== said) {
    const again = document.createElement("button");
    again.className = "btn small";
    again.type = "button";
    again.textContent = say("try");
    again.addEventListener("click", saver.retry);
    banner.replaceChildren(said, ...(saver.line.lost ? [again] : []));
  }
  banner.dataset.said = said;
  banner.hidden = !said;
});
on("active", () => {
  document.documentElement.classList.remove("choosing");
});

const chosen = /** @type {HTMLElement | null} */ (document.querySelector(".seg.active") || (location.hash.length > 1 ? document.getElementById(location.hash.slice(1))?.closest(".seg") : null) || null);
if (chosen) {
  const form = /** @type {HTMLTextAreaElement | null} */ (chosen.querySelector(".pane textarea"));
  const early = form && form.value !== form.defaultValue ? form.value : "";
  chosen.classList.remove("active");
  chosen.querySelector(":scope > .pane")?.remove();
  activate(chosen);
  if (early && active) active.field.replaceAll(toField(early)); // typed before this module had come
}
// Once the page is complete, the browser goes to the sentence of the address and lets go of the field.
addEventListener("load", () => setTimeout(() => active && document.activeElement === document.body && active.field.area.focus({ preventScroll: true })));
saver.recover();
void [leave, look, rowOf, sourceOf];
document.documentElement.dataset.ready = "true";
