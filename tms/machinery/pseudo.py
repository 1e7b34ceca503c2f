"""The pretend machine: it spells English in the letters of the other language, for demos and tests.

What it makes is labelled, and sound as far as a check can see: numbers, addresses, codes, brackets and
end marks are those of the English, and no letter of another language is left.
"""

import re
import unicodedata
from collections.abc import Sequence

from tms.catalogs import sentence
from tms.core.addresses import BLANK, is_address
from tms.core.text import Piece, Text
from tms.languages import SOURCE, get
from tms.languages.base import Language
from tms.machinery.base import Context
from tms.messages import N_

LABEL = N_("[pretend]")  # stands before every text; in brackets, in the language's own letters

_LETTERS = {
    "ar": "ا ب ك د ي ف غ ه ي ج ك ل م ن و ب ق ر س ت و ف و كس ي ز",
    "ckb": "ا ب ک د ێ ف گ ح ی ج ک ل م ن ۆ پ ق ڕ س ت و ڤ و کس ی ز",
}
_SPELLING = {
    language: dict(zip("abcdefghijklmnopqrstuvwxyz", letters.split(), strict=True))
    for language, letters in _LETTERS.items()
}
_ASCII = {
    ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)
}


class Pseudo:
    name = "pseudo"

    def languages(self) -> frozenset[tuple[str, str]]:
        return frozenset((SOURCE, language) for language in _SPELLING)

    def translate(
        self,
        texts: Sequence[Text],
        source: str,  # noqa: ARG002  always English
        target: str,
        context: Context,  # noqa: ARG002  it has no use for the headline
    ) -> list[Text | None]:
        language = get(target)
        return [_text(text, language) if text.plain.strip() else None for text in texts]


def _text(text: Text, language: Language) -> Text:
    """Spell the whole text at once, so that a word cut by a code is seen as the checks see it."""
    characters = "".join(piece for piece in text.pieces if isinstance(piece, str))
    code = next(c for c in map(chr, range(0xE000, 0xF900)) if c not in characters)  # stands for any code
    whole = "".join(piece if isinstance(piece, str) else code for piece in text.pieces)
    spelled = "".join(
        word if word.isspace() or is_address(word.replace(code, BLANK)) else _word(word, language)
        for word in re.findall(r"\s+|\S+", whole)
    )
    pieces: list[Piece] = [sentence(LABEL, language.tag) + " "]
    for mark, run in zip((None, *text.marks), spelled.split(code), strict=True):
        pieces += [run] if mark is None else [mark, run]
    return Text(tuple(pieces), text.codes)


def _word(word: str, language: Language) -> str:
    marks = {"?": language.question, ",": language.comma, ";": language.semicolon}
    written = []
    for at, character in enumerate(word):
        between_digits = 0 < at < len(word) - 1 and word[at - 1].isdecimal() and word[at + 1].isdecimal()
        if character.isalpha():
            written.append(_letter(character, language))
        elif character in marks and not (character == "," and between_digits):
            written.append(marks[character])
        elif unicodedata.category(character) != "Mn":
            written.append(language.shape(character.translate(_ASCII)))
    return "".join(written)


def _letter(character: str, language: Language) -> str:
    if "\u0620" <= character <= "\u06d5" and character not in language.foreign:
        return character
    spelling = _SPELLING[language.tag]
    known = [spelling[c] for c in unicodedata.normalize("NFKD", character).casefold() if c in spelling]
    # Letters of other scripts get a letter each, always the same.
    return "".join(known) or list(spelling.values())[ord(character) % len(spelling)]
