"""Two at once, over two real connections: whoever commits first wins, and nothing is lost or out of step."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from sqlalchemy import select

from tests.desk import BOAT, HEADLINE, RAIN, STORY, WELLS, Desk
from tms.errors import Blocked, Conflict, Refused
from tms.store import articles
from tms.store.releases import Delivery, Destination
from tms.store.session import Database, Session
from tms.workflow import deliver, ingest, jobs, release, review, sheets, translate
from tms.workflow.steps import Seen
from tms.workflow.translate import Outcome, Write

Found = TypeVar("Found")
Other = TypeVar("Other")
Go = Callable[[], None]

TEXT = "تأخر المطر هذا العام."
OTHER = "جاء المطر متأخراً هذا العام."
LATE = STORY.replace("came late", "came very late")


def race(
    desk: Desk, one: Callable[[Session, Go], Found], other: Callable[[Session], Other]
) -> tuple[Found, Future[Other]]:
    """Let ``other`` start over a connection of its own when ``one`` says so, at the latest before it commits.

    On PostgreSQL it comes as far as the locks let it; then ``one`` goes on.
    """
    elsewhere = Database(desk.settings.database)
    started: list[Future[Other]] = []

    def run() -> Other:
        with elsewhere.writing() as session:
            return other(session)

    with ThreadPoolExecutor(1) as pool:

        def go() -> None:
            if not started:
                started.append(pool.submit(run))
                time.sleep(0.3)

        with desk.database.writing() as session:
            found = one(session, go)
            session.flush()
            go()
        started[0].exception(30)
    elsewhere.close()
    return found, started[0]


def saving(desk: Desk, by: str, text: str, seen: int = 0, at: int = RAIN) -> Callable[[Session], Outcome]:
    def save(session: Session) -> Outcome:
        sheet = sheets.open_sheet(session, "story", "ar", write=True)
        return translate.save(session, sheet, [Write(sheet.rows[at], text, Seen(seen))], desk[by])

    return save


def at_once(step: Callable[[Session], Found]) -> Callable[[Session, Go], Found]:
    """Take the whole step before the other one starts."""
    return lambda session, _go: step(session)


def releasing(desk: Desk) -> Callable[[Session], int]:
    return lambda session: release.release(session, "story", desk["chief"]).number


def correcting(desk: Desk, text: str = LATE, key: str = "story") -> Callable[[Session], ingest.Ingested]:
    def correct(session: Session) -> ingest.Ingested:
        document = ingest.parse(text.encode(), "story.md")
        return ingest.ingest(session, document, desk["editor"], source_key=key)

    return correct


def approving(desk: Desk) -> Callable[[Session], Outcome]:
    seen = Seen(1, desk.row(RAIN).basis)

    def approve(session: Session) -> Outcome:
        sheet = sheets.open_sheet(session, "story", "ar", write=True)
        return review.approve(session, sheet, [sheet.rows[RAIN]], desk["editor"], seen=seen)

    return approve


def test_of_two_translators_the_second_gets_the_text_of_the_first(desks: Desk) -> None:
    desks.ingest()
    _, second = race(desks, at_once(saving(desks, "translator", TEXT)), saving(desks, "second", OTHER))
    conflict = second.result().refused[0][1]
    assert isinstance(conflict, Conflict)
    assert (conflict.current, conflict.version) == (TEXT, 1)
    assert [each.text for each in desks.history(desks.row(RAIN).id)] == [TEXT]


def test_two_translators_in_two_segments_are_both_kept(desks: Desk) -> None:
    desks.ingest()
    _, second = race(
        desks, at_once(saving(desks, "translator", TEXT)), saving(desks, "second", "قارب.", at=BOAT)
    )
    assert second.result().done
    assert desks.states() == ["empty", "draft", "empty", "draft", "empty", "empty"]


def test_an_edit_before_the_approval(desks: Desk) -> None:
    desks.ingest()
    desks.write({RAIN: TEXT})
    desks.submit()
    edit = saving(desks, "editor", OTHER, 1)
    _, approval = race(desks, at_once(edit), approving(desks))
    error = approval.exception()
    assert isinstance(error, Conflict)
    assert error.current == OTHER
    assert desks.states()[RAIN] == "draft"


def test_an_approval_before_the_edit(desks: Desk) -> None:
    desks.ingest()
    desks.write({RAIN: TEXT})
    desks.submit()
    _, edit = race(desks, at_once(approving(desks)), saving(desks, "deputy", OTHER, 1))
    assert edit.result().done, "an editor may, and the approval is gone with the text it was for"
    assert (desks.states()[RAIN], desks.texts()[RAIN]) == ("draft", OTHER)


def test_a_correction_before_the_approval(desks: Desk) -> None:
    desks.ingest()
    desks.write({RAIN: TEXT})
    desks.submit()
    _, approval = race(desks, at_once(correcting(desks)), approving(desks))
    assert isinstance(approval.exception(), Conflict)
    assert desks.states()[RAIN] == "submitted!"


def test_a_text_that_meets_a_correction_is_kept_as_stale(desks: Desk) -> None:
    desks.ingest()
    basis = desks.row(RAIN).basis

    def save(session: Session) -> Outcome:
        sheet = sheets.open_sheet(session, "story", "ar", write=True)
        write = Write(sheet.rows[RAIN], TEXT, Seen(0, basis))
        return translate.save(session, sheet, [write], desks["translator"])

    _, saved = race(desks, at_once(correcting(desks)), save)
    assert saved.result().done
    assert (desks.texts()[RAIN], desks.states()[RAIN]) == (TEXT, "draft!")


def test_a_release_before_an_edit_goes_out_as_it_was(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    _, edit = race(desks, at_once(releasing(desks)), saving(desks, "editor", OTHER, 1))
    assert edit.result().done
    [item] = [each for each in desks.parts(1)["ar"].items if each["translation"] == desks.row(RAIN).id]
    assert (item["text"], item["version"]) == (TEXT, 1)
    assert desks.look().state == "open"


def test_an_edit_before_a_release_keeps_it_in(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    _, out = race(desks, at_once(saving(desks, "editor", OTHER, 1)), releasing(desks))
    assert isinstance(out.exception(), Blocked)


def test_an_edit_under_way_and_a_release_do_not_lock_each_other_up(desks: Desk) -> None:
    desks.ingest()
    desks.finish()

    def edit(session: Session, go: Go) -> Outcome:
        sheet = sheets.open_sheet(session, "story", "ar", write=True)
        go()  # the release holds the article by now, and waits for this edition
        write = Write(sheet.rows[RAIN], OTHER, Seen(1))
        return translate.save(session, sheet, [write], desks["editor"])

    done, out = race(desks, edit, releasing(desks))
    assert done.done
    assert isinstance(out.exception(), Blocked)


def test_a_correction_before_a_release_keeps_it_in(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    _, out = race(desks, at_once(correcting(desks)), releasing(desks))
    assert isinstance(out.exception(), Blocked)


def test_a_release_before_a_correction_is_out_and_then_marked(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    number, correction = race(desks, at_once(releasing(desks)), correcting(desks))
    assert (number, correction.result().revision) == (1, 2)
    assert desks.parts(1)["ar"].revision == 1
    assert desks.states()[RAIN] == "approved!"


def test_two_releases_at_once_are_two_numbers(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    first, second = race(desks, at_once(releasing(desks)), releasing(desks))
    assert (first, second.result()) == (1, 2)


def test_the_same_article_ingested_twice_at_once_is_one(desks: Desk) -> None:
    take = correcting(desks, STORY, "cms-7")
    first, second = race(desks, at_once(take), take)
    assert first.article.id == second.result().article.id
    assert (first.made, second.result().made) == (True, False)
    with desks.database.reading() as session:
        assert articles.count(session) == 1


def test_two_articles_with_one_headline_at_once_are_two(desks: Desk) -> None:
    first, second = race(desks, at_once(correcting(desks, STORY, "cms-7")), correcting(desks, STORY, "cms-8"))
    slugs = [first.article.slug, second.result().article.slug]
    assert slugs == ["water-returns-to-the-marshes", "water-returns-to-the-marshes-2"]


def test_the_same_delivery_by_two_workers_is_written_down_once(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    desks.wake = lambda _ids: None
    desks.release()
    with desks.database.writing() as session:
        place = session.scalars(select(Destination)).one()
        args = {"release": 1, "destination": place.id}
        both = [deliver.load(session, desks.settings, args) for _ in range(2)]
    one, other = both
    assert one is not None
    assert other is not None
    answers = [deliver.work(one), deliver.work(other)]
    race(
        desks,
        at_once(lambda session: deliver.apply(session, one, answers[0])),
        lambda session: deliver.apply(session, other, answers[1]),
    )
    assert len(desks.events("deliver")) == 1
    with desks.database.reading() as session:
        assert list(session.scalars(select(Delivery.state))) == ["sent"]
    jobs.until_idle(desks.database, desks.settings)


def test_of_many_who_save_one_version_exactly_one_is_kept(desks: Desk) -> None:
    desks.ingest()
    together = threading.Barrier(12)

    def save(number: int) -> Outcome:
        step = saving(desks, "translator", f"{TEXT} {number}")
        together.wait()
        with desks.database.writing() as session:
            return step(session)

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(save, range(12)))
    assert sum(len(outcome.done) for outcome in outcomes) == 1
    assert all(isinstance(outcome.refused[0][1], Conflict) for outcome in outcomes if outcome.refused)
    assert desks.row(RAIN).record.version == 1


def test_many_people_at_once_are_refused_at_most_and_never_locked_up(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    odd: list[Exception] = []

    def work(seed: int) -> None:
        dice = random.Random(seed)
        for turn in range(12):
            text = f"{OTHER} {seed} {turn}"
            tag = dice.choice(["ar", "ckb"])
            steps: dict[str, Callable[[], object]] = {
                "write": partial(desks.write, {dice.choice([HEADLINE, RAIN, WELLS]): text}, by="editor"),
                "write all": partial(desks.write_all, tag=tag, by="editor"),
                "submit": partial(desks.submit, tag=tag, by="editor"),
                "approve": partial(desks.approve, tag=tag, by="deputy", override="in a hurry"),
                "sign": partial(desks.sign, tag=tag),
                "release": desks.release,
                "correct": partial(desks.ingest, dice.choice([STORY, LATE])),
                "route": desks.route,
                "confirm": partial(desks.confirm, RAIN),
            }
            try:
                steps[dice.choice(list(steps))]()
            except (Refused, AssertionError):
                continue
            except Exception as error:
                odd.append(error)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert odd == []
