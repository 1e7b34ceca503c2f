"""The catalogs in locales/ say in Arabic and Kurdish all that the code says in English."""

import ast
import re
import runpy
from collections.abc import Iterator

import polib
import pytest

from tms import catalogs, languages
from tms.catalogs import sentence

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
UPDATE = runpy.run_path(str(catalogs.LOCALES / "update.py"))


def catalog(language: str) -> polib.POFile:
    return polib.pofile(str(catalogs.LOCALES / language / "LC_MESSAGES" / "messages.po"))


def test_the_template_is_current() -> None:
    now = UPDATE["template"]()
    kept = polib.pofile(str(catalogs.LOCALES / "messages.pot"))
    said = {(entry.msgid, entry.msgid_plural) for entry in now}
    assert said == {(entry.msgid, entry.msgid_plural) for entry in kept}, "run: python locales/update.py"


def test_every_marked_sentence_is_in_the_template() -> None:
    """Read by another way than Babel's, which has overlooked some."""
    kept = polib.pofile(str(catalogs.LOCALES / "messages.pot"))
    assert set(marked()) <= {(entry.msgid, entry.msgid_plural) for entry in kept}


def marked() -> Iterator[tuple[str, str]]:
    """The sentence of each call of N_, and its plural."""
    for folder in ("tms", "workers"):
        for path in (catalogs.LOCALES.parent / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                    sentence, *plural = [ast.literal_eval(argument) for argument in node.args]
                    yield sentence, plural[0] if plural else ""


@pytest.mark.parametrize("language", languages.TARGETS)
def test_every_sentence_is_translated_with_its_placeholders(language: str) -> None:
    template = polib.pofile(str(catalogs.LOCALES / "messages.pot"))
    file = catalog(language)
    assert {(e.msgid, e.msgid_plural) for e in file} == {(e.msgid, e.msgid_plural) for e in template}
    assert [entry.msgid for entry in file if entry.fuzzy or not entry.translated()] == []
    for entry in file:
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
        for form in forms:
            found = set(PLACEHOLDER.findall(form))
            # A form for one or two of a thing may say the number as a word, or as the dual.
            assert found == wanted or (entry.msgid_plural and wanted - found == {"count"}), entry.msgid
            assert re.sub(r"%%|%\(\w+\)s", "", form).count("%") == 0, form


@pytest.mark.parametrize("language", languages.TARGETS)
def test_translations_keep_to_the_letters_of_their_language(language: str) -> None:
    foreign = set(languages.get(language).foreign)
    for entry in catalog(language):
        for form in entry.msgstr_plural.values() or [entry.msgstr]:
            assert not foreign & set(form), form


@pytest.mark.parametrize("language", languages.TARGETS)
def test_the_catalog_and_the_language_agree_on_digits(language: str) -> None:
    assert sentence(catalogs.DIGITS, language) == languages.get(language).digits
