// A long article comes in parts: those before and behind are fetched when they are about to be seen.

import { address, parsed, tell } from "./page.js";

const watch = new IntersectionObserver((seen) => seen.forEach((each) => each.isIntersecting && load(/** @type {HTMLElement} */ (each.target))), { rootMargin: "1500px" });

/** @param {HTMLElement} more */
async function load(more) {
  watch.unobserve(more);
  const number = Number(more.dataset.load);
  const before = more.nextElementSibling?.classList.contains("blk") ?? false;
  try {
    const answer = await fetch(`${address}/part/${number}`, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const sections = parsed(await answer.text());
    const first = more.nextElementSibling;
    const top = first?.getBoundingClientRect().top ?? 0;
    more.before(sections);
    if (before && first) scrollBy(0, first.getBoundingClientRect().top - top);
    step(more, before ? number - 1 : number + 1, before);
    tell("rows");
  } catch {
    setTimeout(() => watch.observe(more), 5000);
  }
}

/** @param {HTMLElement} more @param {number} next @param {boolean} before */
function step(more, next, before) {
  const parts = Number(document.getElementById("editor")?.dataset.parts);
  if (next < 0 || next >= parts) return more.remove();
  more.dataset.load = String(next);
  if (before) document.querySelector(".blk")?.before(more);
  setTimeout(() => watch.observe(more), 0);
}

for (const more of document.querySelectorAll(".more")) watch.observe(more);
