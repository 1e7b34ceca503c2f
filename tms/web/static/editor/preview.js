// The page as its readers get it, in the place of the pairs; a sentence in it leads to its pair.

import { action } from "./actions.js";
import { address, parsed } from "./page.js";
import * as saver from "./saver.js";
import { activate, active, leave } from "./sheet.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("#views a")]);
/** @type {HTMLElement | null} */
let paper = null;

async function show() {
  if (main.querySelector(":scope > .paper")) return location.assign(links[0].href); // the desk drew it: no pairs here
  const at = active;
  if (at && !(await saver.flush(at.entry))) return;
  const here = at ? at.row.id : "";
  const part = at?.row.closest(".blk")?.getAttribute("data-part") || new URL(links[1].href).searchParams.get("part") || "0";
  const answer = await fetch(`${address}?view=page&part=${part}`, { headers: { accept: "text/html" } });
  const found = answer.ok && !answer.redirected ? parsed(await answer.text()).querySelector(".paper") : null;
  if (!(found instanceof HTMLElement)) return;
  leave();
  for (const piece of found.querySelectorAll("[id]")) {
    const place = piece.id.replace(/^[st]-/, "");
    /** @type {HTMLElement} */ (piece).dataset.place = place;
    if (`s-${place}` === here) piece.classList.add("here");
    piece.removeAttribute("id"); // the pairs have these ids
  }
  paper = found;
  main.append(paper);
  document.documentElement.classList.add("paged");
  mark(1);
  (paper.querySelector(".here") || paper).scrollIntoView({ block: "center" });
}

/** @param {string} [place] */
function hide(place) {
  paper?.remove();
  paper = null;
  document.documentElement.classList.remove("paged");
  mark(0);
  const row = place ? document.getElementById(`s-${place}`)?.closest(".seg") : null;
  if (row instanceof HTMLElement) {
    activate(row);
    row.scrollIntoView({ block: "center" });
  }
}

/** @param {number} current */
function mark(current) {
  links.forEach((link, n) => (n === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
}

action("page", "KeyP", "out", () => (paper ? hide(/** @type {HTMLElement | null} */ (paper.querySelector(".here"))?.dataset.place) : show()));
action("pairs", "", "out", () => paper && hide());

main.addEventListener("click", (event) => {
  const piece = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".ptext [data-place][data-segments], .bead"));
  if (!paper || !piece) return;
  event.preventDefault();
  hide(piece.dataset.place || piece.getAttribute("href")?.split("#s-")[1]);
});
