"""Every open segment finds its way, and what was approved once is offered again."""

from collections import Counter

import pytest

from tests.desk import BOAT, DAM, RAIN, STORY, WELLS, WORDS, Desk
from tms.core.rights import OPERATOR, Role
from tms.errors import NoSuchUser, NotAllowed
from tms.store.editions import Assignment
from tms.workflow import memory, people, route

TEXT = WORDS["A boat brings the children to school."]["ar"]
OTHER = (
    "# School opens\n\nThe rain came late this year. A boat brings the children to school. Books are new.\n"
)


def owners(desk: Desk, slug: str = "story", tag: str = "ar") -> list[str]:
    names = {person.id: name for name, person in desk.cast.items()}
    return [names[row.assignment.user_id] if row.assignment else "" for row in desk.look(slug, tag).rows]


def hire(desk: Desk, name: str, role: Role, *languages: str) -> None:
    with desk.step() as session:
        desk.cast[name] = people.person(people.add(session, name, role, list(languages), OPERATOR))


def test_a_dry_run_writes_nothing(desks: Desk) -> None:
    desks.ingest()
    before = desks.look().edition.version
    decisions = desks.route(dry=True)
    assert Counter(each.to for each in decisions["ar"]) == {"person": 6}
    assert owners(desks) == [""] * 6
    assert (desks.look().edition.version, desks.events("assign")) == (before, [])


def test_an_article_goes_whole_to_the_translator_with_the_least_to_do(desks: Desk) -> None:
    desks.ingest()
    desks.route()
    assert owners(desks) == ["second"] * 6
    desks.ingest(OTHER, "other")
    desks.route("other")
    assert owners(desks, "other") == ["translator"] * 4
    desks.ingest("# Fish\n\nThe fish are back.\n", "fish")
    desks.route("fish")
    assert owners(desks, "fish") == ["translator"] * 2


def test_only_translators_of_the_language_are_asked(desk: Desk) -> None:
    hire(desk, "kurdish", Role.TRANSLATOR, "ckb")
    hire(desk, "arabist", Role.TRANSLATOR, "ar")
    with desk.step() as session:
        for name in ("translator", "second"):
            people.disable(session, name, OPERATOR)
    desk.ingest()
    desk.route()
    assert (owners(desk), owners(desk, tag="ckb")) == (["arabist"] * 6, ["kurdish"] * 6)


def test_without_a_translator_anybody_of_the_language_may_take_it(desk: Desk) -> None:
    with desk.step() as session:
        for name in ("translator", "second"):
            people.disable(session, name, OPERATOR)
    desk.ingest()
    assert {each.name for each in desk.route()["ar"]} == {""}
    assert owners(desk) == [""] * 6


def test_what_is_translated_is_no_load_and_is_not_routed_again(desk: Desk) -> None:
    desk.ingest()
    desk.assign(RAIN, to="translator")
    desk.write({RAIN: "تأخر المطر."})
    desk.submit()
    desk.write({WELLS: "حفروا 12 بئراً."}, by="editor")
    decisions = desk.route()["ar"]
    assert len(decisions) == 4
    assert owners(desk)[RAIN] == "translator"
    assert owners(desk)[WELLS] == ""


def test_what_somebody_has_stays_with_them(desk: Desk) -> None:
    desk.ingest()
    desk.assign(DAM, to="translator")
    desk.route()
    assert owners(desk)[DAM] == "translator"


def test_assigning_takes_it_from_whoever_had_it(desks: Desk) -> None:
    desks.ingest()
    desks.assign(RAIN, WELLS, to="translator")
    desks.assign(WELLS, BOAT, to="second")
    assert owners(desks) == ["", "translator", "second", "second", "", ""]
    with desks.database.reading() as session:
        assert len(session.query(Assignment).all()) == 3


def test_who_may_assign_and_to_whom(desk: Desk) -> None:
    hire(desk, "kurdish", Role.TRANSLATOR, "ckb")
    desk.ingest()
    with pytest.raises(NotAllowed):
        desk.assign(RAIN, to="kurdish")
    with pytest.raises(NotAllowed):
        desk.assign(RAIN, to="second", by="translator")
    with pytest.raises(NoSuchUser):
        desk.assign(RAIN, to="nobody")
    with pytest.raises(NotAllowed), desk.step() as session:
        route.route(session, "story", desk["translator"])


def test_approved_text_is_offered_to_the_same_sentence_elsewhere(desks: Desk) -> None:
    desks.ingest()
    desks.ingest(OTHER, "other")
    desks.write({BOAT: TEXT})
    desks.submit()
    assert desks.suggestions(2, slug="other") == [], "not before it is approved"
    desks.approve()
    [found] = desks.suggestions(2, slug="other")
    assert (found.text, found.score, found.origin, found.author) == (TEXT, 100, "memory", "translator")
    assert desks.states("other") == ["empty"] * 4, "a suggestion is never a text by itself"
    assert desks.suggestions(2, slug="other", tag="ckb") == []


def test_with_both_neighbours_the_same_it_is_worth_one_more(desks: Desk) -> None:
    desks.ingest()
    desks.finish(tags=["ar"])
    desks.ingest(STORY, "again")
    desks.ingest(OTHER, "other")
    desks.route("again")
    desks.route("other")
    assert [each.score for each in desks.suggestions(BOAT, slug="again")] == [101]
    assert [each.score for each in desks.suggestions(2, slug="other")] == [100]
    assert {each.to for each in desks.route("again", dry=True)["ar"]} == {"memory"}


def test_the_memory_is_filled_in_as_drafts_that_a_person_hands_in(desk: Desk) -> None:
    desk.ingest()
    desk.finish(tags=["ar"])
    desk.ingest(STORY, "again")
    with desk.sheet("again") as (session, sheet):
        route.translate(session, sheet, desk["translator"])
    assert desk.states("again") == ["draft"] * 6
    assert desk.texts("again") == desk.texts()
    assert {row.record.origin for row in desk.look("again").rows} == {"memory"}


def test_routed_again_after_an_import_the_memory_is_asked_again(desk: Desk) -> None:
    desk.ingest()
    pair = ("A boat brings the children to school.", TEXT)
    with desk.step() as session:
        memory.add(session, [("The rain came late this year.", "تأخر المطر.")], "ar", desk["editor"])
    desk.route()
    assert len(desk.suggestions(RAIN, BOAT)) == 1
    with desk.step() as session:
        assert memory.add(session, [pair, pair], "ar", desk["editor"]) == 1
        assert memory.add(session, [pair], "ar", desk["editor"]) == 0
    desk.route()
    assert len(desk.suggestions(RAIN, BOAT)) == 2


def test_what_is_reopened_is_offered_no_more(desk: Desk) -> None:
    desk.ingest()
    desk.write({BOAT: TEXT})
    desk.submit()
    desk.approve()
    desk.reopen(BOAT)
    desk.ingest(OTHER, "other")
    desk.route("other")
    assert desk.suggestions(2, slug="other") == []


def test_an_approved_text_that_is_stale_still_serves_the_old_wording(desk: Desk) -> None:
    desk.ingest()
    desk.finish(tags=["ar"])
    desk.correct(("A boat brings", "A long boat brings"))
    desk.ingest(OTHER, "other")
    desk.route("other")
    assert [each.text for each in desk.suggestions(2, slug="other")] == [TEXT]
