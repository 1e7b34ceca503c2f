"""What a language is to the desk."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """Facts and house style of one language.

    ``locale`` is the Babel locale its dates come from; ``sentences`` the language code whose SRX rules
    cut it; ``digits`` the ten digits of house style from zero; ``letters`` characters that only this
    language of its script uses, ``foreign`` those of its script that it never does; ``quotes`` pairs of
    opening and closing marks, the outer pair first; ``stops`` the marks that may end a statement;
    ``date`` a pattern with ``{day} {month} {year}``.
    """

    tag: str
    name: str
    native: str
    direction: str
    script: str
    locale: str
    sentences: str
    digits: str
    letters: str
    foreign: str
    quotes: tuple[tuple[str, str], ...]
    question: str
    stops: str
    comma: str
    semicolon: str
    months: tuple[str, ...]
    date: str

    @property
    def rtl(self) -> bool:
        return self.direction == "rtl"

    def shape(self, text: str) -> str:
        """ASCII digits written in the house style's digits."""
        return text.translate({ord(str(value)): digit for value, digit in enumerate(self.digits)})
