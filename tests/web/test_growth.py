"""A page asks the database as often of a large desk as of a small one: made from the routes there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.served import ARTICLE, Served, served
from tests.web import addresses
from tests.web.test_board import counted
from tms.core.rights import OPERATOR, Role
from tms.store.migrate import upgrade
from tms.workflow import live, people

SMALL, LARGE = 1, 3
MORE = "\n\n".join(
    f"The {n} boats came home before dawn. Nobody had seen {n + 1} of them since the rain." for n in range(12)
)


@contextmanager
def newsroom(folder: Path, size: int) -> Iterator[Served]:
    """A desk with so many times everything: people, articles, sentences, releases, findings."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'desk.db'}"
    upgrade(url)
    with served(url, folder) as made:
        desk = made.desk
        for n in range(size):
            with desk.step() as session:
                people.add(session, f"helper{n}", Role.TRANSLATOR, ["ar", "ckb"], OPERATOR)
        for n in range(size):
            slug = "story" if n == 0 else f"story-{n}"
            text = f"{ARTICLE}\n{MORE}" if size > SMALL else ARTICLE
            desk.ingest(text.replace("Three", f"{n + 3}"), slug)
            desk.finish(slug)
            for _ in range(size):
                desk.release(slug)
            for round_ in range(size):
                desk.ingest(text.replace("Three", f"{n + 3}").replace("seven", f"{round_ + 8}"), slug)
            rows = len(desk.look(slug).rows)
            wrong = range(1, rows if size > SMALL else 2)
            desk.reopen(*wrong, slug=slug)
            desk.write({at: f"نص {n} فيه رقم ٩٩٩{at}" for at in wrong}, slug, by="translator")
            for at in list(wrong)[: size + 1]:
                desk.assign(at, to="translator", slug=slug)
            with desk.step() as session:
                for name in ("translator", "second")[:size]:
                    live.enter(session, slug, "ar", desk.row(1, slug).segments[0].id, desk[name])
        yield made


def asked(desk: Served, path: str, name: str) -> list[str]:
    """The statements of a page that was looked at before, so that nothing is read for the first time."""
    database = desk.client.app.state.desk.database  # type: ignore[attr-defined]
    browser = desk.as_(name)
    assert browser.get(path).status_code < 500
    with counted(database) as sent:
        browser.get(path)
    return sent


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Served]]:
    folder = tmp_path_factory.mktemp("growth")
    with newsroom(folder / "small", SMALL) as small, newsroom(folder / "large", LARGE) as large:
        yield small, large


def filled(desk: Served, path: str) -> list[str]:
    """The addresses of a route: as it is, and with a sentence, a part or words asked for."""
    row = desk.desk.row(1)
    values = {"slug": "story", "language": "ar", "number": "1", "id": row.id, "secret": "x" * 43}
    if "{id:int}" in path or path.startswith("/people"):
        values["id"] = str(desk.desk["editor"].id)
    plain = addresses.fill(path, values)
    segment = row.segments[0].id
    queries = [{}, {"at": segment}, {"since": "0"}, {"text": "a", "replace": "1"}, {"q": "the"}]
    return [plain + (f"?{urlencode(query)}" if query else "") for query in queries]


@pytest.mark.parametrize("name", ["translator", "admin"])
def test_no_page_asks_more_often_of_a_large_desk(desks: tuple[Served, Served], name: str) -> None:
    small, large = desks
    grown = {}
    for path in addresses.reads(small.client.app):
        for few, many in zip(filled(small, path), filled(large, path), strict=True):
            first, second = asked(small, few, name), asked(large, many, name)
            if len(second) > len(first):
                grown[path] = (len(first), len(second), sorted(set(second) - set(first))[:3])
    assert grown == {}
