"""What is known of each language, and that another one is nothing but data."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date

from tests.desk import opened
from tests.languages.kurmanji import KURMANJI
from tests.servers import ROOT
from tms import catalogs, languages
from tms.core.house import House
from tms.core.localisable import find
from tms.core.segmentation import sentences
from tms.languages import LANGUAGES, TARGETS
from tms.languages.base import Language
from tms.messages import Message

DAY = date(2017, 12, 13)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_facts_of_a_language_agree(tag: str) -> None:
    language = languages.get(tag)
    assert language.rtl is (Locale.parse(language.locale).text_direction == "rtl")
    assert len(language.digits) == 10
    assert all(len(names) == len(set(names)) == 12 for names in language.names_of_months)
    assert not set(language.letters) & set(language.foreign)
    assert language.question in language.stops
    assert language.date.index("{day}") < language.date.index("{month}") < language.date.index("{year}")


@pytest.mark.parametrize("tag", TARGETS)
def test_an_edition_writes_every_amount_that_another_does(tag: str) -> None:
    forms = languages.get(tag).measures.forms
    assert forms.keys() == languages.get("ar").measures.forms.keys()
    assert all("other" in each for each in forms.values())


DEFECT = """
from datetime import date
from babel.dates import format_date
from tms import languages

day = date(2017, 12, 13)
format_date(day, "d MMMM y", "ar")
print(format_date(day, "LLLL", "ar_IQ"), format_date(day, "d MMMM y", "ar_IQ"), sep="|", end="|")
print(languages.get("ar").dated("2017-12-13"))
"""


def test_the_months_of_iraq_stay_when_babel_has_spoken_another_arabic_before() -> None:
    """Babel's stand-alone months of Iraq become Egypt's in a process that asked for plain Arabic's first.

    Ours are data, and so they stay. When the first month is Iraq's, Babel is mended (its issue 1234).
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", DEFECT], check=True, capture_output=True, encoding="utf-8", env=environment
    )
    assert done.stdout.strip().split("|") == ["ديسمبر", "13 كانون الأول 2017", "13 كانون الأول 2017"]


def test_the_long_date_of_kurdish_is_the_library_s_in_the_house_s_digits() -> None:
    assert languages.get("ckb").dated("2017-12-13") == "١٣ی کانونی یەکەمی ٢٠١٧"
    european = House({"digits.ckb": "european"}).language("ckb")
    assert european.dated("2017-12-13") == format_date(DAY, "long", "ckb") == "13ی کانونی یەکەمی 2017"


@pytest.mark.parametrize(
    ("tag", "months", "written"),
    [
        ("ar", "gregorian", "13 ديسمبر 2017"),
        ("ar", "iraqi+gregorian", "13 كانون الأول/ديسمبر 2017"),
        ("ckb", "gregorian", "١٣ی دیسەمبەری ٢٠١٧"),
    ],
)
def test_months_are_named_as_the_house_chose(tag: str, months: str, written: str) -> None:
    assert House({f"months.{tag}": months}).language(tag).dated("2017-12-13") == written


@pytest.fixture
def kurmanji(monkeypatch: pytest.MonkeyPatch) -> Language:
    """The line that adds a language, and the one that makes it a language of editions."""
    monkeypatch.setitem(languages.LANGUAGES, KURMANJI.tag, KURMANJI)
    monkeypatch.setattr(languages, "TARGETS", (*TARGETS, KURMANJI.tag))
    return KURMANJI


def test_a_fourth_language_is_cut_dated_and_written_by_its_data(kurmanji: Language) -> None:
    text = "Baran hat. Kesî tiştek negot."
    assert [text[start:end] for start, end in sentences(text, "kmr")] == ["Baran hat. ", "Kesî tiştek negot."]
    assert kurmanji.dated("2017-12-13") == "13 Kanûna Pêşîn 2017"
    offered = [each.forms[0] for each in find("5.5% of 1,000 on 13.12.2017, $3 million", kurmanji)]
    assert offered == ["ji sedî 5,5", "1.000", "13 Kanûna Pêşîn 2017", "3 milyon dolar"]


WORDS = [
    "Av vedigere zozanan",
    "Îsal baran dereng hat.",
    "Di mehên ziwa de cotkaran bi destan 12 bîr kolabûn.",
    "Keştiyek zarokan dibe dibistanê.",
    "Endezyaran bendava jorîn di Adarê de vekirin.",
    "<1>Raporê</1> bibînin.",
]


def test_a_fourth_language_goes_from_ingest_to_release(
    sqlite_url: str, home: Path, kurmanji: Language
) -> None:
    with opened(sqlite_url, home) as desk:
        desk.ingest()
        desk.write(dict(enumerate(WORDS)), tag=kurmanji.tag)
        desk.finish(tags=languages.TARGETS)
        desk.release()
        desk.settle()
        page = (desk.folder() / "kmr.html").read_text("utf-8")
        assert 'lang="kmr" dir="ltr"' in page
        assert [text for text in WORDS if text.rpartition(">")[2] not in page] == []
        assert {path.stem for path in desk.folder().glob("*.html")} == {"en", "ar", "ckb", "kmr"}


CATALOG = """msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "By %(names)s"
msgstr "Ji aliyê %(names)s"
"""


def test_a_catalog_is_all_that_its_fixed_words_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "kmr" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(CATALOG, "utf-8")
    monkeypatch.setattr(catalogs, "LOCALES", tmp_path)
    catalogs._catalog.cache_clear()
    said = catalogs.translate(Message("By %(names)s", {"names": "Sara"}), "kmr")
    catalogs._catalog.cache_clear()
    assert said == "Ji aliyê Sara"
