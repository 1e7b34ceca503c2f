"""HTML in and out: what markup says, what is kept, and that our own pages read back as they were."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.documents import documents, segmented
from tms.core.assembly import original
from tms.core.document import Document
from tms.formats import html
from tms.formats.base import Page

DATA = Path(__file__).parents[2] / "tms/demo/data"


def page(document: Document) -> Page:
    return Page(original(document, "en"), "rain", 1, 1)


@settings(max_examples=200, deadline=None)
@given(documents(), st.lists(st.integers(1, 60), max_size=3))
def test_a_page_reads_back_as_the_document_it_was_written_from(document: Document, cuts: list[int]) -> None:
    back = html.read(html.write(page(segmented(document, lambda _: cuts))))
    assert back.same_as(document)
    assert back.url == document.url


def test_the_article_of_the_demo_reads_back_as_it_was_written() -> None:
    document = html.read((DATA / "marsh-school.html").read_bytes())
    back = html.read(html.write(page(segmented(document))))
    assert back.same_as(document)
    assert back.url == document.url == "https://news.example.org/2026/03/marsh-school"
