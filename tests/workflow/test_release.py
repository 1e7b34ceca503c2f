"""Nothing goes out that is not whole, approved and in step; what is public changes only by a new release."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from tests.desk import BOAT, RAIN, WELLS, Desk
from tms.errors import Blocked, NeverReleased, NotAccepted, NotAllowed, ReasonNeeded, UnknownLanguage
from tms.store.articles import Revision
from tms.workflow import ingest, release, review

LATE = ("came late this year", "came very late this year")


@pytest.fixture(autouse=True)
def _story(request: pytest.FixtureRequest) -> None:
    name = "desks" if "desks" in request.fixturenames else "desk"
    request.getfixturevalue(name).ingest()


def codes(desk: Desk, tag: str = "ar") -> set[str]:
    return {code for code, _ in desk.blockers(tag=tag)}


def refused(desk: Desk, tags: list[str] | None = None) -> list[str]:
    """The codes of the blockers with which a release is refused."""
    with pytest.raises(Blocked) as raised:
        desk.release(tags=tags)
    assert desk.events("release") == []
    return [each.code for each in raised.value.params["blockers"]]  # type: ignore[attr-defined]


def test_every_blocker_keeps_the_edition_in(desks: Desk) -> None:
    assert refused(desks) == ["empty"] * 12
    desks.write_all()
    assert refused(desks, ["ar"]) == ["draft"] * 6
    desks.submit()
    assert refused(desks, ["ar"]) == ["submitted"] * 6
    desks.return_(RAIN, comment="?")
    assert sorted(refused(desks, ["ar"])) == ["returned", *["submitted"] * 5]
    desks.submit()
    desks.approve()
    assert refused(desks, ["ar"]) == ["edition"]
    desks.sign()
    desks.write({WELLS: "كان المزارعون قد حفروا ١٣ بئراً."}, by="editor")
    assert refused(desks, ["ar"]) == ["draft", "finding"]
    desks.waive("finding")
    desks.submit(by="editor")
    desks.approve(by="deputy")
    desks.sign()
    desks.correct(LATE)
    assert refused(desks, ["ar"]) == ["stale"]
    desks.confirm(RAIN)
    desks.approve()
    desks.sign()
    assert codes(desks) == set()
    assert desks.release(tags=["ar"]) == 1


def test_a_blocker_names_who_has_the_segment(desk: Desk) -> None:
    desk.assign(RAIN, to="second")
    [mine] = [each for each in desk.status().editions["ar"].blockers if each.who]
    assert (mine.code, mine.who, mine.segment) == ("empty", "second", desk.row(RAIN).segments[0].id)


def test_english_that_nobody_accepted_keeps_everything_in(desk: Desk) -> None:
    desk.finish()
    with desk.step() as session:
        session.execute(update(Revision).values(accepted_by=""))
    assert codes(desk) == codes(desk, "ckb") == {"source"}
    with pytest.raises(NotAccepted):
        desk.release()
    with desk.step() as session:
        ingest.accept(session, "story", desk["editor"])
    assert desk.release() == 1


def test_only_a_chief_releases_and_withdraws(desk: Desk) -> None:
    desk.finish()
    for name in ("translator", "editor"):
        with pytest.raises(NotAllowed), desk.step() as session:
            release.release(session, "story", desk[name])
    desk.release()
    with pytest.raises(NotAllowed), desk.step() as session:
        release.withdraw(session, "story", desk["editor"], "wrong")
    with pytest.raises(ReasonNeeded), desk.step() as session:
        release.withdraw(session, "story", desk["chief"], " ")


def test_one_language_may_go_first_and_all_is_refused_while_one_is_blocked(desks: Desk) -> None:
    desks.finish(tags=["ar"])
    assert set(refused(desks)) == {"empty"}
    assert desks.release(tags=["ar"]) == 1
    assert sorted(desks.parts(1)) == ["ar", "en"]
    desks.finish(tags=["ckb"])
    assert desks.release(tags=["ckb"]) == 2
    parts = desks.parts(2)
    assert {tag: part.origin for tag, part in parts.items()} == {"ar": 1, "ckb": 2, "en": 2}


def test_an_unknown_language_is_named(desk: Desk) -> None:
    with pytest.raises(UnknownLanguage):
        desk.release(tags=["fr"])


def test_a_carried_edition_stays_as_it_was_released(desks: Desk) -> None:
    desks.finish()
    desks.release()
    before = desks.parts(1)["ckb"]
    desks.correct(LATE)
    desks.write_all(tag="ar")
    desks.submit()
    desks.approve()
    desks.sign()
    assert desks.release(tags=["ar"]) == 2
    parts = desks.parts(2)
    assert (parts["ckb"].items, parts["ckb"].revision, parts["ckb"].origin) == (before.items, 1, 1)
    assert (parts["ar"].revision, parts["en"].revision) == (2, 2)
    public = {tag: edition.published for tag, edition in desks.status().editions.items()}
    assert {tag: (p.release, p.revision) for tag, p in public.items() if p} == {"ar": (2, 2), "ckb": (1, 1)}


def test_a_release_is_frozen(desks: Desk) -> None:
    desks.finish()
    desks.release()
    frozen = desks.parts(1)["ar"].items
    page = (desks.folder() / "ar.html").read_bytes()
    desks.write({RAIN: "جاء المطر متأخراً هذا العام."}, by="editor")
    desks.correct(LATE)
    assert desks.parts(1)["ar"].items == frozen
    assert (desks.folder() / "ar.html").read_bytes() == page


def test_withdrawing_one_language_leaves_the_others(desks: Desk) -> None:
    desks.finish()
    desks.release()
    assert desks.withdraw(tags=["ckb"]) == 2
    assert sorted(each.name for each in desks.folder().iterdir()) == ["alignment.json", "ar.html", "en.html"]
    assert desks.status().editions["ckb"].published is None
    [event] = desks.events("withdraw")
    assert event.details["reason"] == "It was wrong."
    with pytest.raises(NeverReleased):
        desks.withdraw(tags=["ckb"])
    assert desks.release(tags=["ckb"]) == 3
    assert (desks.folder() / "ckb.html").exists()


def test_withdrawing_all_takes_the_article_out_of_the_folder(desks: Desk) -> None:
    desks.finish()
    desks.release()
    desks.withdraw()
    assert not desks.folder().exists()
    with pytest.raises(NeverReleased):
        desks.withdraw()
    desks.release()
    assert (desks.folder() / "ar.html").exists()


def test_what_was_never_released_cannot_be_withdrawn(desk: Desk) -> None:
    with pytest.raises(NeverReleased):
        desk.withdraw()


def later(hours: int = 3) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)


def test_a_scheduled_release_waits_for_its_time(desks: Desk) -> None:
    desks.finish()
    assert desks.release(at=later()) == 1
    assert not desks.folder().exists()
    assert desks.status().editions["ar"].published is None
    desks.hurry()
    assert (desks.folder() / "ar.html").exists()
    assert desks.status().editions["ar"].published is not None


def test_a_time_in_the_past_is_now(desk: Desk) -> None:
    desk.finish()
    desk.release(at=later(-1))
    assert (desk.folder() / "ar.html").exists()


def test_another_release_does_not_let_out_what_is_scheduled_for_later(desks: Desk) -> None:
    desks.finish()
    desks.release(tags=["ar"])
    desks.release(tags=["ckb"], at=later())
    desks.correct((" A boat brings the children to school.", ""))
    desks.sign()
    assert desks.release(tags=["ar"]) == 3
    assert sorted(desks.parts(3)) == ["ar", "en"]
    assert not (desks.folder() / "ckb.html").exists()
    desks.hurry()
    assert not (desks.folder() / "ckb.html").exists(), "a newer release stands; this one is released again"


def test_withdrawing_does_not_let_out_what_is_scheduled_for_later(desk: Desk) -> None:
    desk.finish()
    desk.release(tags=["ar"])
    desk.release(tags=["ckb"], at=later())
    assert desk.withdraw() == 3
    assert not desk.folder().exists()
    desk.hurry()
    assert not desk.folder().exists()


def test_what_is_only_scheduled_can_be_called_off(desk: Desk) -> None:
    desk.finish()
    desk.release(at=later())
    assert desk.withdraw() == 2
    desk.hurry()
    assert not desk.folder().exists()


def test_a_release_after_a_correction_elsewhere_needs_a_signature_only(desk: Desk) -> None:
    desk.finish()
    desk.release()
    desk.correct((" A boat brings the children to school.", ""))
    with desk.sheet() as (session, sheet):
        review.sign(session, sheet, desk["deputy"], sheet.manifest)
    assert desk.release(tags=["ar"]) == 2
    assert len(desk.parts(2)["ar"].items) == 5
    assert desk.row(BOAT).segments
