"""What Chromium shows of the editor, and when: its first sentence, and the picture after each key."""

import shutil
from collections.abc import Sequence
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from tms import serving

KEYS = 120
TEXT = "باران ئەمساڵ درەنگ هات "

FIRST = """
new MutationObserver((_, watch) => {
  if (!document.querySelector(".seg .src")) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => (window.firstSentence = performance.now())));
}).observe(document, { childList: true, subtree: true });
"""
"""The time from the request to the first picture with a sentence in it."""

PICTURES = """
window.pictures = [];
addEventListener("keydown", ({ timeStamp }) => {
  const behind = new MessageChannel();
  behind.port1.onmessage = () => window.pictures.push(performance.now() - timeStamp);
  requestAnimationFrame(() => behind.port2.postMessage(0));
}, { capture: true });
"""
"""From the moment of the key to the first task behind the picture that holds what it did."""


def measure(address: str, secret: str, arguments: Sequence[str]) -> dict[str, float]:
    """Milliseconds: the first sentence, the middle of five; keys in the whole article with all its parts."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        raise SystemExit("install Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=list(arguments))
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": serving.KEY, "value": secret, "url": address}])
        context.add_init_script(FIRST)
        page = context.new_page()
        firsts = []
        for _ in range(5):
            page.goto(address)
            page.wait_for_function("window.firstSentence")
            firsts.append(float(page.evaluate("window.firstSentence")))
        page.wait_for_selector("html[data-ready]")
        page.evaluate(PICTURES)
        few = _type(page, 0)
        while page.locator(".more").count():
            page.locator(".more").last.scroll_into_view_if_needed()
            page.wait_for_timeout(100)
        rows = page.locator(".seg").count()
        many = _type(page, rows // 2)
        browser.close()
    print(f"first sentence: {', '.join(f'{first:.0f}' for first in firsts)} ms")
    for name, spent in (("first part", few), (f"all {rows} sentences", many)):
        cuts = quantiles(spent, n=100)
        print(f"key to picture, {name}: p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}, most {max(spent):.0f} ms")
    return {"first sentence": median(firsts), "key to picture p95": quantiles(many, n=100)[94]}


def _type(page: Page, place: int) -> list[float]:
    """Milliseconds from each key to its picture, in the sentence at this place."""
    page.locator(".seg > .spine").nth(place).click()
    page.locator(".seg.active textarea[name=text]").focus()
    page.wait_for_timeout(500)
    page.evaluate("window.pictures.length = 0")
    keyboard = page.context.new_cdp_session(page)
    for number in range(KEYS):
        letter = TEXT[number % len(TEXT)]
        for kind in ("keyDown", "keyUp"):
            key = {"type": kind, "key": letter, "code": "KeyA", "text": letter if kind == "keyDown" else ""}
            keyboard.send("Input.dispatchKeyEvent", key)
        page.wait_for_timeout(70)
    page.wait_for_timeout(300)
    return [float(spent) for spent in page.evaluate("window.pictures")]
