// Whether a key pressed alone does something on pages: kept for the person, so on every machine they use.

const root = document.documentElement;

export const single = () => root.dataset.keys !== "off";

/** A check box that says so, and changes it. @param {HTMLInputElement} box @param {string} csrf */
export function follow(box, csrf) {
  box.checked = single();
  box.addEventListener("change", () => {
    root.dataset.keys = box.checked ? "on" : "off";
    const on = box.checked ? "1" : "";
    fetch("/me/keys", { method: "POST", headers: { accept: "application/json" }, body: new URLSearchParams({ csrf, on }) }).catch(() => {});
  });
}
