"""Fifty translators at once on one served desk, then the editor of a long article in Chromium.

    .venv/bin/python -m benchmarks.web [--sqlite] [--people 50] [--seconds 60] [--long 2000]

A translator saves every two seconds, opens another sentence (suggestions, references, history) after every
fifth save, looks at the queue once a minute, says where they are, listens for what happens to the article
and asks for what others changed in it. The desk is ``tms serve``, one process with its worker inside, on a
PostgreSQL of this run; what the load driver itself costs is printed beside it. Then the size of every page
with its style and modules, without fonts, and in Chromium the first sentence and the time from a key to
the picture after it. Exit 1 where a limit is missed.
"""

import argparse
import os
import random
import re
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from rich.console import Console
from rich.progress import Progress

from benchmarks import keys
from benchmarks.translators import Load, Translator
from tests import servers
from tests.conftest import CHROMIUM
from tests.desk import Desk
from tests.served import sign_in
from tests.web import addresses
from tms import server, serving
from tms import settings as environment
from tms.core.rights import OPERATOR, Role
from tms.settings import Settings
from tms.store.editions import Suggestion
from tms.store.migrate import upgrade
from tms.store.session import Database
from tms.workflow import people

LIMITS = {
    "save p95": 100.0,
    "save p99": 250.0,
    "queue p95": 200.0,
    "first sentence": 1000.0,
    "key to picture p95": 50.0,
    "largest page": 250.0,
}
"""Milliseconds; kilobytes for the page."""

TEAM = 5  # translators of one article, in two languages
SENTENCES = 60
ENGLISH = (
    "The rain came late to the villages of the lower marsh this year.",
    "Farmers had dug 12 wells by hand in the dry months, and three of them held.",
    "A boat brings the children to school before the heat.",
    "Engineers opened the upper dam in March after a week of talks.",
    "“We count the hours by the ovens,” said the baker at the corner.",
    "The council will hear the families again on Sunday.",
)


def story(sentences: int, number: int) -> str:
    chosen = [f"{ENGLISH[at % len(ENGLISH)][:-1]}, day {at}." for at in range(sentences)]
    paragraphs = [" ".join(chosen[at : at + 4]) for at in range(0, sentences, 4)]
    return f"# Story {number} of the long summer\n\n" + "\n\n".join(paragraphs) + "\n"


def fill(desk: Desk, count: int, long: int) -> list[Translator]:
    """Articles for teams of translators, each with sentences and suggestions of their own, and a long one."""
    found = []
    names = [f"t{number:02}" for number in range(count)]
    with desk.step() as session:
        for name in names:
            desk.cast[name] = people.person(people.add(session, name, Role.TRANSLATOR, [], OPERATOR))
    for first in range(0, count, TEAM):
        slug, team = f"story-{first}", names[first : first + TEAM]
        desk.ingest(story(SENTENCES, first), slug)
        for place, name in enumerate(team):
            tag = ("ar", "ckb")[place % 2]
            rows = desk.look(slug, tag).rows
            own = range(1 + place, len(rows), len(team))
            desk.assign(*own, to=name, slug=slug, tag=tag)
            with desk.step() as session:
                session.add_all(
                    Suggestion(
                        translation_id=rows[at].id,
                        text="نص مقترح لهذه الجملة.",
                        origin=origin,
                        score=90,
                        source=rows[at].source.notation,
                        basis=rows[at].basis,
                    )
                    for at in own
                    for origin in ("memory", "machine:pseudo")
                )
            found.append(Translator(name, sign_in(desk, name), slug, tag, [rows[at].id for at in own]))
    desk.ingest(story(long, 0), "long")
    desk.write({at: f"باران ئەمساڵ درەنگ هات، ڕۆژی {at}." for at in range(0, long, 2)}, "long", "ckb")
    return found


@contextmanager
def database(folder: Path, *, sqlite: bool) -> Iterator[str]:
    if sqlite:
        yield f"sqlite:///{folder / 'desk.db'}"
        return
    with servers.postgres() as made:
        yield made.database("web")


