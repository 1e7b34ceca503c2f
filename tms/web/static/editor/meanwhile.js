// What happens elsewhere: other people's changes, corrections of the English, and this person's other tabs.

import { now, on, read, say, tell } from "./page.js";
import * as saver from "./saver.js";
import { activate, active, note, refresh, rowOf, sourceOf } from "./sheet.js";

const EVERY = 20000;
let asking = false;

export async function look() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const body = await (await read(`/changes?since=${now.last}`)).json();
    now.csrf = body.csrf;
    if (body.rows === null) {
      if (!saver.all().some((each) => each.dirty || each.stuck)) location.reload();
      return;
    }
    now.last = body.last;
    for (const block of body.blocks || []) tell("block", block);
    for (const row of body.rows) refresh(row);
    if (body.revision) now.seen = body.revision;
    if (body.revision && !active) now.revision = body.revision;
  } catch {
    // Without a line there is nothing to learn; the next look will.
  } finally {
    asking = false;
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

setInterval(look, EVERY);
addEventListener("focus", look);
addEventListener("online", look);
