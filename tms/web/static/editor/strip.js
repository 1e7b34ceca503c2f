// The strip: filters and words that are kept in the address, and the skyline, which leads to a sentence and shows where one is.

import { on, read, root } from "./page.js";
import { activate, rows } from "./sheet.js";

const sky = /** @type {SVGSVGElement | null} */ (document.querySelector("#sky"));
const width = sky ? sky.viewBox.baseVal.width : 1;
/** The inline start of each tower. @type {{x: number, width: number}[]} */
const towers = sky ? [...sky.querySelectorAll("path")].flatMap((path) => [...(path.getAttribute("d") || "").matchAll(/M(\d+) \d+h(\d+)/g)].map((found) => ({ x: Number(found[1]), width: Number(found[2]) }))).sort((a, b) => a.x - b.x) : [];
const seek = /** @type {HTMLFormElement} */ (document.getElementById("seek"));
const field = /** @type {HTMLInputElement} */ (seek.elements.namedItem("text"));
const told = /** @type {HTMLElement} */ (document.getElementById("found"));
const PAUSE = 250;
const asked = () => new URL(location.href).searchParams;

/** The translations with the words that are looked for, in all parts of the article; null while none are. @type {Set<string> | null} */
let having = null;
let planned = 0;
let turn = 0;

/** @param {string} name */
export function show(name) {
  keep("show", name === "all" ? "" : name);
  if (having) seekNow();
  else dim();
}

function dim() {
  const name = asked().get("show") || "all";
  for (const link of document.querySelectorAll("[data-show]")) {
    if (/** @type {HTMLElement} */ (link).dataset.show === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  document.documentElement.classList.toggle("fold", having !== null);
  for (const row of rows()) {
    const data = row.dataset;
    const fits = name === "all" || (name === "todo" && "open" in data) || (name === "finding" && data.f) || (name === "stale" && data.s === "stale") || (name === "mine" && "mine" in data);
    row.classList.toggle("out", !fits || (having !== null && !having.has(data.id || "")));
  }
  for (const block of document.querySelectorAll(".blk")) block.classList.toggle("out", having !== null && !block.querySelector(".seg:not(.out)"));
}

/** @param {string} name @param {string} value */
function keep(name, value) {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
}

/** Ask the desk which sentences have the words: parts that are not shown yet are looked through, too. */
async function seekNow() {
  clearTimeout(planned);
  const words = field.value.trim();
  const mine = ++turn;
  keep("text", words);
  if (!words) having = null;
  else {
    try {
      const { ids } = await (await read(`/found?${new URLSearchParams({ text: words, show: asked().get("show") || "all" })}`)).json();
      if (mine !== turn) return;
      having = new Set(ids);
    } catch {
      return; // without a line what is shown stays as it is
    }
  }
  const digits = [...(root.dataset.digits || "0123456789")];
  told.textContent = having ? String(having.size).replace(/[0-9]/g, (digit) => digits[Number(digit)]) : "";
  dim();
}

field.addEventListener("input", () => {
  clearTimeout(planned);
  planned = window.setTimeout(seekNow, PAUSE);
});
seek.addEventListener("submit", (event) => {
  event.preventDefault();
  seekNow();
});
if (field.value.trim()) seekNow();

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-show]"));
  if (!link) return;
  event.preventDefault();
  show(link.dataset.show || "all");
});
on("rows", () => {
  if (having || asked().get("show")) dim();
});

sky?.addEventListener("click", (event) => {
  const box = sky.getBoundingClientRect();
  const share = (event.clientX - box.left) / box.width;
  const x = (document.dir === "rtl" ? 1 - share : share) * width;
  const at = Math.max(towers.findLastIndex((tower) => tower.x <= x), 0);
  const row = /** @type {HTMLElement | null} */ (document.querySelector(`.seg[data-n="${at + 1}"]`));
  if (!row) return location.assign(`?n=${at + 1}`); // in a part that is not here yet
  row.scrollIntoView({ block: "center" });
  activate(row);
});

on("active", (at) => {
  sky?.querySelector(".here")?.remove();
  if (!at || !sky) return;
  const tower = towers[Number(at.row.dataset.n) - 1];
  if (!tower) return;
  const here = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ class: "here", x: tower.x, y: 14, width: tower.width, height: 2 })) here.setAttribute(name, String(value));
  sky.append(here);
});
