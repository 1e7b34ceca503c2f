"""An edition in outline says the same as its sheet, and finds sentences by their words."""

from tests.desk import BOAT, DAM, HEADLINE, RAIN, REPORT, WELLS, Desk
from tms.core.findings import Severity
from tms.store import articles, editions
from tms.workflow import outline


def look(desk: Desk, by: str = "translator") -> outline.Outline:
    with desk.database.reading() as session:
        article = articles.find(session, "story")
        edition = editions.of_article(session, article.id)["ar"]
        return outline.outline(session, edition, articles.revision(session, article), desk[by])


def test_an_outline_and_the_sheet_agree(desks: Desk) -> None:
    desks.ingest()
    desks.write({RAIN: "تأخر المطر هذا العام.", WELLS: "حفر المزارعون 21 بئراً."})
    desks.merge(BOAT, WELLS)
    desks.assign(HEADLINE, to="second")
    desks.correct(("came late", "came early"))
    sheet = desks.look()
    lines = look(desks, "second").lines
    assert [line.id for line in lines] == [row.id for row in sheet.rows]
    for number, (line, row) in enumerate(zip(lines, sheet.rows, strict=True), 1):
        assert (line.number, line.block, line.state) == (number, row.block.id, row.record.state)
        assert line.segments == tuple(segment.id for segment in row.segments)
        assert line.stale == row.stale
        assert line.mine == (row.assignment is not None and row.assignment.user_id == desks["second"].id)
    assert [line.number for line in lines if line.mine] == [1]
    assert sum(line.stale for line in lines) == 1


def test_an_outline_knows_the_worst_that_was_found(desk: Desk) -> None:
    desk.ingest()
    desk.write({WELLS: "حفر المزارعون 21 بئراً بأيديهم في أشهر الجفاف.", RAIN: "تأخر المطر هذا العام."})
    found = {line.number - 1: line.worst for line in look(desk).lines}
    assert (found[WELLS], found[RAIN]) == (Severity.ERROR, None)


def test_no_block_is_cut_in_two_by_a_part(desk: Desk) -> None:
    desk.ingest()
    assert [len(part) for part in look(desk).parts(2)] == [4, 2]
    assert [len(part) for part in look(desk).parts(100)] == [6]
    assert outline.Outline([]).parts(5) == [[]]


def test_the_next_open_one_is_looked_for_from_the_start_again(desk: Desk) -> None:
    desk.ingest()
    desk.write_all()
    desk.submit()
    desk.reopen(RAIN, by="translator")
    lines = look(desk)
    assert lines.next_open(lines.lines[DAM]) == lines.lines[RAIN]
    desk.submit()
    assert look(desk).next_open(lines.lines[DAM]) is None


def test_sentences_are_found_by_words_however_they_are_spelled(desk: Desk) -> None:
    desk.ingest()
    desk.write({REPORT: "انظر <1>التقرير الأوّل</1>.", BOAT: "ينقل قاربٌ الأطفال إلى المدرسة."})

    def places(words: str) -> list[int]:
        with desk.database.reading() as session:
            article = articles.find(session, "story")
            edition = editions.of_article(session, article.id)["ar"]
            revision = articles.revision(session, article)
            lines = look(desk).lines
            found = outline.having(session, edition, revision, lines, words)
            return [line.number - 1 for line in found]

    assert places("التقرير الاول") == [REPORT]
    assert places("قارب الاطفال") == [BOAT]
    assert places("FARMERS had") == [WELLS]
    assert places("the") == [HEADLINE, RAIN, WELLS, BOAT, DAM, REPORT]
    assert places("<1>") == []
    assert places("لا شيء") == []
