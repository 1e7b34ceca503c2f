"""What the desk says in English, Arabic and Kurdish."""

import runpy
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from tms import catalogs, languages
from tms.catalogs import sentence, translate
from tms.messages import Message

ROOT = Path(__file__).parent.parent
UPDATE = runpy.run_path(str(ROOT / "locales" / "update.py"))
FORMS = ["لا شيء", "واحد", "اثنان", "%(count)s قليلة", "%(count)s كثيرًا", "%(count)s"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Catalogs of two sentences, for tests of the reading."""
    for language, rule, forms in (
        (
            "ar",
            UPDATE["LANGUAGES"]["ar"],
            ["لا شيء", "واحد", "اثنان", "%(count)s قليلة", "%(count)s كثيرًا", "%(count)s"],
        ),
        ("ckb", UPDATE["LANGUAGES"]["ckb"], ["یەک ماوە", "%(count)s ماون"]),
    ):
        file = polib.POFile()
        file.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": rule}
        file.append(
            polib.POEntry(
                msgid="%(count)s is left.",
                msgid_plural="%(count)s are left.",
                msgstr_plural=dict(enumerate(forms)),
            )
        )
        file.append(polib.POEntry(msgid=catalogs.DIGITS, msgstr=languages.get(language).digits))
        file.append(polib.POEntry(msgid="No: %(reason)s.", msgstr="نا: %(reason)s."))
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
        file.save(str(tmp_path / language / "LC_MESSAGES" / "messages.po"))
    monkeypatch.setattr(catalogs, "LOCALES", tmp_path)
    catalogs._catalog.cache_clear()
    yield
    catalogs._catalog.cache_clear()


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 is left."),
        ("en", 5, "5 are left."),
        ("ar", 0, "لا شيء"),
        ("ar", 2, "اثنان"),
        ("ar", 7, "7 قليلة"),
        ("ar", 111, "111 كثيرًا"),
        ("ar", 100, "100"),
        ("ckb", 1, "یەک ماوە"),
        ("ckb", 25, "٢٥ ماون"),
    ],
)
def test_a_count_takes_the_form_and_the_digits_of_the_language(
    desk: None, language: str, count: int, said: str
) -> None:
    assert translate(Message("%(count)s is left.", {"count": count}, "%(count)s are left."), language) == said


def test_a_message_inside_a_message_is_translated_with_it(desk: None) -> None:
    inside = Message("%(count)s is left.", {"count": 3}, "%(count)s are left.")
    assert translate(Message("No: %(reason)s.", {"reason": inside}), "ckb") == "نا: ٣ ماون."
    assert str(Message("No: %(reason)s.", {"reason": inside})) == "No: 3 are left.."


def test_what_no_catalog_has_is_said_in_english(desk: None) -> None:
    assert sentence("Nobody translated this.", "ar") == "Nobody translated this."
    assert translate(Message("100%% of %(slug)s", {"slug": "rain"}), "ckb") == "100% of rain"
    assert translate(Message("100%%"), "xx") == "100%"


def test_a_number_as_a_text_keeps_its_digits(desk: None) -> None:
    assert translate(Message("No: %(reason)s.", {"reason": "2017-12-13"}), "ckb") == "نا: 2017-12-13."
