"""What the languages in Arabic script share: how their punctuation is written and spaced."""

from tms.languages.base import Rule

_LETTER = "\u0620-\u064a\u0671-\u06d3\u06d5"
_WORD = f"[{_LETTER}\u064b-\u0652\u0670\u200c]"

PUNCTUATION: tuple[Rule, ...] = (
    # A mark of ASCII that stands at a word is the script's own.
    Rule("?", rf"(?<={_WORD})\?(?![\w/=&])|(?<={_WORD}[»”)\"])\?(?![\w/=&])", "؟"),
    Rule(";", rf"(?<={_WORD});(?=\s|$)", "؛"),
    Rule(",", rf"(?<={_WORD}),(?=\s|$|[{_LETTER}])", "،"),
    # One space between words, none before a mark, one behind a comma.
    Rule("  ", r"(?<=\S) {2,}(?=\S)", " "),
    *(Rule(f" {mark}", rf"(?<=[\w»”)\"]) +{mark}", mark) for mark in "،؛؟"),
    Rule(" .", rf"(?<={_WORD}) +\.(?=\s|$)", "."),
    *(Rule(mark, rf"{mark}(?=[{_LETTER}])", f"{mark} ") for mark in "،؛"),
)
