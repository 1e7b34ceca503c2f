// Find and replace over the sentences that can be written in, in all parts, with a preview of each change.

import { nodes, toField, toNotation } from "./codes.js";
import { read, root, say } from "./page.js";
import * as saver from "./saver.js";
import { active, rowOf, rows, textOf } from "./sheet.js";

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("replace"));
const from = /** @type {HTMLInputElement} */ (document.getElementById("replace-from"));
const to = /** @type {HTMLInputElement} */ (document.getElementById("replace-to"));
const list = /** @type {HTMLElement} */ (document.getElementById("replace-list"));
const said = /** @type {HTMLElement} */ (document.getElementById("replace-said"));
const go = /** @type {HTMLButtonElement} */ (document.getElementById("replace-go"));
const PAUSE = 200;
const CAPS = /[\u4dc0-\u4dfb]/;

/** @typedef {{id: string, segment: string, version: number, text: string}} Found a translation as the desk has it, in notation */

/** What the desk found outside of what is shown, for these words. @type {{words: string, rows: Found[]}} */
let elsewhere = { words: "", rows: [] };
let planned = 0;

export function open() {
  const chosen = active ? active.field.text.slice(active.field.area.selectionStart, active.field.area.selectionEnd) : "";
  if (chosen) from.value = chosen;
  seek();
  dialog.showModal();
  from.focus();
}

/** Each sentence that would change, with its text as a field has it: those shown as they stand here. */
function changing() {
  if (!from.value) return [];
  const here = rows().filter((row) => !("shut" in row.dataset)).map((row) => ({ row, text: textOf(row), found: /** @type {Found | null} */ (null) }));
  const there = elsewhere.words === from.value ? elsewhere.rows.filter((found) => !rowOf(found.id)).map((found) => ({ row: null, text: toField(saver.known(found.id)?.text || found.text), found })) : [];
  return [...here, ...there].filter(({ text }) => text.includes(from.value));
}

/** The longest stretch between codes is what the desk looks for; what fits exactly is decided here. */
async function seek() {
  preview();
  const words = from.value;
  const longest = words.split(CAPS).map((piece) => piece.trim()).sort((a, b) => b.length - a.length)[0] || "";
  if (!longest || !Number(root.dataset.parts)) return;
  try {
    const { rows } = await (await read(`/found?${new URLSearchParams({ text: longest, replace: "1" })}`)).json();
    if (from.value !== words) return;
    elsewhere = { words, rows };
    preview();
  } catch {
    // Without a line what is shown can still be changed.
  }
}

function preview() {
  const found = changing();
  list.replaceChildren(
    ...found.slice(0, 200).map(({ text }) => {
      const item = document.createElement("li");
      item.className = "to";
      item.lang = root.dataset.language || "";
      item.dir = root.dataset.direction || "rtl";
      text.split(from.value).forEach((piece, n) => {
        if (n) {
          const gone = document.createElement("del");
          gone.append(nodes(from.value));
          const came = document.createElement("ins");
          came.append(nodes(to.value));
          item.append(gone, came);
        }
        item.append(nodes(piece));
      });
      return item;
    }),
  );
  go.disabled = !found.length;
  said.textContent = found.length ? say("wouldchange", { count: found.length }) : from.value ? say("nothingfound") : "";
}

from.addEventListener("input", () => {
  preview();
  clearTimeout(planned);
  planned = window.setTimeout(seek, PAUSE);
});
to.addEventListener("input", preview);
go.addEventListener("click", () => {
  for (const { row, text, found } of changing()) {
    const changed = text.replaceAll(from.value, to.value);
    if (active && active.row === row) active.field.replaceAll(changed);
    else {
      saver.typed(row ? saver.entry(row) : saver.unseen(/** @type {Found} */ (found)), toNotation(changed), 0);
      row?.querySelector(":scope > .tgt")?.replaceChildren(nodes(changed));
    }
  }
  dialog.close();
});
