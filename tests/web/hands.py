"""People at their browsers: who they are, and with what hands they reach what stands on a page."""

from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Browser, Locator, Page, expect

from tests.served import sign_in
from tests.web.conftest import Site
from tms import serving
from tms.catalogs import sentence

_FURTHEST = 400
"""Tabs from one end of a page to the other."""


class Hands(Protocol):
    """How somebody reaches a thing on a page and uses it."""

    def press(self, thing: Locator) -> None: ...


class Pointer:
    def press(self, thing: Locator) -> None:
        thing.click()


class Keys:
    """By keyboard alone: Tab until it is in focus, then Enter, or Space for what is ticked."""

    def press(self, thing: Locator) -> None:
        self.reach(thing)
        thing.page.keyboard.press("Space" if thing.get_attribute("type") == "checkbox" else "Enter")

    def reach(self, thing: Locator) -> None:
        expect(thing).to_be_visible()
        for _ in range(_FURTHEST):
            if thing.evaluate("thing => thing === document.activeElement"):
                return
            thing.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {thing}")


@dataclass
class Somebody:
    """One of the people, at a browser that speaks their language."""

    site: Site
    name: str
    tag: str
    hands: Hands
    page: Page

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site.url}{path}")

    def said(self, words: str) -> str:
        """A sentence of the pages in this person's language."""
        return sentence(words, self.tag)

    def press(self, thing: Locator) -> None:
        self.hands.press(thing)

    def button(self, words: str, inside: Locator | None = None) -> Locator:
        return (inside or self.page.locator("body")).get_by_role("button", name=self.said(words), exact=True)

    def write(self, field: Locator, text: str) -> None:
        """Into a plain field."""
        if isinstance(self.hands, Keys):
            self.hands.reach(field)
        else:
            field.click()
        self.page.keyboard.press("Control+KeyA")
        self.page.keyboard.insert_text(text)

    def choose(self, field: Locator, value: str) -> None:
        """By its first letter, or with the pointer."""
        if isinstance(self.hands, Keys):
            self.hands.reach(field)
            self.page.keyboard.press(value[0])
        else:
            field.select_option(value)

    def type(self, text: str) -> None:
        """Letter by letter where the caret is, with the events of a keyboard that has these letters."""
        line = self.page.context.new_cdp_session(self.page)
        for letter in text:
            key = {"key": letter, "code": "KeyJ" if letter.isalpha() else ""}
            line.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **key})
            line.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
        line.detach()

    def compose(self, *steps: str) -> None:
        """As an input method does: a word that is not there yet, and then is."""
        line = self.page.context.new_cdp_session(self.page)
        for text in steps:
            place = {"selectionStart": len(text), "selectionEnd": len(text)}
            line.send("Input.imeSetComposition", {"text": text, **place})
        line.send("Input.insertText", {"text": steps[-1]})
        line.detach()


def somebody(
    site: Site, browser: Browser, name: str, tag: str, hands: Hands, *, scripts: bool = True
) -> Somebody:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=scripts, reduced_motion="reduce"
    )
    cookies = {serving.KEY: sign_in(site.desk, name), serving.COOKIE: tag}
    context.add_cookies([{"name": each, "value": value, "url": site.url} for each, value in cookies.items()])
    return Somebody(site, name, tag, hands, context.new_page())
