// The field of the active sentence: a plain text area, so that caret, selection, input methods and undo are
// the browser's own. Behind it lies a mirror of the same text, on which caps and findings are marked.

import { caps, numberOf, pairs, partner, placed } from "./codes.js";

const marks = typeof Highlight === "function" && CSS.highlights ? CSS.highlights : null;

export class Field {
  /** @param {HTMLTextAreaElement} area @param {HTMLElement} mirror @param {string} source the English as a field has it */
  constructor(area, mirror, source) {
    this.area = area;
    this.mirror = mirror;
    this.source = source;
    /** @type {{start: number, end: number, kind: string}[]} */
    this.found = [];
    this.composing = false;
    area.addEventListener("compositionstart", () => (this.composing = true));
    area.addEventListener("compositionend", () => (this.composing = false));
    area.addEventListener("beforeinput", (event) => this.before(/** @type {InputEvent} */ (event)));
    area.addEventListener("input", () => this.paint());
  }

  get text() {
    return this.area.value;
  }

  /** Put a text from elsewhere; not while somebody composes a letter. @param {string} text */
  set text(text) {
    if (this.area.value === text) return;
    const { selectionStart, selectionEnd } = this.area;
    this.area.value = text;
    this.area.setSelectionRange(Math.min(selectionStart, text.length), Math.min(selectionEnd, text.length));
    this.paint();
  }

  /** The codes that the English has and the field lacks. */
  get missing() {
    const here = new Set(caps(this.text).map((cap) => cap.char));
    return caps(this.source).map((cap) => cap.char).filter((char) => !here.has(char));
  }

  /** Type as a person would, so that undo takes it back in one step. @param {string} text @param {number} [start] @param {number} [end] */
  type(text, start, end) {
    const { area } = this;
    area.focus({ preventScroll: true });
    if (start !== undefined) area.setSelectionRange(start, end ?? start);
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!done) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }

  /** @param {string} text */
  replaceAll(text) {
    this.type(text, 0, this.area.value.length);
  }

  /** Put a code: round the selection, or what of it is missing; one that is there moves to the selection.
   * @param {string} [chars] one cap or two, else the first code that is missing, or the first there is */
  code(chars = pairs(this.source).find((pair) => [...pair].some((char) => this.missing.includes(char))) || pairs(this.source)[0] || "") {
    const { selectionStart: start, selectionEnd: end } = this.area;
    const wanted = [...chars].filter((char) => this.missing.includes(char));
    if (wanted.length === 2) {
      this.type(wanted[0] + this.text.slice(start, end) + wanted[1], start, end);
      if (start === end) this.area.setSelectionRange(start + 1, start + 1);
    } else if (wanted.length) this.type(wanted[0], end, end);
    else if (chars) this.put(placed(this.text, chars, start, end));
    this.area.focus();
  }

  /** Another text, typed as one step where the two differ. @param {string} text */
  put(text) {
    const old = this.text;
    let first = 0;
    while (first < old.length && old[first] === text[first]) first++;
    let last = 0;
    while (last < old.length - first && last < text.length - first && old[old.length - 1 - last] === text[text.length - 1 - last]) last++;
    if (first + last < Math.max(old.length, text.length)) this.type(text.slice(first, text.length - last), first, old.length - last);
  }

  /** Put marks round the selection. @param {string} open @param {string} close */
  around(open, close) {
    const { selectionStart: start, selectionEnd: end } = this.area;
    this.type(open + this.text.slice(start, end) + close, start, end);
    if (start === end) this.area.setSelectionRange(start + open.length, start + open.length);
  }

  /** A cap is whole: deleting one takes its partner along; "<" puts the next one that is missing. @param {InputEvent} event */
  before(event) {
    const { area } = this;
    const { selectionStart: at, selectionEnd: end } = area;
    if (event.isComposing || this.composing) return;
    if (event.inputType === "insertText" && event.data === "<" && this.missing.length) {
      event.preventDefault();
      this.type(this.missing[0]);
      return;
    }
    const back = event.inputType === "deleteContentBackward";
    if (at !== end || !(back || event.inputType === "deleteContentForward")) return;
    const place = back ? at - 1 : at;
    const gone = area.value[place];
    const other = gone && caps(gone).length ? partner(gone) : "";
    const there = other ? area.value.indexOf(other) : -1;
    if (there < 0) return;
    event.preventDefault();
    const [first, last] = [Math.min(place, there), Math.max(place, there)];
    this.type(area.value.slice(first + 1, last), first, last + 1);
    const caret = place === first ? first : last - 1;
    area.setSelectionRange(caret, caret);
  }

  paint() {
    const text = this.area.value;
    // A line that is still empty needs a character to have a height.
    // Only characters change, no element: so the browser looks at nothing else than this line.
    if (!this.mirror.firstChild) this.mirror.append("");
    const node = /** @type {Text} */ (this.mirror.firstChild);
    node.data = text + "\u200b";
    if (!marks) return;
    const range = (/** @type {number} */ start, /** @type {number} */ end) => {
      const made = new Range();
      made.setStart(node, Math.min(start, text.length));
      made.setEnd(node, Math.min(end, text.length));
      return made;
    };
    marks.set("caps", new Highlight(...caps(text).map(({ at }) => range(at, at + 1))));
    for (const kind of ["error", "warning"])
      marks.set(kind, new Highlight(...this.found.filter((each) => each.kind === kind).map((each) => range(each.start, each.end))));
  }
}

export { numberOf };
