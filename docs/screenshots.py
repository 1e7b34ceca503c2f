"""Write the pictures of the demo's desk and the page that shows them: ``python docs/screenshots.py``."""

import base64
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tms import demo, server, serving, settings
from tms.languages import LANGUAGES
from tms.settings import Settings
from tms.store.session import Database
from tms.workflow import accounts, people, sheets

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "screenshots"


EDIT = "/articles/{slug}/editions/{language}/edit?at={segment}#s-{segment}"
PAGES = {
    "queue": ("The queue", "translator", "/queue"),
    "editor": ("The editor", "translator", EDIT),
    "review": ("Review", "editor", "/articles/{slug}/editions/{language}/review?view=page"),
    "board": ("The board", "chief", "/board"),
    "article": ("An article", "chief", "/articles/{slug}"),
    "releases": ("What goes out", "chief", "/releases"),
    "reader": ("A release, read side by side", "chief", "/articles/{slug}/releases/1"),
}
"""By name: what it is called, who looks at it, and its address."""

DESK, PHONE = (1280, 860), (390, 844)
LOOKS = (("en", "light", DESK), ("ar", "dark", DESK), ("ckb", "light", DESK), ("ckb", "dark", PHONE))
_QUALITY = 70


@dataclass(frozen=True)
class Shot:
    """One picture: a page in a language, light or dark, at a desk or on a phone."""

    name: str
    tag: str
    scheme: str
    size: tuple[int, int]

    @property
    def file(self) -> str:
        return f"{self.name}-{self.tag}-{self.scheme}-{self.size[0]}.webp"

    @property
    def says(self) -> str:
        where = "on a phone" if self.size == PHONE else "at a desk"
        return f"{PAGES[self.name][0]} in {LANGUAGES[self.tag].name}, {self.scheme}, {where}"


SHOTS = [Shot(name, *look) for name in PAGES for look in LOOKS]


def page() -> str:
    """The page that lists them."""
    lines = [
        "# What it looks like",
        "",
        "The demo's desk in English, Arabic and Central Kurdish, light and dark, at a desk and on a phone.",
        "Made by `python docs/screenshots.py`.",
    ]
    for name, (called, _, _) in PAGES.items():
        lines += ["", f"## {called}", ""]
        lines += [f"![{shot.says}](screenshots/{shot.file})" for shot in SHOTS if shot.name == name]
    return "\n".join(lines) + "\n"


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with tempfile.TemporaryDirectory() as home, serving_demo(Path(home)) as (own, url):
        take(own, url)
    (HERE / "screenshots.md").write_text(page(), "utf-8")
    size = sum(each.stat().st_size for each in FOLDER.iterdir())
    sys.stderr.write(f"{len(SHOTS)} pictures, {size / 1e6:.1f} MB\n")


@contextmanager
def serving_demo(home: Path) -> Iterator[tuple[Settings, str]]:
    """The demo's desk on a free port."""
    import uvicorn

    own = demo.settings(settings.read(home=home), None)
    demo.run(own, lambda _: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = uvicorn.Config(server.app(own, background=False), log_level="error", ws="none")
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.02)
        yield own, f"http://127.0.0.1:{taken.getsockname()[1]}"
        running.should_exit = True
        thread.join(10)


def take(own: Settings, url: str) -> None:
    from playwright.sync_api import sync_playwright

    database = Database(own.database)
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            width, height = shot.size
            context: Any = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if shot.scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            _, who, path = PAGES[shot.name]
            cookies = {serving.KEY: _signed_in(database, who), serving.COOKIE: shot.tag}
            context.add_cookies([{"name": each, "value": said, "url": url} for each, said in cookies.items()])
            opened = context.new_page()
            opened.goto(url + _filled(database, path, shot.tag), wait_until="load")
            opened.evaluate("document.fonts.ready")
            opened.wait_for_timeout(500)  # help for the sentence comes by itself
            line = context.new_cdp_session(opened)
            taken = line.send("Page.captureScreenshot", {"format": "webp", "quality": _QUALITY})
            (FOLDER / shot.file).write_bytes(base64.b64decode(taken["data"]))
            context.close()
        browser.close()
    database.close()


def _signed_in(database: Database, role: str) -> str:
    with database.writing() as session:
        user = next(each for each in people.people.active(session) if each.role == role)
        return accounts.open_for(session, user)


def _filled(database: Database, path: str, tag: str) -> str:
    language = tag if tag != "en" else "ckb"
    with database.reading() as session:
        row = sheets.open_sheet(session, "marsh-school", language).rows[3]
    return path.format(slug="marsh-school", language=language, segment=row.segments[0].id)


if __name__ == "__main__":
    main()
