"""HTML in and out: what markup says, what is kept, and that our own pages read back as they were."""

from pathlib import Path

from tests.formats.documents import segmented
from tms.core.assembly import original
from tms.core.document import Document
from tms.formats import html
from tms.formats.base import Page

DATA = Path(__file__).parents[2] / "tms/demo/data"


def page(document: Document) -> Page:
    return Page(original(document, "en"), "rain", 1, 1)


def test_the_article_of_the_demo_reads_back_as_it_was_written() -> None:
    document = html.read((DATA / "marsh-school.html").read_bytes())
    back = html.read(html.write(page(segmented(document))))
    assert back.same_as(document)
    assert back.url == document.url == "https://news.example.org/2026/03/marsh-school"
