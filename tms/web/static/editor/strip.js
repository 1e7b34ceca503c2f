// The strip: filters kept in the address, and the skyline, which leads to a sentence and shows where one is.

import { on } from "./page.js";
import { activate, rows } from "./sheet.js";

const sky = /** @type {SVGSVGElement | null} */ (document.querySelector("#sky"));
const width = sky ? sky.viewBox.baseVal.width : 1;
/** The inline start of each tower. @type {{x: number, width: number}[]} */
const towers = sky ? [...sky.querySelectorAll("path")].flatMap((path) => [...(path.getAttribute("d") || "").matchAll(/M(\d+) \d+h(\d+)/g)].map((found) => ({ x: Number(found[1]), width: Number(found[2]) }))).sort((a, b) => a.x - b.x) : [];
const first = Number(document.getElementById("editor")?.dataset.part) ? -1 : 0;

/** @param {string} name */
export function show(name) {
  for (const link of document.querySelectorAll("[data-show]")) {
    if (/** @type {HTMLElement} */ (link).dataset.show === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const row of rows()) {
    const data = row.dataset;
    const fits = name === "all" || (name === "todo" && "open" in data) || (name === "finding" && data.f) || (name === "stale" && data.s === "stale") || (name === "mine" && "mine" in data);
    row.classList.toggle("out", !fits);
  }
  const address = new URL(location.href);
  if (name === "all") address.searchParams.delete("show");
  else address.searchParams.set("show", name);
  history.replaceState(history.state, "", address);
}

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-show]"));
  if (!link) return;
  event.preventDefault();
  show(link.dataset.show || "all");
});
on("rows", () => {
  const name = new URL(location.href).searchParams.get("show");
  if (name) show(name);
});

sky?.addEventListener("click", (event) => {
  const box = sky.getBoundingClientRect();
  const share = (event.clientX - box.left) / box.width;
  const x = (document.dir === "rtl" ? 1 - share : share) * width;
  const at = Math.max(towers.findLastIndex((tower) => tower.x <= x), 0);
  const row = first < 0 ? null : rows()[at];
  if (row) {
    row.scrollIntoView({ block: "center" });
    activate(row);
  }
});

on("active", (at) => {
  sky?.querySelector(".here")?.remove();
  if (!at || !sky || first < 0) return;
  const tower = towers[rows().indexOf(at.row)];
  if (!tower) return;
  const here = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ class: "here", x: tower.x, y: 14, width: tower.width, height: 2 })) here.setAttribute(name, String(value));
  sky.append(here);
});
