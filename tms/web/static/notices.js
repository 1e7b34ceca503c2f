// The count in the header follows what one has not read, wherever it is read.

import { subscribe } from "./live.js";

const bell = document.querySelector("[data-unread]");
const digits = document.documentElement.dataset.digits || "0123456789";

if (bell)
  subscribe(["notices"], (heard) => {
    bell.textContent = String(heard.unread).replace(/\d/g, (digit) => [...digits][Number(digit)]);
    bell.toggleAttribute("hidden", heard.unread === 0);
  });
