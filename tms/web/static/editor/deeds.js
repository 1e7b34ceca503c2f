// Steps on the active sentence besides writing. What was typed is saved first; where the sentences of its
// block are others afterwards, the block is shown anew.

import { follow } from "../keys.js";
import { action } from "./actions.js";
import { nodes, toField, toNotation } from "./codes.js";
import { look } from "./meanwhile.js";
import { address, now, on, parsed, say, tell } from "./page.js";
import * as saver from "./saver.js";
import { activate, active, help, leave, refresh, rowOf, rows } from "./sheet.js";

/** @typedef {import("./sheet.js").Active} Active */

const may = (/** @type {HTMLElement} */ row, /** @type {string} */ step) => (row.dataset.acts || "").split(" ").includes(step);

/** How the block of a row stands: its sentences in their order, each with its version. @param {HTMLElement} row */
const stands = (row) => [...(row.closest(".blk")?.querySelectorAll(".seg") || [])].map((each) => `${/** @type {HTMLElement} */ (each).dataset.id}:${/** @type {HTMLElement} */ (each).dataset.v}`).join(" ");

/** @param {string} step @param {Record<string, string>} [words] what it asks for @returns {Promise<boolean>} */
async function take(step, words = {}) {
  const at = active;
  if (!at || !may(at.row, step)) return false;
  at.entry.text = toNotation(at.field.text);
  if (!(await saver.flush(at.entry))) return false;
  return send(at, at.entry.id, { text: at.entry.text, version: at.entry.version, do: step, block: stands(at.row), ...words });
}

/** @param {Active} at @param {string} id @param {Record<string, string | number>} body */
async function send(at, id, body) {
  let answer;
  let said;
  try {
    answer = await fetch(`${address}/${id}`, {
      method: "PUT",
      headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": now.csrf },
      body: JSON.stringify({ revision: now.revision, ...body }),
      signal: AbortSignal.timeout(20000),
    });
    said = await answer.json();
  } catch {
    return refuse(at, say("notdone"));
  }
  if (answer.status === 401 || answer.redirected) {
    tell("expired");
    return false;
  }
  if (answer.status === 409 && said.code === "conflict") {
    if (said.current === body.text) {
      refuse(at, say("reshaped"));
      look();
    } else tell("clash", { entry: at.entry, body: said });
    return false;
  }
  if (!answer.ok) return refuse(at, [said.message || said.error?.message, said.hint && !said.hint.includes("--") ? said.hint : ""].filter(Boolean).join(" "));
  if (said.block) reshape(said.block, said.at);
  else {
    at.row.dataset.v = String(Math.max(Number(at.row.dataset.v), said.id === at.entry.id ? said.version : 0));
    if (said.id === at.entry.id) at.entry.version = said.version;
    await help(at);
  }
  return true;
}

/** @param {Active} at @param {string} said */
function refuse(at, said) {
  const line = /** @type {HTMLElement} */ (at.card.querySelector(".refusal"));
  line.textContent = said;
  line.hidden = !said;
  return false;
}

/** Show a block as it stands now. With a place one goes on there; else whoever types in it is left alone.
 * @param {string} html @param {string} [place] */
function reshape(html, place) {
  const fresh = parsed(html).querySelector(".blk");
  const listed = /** @type {HTMLElement[]} */ ([...(fresh?.querySelectorAll(".seg") || [])]);
  const old = listed.map((row) => document.getElementById(row.id) || rowOf(row.dataset.id || "")).find(Boolean)?.closest(".blk");
  if (!fresh || !old) return;
  const mine = active && old.contains(active.row) ? active : null;
  const kept = place === undefined && mine ? listed.find((row) => row.dataset.id === mine.row.dataset.id) : null;
  if (mine && place === undefined && !kept) return; // what was typed here stays until it is dealt with
  for (const row of listed) {
    const typed = saver.known(row.dataset.id || "");
    if (typed && (typed.dirty || typed.stuck)) row.querySelector(":scope > .tgt")?.replaceChildren(nodes(toField(typed.text)));
  }
  if (kept && mine) {
    for (const row of [...mine.row.parentElement?.children || []]) if (row !== mine.row) row.remove();
    const at = listed.indexOf(kept);
    refresh({ id: kept.dataset.id || "", version: Number(kept.dataset.v), state: kept.dataset.s || "", row: kept.outerHTML, revision: now.seen, segment: kept.id.slice(2) });
    mine.row.id = kept.id;
    mine.row.before(...listed.slice(0, at));
    mine.row.after(...listed.slice(at + 1));
  } else {
    if (mine) leave();
    old.replaceWith(fresh);
    const row = place ? document.getElementById(`s-${place}`)?.closest(".seg") : null;
    if (row instanceof HTMLElement) activate(row);
  }
  tell("rows");
}
on("block", (html) => reshape(html));

