"""Spelling that is safe to mend without asking, and the repair of legacy Kurdish text.

A rule changes the characters it names and nothing else; codes and addresses stay as they are. Mending
twice is mending once. Rules and thresholds were measured on NTREX-128 (1,997 Kurdish lines).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache

from tms import languages
from tms.core import addresses
from tms.core.text import Mark, Text

_NOTHING = re.compile("[\ufeff\u200b\u00ad]+")
_PRESENTATION = re.compile("[\ufb50-\ufd3d\ufd50-\ufdfc\ufe70-\ufefc]")
# Stands for the neighbouring code at the end of a piece: a letter that joins, and that no rule names.
_PAD = "\u08a0"

_HEH = "ه"
_AE = "ە"
_WORD = re.compile("[\u0620-\u06ff\u200c]+")
_BEFORE_HEH = frozenset("اێۆە")
_BEHIND_HEH = frozenset("اێۆەـ")
_LEAST_LETTERS = 12
_MOST_AE = 0.04
_LONG = 40  # a longer word than this is no word that comes again


def mend(text: Text, language: str) -> Text:
    """The text with its safe fixes."""
    last = len(text.pieces) - 1
    pieces = tuple(
        piece
        if isinstance(piece, Mark)
        else _mended(piece, language, before=_PAD if index else "", behind=_PAD if index < last else "")
        for index, piece in enumerate(text.pieces)
    )
    return text if pieces == text.pieces else replace(text, pieces=pieces)


def is_legacy(text: str, language: str) -> bool:
    """Whether the vowel was typed as heh. No alarm on 1,997 good lines; 1,985 of 1,994 damaged found."""
    heh, ae = text.count(_HEH), text.count(_AE)
    if heh <= ae or not languages.get(language).spelling.compounds:
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= _LEAST_LETTERS and ae < _MOST_AE * letters


def repair(text: Text, language: str) -> Text:
    """Legacy text with its vowels restored, after the safe fixes; other text with the safe fixes alone."""
    mended = mend(text, language)
    if not is_legacy(mended.plain, language):
        return mended
    pieces = (
        piece if isinstance(piece, Mark) else _outside(piece, lambda part: _vowels(part, language))
        for piece in mended.pieces
    )
    return replace(mended, pieces=tuple(pieces))


def with_consonant(text: Text, letter: str, language: str) -> Text:
    """The consonant heh as one letter of those it is written with; legacy text, where heh may be a vowel, is
    left as it is, and so is a final heh that a tatweel shows."""
    others = "".join(languages.get(language).consonants).replace(letter, "")
    if is_legacy(text.plain, language) or not any(each in text.plain for each in others):
        return text
    written = re.compile(f"[{others}](?!ـ)")
    pieces = (
        piece if isinstance(piece, Mark) else _outside(piece, lambda part: written.sub(letter, part))
        for piece in text.pieces
    )
    return replace(text, pieces=tuple(pieces))


def _mended(piece: str, language: str, before: str, behind: str) -> str:
    whole = _outside(f"{before}{piece}{behind}", _fixes(language))
    return whole[len(before) : len(whole) - len(behind)]


@cache
def _fixes(language: str) -> Callable[[str], str]:
    spelling = languages.get(language).spelling
    letters = str.maketrans(dict(spelling.letters))
    written = re.compile(f"[{''.join(spelling.letters)}]" if spelling.letters else r"(?!)")
    rules = [(rule.sign, re.compile(rule.pattern).sub, rule.replacement) for rule in spelling.rules]

    def fixed(part: str) -> str:
        part = _PRESENTATION.sub(_base, _NOTHING.sub("", unicodedata.normalize("NFC", part)))
        if written.search(part):
            part = part.translate(letters)
        for sign, sub, replacement in rules:
            if sign in part:
                part = sub(replacement, part)
        return part

    return fixed


def _base(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def _outside(text: str, change: Callable[[str], str]) -> str:
    """Change all but the addresses, each stretch between two of them as a whole."""
    if not addresses.any_in(text):
        return change(text)
    done: list[str] = []
    stretch: list[str] = []
    for token in re.split(r"(\s+)", text):
        if addresses.is_address(token):
            done += [change("".join(stretch)), token]
            stretch = []
        else:
            stretch.append(token)
    return "".join([*done, change("".join(stretch))])


def _vowels(text: str, language: str) -> str:
    return _WORD.sub(lambda found: _restored(found[0], language), text)


def _restored(word: str, language: str) -> str:
    if _HEH not in word:
        return word
    return _known(word, language) if len(word) < _LONG else _word(word, language)


@lru_cache(1 << 15)
def _known(word: str, language: str) -> str:
    return _word(word, language)


@cache
def _compounds(language: str) -> re.Pattern[str]:
    parts = (each.partition("|") for each in languages.get(language).spelling.compounds)
    return re.compile("|".join(f"(?<={before or '.'}){part}" for before, _, part in parts))


def _word(word: str, language: str) -> str:
    """One word, heh by heh: what stands before is read as it was already repaired."""
    known = {found.start() for found in _compounds(language).finditer(word)}
    done = list(word)
    at = word.find(_HEH)
    while at >= 0:
        before, behind = done[at - 1] if at else "", word[at + 1 : at + 2]
        consonant = at == 0 or at in known or before in _BEFORE_HEH or behind in _BEHIND_HEH
        if not consonant or at - 1 in known or before == "ئ":
            done[at] = _AE
        at = word.find(_HEH, at + 1)
    return "".join(done)
