"""Pages hear what happened, each once, in whatever order it became visible; and who is where."""

import pytest
from sqlalchemy import text, update

from tests.desk import RAIN, Desk
from tms.core.rights import OPERATOR, Person, Role
from tms.errors import NoSuchArticle, NoSuchSegment, NotAllowed, UnknownLanguage
from tms.store import events
from tms.store.base import clock
from tms.store.events import Cursor
from tms.store.presence import LIFE, Presence
from tms.workflow import live, people


def test_a_cursor_remembers_what_it_has_not_seen() -> None:
    cursor = Cursor(10).past(11).past(14)
    assert str(cursor) == "14.13.12"
    assert Cursor.parse(str(cursor)) == cursor
    assert cursor.past(12) == Cursor(14, frozenset({13}))
    assert cursor.past(20_000).missing.isdisjoint({12, 13}), "what never appeared is given up"
    assert len(cursor.past(20_000).missing) == 100
    for odd in ("", "x", "1..2", "-1", "٣", "9" * 40, ".".join(["1"] * 200)):
        assert Cursor.parse(odd) is None


def test_an_event_that_appears_late_is_heard(desks: Desk) -> None:
    desks.ingest()
    with desks.database.reading() as session:
        cursor = events.cursor(session)
    if desks.database.sqlite:
        desks.assign(RAIN, to="translator")
    else:
        with desks.database.writing() as slow:
            slow.execute(text("SELECT nextval('event_id_seq')"))  # an id that is committed later
            desks.assign(RAIN, to="translator")
    with desks.database.reading() as session:
        heard, cursor = live.hear(session, cursor)
        assert [(n.kind, n.article, n.language) for n in heard] == [("assign", "story", "ar")]
        assert len(cursor.missing) == (0 if desks.database.sqlite else 1)
    with desks.step() as session:
        late = events.Event(who="editor", what="plan", language="ar", details={})
        late.article_id = desks.look().article.id
        late.id = next(iter(cursor.missing), cursor.last + 1)
        session.add(late)
    with desks.database.reading() as session:
        heard, cursor = live.hear(session, cursor)
        assert [n.kind for n in heard] == ["plan"]
        assert (live.hear(session, cursor)[0], cursor.missing) == ([], frozenset())


def test_nobody_hears_of_editions_of_other_languages(desk: Desk) -> None:
    desk.ingest()
    desk.assign(RAIN, to="translator", tag="ckb")
    with desk.step() as session:
        people.add(session, "newcomer", Role.TRANSLATOR, ["ar"], OPERATOR)
    with desk.database.reading() as session:
        heard, _ = live.hear(session, Cursor())
    arabic = Person(99, "a", Role.TRANSLATOR, frozenset({"ar"}))
    assert [n.kind for n in heard if live.may_hear(desk["editor"], n)] == ["ingest", "assign"]
    assert [n.kind for n in heard if live.may_hear(arabic, n)] == ["ingest"]


def test_presence_lives_a_minute_and_leaves_no_event(desks: Desk) -> None:
    desks.ingest()
    first, second = (desks.row(i).segments[0].id for i in (0, 1))
    before = len(desks.events("presence"))
    for segment in (first, second):
        with desks.step() as session:
            live.enter(session, "story", "ar", segment, desks["translator"])
    with desks.database.reading() as session:
        assert live.present(session) == {live.Place("translator", "translator", "story", "ar", second)}
    with desks.step() as session:
        session.execute(update(Presence).values(at=clock() - LIFE - 1))
    with desks.database.reading() as session:
        assert live.present(session) == set()
    with desks.step() as session:
        live.enter(session, "story", "ar", first, desks["translator"])
        live.enter(session, "story", "ar", "", desks["translator"])
        assert live.present(session) == set()
    assert len(desks.events("presence")) == before == 0


def test_presence_is_for_those_of_the_language_and_real_segments(desk: Desk) -> None:
    desk.ingest()
    segment = desk.row(0).segments[0].id
    kurdish = Person(desk["second"].id, "second", Role.TRANSLATOR, frozenset({"ckb"}))
    for error, slug, language, where, by in (
        (NotAllowed, "story", "ar", segment, kurdish),
        (NoSuchSegment, "story", "ar", "nowhere", desk["second"]),
        (NoSuchArticle, "other", "ar", segment, desk["second"]),
        (UnknownLanguage, "story", "xx", segment, desk["second"]),
    ):
        with pytest.raises(error), desk.step() as session:
            live.enter(session, slug, language, where, by)
