"""Translates what the desk says: it reads locales/<language>/LC_MESSAGES/messages.po, once for each language.

English is its own catalog, and what a catalog lacks is said in English. The files stand in the
repository, beside the package: the desk runs from its folder, and nothing is compiled.
"""

import gettext
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tms.messages import N_, Message

LOCALES = Path(__file__).parent.parent / "locales"
DIGITS = N_("0123456789")  # translated by the ten digits in which a language writes numbers


def translate(message: Message, language: str) -> str:
    """The message in a language: its numbers in that language's digits, messages inside it translated too."""
    params = {name: _value(value, language) for name, value in message.params.items()}
    return message.fill(sentence(message.template, language, message.plural, message.count), params)


def sentence(template: str, language: str, plural: str = "", n: int | None = None) -> str:
    """The translation of a template, not filled; with a plural, in the form that ``n`` asks for.

    It serves as gettext and ngettext for templates.
    """
    catalog = _catalog(language)
    forms = catalog.forms.get((template, plural))
    if not plural or n is None:
        return forms[0] if forms else template
    return forms[catalog.form(n)] if forms else (template if n == 1 else plural)


@dataclass(frozen=True)
class _Catalog:
    """Translations by (singular, plural); ``form`` says which of them a number takes."""

    forms: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda n: int(n != 1)


@cache
def _catalog(language: str) -> _Catalog:
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return _Catalog()
    import polib  # not needed to speak English

    file = polib.pofile(str(path))
    _, _, rule = file.metadata["Plural-Forms"].partition("plural=")
    return _Catalog(
        {
            (entry.msgid, entry.msgid_plural): tuple(
                entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)
            )
            or (entry.msgstr,)
            for entry in file.translated_entries()
        },
        gettext.c2py(rule.rstrip("; ")),
    )


def _value(value: object, language: str) -> object:
    if isinstance(value, Message):
        return translate(value, language)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value).translate(str.maketrans(DIGITS, sentence(DIGITS, language)))
    return value
