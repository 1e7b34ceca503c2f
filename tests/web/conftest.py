"""A desk served on a real port for the browser, with an article in every state."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page

from tests.desk import Desk
from tests.served import ARTICLE, settings_of, sign_in
from tms import server, serving
from tms.store.migrate import upgrade
from tms.store.session import Database

HOSTILE = """<script>alert(1)</script> “quotes” & <b>tags</b>

<img src=x onerror=alert(2)> One sentence. {{ 7 * 7 }} Another one.
"""


@dataclass
class Site:
    desk: Desk
    url: str
    app: Any

    def as_(self, name: str, page: Page) -> Page:
        """Sign a browser's page in as one of the people."""
        page.context.add_cookies([{"name": serving.KEY, "value": sign_in(self.desk, name), "url": self.url}])
        return page


@contextmanager
def running(folder: Path, fill: Callable[[Desk], object], url: str = "") -> Iterator[Site]:
    """A desk that was filled so, on a port of its own; in a new database where none is named."""
    if not url:
        url = f"sqlite:///{folder / 'desk.db'}"
        upgrade(url)
    settings = settings_of(url, folder)
    database = Database(url)
    desk = Desk(database, settings)
    fill(desk)
    app = server.app(settings, background=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        running = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield Site(desk, f"http://127.0.0.1:{taken.getsockname()[1]}", app)
        running.should_exit = True
        thread.join(10)
    database.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site"), fill) as found:
        yield found


def fill(desk: Desk) -> None:
    """A released article that was corrected since, one in work, and one that is hostile."""
    desk.ingest(ARTICLE, "bakery")
    desk.finish("bakery")
    desk.release("bakery")
    desk.ingest(ARTICLE.replace("seven", "eight"), "bakery")
    desk.ingest(ARTICLE.replace("Three", "Four"), "four")
    desk.write_all("four", "ar")
    desk.submit("four", "ar")
    desk.approve("four", "ar")
    desk.write({0: "نانەواخانە"}, "four", "ckb")
    desk.ingest(HOSTILE, "hostile")
    desk.finish("hostile")
    desk.release("hostile")
