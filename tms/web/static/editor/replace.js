// Find and replace over the sentences that can be written in, with a preview of each change.

import { nodes, toNotation } from "./codes.js";
import { root, say } from "./page.js";
import * as saver from "./saver.js";
import { active, rows, textOf } from "./sheet.js";

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("replace"));
const from = /** @type {HTMLInputElement} */ (document.getElementById("replace-from"));
const to = /** @type {HTMLInputElement} */ (document.getElementById("replace-to"));
const list = /** @type {HTMLElement} */ (document.getElementById("replace-list"));
const said = /** @type {HTMLElement} */ (document.getElementById("replace-said"));
const go = /** @type {HTMLButtonElement} */ (document.getElementById("replace-go"));

export function open() {
  const chosen = active ? active.field.text.slice(active.field.area.selectionStart, active.field.area.selectionEnd) : "";
  if (chosen) from.value = chosen;
  preview();
  dialog.showModal();
  from.focus();
}

const changing = () => (from.value ? rows().filter((row) => !("shut" in row.dataset) && textOf(row).includes(from.value)) : []);

function preview() {
  const found = changing();
  list.replaceChildren(
    ...found.slice(0, 200).map((row) => {
      const item = document.createElement("li");
      item.className = "to";
      item.lang = root.dataset.language || "";
      item.dir = root.dataset.direction || "rtl";
      textOf(row).split(from.value).forEach((piece, n) => {
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

from.addEventListener("input", preview);
to.addEventListener("input", preview);
go.addEventListener("click", () => {
  for (const row of changing()) {
    const text = textOf(row).replaceAll(from.value, to.value);
    if (active && active.row === row) active.field.replaceAll(text);
    else {
      const target = /** @type {HTMLElement} */ (row.querySelector(":scope > .tgt"));
      saver.typed(saver.entry(row), toNotation(text), 0);
      target.replaceChildren(nodes(text));
    }
  }
  dialog.close();
});
