// What happens elsewhere: other people's changes, findings, corrections of the English, and this person's other tabs.

import { now as live, subscribe } from "../live.js";
import { address, now, on, parsed, read, root, say, tell } from "./page.js";
import * as saver from "./saver.js";
import { activate, active, help, note, refresh, rowOf, sourceOf } from "./sheet.js";

const EVERY = 20000; // milliseconds between two looks while the live line is down
const SOON = 300; // milliseconds in which several events are one look
const SELDOM = 1500; // milliseconds between two looks, however much happens
const COUNT = 5000; // milliseconds between two counts of the whole article
const { article, language } = root.dataset;

/** @type {import("../live.js").News[]} */
let waiting = [];
let planned = 0;
let recounting = 0;
let looked = 0;
let counted = 0;
let asking = false;
/** The event after which somebody asked meanwhile. */
let wanted = Infinity;

subscribe(["news"], (/** @type {import("../live.js").News} */ heard) => {
  if (heard.article !== article || (heard.language && heard.language !== language)) return;
  waiting.push(heard);
  plan();
});
subscribe(["hello"], () => look());

function plan() {
  if (planned) return;
  planned = window.setTimeout(() => {
    planned = 0;
    looked = Date.now();
    const news = waiting.filter(unknown);
    waiting = [];
    if (news.length) look(Math.min(...news.map((each) => each.id)) - 1);
  }, Math.max(SOON, looked + SELDOM - Date.now()));
}

/** Count again when that is due. @param {number} since of an event that was seen already, so that there is an answer */
function recount(since) {
  clearTimeout(recounting);
  recounting = window.setTimeout(() => look(since), Math.max(SOON, counted + COUNT + 50 - Date.now()));
}

/** Whether the page does not show this yet: what it saved itself, it knows. @param {import("../live.js").News} news */
function unknown(news) {
  const row = news.translation ? rowOf(news.translation) : null;
  if (!row) return true;
  if (Number(row.dataset.v) < news.version) return true;
  return news.kind !== "save" && row.dataset.s !== news.state;
}

/** Show what changed. @param {number} [since] an event that came late has an id before the last */
export async function look(since = now.last) {
  if (document.hidden) return;
  wanted = Math.min(wanted, since, now.last);
  if (asking) return;
  asking = true;
  const from = wanted;
  wanted = Infinity;
  try {
    const counting = Date.now() > counted + COUNT;
    const body = await (await read(`/changes?since=${from}${counting ? "&counts=1" : ""}`)).json();
    now.csrf = body.csrf;
    now.last = Math.max(now.last, body.last);
    for (const block of body.blocks || []) tell("block", block);
    if (body.rows) body.rows.forEach(take);
    else await again(body.revision);
    if (body.revision) now.seen = body.revision;
    if (body.revision && !active) now.revision = body.revision;
    if (body.counts) count(body.counts);
    else if (body.rows?.length) recount(from);
    if (body.order && body.order !== root.dataset.order) /** @type {HTMLElement} */ (document.getElementById("reordered")).hidden = false;
  } catch {
    // Without a line there is nothing to learn; the next look will.
  } finally {
    asking = false;
    if (wanted < Infinity) look(wanted);
  }
}

/** @param {any} body a sentence as the desk has it */
function take(body) {
  if (active && active.entry.id === body.id && !active.entry.dirty) help(active);
  else refresh(body);
}

/** So much changed that all that is shown is read once more. @param {number} revision */
async function again(revision) {
  const shown = new Set([...document.querySelectorAll(".blk[data-part]")].map((block) => /** @type {HTMLElement} */ (block).dataset.part));
  for (const part of shown) {
    const answer = await fetch(`${address}/part/${part}`, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    for (const row of parsed(await answer.text()).querySelectorAll(".seg")) {
      const { id, v, s } = /** @type {HTMLElement} */ (row).dataset;
      take({ id, version: Number(v), state: s, revision, segment: row.id.slice(2), row: row.outerHTML });
    }
  }
}

/** @param {Record<string, number>} counts */
function count(counts) {
  counted = Date.now();
  const digits = root.dataset.digits || "0123456789";
  for (const link of document.querySelectorAll("[data-show]")) {
    const shown = counts[/** @type {HTMLElement} */ (link).dataset.show || ""] || 0;
    const box = link.querySelector("bdi");
    if (box) box.textContent = String(shown).replace(/[0-9]/g, (digit) => [...digits][Number(digit)]);
    link.toggleAttribute("hidden", !shown && !link.hasAttribute("aria-current") && !["all", "todo"].includes(/** @type {HTMLElement} */ (link).dataset.show || ""));
  }
}

// The English under the caret was corrected: a note stands above the field, the caret stays where it is.
on("corrected", (at) => {
  note(at, say("corrected"));
  at.field.source = sourceOf(at.row);
  if (now.seen) now.revision = now.seen;
});
on("active", (at) => {
  if (!at) {
    if (now.seen) now.revision = now.seen;
    return;
  }
  if (!at.entry.dirty && !at.entry.stuck) at.entry.revision = now.revision;
  tabs?.postMessage({ here: at.entry.id });
});

const tabs = typeof BroadcastChannel === "function" ? new BroadcastChannel("desk-editor") : null;
if (tabs) {
  on("took", ({ entry, body, text }) => tabs.postMessage({ saved: entry.id, version: body.version, text }));
  tabs.addEventListener("message", ({ data }) => {
    if (data.saved && rowOf(data.saved)) {
      const mine = saver.known(data.saved);
      if (mine?.dirty && mine.text === data.text) mine.unanswered.add(data.text);
      read(`/${data.saved}`).then((answer) => answer.json()).then(refresh, () => {});
    }
    if (data.here && active && active.entry.id === data.here) {
      tabs.postMessage({ also: data.here });
      warn();
    }
    if (data.also && active && active.entry.id === data.also) warn();
  });
}

function warn() {
  if (active && !active.row.classList.contains("noted")) note(active, say("other"));
}

on("recovered", (entry) => {
  const row = rowOf(entry.id);
  if (!row) return;
  activate(row);
  if (active) note(active, say("recovered"));
});

setInterval(() => live.open || look(Math.max(0, now.last - 20)), EVERY);
addEventListener("focus", () => live.open || look());
addEventListener("online", () => live.open || look());
