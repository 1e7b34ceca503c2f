"""The queue says what a person has and what is free, and asks as often for much as for little."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import event

from tests.desk import BOAT, HEADLINE, RAIN, STORY, WELLS, Desk
from tms.workflow import assignments
from tms.workflow.queue import Asked, Due, Hand, Portion, Queue, queue

NOW = datetime.now(UTC).replace(microsecond=0)
MIDNIGHT = NOW - timedelta(hours=NOW.hour, minutes=NOW.minute, seconds=NOW.second)


def look(desk: Desk, by: str = "translator", asked: Asked = Asked()) -> Queue:  # noqa: B008  a frozen value
    with desk.database.reading() as session:
        return queue(session, desk[by], asked, NOW, MIDNIGHT)


def one(found: Queue, hand: Hand, tag: str = "ar") -> Portion:
    [portion] = [p for p in found.portions[hand] if p.language == tag]
    return portion


def take(desk: Desk, by: str, *at: int, slug: str = "story") -> None:
    with desk.sheet(slug) as (session, sheet):
        chosen = [sheet.rows[i].segments[0].id for i in at] or None
        assignments.take(session, sheet, desk[by], chosen)


def test_each_portion_is_in_one_pair_of_hands(desks: Desk) -> None:
    desks.ingest()
    take(desks, "translator", HEADLINE, RAIN)
    take(desks, "second", WELLS)
    found = look(desks)
    mine, free, others = (one(found, hand) for hand in (Hand.MINE, Hand.FREE, Hand.OTHERS))
    assert (mine.words, mine.open, mine.leads) == (11, 2, True)
    assert (free.open, others.open, others.holder) == (3, 1, "second")
    assert one(found, Hand.FREE, "ckb").whole
    assert (found.words, found.counts) == (11, {"ar": 3, "ckb": 1})
    assert found.portions[Hand.REVIEW] == []
    for hand in Hand:
        alone = look(desks, asked=Asked(hand=hand)).portions
        assert alone == {hand: found.portions[hand]}


def test_what_is_submitted_leaves_the_queue_and_waits_for_an_editor(desks: Desk) -> None:
    desks.ingest()
    take(desks, "translator", RAIN)
    desks.write({RAIN: "تأخر المطر هذا العام."})
    desks.submit()
    assert [p.language for p in look(desks).portions[Hand.MINE]] == []
    review = one(look(desks, "editor"), Hand.REVIEW)
    assert (review.open, review.own) == (1, 0)
    desks.return_(RAIN, comment="Which year?")
    mine = one(look(desks), Hand.MINE)
    assert (mine.returned, mine.comment) == (1, "Which year?")


def test_a_correction_brings_back_only_what_it_changed(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    assert not any(look(desks, "editor").portions.values()), "nothing is left to anybody"
    desks.correct(("came late", "came early"))
    mine = one(look(desks), Hand.MINE)
    assert (mine.stale, mine.open, mine.words) == (1, 1, 6)
    assert look(desks, asked=Asked(state="stale")).portions[Hand.MINE][0].slug == "story"
    assert look(desks, asked=Asked(state="returned")).portions[Hand.MINE] == []
    desks.confirm(RAIN)
    desks.approve()
    assert one(look(desks, "editor"), Hand.SIGN).open == 6


def test_the_order_is_deadline_then_urgency_then_the_lead(desk: Desk) -> None:
    for slug in ("later", "plain", "urgent", "first", "body"):
        desk.ingest(STORY.replace("Water", slug.title()), slug)
    take(desk, "second", HEADLINE, RAIN, WELLS, BOAT, 4, slug="body")
    for slug, hours in (("first", 1), ("later", 5)):
        with desk.sheet(slug) as (session, sheet):
            assignments.plan(session, sheet, NOW + timedelta(hours=hours), desk["editor"])
    with desk.step() as session:
        assignments.mark_urgent(session, "urgent", desk["editor"], urgent=True)
    free = look(desk, asked=Asked("ar", Hand.FREE)).portions[Hand.FREE]
    assert [p.slug for p in free] == ["first", "later", "urgent", "body", "plain"]
    late = look(desk, asked=Asked("ar", due=Due.LATE)).portions[Hand.FREE]
    assert late == []
    assert len(look(desk, asked=Asked("ar", due=Due.NONE)).portions[Hand.FREE]) == 3


def test_the_queries_do_not_grow_with_the_rows(desks: Desk) -> None:
    def asked() -> int:
        sent: list[str] = []

        def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
            sent.append(statement)

        event.listen(desks.database.engine, "before_cursor_execute", note)
        look(desks, "editor")
        event.remove(desks.database.engine, "before_cursor_execute", note)
        assert not any("revision.body" in statement for statement in sent)
        return len(sent)

    desks.ingest()
    take(desks, "editor", RAIN)
    before = asked()
    for number in range(6):
        desks.ingest(STORY.replace("Water", f"Water {number}") + "\nMore is said. And more.\n", f"s-{number}")
        take(desks, "editor", slug=f"s-{number}")
    assert asked() == before
