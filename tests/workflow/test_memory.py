"""The memory is searched in both languages, however the words are spelled."""

from sqlalchemy import insert

from tests.desk import RAIN, WELLS, Desk
from tms.store.memory import Entry
from tms.workflow import memory


def found(desk: Desk, words: str, *tags: str, limit: int = 50) -> list[str]:
    with desk.database.reading() as session:
        listed = memory.search(session, words, tags or ("ar", "ckb"), limit)
        return [each.target.plain for each in listed]


def remember(desk: Desk, tag: str, *pairs: tuple[str, str]) -> None:
    with desk.step() as session:
        memory.add(session, pairs, tag, desk["editor"])


def test_what_was_approved_is_found_by_its_words_on_either_side(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    assert found(desks, "rain year") == ["باران ئەمساڵ درەنگ هات.", "تأخر المطر هذا العام."]
    assert found(desks, "YEAR rain", "ar") == ["تأخر المطر هذا العام."]
    assert found(desks, "المطر") == ["تأخر المطر هذا العام."]
    assert found(desks, "المطر year") == ["تأخر المطر هذا العام."]
    assert found(desks, "المطر boat") == []
    assert found(desks, "see the report", "ar") == ["انظر التقرير."]


def test_words_are_found_however_they_are_spelled(desk: Desk) -> None:
    remember(desk, "ar", ("The government met.", "اجتمعتِ الحكومةُ في أربيل."))
    remember(desk, "ckb", ("It was in 2026.", "لە ساڵی ٢٠٢٦ لە ڕۆژهەڵات بوو."))
    assert found(desk, "الحكومه اربيل") == ["اجتمعتِ الحكومةُ في أربيل."]
    for words in ("2026", "٢٠٢٦", "۲۰۲۶", "ڕۆژھەڵات", "ڕۆژهه\u200cڵات"[:4]):
        assert len(found(desk, words)) == 1, words


def test_what_looks_like_a_pattern_is_only_text(desk: Desk) -> None:
    remember(desk, "ar", ("Prices rose 5% in a_b.", "ارتفعت الأسعار 5% في a_b."), ("Nothing.", "لا شيء."))
    for words in ("5%", "a_b", "%"):
        assert len(found(desk, words)) == 1, words
    for words in ("_%_", "'; DROP TABLE entry", "\\", "x" * 5000, "a " * 3000):
        assert found(desk, words) in ([], ["ارتفعت الأسعار 5% في a_b."]), words


def test_without_words_the_newest_come_first_and_no_more_than_asked(desk: Desk) -> None:
    remember(desk, "ar", ("One.", "واحد."))
    remember(desk, "ar", ("Two.", "اثنان."))
    assert found(desk, "") == ["اثنان.", "واحد."]
    assert found(desk, " ", limit=1) == ["اثنان."]
    assert found(desk, "", "ckb") == []


def test_a_pair_says_where_it_comes_from_and_is_found_by_its_new_words(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    with desk.database.reading() as session:
        [each] = memory.search(session, "rain", ["ar"])
    assert (each.slug, each.segment) == ("story", desk.row(RAIN).segments[0].id)
    assert (each.author, each.language) == ("translator", "ar")
    desk.write({RAIN: "جاء المطر متأخرًا."}, by="editor")
    desk.submit(by="editor")
    desk.approve(by="deputy")
    assert found(desk, "متاخرا") == ["جاء المطر متأخرًا."]
    assert found(desk, "المطر العام", "ar") == []
    assert found(desk, "wells", "ar") == [desk.row(WELLS).record.text.replace("<1>", "").replace("</1>", "")]


def test_pairs_that_were_added_in_bulk_are_found_too(desk: Desk) -> None:
    row = {"source_language": "en", "target_language": "ar", "source": "A dam.", "source_hash": "x"}
    with desk.step() as session:
        session.execute(insert(Entry), [row | {"target": "سدّ <1>كبير</1>."}, row | {"target": "سدان."}])
    assert found(desk, "سد كبير") == ["سدّ كبير."]