@contextmanager
def serve(url: str, folder: Path) -> Iterator[tuple[str, int]]:
    """The address of a desk that is served, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    variables = {"TMS_HOME": str(folder), "TMS_DATABASE_URL": url}
    with (
        (folder / "serve.log").open("wb") as log,
        servers.service("web", variables, "--port", str(port), log=log) as process,
    ):
        give_up = time.monotonic() + 60
        while True:
            try:
                httpx2.get(f"http://127.0.0.1:{port}/healthz").raise_for_status()
                break
            except httpx2.HTTPError:
                if process.poll() is not None or time.monotonic() > give_up:
                    raise SystemExit((folder / "serve.log").read_text()[-2000:]) from None
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}", process.pid


def sizes(url: str, settings: Settings, secret: str, desk: Desk) -> dict[str, float]:
    """Kilobytes on the line of each page with the style and the modules that it names."""
    row = desk.look("long", "ckb").rows[0]
    values = {"slug": "long", "language": "ckb", "number": "0", "id": row.id, "secret": "x" * 43}
    found: dict[str, float] = {}
    static: dict[str, int] = {}
    client = httpx2.Client(base_url=url, cookies={serving.KEY: secret}, headers={"accept": "text/html"})
    with client:
        for route in addresses.reads(server.app(settings, background=False)):
            by_number = "{id:int}" in route or route.startswith("/people")
            path = addresses.fill(route, values | ({"id": "1"} if by_number else {}))
            answer = client.get(path)
            total = answer.num_bytes_downloaded
            for name in set(re.findall(r"/static/[\w./-]+\.(?:css|js|svg)", answer.text)):
                static[name] = static.get(name) or client.get(name).num_bytes_downloaded
                total += static[name]
            found[route] = total / 1000
    return found


def cpu(pid: int) -> float:
    """Seconds of processor that a process has had."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Fifty translators at once, and a long article in a browser."
    )
    parser.add_argument("--sqlite", action="store_true", help="on SQLite, not on PostgreSQL")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--long", type=int, default=2000, help="sentences of the long article")
    options = parser.parse_args()
    console = Console(stderr=True)
    measured: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory(prefix="tms-web-", ignore_cleanup_errors=True) as name,
        database(Path(name), sqlite=options.sqlite) as url,
        Progress(console=console, transient=True) as bar,
    ):
        folder = Path(name)
        upgrade(url)
        settings = environment.read(home=folder, database_url=url)
        opened = Database(url)
        desk = Desk(opened, settings)
        filling = bar.add_task("a desk to work at", total=None)
        team = fill(desk, options.people, options.long)
        bar.remove_task(filling)
        secret = sign_in(desk, "admin")
        with serve(url, folder) as (address, pid):
            load = Load(address, team, options.seconds)
            served = cpu(pid)
            working = bar.add_task(f"{options.people} translators", total=options.seconds)
            load.run(lambda second: bar.update(working, completed=second))
            measured |= load.report(sys.stdout)
            print(f"CPU: the desk {100 * (cpu(pid) - served) / load.took:.0f} %, the driver {load.cpu:.0f} %")
            looking = bar.add_task("every page", total=None)
            pages = sizes(address, settings, secret, desk)
            bar.remove_task(looking)
            for route, size in sorted(pages.items(), key=lambda page: -page[1])[:5]:
                print(f"{size:7.0f} KB  {route}")
            measured["largest page"] = max(pages.values())
            looking = bar.add_task("Chromium", total=None)
            measured |= keys.measure(f"{address}/articles/long/editions/ckb/edit", secret, CHROMIUM)
            bar.remove_task(looking)
        opened.close()
    print(f"load of this machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    missed = False
    for what, limit in LIMITS.items():
        good = measured[what] <= limit
        missed = missed or not good
        print(f"{'ok  ' if good else 'MISS'} {what:20} {measured[what]:8.1f}   limit {limit:.0f}")
    return 1 if missed else 0


if __name__ == "__main__":
    random.seed(7)
    sys.exit(main())
