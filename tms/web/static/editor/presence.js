// Who is where: this page says which sentence is open here, and shows who has which one open elsewhere. It bars nobody.

import { subscribe } from "../live.js";
import { now, on, root, say } from "./page.js";
import { active } from "./sheet.js";

const AGAIN = 25000; // milliseconds: who says nothing for a minute is gone
const LEFT = 2000; // milliseconds before having left is said: the next sentence is mostly opened at once
const { article = "", language = "" } = root.dataset;
const bar = /** @type {HTMLElement} */ (document.getElementById("here"));

/** @typedef {import("../live.js").Place} Place */

/** Who is here, by name. @type {Map<string, Place>} */
const people = new Map();
let said = "";
let leaving = 0;

subscribe(["hello"], () => {
  people.clear(); // who is here is told anew on every line
  show();
  if (said) tell(said);
});
subscribe(["presence"], (/** @type {Place} */ place) => {
  if (place.article !== article || place.language !== language || place.mine) return;
  if (place.here) people.set(place.who, place);
  else if (people.get(place.who)?.segment === place.segment) people.delete(place.who);
  show();
});

/** @param {string} segment "" for having left */
function tell(segment) {
  said = segment;
  fetch("/presence", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": now.csrf },
    body: JSON.stringify({ article, language, segment }),
    keepalive: true,
  }).catch(() => {}); // It lives a minute: without a line nobody hears of it.
}

/** @param {string} called */
const initials = (called) => called.split(/[\s._-]+/u).filter(Boolean).slice(0, 2).map((part) => [...part][0]).join("").toLocaleUpperCase();

/** @param {Place} place */
function mark({ called }) {
  const made = document.createElement("bdi");
  made.className = "who-here";
  made.title = called;
  made.textContent = initials(called);
  const name = document.createElement("span");
  name.className = "vh";
  name.textContent = ` ${called}`;
  made.append(name);
  return made;
}

function show() {
  for (const old of document.querySelectorAll(".seg > .here")) old.remove();
  bar.replaceChildren(...[...people.values()].slice(0, 6).map(mark));
  bar.hidden = !people.size;
  for (const place of people.values()) {
    const row = document.getElementById(`s-${place.segment}`)?.closest(".seg");
    if (!row) continue;
    let box = row.querySelector(":scope > .here");
    if (!box) {
      box = document.createElement("span");
      box.className = "here";
      row.append(box);
    }
    box.append(mark(place));
  }
  beside();
}

/** On the open sentence it is said in words; the field stays open. */
function beside() {
  const line = /** @type {HTMLElement | null} */ (active?.card.querySelector(".also") ?? null);
  if (!line || !active) return;
  const others = [...people.values()].filter((place) => document.getElementById(`s-${place.segment}`)?.closest(".seg") === active?.row);
  line.hidden = !others.length;
  line.textContent = others.length ? say("also", { name: `\u2068${others.map((place) => place.called).join("\u2069 · \u2068")}\u2069` }) : "";
}

on("rows", show);
on("active", (at) => {
  clearTimeout(leaving);
  const segment = at?.entry.segment || "";
  if (segment) tell(segment);
  else if (said) leaving = window.setTimeout(() => tell(""), LEFT);
  show();
});
setInterval(() => said && !document.hidden && tell(said), AGAIN);
document.addEventListener("visibilitychange", () => !document.hidden && active && tell(active.entry.segment));
addEventListener("pagehide", () => said && tell(""));
