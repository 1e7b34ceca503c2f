// G, then Q, B, R or M: to the queue, the board, the releases, the memory. Keys are matched by their place, so
// that they are the same on Arabic and Kurdish layouts; whoever has switched single keys off is left alone.

import { single } from "./keys.js";

/** @type {Record<string, string>} */
const PAGES = { KeyQ: "/queue", KeyB: "/board", KeyR: "/releases", KeyM: "/memory" };
const PATIENCE = 1500; // milliseconds between the two keys
let since = -Infinity;

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  const typing = target.matches("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]");
  const held = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (event.isComposing || event.defaultPrevented || typing || held || !single()) return;
  if (event.code === "KeyG") since = event.timeStamp;
  else if (event.timeStamp - since < PATIENCE && PAGES[event.code]) {
    event.preventDefault();
    event.stopImmediatePropagation();
    location.assign(PAGES[event.code]);
  } else since = -Infinity;
}, { capture: true });
