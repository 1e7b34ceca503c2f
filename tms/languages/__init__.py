"""Facts about each language, as data; a language is found by its tag, never by an ``if``."""

from tms.errors import UnknownLanguage
from tms.languages.arabic import ARABIC
from tms.languages.base import Language
from tms.languages.english import ENGLISH
from tms.languages.sorani import SORANI

LANGUAGES: dict[str, Language] = {language.tag: language for language in (ENGLISH, ARABIC, SORANI)}
SOURCE = ENGLISH.tag
TARGETS: tuple[str, ...] = (ARABIC.tag, SORANI.tag)


def get(tag: str) -> Language:
    if tag not in LANGUAGES:
        raise UnknownLanguage(tag=tag, known=", ".join(LANGUAGES))
    return LANGUAGES[tag]


def target(tag: str) -> Language:
    """A language that editions are made in."""
    if tag not in TARGETS:
        raise UnknownLanguage(tag=tag, known=", ".join(TARGETS))
    return LANGUAGES[tag]
