// From any selection in the editor to what the memory has for it, in a window beside this one.

import { action } from "./actions.js";

/** What is selected, in the field or in the article; else nothing, and the memory is shown from its newest. */
function selected() {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement && field.selectionStart !== field.selectionEnd)
    return field.value.slice(field.selectionStart, field.selectionEnd);
  return String(getSelection() || "");
}

action("memory", "Ctrl+KeyM", "any", () => {
  // Caps of codes, which stand for no words, are left out.
  const words = selected().replace(/[\u4dc0-\u4dff]/g, "").replace(/\s+/g, " ").trim().slice(0, 500);
  open(`/memory?q=${encodeURIComponent(words)}`, "memory", "noopener");
});
