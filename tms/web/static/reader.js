// A light runs across the columns: the sentence under the pointer, or the one the arrow keys have reached,
// is lit in every language. Without this module the page reads the same, only without the light.

const article = document.querySelector(".tri");
/** @type {HTMLElement[]} */
const pieces = article ? [...article.querySelectorAll("[data-segments]")] : [];
const names = (/** @type {Element} */ piece) => (piece.getAttribute("data-segments") || "").split(" ");

/** @param {HTMLElement | null} piece */
function light(piece) {
  const lit = new Set(piece ? names(piece) : []);
  // A run in one language may touch two sentences of another: take all that hang together.
  for (let before = -1; before !== lit.size; ) {
    before = lit.size;
    for (const each of pieces) if (names(each).some((name) => lit.has(name))) names(each).forEach((n) => lit.add(n));
  }
  for (const each of pieces) each.classList.toggle("hot", lit.size > 0 && names(each).some((name) => lit.has(name)));
}

const under = (/** @type {EventTarget | null} */ target) =>
  target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("[data-segments]")) : null;

/** @param {HTMLElement} piece */
function reach(piece) {
  for (const each of pieces) each.tabIndex = each === piece ? 0 : -1;
}

if (article && pieces.length) {
  reach(pieces[0]);
  article.addEventListener("pointerover", (event) => light(under(event.target)));
  article.addEventListener("pointerleave", () => light(under(document.activeElement)));
  article.addEventListener("focusin", (event) => {
    const piece = under(event.target);
    if (piece) reach(piece);
    light(piece);
  });
  article.addEventListener("focusout", () => light(null));
  article.addEventListener("click", (event) => light(under(event.target)));
  article.addEventListener("keydown", (event) => {
    const piece = under(event.target);
    if (!piece || !(event.code === "ArrowDown" || event.code === "ArrowUp")) return;
    const column = pieces.filter((each) => each.closest("[lang]")?.getAttribute("lang") === piece.closest("[lang]")?.getAttribute("lang"));
    const next = column[column.indexOf(piece) + (event.code === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    reach(next);
    next.focus();
  });
}
