// Review by keys: one sentence is in hand; forms open beside it; on the page view a click takes a sentence in hand.

import { follow } from "./keys.js";

const root = document.documentElement;
const asPage = Boolean(document.querySelector(".as-page"));
const single = /** @type {HTMLInputElement} */ (document.getElementById("single"));
root.classList.add("js");
follow(single, /** @type {HTMLInputElement} */ (document.querySelector("#step [name=csrf]")).value);

/** @returns {HTMLElement[]} */
const sentences = () => [...document.querySelectorAll(asPage ? ".ptext .sg" : ".pair")].map((each) => /** @type {HTMLElement} */ (each));

/** Where a sentence stands on the page; one that the English does not have has an anchor of its own. @param {string} id */
const spot = (id) => document.getElementById(`s-${id}`) || document.getElementById(`t-${id}`);

/** What the keys work on: the pair in hand, or the card of the sentence on the page. */
const inHand = () => /** @type {HTMLElement | null} */ (document.querySelector(asPage ? "#card" : ".pair.now"));

/** @param {HTMLElement | undefined} sentence @param {boolean} [calm] without moving there */
function take(sentence, calm = false) {
  if (!sentence) return;
  document.querySelector(".now")?.classList.remove("now");
  sentence.classList.add("now");
  if (asPage) {
    if (!calm) load(sentence.id.slice(2));
  } else {
    sentence.tabIndex = -1;
    if (!calm) sentence.focus({ preventScroll: true });
  }
  if (!calm) sentence.scrollIntoView({ block: "nearest" });
}

/** Fetch the card of a sentence of the page. @param {string} id */
async function load(id) {
  const address = new URL(location.href);
  address.searchParams.set("at", id);
  address.searchParams.delete("do");
  address.hash = "";
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) {
    location.assign(address);
    return;
  }
  const card = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("card");
  const old = document.getElementById("card");
  if (!card || !old || !spot(id)?.classList.contains("now")) return;
  old.replaceWith(card);
  history.replaceState(null, "", address);
}

/** @param {number} step */
function move(step) {
  const listed = sentences();
  const at = listed.findIndex((each) => each.classList.contains("now"));
  take(listed[at < 0 ? 0 : Math.min(Math.max(at + step, 0), listed.length - 1)]);
}

/** The words chosen with the pointer in a translation. @param {HTMLElement} around */
function chosen(around) {
  const selection = getSelection();
  const text = around.querySelector(".tgt");
  const on = selection?.anchorNode;
  const inside = on && (text?.contains(on) || (asPage && document.querySelector(".sg.now")?.contains(on)));
  return inside ? String(selection).replace(/[\u4DC0-\u4DFF]/g, "").replace(/\s+/g, " ").trim() : "";
}

/** Open the form of a step beside its sentence. @param {HTMLElement} link */
async function open(link) {
  const around = /** @type {HTMLElement} */ (link.closest(".pair, .card-now"));
  const told = /** @type {HTMLElement} */ (link.closest(".told"));
  const step = link.dataset.form || "";
  const there = told.querySelector(`.words [name="${step}"]`)?.closest("form");
  const form = there || (step === "edit" ? await fetched(link, around) : cloned(step, around));
  if (!form) {
    location.assign(/** @type {HTMLAnchorElement} */ (link).href);
    return;
  }
  const words = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=words]"));
  if (words && !words.value) words.value = chosen(around);
  if (!there) told.append(form);
  form.querySelector("textarea")?.focus();
}

/** @param {string} step @param {HTMLElement} around */
function cloned(step, around) {
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById(`form-${step}`));
  const form = /** @type {HTMLFormElement | null | undefined} */ (template?.content.firstElementChild?.cloneNode(true));
  if (!form) return null;
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  button.value = /** @type {HTMLElement} */ (around.querySelector(".does")).dataset.seen || "";
  if (!asPage) form.action += `#${around.id}`;
  return form;
}

/** The form of an edit comes with the text as it is now. @param {HTMLElement} link @param {HTMLElement} around */
async function fetched(link, around) {
  const answer = await fetch(/** @type {HTMLAnchorElement} */ (link).href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(asPage ? "#card .words" : `#${around.id} .words`);
}

/** @type {Record<string, () => void>} */
const keys = {
  KeyJ: () => move(1),
  KeyK: () => move(-1),
  KeyA: () => /** @type {HTMLElement | null} */ (inHand()?.querySelector("[name=approve]"))?.click(),
  "Shift+KeyA": () => /** @type {HTMLElement | null} */ (document.querySelector("[name=clean]"))?.click(),
  KeyR: () => press("return"),
  KeyW: () => press("waive"),
  KeyC: () => press("say"),
  KeyE: () => press("edit"),
  Enter: () => press("edit"),
  KeyP: () => /** @type {HTMLElement | null} */ (document.querySelector(".strip .seg-ctl:last-child a:not([aria-current])"))?.click(),
};
if (!asPage) {
  keys.ArrowDown = keys.KeyJ;
  keys.ArrowUp = keys.KeyK;
}

/** @param {string} step */
function press(step) {
  /** @type {HTMLElement | null} */ (inHand()?.querySelector(`[data-form="${step}"]`))?.click();
}

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.code === "Escape" && target.closest(".words")) {
    const form = /** @type {HTMLFormElement} */ (target.closest(".words"));
    const around = /** @type {HTMLElement} */ (form.closest(".pair, .card-now"));
    if (![...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue)) form.remove();
    around.focus();
    return;
  }
  if (target.matches("textarea, input, select")) return;
  if (!single.checked && event.code.startsWith("Key")) return;
  if (event.code === "Enter" && target.matches("button, a, summary")) return;
  const found = keys[`${event.shiftKey ? "Shift+" : ""}${event.code}`];
  if (!found) return;
  event.preventDefault();
  found();
});

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLElement | null} */ (target.closest("[data-form]"));
  const bead = /** @type {HTMLElement | null} */ (target.closest("[data-at]"));
  if (target.closest("[data-print]")) print();
  else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (!asPage) take(/** @type {HTMLElement} */ (link.closest(".pair")), true);
    open(link);
  } else if (bead && spot(bead.dataset.at || "")) {
    event.preventDefault();
    take(spot(bead.dataset.at || "") || undefined);
  } else if (!target.closest("a, button, form") && !String(getSelection())) {
    const sentence = target.closest(asPage ? ".ptext .sg" : ".pair");
    if (sentence) take(/** @type {HTMLElement} */ (sentence));
  }
});

const named = asPage ? new URL(location.href).searchParams.get("at") : location.hash.slice(3);
const first = (named && spot(named)) || document.querySelector(asPage ? ".sg.submitted" : '.pair[data-s="submitted"]:not(.out)');
take(/** @type {HTMLElement | undefined} */ (first?.closest(asPage ? ".sg" : ".pair") || undefined), true);
if (!asPage && named) /** @type {HTMLElement | null} */ (document.querySelector(".pair.now"))?.focus({ preventScroll: true });
