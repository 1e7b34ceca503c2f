"""The memory's index beside brute force and PostgreSQL's trigrams, on the same entries in one run.

    .venv/bin/python -m benchmarks.memory FILE.tsv [--entries 1000000] [--queries 500] [--no-postgres]

Entries and queries are sentences of the column ``en`` of FILE, edited at random from a seed: words replaced,
put in and taken out. Times are of one thread; "cpu" leaves out what others on the machine take. A limit that
is missed ends the run with 1.
"""

import argparse
import csv
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path

import numpy as np
import psycopg
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from tests import servers
from tms import languages
from tms.core.matching import tokens
from tms.core.memory import Index
from tms.core.rights import OPERATOR
from tms.core.text import Text
from tms.formats import tmx
from tms.formats.base import Pair
from tms.store.migrate import upgrade
from tms.store.session import Database
from tms.workflow import interchange

SEED = 20_261_123
NEAR = 0.75
_ADDED = 1000
_TMX = 100_000
_SMALL = 100_000
_TRIGRAM_QUERIES = 10
_AT_ONCE = 25

failed: list[str] = []


def limit(name: str, value: float, most: float, unit: str = "ms") -> None:
    good = value <= most
    print(f"{name:44} {value:10,.2f} {unit:10} at most {most:,g}{'' if good else '  MISSED'}", flush=True)
    if not good:
        failed.append(name)


def floor(name: str, value: float, least: float, unit: str) -> None:
    good = value >= least
    print(f"{name:44} {value:10,.1f} {unit:10} at least {least:,g}{'' if good else '  MISSED'}", flush=True)
    if not good:
        failed.append(name)


def fact(name: str, value: float, unit: str) -> None:
    print(f"{name:44} {value:10,.2f} {unit}", flush=True)


def sentences(path: Path) -> list[list[str]]:
    english = languages.get(languages.SOURCE)
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [tokens(Text((row["en"],)), english) for row in rows]


def edited(base: Sequence[Sequence[str]], dice: random.Random) -> Iterator[list[str]]:
    """Sentences without end, from a word to all of them edited."""
    words = [word for sentence in base for word in sentence]
    while True:
        text = list(dice.choice(base))
        heavy = dice.choice((0.05, 0.15, 0.3, 0.6, 1.0))
        for _ in range(dice.randint(1, max(1, int(len(text) * heavy)))):
            at, kind = dice.randrange(len(text)), dice.random()
            if kind < 0.5:
                text[at] = dice.choice(words)
            elif kind < 0.75:
                text.insert(at, dice.choice(words))
            elif len(text) > 2:
                del text[at]
        yield text


def timed(name: str, index: Index, queries: Sequence[list[str]], p50: float, p95: float) -> float:
    """Ask them all; answers the median of what each takes."""
    index.find(queries[0], NEAR)
    wall, own = [], []
    for query in queries:
        began, mine = time.perf_counter(), time.thread_time()
        index.find(query, NEAR, 10)
        own.append(1000 * (time.thread_time() - mine))
        wall.append(1000 * (time.perf_counter() - began))
    limit(f"{name}: p50", float(np.percentile(wall, 50)), p50)
    limit(f"{name}: p95", float(np.percentile(wall, 95)), p95)
    fact(f"{name}: p50, cpu", float(np.percentile(own, 50)), "ms")
    fact(f"{name}: p95, cpu", float(np.percentile(own, 95)), "ms")
    return float(np.percentile(wall, 50))


