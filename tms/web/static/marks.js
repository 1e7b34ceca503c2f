// What others change is marked with a dot where it stands; nothing moves until the page is asked for again.

import { subscribe } from "./live.js";

const news = document.querySelector("[data-news]");
const places = [...document.querySelectorAll("[data-article]")];

subscribe(["news"], (heard) => {
  if (heard.mine) return;
  let known = false;
  for (const place of places) {
    if (place.getAttribute("data-article") !== heard.article) continue;
    const language = place.getAttribute("data-language");
    if (language && heard.language && language !== heard.language) continue;
    place.classList.add("changed");
    known = true;
  }
  if (news && (known || news.hasAttribute("data-all") || heard.language)) news.removeAttribute("hidden");
});
