"""Each invariant is broken on purpose, once, and named."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm.attributes import flag_modified

from tests.desk import RAIN, Desk, opened
from tms import languages
from tms.store import invariants
from tms.store.releases import ReleasePart
from tms.store.session import Session
from tms.workflow import jobs


@pytest.fixture
def desk(database_url: str, home: Path) -> Iterator[Desk]:
    """Two articles, the first one released and delivered, everything sealed."""
    with opened(database_url, home, checked=False) as desk:
        desk.ingest()
        desk.ingest("# Fish\n\nThe fish are back.\n", "fish")
        desk.finish()
        desk.release()
        jobs.ask_for_seals(desk.database, jobs.asleep)
        jobs.until_idle(desk.database, desk.settings)
        yield desk


def first(desk: Desk, tag: str = "ar") -> dict[str, object]:
    row, other = desk.row(RAIN, tag=tag), desk.row(1, "fish", tag)
    return {
        "id": row.id,
        "segment": row.segments[0].id,
        "edition": desk.look(tag=tag).edition.id,
        "other": other.segments[0].id,
        "theirs": other.id,
    }


BREACHES: list[tuple[str, str, str]] = [
    ("I1 history", "UPDATE translation SET version = version + 1 WHERE id = :id", "with 1 rows of history"),
    ("I1 history", "DELETE FROM translation_version WHERE translation_id = :id", "with 0 rows of history"),
    ("I1 history", "UPDATE translation SET text = 'x' WHERE id = :id", "differs from its last version"),
    (
        "I2 leases",
        "UPDATE job SET state = 'running', lease_until = 1.0 WHERE id = (SELECT min(id) FROM job)",
        "is held past its lease",
    ),
    ("I3 effects", "UPDATE delivery SET state = 'waiting'", "is done, and its delivery is waiting"),
    (
        "I4 releases",
        "UPDATE release_part SET manifest = 'x' WHERE language = 'ar'",
        "the manifest does not recompute",
    ),
    (
        "I4 releases",
        "UPDATE release_part SET revision = 2 WHERE language = 'en'",
        "the manifest does not recompute",
    ),
    ("I6 deliveries", "DELETE FROM delivery_part WHERE language = 'ar'", "was sent with ['ckb', 'en']"),
    (
        "I7 events",
        "UPDATE event SET translation = '' WHERE translation = :id AND what = 'save'",
        "changed without an event",
    ),
    (
        "I7 events",
        "UPDATE event SET translation = '' WHERE translation = :id AND what = 'approve'",
        "was approved without an event",
    ),
    (
        "I8 coverage",
        "DELETE FROM coverage WHERE edition_id = :edition AND segment = :segment",
        "is not covered",
    ),
    ("I9 chain", "UPDATE event SET who = 'nobody' WHERE id = 3", "event 3 was altered"),
    ("I9 chain", "UPDATE event SET seal = NULL WHERE id = 3", "event 3 was left out"),
    ("I9 chain", "DELETE FROM event WHERE id = 3", "or one before it removed"),
    (
        "I10 articles",
        (
            "INSERT INTO coverage (edition_id, segment, translation_id, position) "
            "VALUES (:edition, :other, :id, 0)"
        ),
        "points into another article",
    ),
    (
        "I10 articles",
        "UPDATE coverage SET translation_id = :theirs WHERE edition_id = :edition AND segment = :segment",
        "points into another article",
    ),
    (
        "I10 articles",
        (
            "INSERT INTO assignment (edition_id, segment, user_id, given_by, given_at) "
            "VALUES (:edition, :other, 1, 'x', 1.0)"
        ),
        "points into another article",
    ),
    (
        "I10 articles",
        (
            'INSERT INTO waiver (edition_id, translation_id, code, "check", finding, text_hash, reason, '
            "author, at) VALUES (:edition, :theirs, 'finding', '', '', '', 'x', 'x', 1.0)"
        ),
        "points into another article",
    ),
]


def broken(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, what in invariants.broken(session):
        found.setdefault(name, []).append(what)
    return found


def test_a_whole_desk_breaks_none_and_each_breach_is_named(desk: Desk) -> None:
    desk.check()
    for name, statement, says in BREACHES:
        known = {k: v for k, v in first(desk).items() if f":{k}" in statement}
        with desk.undone() as session:
            session.execute(text(statement), known)
            found = broken(session)
        assert any(says in what for what in found.get(name, [])), (name, statement, found)
    desk.check()


Change = Callable[[dict[str, object]], object]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda item: item.update(approved_by=""), "was not approved"),
        (lambda item: item.update(basis=[[item["segments"][0], "x"]]), "has another basis"),
        (lambda item: item.update(basis=[]), "has another basis"),
        (lambda item: item.update(segments=[]), "does not cover its revision"),
    ],
)
def test_a_part_that_was_not_approved_against_its_revision_is_named(
    desk: Desk, change: Change, says: str
) -> None:
    with desk.undone() as session:
        part = session.get_one(ReleasePart, (1, languages.TARGETS[0]))
        change(part.items[0])
        flag_modified(part, "items")
        session.flush()
        found = broken(session).get("I5 approvals", [])
    assert any(says in what for what in found), found


def test_a_text_of_a_release_that_was_altered_is_named_and_one_that_was_purged_is_not(desk: Desk) -> None:
    for replaced, names in (("x", {"I4 releases"}), ("", set())):
        with desk.undone() as session:
            part = session.get_one(ReleasePart, (1, languages.TARGETS[0]))
            part.items[0]["text"] = replaced
            flag_modified(part, "items")
            session.flush()
            assert broken(session).keys() == names