def memory() -> float:
    """Megabytes of this process that are in use."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def brute_force(entries: Sequence[list[str]], queries: Sequence[list[str]], index: Index) -> float:
    """Compare every query with every entry; answers the milliseconds of one, and holds the index to it."""
    points: dict[str, str] = {}

    def coded(text: Sequence[str]) -> str:
        return "".join(points.setdefault(word, chr(0x10000 + len(points))) for word in text)

    strings = [coded(text) for text in entries]
    found = lost = wrong = 0
    spent = 0.0
    for start in range(0, len(queries), _AT_ONCE):
        some = queries[start : start + _AT_ONCE]
        wanted = [coded(query) for query in some]
        began = time.perf_counter()
        # One after the other, as they would come.
        scores = [
            process.cdist(
                [one],
                strings,
                scorer=Levenshtein.normalized_similarity,
                score_cutoff=NEAR - 1e-7,
                dtype=np.float32,
                workers=1,
            )[0]
            for one in wanted
        ]
        spent += time.perf_counter() - began
        for query, row in zip(some, scores, strict=True):
            near, ours = set(np.flatnonzero(row).tolist()), {hit.id for hit in index.find(query, NEAR)}
            found, lost, wrong = found + len(near), lost + len(near - ours), wrong + len(ours - near)
        done = min(len(queries), start + _AT_ONCE)
        print(f"\rbrute force {done}/{len(queries)}", end="\r", file=sys.stderr, flush=True)
    fact("matches of at least 75 % by brute force", found, "")
    floor("of these found by the index", 100.0 * (found - lost) / max(1, found), 100, "%")
    limit("found beside them", wrong, 0, "")
    return 1000 * spent / len(queries)


def trigrams(entries: Sequence[list[str]], queries: Sequence[list[str]]) -> float:
    """PostgreSQL's ``%`` over a GIN index of trigrams, the ten nearest; answers the median."""
    with servers.postgres() as server:
        url = server.database("tms_trigrams").replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(url, autocommit=True) as there:
            there.execute("CREATE EXTENSION pg_trgm")
            there.execute("CREATE TABLE entry (id int, source text)")
            with there.cursor().copy("COPY entry FROM STDIN") as copy:
                for id, text in enumerate(entries):
                    copy.write_row((id, " ".join(text)))
            there.execute("SET maintenance_work_mem = '512MB'")
            there.execute("CREATE INDEX near ON entry USING gin (source gin_trgm_ops)")
            there.execute("ANALYZE entry")
            there.execute("SET pg_trgm.similarity_threshold = 0.5")
            there.execute("SET max_parallel_workers_per_gather = 0")
            times = []
            for words in queries:
                began = time.perf_counter()
                query = " ".join(words)
                there.execute(
                    "SELECT id FROM entry WHERE source %% %s ORDER BY similarity(source, %s) DESC LIMIT 10",
                    (query, query),
                ).fetchall()
                times.append(1000 * (time.perf_counter() - began))
    return float(np.percentile(times, 50))


def import_speed(entries: Sequence[list[str]]) -> float:
    """Units of a TMX file a second, from its bytes to the committed table on SQLite."""
    pairs = ((Pair(" ".join(text), f"ترجمة {id}", "ar"), "") for id, text in enumerate(entries))
    file = b"".join(tmx.write(pairs))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/tms.db")
        upgrade(f"sqlite:///{folder}/tms.db")
        began = time.perf_counter()
        with (
            interchange.opened(BytesIO(file), ["ar"], lambda _bytes: None) as read,
            database.writing() as session,
        ):
            added = interchange.take(session, read, OPERATOR, lambda _done, _total: None)
        spent = time.perf_counter() - began
        database.close()
    assert added == len(entries)
    return added / spent


def one_by_one(index: Index, entries: Sequence[tuple[int, list[str]]]) -> None:
    for entry in entries:
        index.add([entry])


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--no-postgres", action="store_true")
    given = parser.parse_args()
    dice = random.Random(SEED)
    source = edited(sentences(given.file), dice)
    entries = list(islice(source, given.entries))
    queries = list(islice(source, given.queries))
    added = list(islice(source, _ADDED))
    print(f"{len(entries):,} entries, {sum(map(len, entries)):,} words, {len(queries)} queries at 75 %")

    before = memory()
    index = Index()
    fact("build", seconds(lambda: index.add(enumerate(entries))), "s")
    fact("its arrays", index.size / 2**20, "MB")
    fact("the process grew by", memory() - before, "MB")
    small = Index.build(enumerate(entries[:_SMALL]))
    timed(f"{len(small):,} entries", small, queries, 5, 5)
    median = timed(f"{len(index):,} entries", index, queries, 4, 15)
    brute = brute_force(entries, queries, index)
    fact("brute force, median of one", brute, "ms")
    floor("as fast as brute force", brute / median, 50, "times")
    if not given.no_postgres:
        slow = trigrams(entries, queries[:_TRIGRAM_QUERIES])
        fact("PostgreSQL's trigrams, p50", slow, "ms")
        floor("as fast as trigrams", slow / median, 50, "times")
    new = [(len(entries) + at, text) for at, text in enumerate(added)]
    fact(f"catch-up of {_ADDED}, one by one", seconds(lambda: one_by_one(index, new)), "s")
    fact(f"catch-up of {_ADDED} at once", seconds(lambda: index.add(new)), "s")
    floor("TMX into SQLite", import_speed(entries[:_TMX]), 30_000, "units/s")
    print("\n".join(["", *(f"missed: {name}" for name in failed)]) if failed else "all limits are held")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
