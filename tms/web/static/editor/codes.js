// A text with its codes: in notation (<1>…</1>) on the wire, and in the field, where every end of a code is
// one character that the font draws as a cap. tms/web/editor/markup.py shows the same.

const MOST = 20;
const FIRST = 0x4dc0;
const TAG = /(?<!\\)(\\*)(<\/[1-9][0-9]{0,3}>|<[1-9][0-9]{0,3}\/?>)/g;
const CAP = /[\u4dc0-\u4dfb]/g;

/** @param {string} tag */
const number = (tag) => Number(tag.replace(/[</>]/g, ""));

/** @param {string} tag */
function cap(tag) {
  const n = number(tag);
  if (n > MOST) return tag;
  const end = tag.startsWith("</") ? 1 : tag.endsWith("/>") ? 2 : 0;
  return String.fromCharCode(FIRST + end * MOST + n - 1);
}

/** @param {string} char */
function tag(char) {
  const at = char.charCodeAt(0) - FIRST;
  const n = (at % MOST) + 1;
  return [`<${n}>`, `</${n}>`, `<${n}/>`][Math.floor(at / MOST)];
}

/** What a field shows for a text in notation. @param {string} notation */
export function toField(notation) {
  let made = "";
  let at = 0;
  for (const found of notation.matchAll(TAG)) {
    made += notation.slice(at, found.index) + found[1].slice(0, found[1].length >> 1);
    made += found[1].length % 2 ? found[2] : cap(found[2]);
    at = found.index + found[0].length;
  }
  return made + notation.slice(at);
}

/** The notation of what a field holds. @param {string} text */
export function toNotation(text) {
  let made = "";
  let at = 0;
  const plain = (/** @type {string} */ piece, /** @type {boolean} */ before) => {
    const escaped = piece.replace(TAG, (all, slashes, found) => (number(found) > MOST ? all : slashes + slashes + "\\" + found));
    const trailing = /\\*$/.exec(piece);
    return before && trailing ? escaped + trailing[0] : escaped;
  };
  for (const found of text.matchAll(CAP)) {
    made += plain(text.slice(at, found.index), true) + tag(found[0]);
    at = found.index + 1;
  }
  return made + plain(text.slice(at), false);
}

/** The place in a field of an offset, in code points, into the notation. @param {string} notation @param {number} offset */
export function place(notation, offset) {
  return toField([...notation].slice(0, offset).join("")).length;
}

/** Where caps stand. @param {string} text */
export const caps = (text) => [...text.matchAll(CAP)].map((found) => ({ at: found.index, char: found[0] }));

/** The number of the code that a cap belongs to. @param {string} char */
export const numberOf = (char) => ((char.charCodeAt(0) - FIRST) % MOST) + 1;

/** The other cap of its pair, "" for one that stands alone. @param {string} char */
export function partner(char) {
  const at = char.charCodeAt(0) - FIRST;
  return at < MOST ? String.fromCharCode(FIRST + at + MOST) : at < 2 * MOST ? String.fromCharCode(FIRST + at - MOST) : "";
}

/** A text of a field as nodes for reading. @param {string} text */
export function nodes(text) {
  const made = document.createDocumentFragment();
  let at = 0;
  for (const { at: here, char } of caps(text)) {
    made.append(text.slice(at, here));
    const span = document.createElement("span");
    span.className = "cap";
    span.setAttribute("role", "img");
    span.setAttribute("aria-label", String(numberOf(char)));
    span.textContent = char;
    made.append(span);
    at = here + 1;
  }
  made.append(text.slice(at));
  return made;
}

/** The codes of a text: the caps of each, one or two. @param {string} text */
export function pairs(text) {
  /** @type {Map<number, string>} */
  const found = new Map();
  for (const { char } of caps(text)) found.set(numberOf(char), (found.get(numberOf(char)) || "") + char);
  return [...found.values()];
}

/** The text with a code round a selection; with nothing selected, its nearer end goes there. An end never
 * passes the other: a code cannot be turned inside out.
 * @param {string} text @param {string} chars the caps of the code @param {number} start @param {number} end */
export function placed(text, chars, start, end) {
  const ends = [...chars].map((char) => ({ char, at: text.indexOf(char) })).filter((each) => each.at >= 0);
  if (!ends.length) return text;
  const without = (/** @type {number} */ at) => at - ends.filter((each) => each.at < at).length;
  const bare = [...text].filter((char) => !ends.some((each) => each.char === char)).join("");
  let places = [without(start), without(end)];
  if (start === end && ends.length === 2) {
    const [open, close] = ends.map((each) => without(each.at));
    places = Math.abs(places[0] - open) <= Math.abs(places[0] - close) && places[0] <= close ? [places[0], close] : [open, Math.max(open, places[0])];
  }
  const [first, last] = ends.length === 2 ? places : [places[0], places[0]];
  return ends.length === 2 ? bare.slice(0, first) + ends[0].char + bare.slice(first, last) + ends[1].char + bare.slice(last) : bare.slice(0, first) + ends[0].char + bare.slice(first);
}
