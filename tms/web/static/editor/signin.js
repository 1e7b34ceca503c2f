// The session ended: sign in again in a dialog; what was typed stays in the field and on this device.

import { address, now, on, parsed, say, tell } from "./page.js";

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("signin"));
const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
const wrong = /** @type {HTMLElement} */ (dialog.querySelector(".wrong"));

const PAUSE = 1500; // milliseconds without a key, so that no word goes into the field of the password
let typed = 0;
let waiting = 0;
document.addEventListener("input", () => (typed = Date.now()), { capture: true });

on("expired", () => {
  clearTimeout(waiting);
  waiting = window.setTimeout(ask, Math.max(0, typed + PAUSE - Date.now()));
});

function ask() {
  if (dialog.open) return;
  if (Date.now() < typed + PAUSE) return tell("expired");
  wrong.textContent = "";
  dialog.showModal();
  /** @type {HTMLElement} */ (form.querySelector("[name=password]")).focus();
}
dialog.querySelector("[data-later]")?.addEventListener("click", () => dialog.close());

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  wrong.textContent = "";
  try {
    if (await enter()) {
      dialog.close();
      form.querySelector("[name=password]")?.setAttribute("value", "");
      tell("signedin");
    } else wrong.textContent = say("signinfailed");
  } catch {
    wrong.textContent = say("offline");
  }
});

/** @returns {Promise<boolean>} whether the desk let the person in */
async function enter() {
  const page = parsed(await (await fetch("/signin", { headers: { accept: "text/html" } })).text());
  const token = page.querySelector('form[action="/signin"] [name=csrf], [name=csrf]')?.getAttribute("value") || "";
  const sent = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  sent.set("csrf", token);
  sent.set("next", "/");
  await fetch("/signin", { method: "POST", body: sent, redirect: "manual", headers: { accept: "text/html" } });
  const answer = await fetch(`${address}/changes?since=${now.last}`, { headers: { accept: "application/json" } });
  if (!answer.ok || answer.redirected) return false;
  now.csrf = (await answer.json()).csrf;
  return true;
}
