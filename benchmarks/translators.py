"""The people of ``benchmarks.web``: each a thread that does over HTTP what the editor's page does."""

import http.client
import json
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any, TextIO
from urllib.parse import urlsplit

from tms import serving
from tms.serving import sessions

SAVE = 2.0  # seconds between two saves
OPEN = 5  # saves after which another sentence is opened
QUEUE = 60.0
SOON = 1.5  # seconds between two looks at what others changed
TEXTS = {
    "ar": "المطر هذا العام تأخر كثيرا عن القرى والمزارعون حفروا آبارا بأيديهم قبل أن يعود الماء",
    "ckb": "باران ئەمساڵ درەنگ هات و جووتیاران بە دەستی خۆیان بیریان هەڵکەند پێش ئەوەی ئاو بگەڕێتەوە",
}


@dataclass
class Translator:
    """Somebody with sentences of their own in one edition."""

    name: str
    secret: str
    slug: str
    tag: str
    rows: list[str]


@dataclass
class Load:
    """All of them for so many seconds; ``spent`` has the milliseconds of each request by what it was."""

    address: str
    team: Sequence[Translator]
    seconds: float
    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)
    heard: int = 0
    took: float = 0.0
    cpu: float = 0.0

    def run(self, tick: Callable[[float], None]) -> None:
        over = threading.Event()
        threads = [threading.Thread(target=_Work(self, each, over).run, daemon=True) for each in self.team]
        began, spent = time.monotonic(), time.process_time()
        for thread in threads:
            thread.start()
        while (passed := time.monotonic() - began) < self.seconds:
            tick(passed)
            time.sleep(0.25)
        over.set()
        for thread in threads:
            thread.join(30)
        self.took = time.monotonic() - began
        self.cpu = 100 * (time.process_time() - spent) / self.took

    def report(self, to: TextIO) -> dict[str, float]:
        """The figures by name, in milliseconds; requests that failed are named."""
        figures = {}
        print(f"{len(self.team)} translators, {self.took:.0f} s: {self.heard} events heard", file=to)
        for what, spent in sorted(self.spent.items()):
            cuts = quantiles(spent, n=100) if len(spent) > 1 else spent * 99
            for share in (50, 95, 99):
                figures[f"{what} p{share}"] = cuts[share - 1]
            said = " ".join(f"p{share} {cuts[share - 1]:6.0f}" for share in (50, 95, 99))
            print(f"{what:9} {len(spent):6} times   {said}   most {max(spent):6.0f} ms", file=to)
        if self.failed:
            print(f"FAILED {len(self.failed)}: {self.failed[:3]}", file=to)
            figures["save p99"] = float("inf")
        return figures


class _Work:
    """One translator at work, and their page's live line beside it."""

    def __init__(self, load: Load, who: Translator, over: threading.Event) -> None:
        self.load, self.who, self.over = load, who, over
        self.host = urlsplit(load.address).netloc
        self.line = http.client.HTTPConnection(self.host, timeout=30)
        self.page = f"/articles/{who.slug}/editions/{who.tag}/edit"
        self.random = random.Random(who.name)
        self.stirred = threading.Event()
        self.last = 0

    def run(self) -> None:
        self.over.wait(self.random.random() * SAVE)  # they did not all come at the same moment
        try:
            self._work()
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            self.load.failed.append(f"{self.who.name}: {type(error).__name__} {error}")

    def _work(self) -> None:
        self._ask("queue", "GET", "/queue")
        self._ask("editor", "GET", self.page)
        threading.Thread(target=self._listen, daemon=True).start()
        queue = time.monotonic() + self.random.random() * QUEUE
        looked = 0.0
        saves = 0
        current: dict[str, Any] = {}
        while not self.over.is_set():
            began = time.monotonic()
            if saves % OPEN == 0:
                current = self._open(self.who.rows[saves // OPEN % len(self.who.rows)])
            current = self._save(current)
            saves += 1
            if began > queue:
                queue += QUEUE
                self._ask("queue", "GET", "/queue")
            while (left := began + SAVE - time.monotonic()) > 0 and not self.over.is_set():
                if self.stirred.wait(min(left, 0.25)) and time.monotonic() > looked + SOON:
                    self.stirred.clear()
                    looked = time.monotonic()
                    self.last = self._ask("changes", "GET", f"{self.page}/changes?since={self.last}")["last"]

    def _open(self, id: str) -> dict[str, Any]:
        found = self._ask("sentence", "GET", f"{self.page}/{id}")
        place = {"article": self.who.slug, "language": self.who.tag, "segment": found["segment"]}
        self._ask("presence", "POST", "/presence", place)
        return found

    def _save(self, current: dict[str, Any]) -> dict[str, Any]:
        words = self.random.choices(TEXTS[self.who.tag].split(), k=self.random.randint(6, 14))
        sent = {"text": " ".join(words) + ".", "version": current["version"], "revision": current["revision"]}
        saved = self._ask("save", "PUT", f"{self.page}/{current['id']}", sent)
        if saved["state"] != current["state"]:
            self._ask("sentence", "GET", f"{self.page}/{current['id']}")
        return saved

    def _ask(self, what: str, verb: str, path: str, body: object = None) -> Any:
        headers = {
            "cookie": f"{serving.KEY}={self.who.secret}",
            "x-csrf-token": sessions.token(self.who.secret),
            "accept": "text/html" if what in ("queue", "editor") else "application/json",
            "content-type": "application/json",
        }
        sent = None if body is None else json.dumps(body).encode()
        began = time.perf_counter()
        self.line.request(verb, path, sent, headers)
        answer = self.line.getresponse()
        data = answer.read()
        self.load.spent[what].append((time.perf_counter() - began) * 1000)
        if answer.status >= 300:
            raise ValueError(f"{verb} {path}: {answer.status} {data[:200]!r}")
        if what == "editor":
            self.last = int(data.partition(b'data-last="')[2].partition(b'"')[0])
        return json.loads(data) if headers["accept"] == "application/json" else None

    def _listen(self) -> None:
        """What the open page hears: what others did to its edition, and what was found, is worth a look."""
        line = http.client.HTTPConnection(self.host, timeout=60)
        cookie = {"cookie": f"{serving.KEY}={self.who.secret}"}
        with suppress(OSError, http.client.HTTPException, ValueError):
            line.request("GET", f"/live?article={self.who.slug}&since={self.last}", headers=cookie)
            answer = line.getresponse()
            kind = b""
            while not self.over.is_set():
                said = answer.readline()
                if said.startswith(b"event: "):
                    kind = said[7:].strip()
                elif said.startswith(b"data: ") and kind == b"news":
                    self.load.heard += 1
                    news = json.loads(said[6:])
                    if news["language"] == self.who.tag and not news["mine"]:
                        self.stirred.set()
        line.close()
