// The palette finds an action or a sentence by its words; the list of all keys stands beside it.

import { actions, called } from "./actions.js";
import { activate, rows, sourceOf, textOf } from "./sheet.js";

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("palette"));
const input = /** @type {HTMLInputElement} */ (document.getElementById("palette-q"));
const list = /** @type {HTMLElement} */ (document.getElementById("palette-list"));
const keys = /** @type {HTMLDialogElement} */ (document.getElementById("keys"));
/** @type {(() => void)[]} */
let choices = [];
let at = 0;

export function open() {
  input.value = "";
  fill();
  dialog.showModal();
  input.focus();
}

export function openKeys() {
  const shown = /** @type {HTMLElement} */ (document.getElementById("keys-list"));
  shown.replaceChildren(
    ...actions.filter((each) => each.shown).flatMap((each) => {
      const name = document.createElement("dt");
      name.textContent = called(each);
      const key = document.createElement("dd");
      key.append(kbd(each.shown));
      return [name, key];
    }),
  );
  keys.showModal();
}

/** @param {string} text */
function kbd(text) {
  const made = document.createElement("kbd");
  made.textContent = text;
  return made;
}

function fill() {
  const words = input.value.trim().toLocaleLowerCase();
  choices = [];
  list.replaceChildren();
  for (const each of actions) {
    if (words && !called(each).toLocaleLowerCase().includes(words)) continue;
    add(called(each), each.shown, each.run);
  }
  if (words.length > 1) {
    for (const row of rows().filter((row) => `${sourceOf(row)} ${textOf(row)}`.toLocaleLowerCase().includes(words)).slice(0, 6)) add(sourceOf(row), "", () => activate(row), "en");
  }
  at = 0;
  mark();
}

/** @param {string} name @param {string} key @param {() => void} run @param {string} [lang] */
function add(name, key, run, lang) {
  const item = document.createElement("li");
  item.role = "option";
  item.id = `choice-${choices.length}`;
  const said = document.createElement("span");
  said.textContent = name;
  if (lang) {
    said.lang = lang;
    said.dir = "ltr";
  }
  item.append(said);
  if (key) item.append(kbd(key));
  item.addEventListener("click", () => choose(run));
  list.append(item);
  choices.push(run);
}

/** @param {() => void} run */
function choose(run) {
  dialog.close();
  run();
}

function mark() {
  [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
  const here = list.children[at];
  if (here) {
    input.setAttribute("aria-activedescendant", here.id);
    here.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

input.addEventListener("input", fill);
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (step && choices.length) {
    at = (at + step + choices.length) % choices.length;
    mark();
  } else if (event.code === "Enter" && choices[at]) choose(choices[at]);
  else return;
  event.preventDefault();
});
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
