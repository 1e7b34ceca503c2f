// What can be done: each action with its name, its key and its button; keys are matched on the place of the
// key, so that they are the same on Arabic and Kurdish layouts.

import { single } from "../keys.js";
import { say } from "./page.js";

/** @typedef {{name: string, key: string, shown: string, where: "field" | "out" | "any", run: () => void}} Action */

/** @type {Action[]} */
export const actions = [];
const apple = /Mac|iPhone|iPad/.test(navigator.platform);

/** `key` is "Ctrl+Enter", "Alt+ArrowDown", "KeyJ"; several are parted by a space.
 * @param {string} name @param {string} key @param {"field" | "out" | "any"} where @param {() => void} run @param {string} [shown] a key that another module listens to */
export function action(name, key, where, run, shown = key.split(" ").map(label).join(" ")) {
  actions.push({ name, key, where, run, shown });
}

/** @param {string} key */
function label(key) {
  return key
    .replace("Ctrl", apple ? "⌘" : "Ctrl")
    .replace("ArrowDown", "↓").replace("ArrowUp", "↑").replace("Enter", "↵").replace("Escape", "Esc")
    .replace("Period", ".").replace("Slash", "/").replace(/Key(\w)/, "$1").replace(/Digit(\d)/, "$1")
    .replaceAll("+", " ").replace("Shift ", "⇧ ");
}

/** @param {string} name */
export function run(name) {
  actions.find((each) => each.name === name)?.run();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const held = (apple ? event.metaKey : event.ctrlKey) ? "Ctrl+" : "";
  return `${held}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${event.code}`;
}

/** Listen to keys and buttons. */
export function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (!event.code) return; // a keyboard on a screen names no keys
    if (document.querySelector("dialog[open]")) return;
    const target = /** @type {Element} */ (event.target);
    const field = target.matches("textarea, input, select");
    const key = pressed(event);
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (bare && !field && !single() && event.code.startsWith("Key")) return;
    if (bare && !field && target.matches("button, a, summary") && event.code === "Enter") return;
    const found = actions.find((each) => each.key.split(" ").includes(key) && (each.where === "any" || (each.where === "field") === field));
    if (!found) return;
    event.preventDefault();
    found.run();
  });
  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-do]"));
    if (!button) return;
    event.preventDefault();
    run(button.dataset.do || "");
  });
}

/** @param {Action} each */
export const called = (each) => say(`do.${each.name}`);