/** Open what asks for words. @param {string} step */
function open(step) {
  const box = active && may(active.row, step) ? /** @type {HTMLDetailsElement | null} */ (active.card.querySelector(`details[data-act="${step}"]`)) : null;
  if (!box) return;
  box.open = true;
  /** @type {HTMLElement} */ (box.querySelector("textarea")).focus();
  box.scrollIntoView({ block: "nearest" });
}

/** @param {string} name */
function aside(name) {
  const found = /** @type {HTMLElement | null} */ (document.querySelector(`#aside ${name}`));
  if (found instanceof HTMLDetailsElement) {
    found.open = !found.open;
    found.querySelector("summary")?.focus();
  } else found?.focus();
  found?.scrollIntoView({ block: "nearest" });
}

/** The rows that this person can approve as they are. */
const clean = () => rows().filter((row) => may(row, "approve") && !saver.known(row.dataset.id || "")?.dirty);

async function approveClean() {
  const seen = clean().map((row) => `${row.dataset.id}:${row.dataset.v}`);
  if (!seen.length) return;
  try {
    await fetch(address, { method: "POST", headers: { accept: "application/json" }, body: new URLSearchParams({ csrf: now.csrf, clean: seen.join(" ") }) });
  } catch {
    return;
  }
  look();
}

action("approve", "KeyA", "out", () => take("approve"));
action("clean", "Shift+KeyA", "out", approveClean);
action("return", "KeyR", "out", () => open("return"));
action("waive", "KeyW", "out", () => open("waive"));
action("comment", "KeyC", "out", () => aside("#said"));
action("history", "KeyH", "out", () => aside("#history"));
action("merge", "KeyM", "out", () => take("merge"));
action("split", "KeyS", "out", () => take("split"));
action("omit", "KeyX", "out", () => (active && may(active.row, "put-back") ? take("put-back") : open("omit")));
action("put-back", "", "out", () => take("put-back"));
action("up", "", "out", () => take("up"));
action("down", "", "out", () => take("down"));
action("add", "", "out", () => open("add"));
for (const [name, key, path] of [["queue", "Q", "/queue"], ["board", "B", "/board"], ["releases", "R", "/releases"]]) action(`go-${name}`, "", "out", () => location.assign(path), `G ${key}`);

document.addEventListener("click", async (event) => {
  const target = /** @type {Element} */ (event.target);
  const told = /** @type {HTMLElement | null} */ (target.closest("[data-say]"));
  const back = /** @type {HTMLElement | null} */ (target.closest("[data-back]"));
  const was = /** @type {HTMLElement | null} */ (target.closest("[data-wording]"));
  const at = active;
  if (!at || !(told || back || was)) return;
  event.preventDefault();
  if (was) return at.field.replaceAll(/** @type {HTMLElement | null} */ (was.closest("li")?.querySelector("[data-text]"))?.dataset.text || "");
  if (back) {
    const [id, version] = (back.dataset.back || "").split(":");
    await send(at, id, { text: "", version: Number(version), do: "put-back" });
    return;
  }
  const step = told?.dataset.say || "";
  const box = /** @type {HTMLElement} */ (told?.closest(".asked, .say"));
  const asked = /** @type {HTMLTextAreaElement[]} */ ([...box.querySelectorAll("textarea")]);
  const empty = asked.find((area) => !area.value.trim());
  if (empty) return empty.focus();
  const words = Object.fromEntries(asked.map((area) => [area.name, area.value]));
  const done = step === "comment" ? await send(at, at.entry.id, { text: "", version: at.entry.version, do: step, ...words }) : await take(step, words);
  if (!done) return;
  for (const area of asked) area.value = "";
  box.closest("details")?.removeAttribute("open");
});

/** Show the buttons of what can be done. @param {Active | null} at */
function offer(at) {
  if (!at) return;
  for (const each of at.card.querySelectorAll("[data-act]")) /** @type {HTMLElement} */ (each).hidden = !may(at.row, /** @type {HTMLElement} */ (each).dataset.act || "");
  refuse(at, "");
}
on("active", offer);
on("help", offer);

const button = /** @type {HTMLElement | null} */ (document.querySelector('[data-do="clean"]'));
/** How many can be approved at once. */
function count() {
  if (!button) return;
  const many = clean().length;
  button.hidden = !many;
  const number = button.querySelector(".n");
  if (number) number.textContent = say("number", { count: many });
}
on("row", count);
on("rows", count);

follow(/** @type {HTMLInputElement} */ (document.getElementById("single")), now.csrf);
