"""Central Kurdish (Sorani) in Arabic script. Its tag is ``ckb``; ``ku`` has no single direction."""

from tms.languages import measures, numerals
from tms.languages.arabic_script import PUNCTUATION
from tms.languages.base import Inflection, Language, Offer, Rule, Spelling
from tms.messages import N_

_IRAQI = (
    "کانونی دووەم", "شوبات", "ئازار", "نیسان", "ئایار", "حوزەیران",
    "تەمووز", "ئاب", "ئەیلوول", "تشرینی یەکەم", "تشرینی دووەم", "کانونی یەکەم",
)  # fmt: skip
_GREGORIAN = (
    "جەنیوەری", "فێبریوەری", "مارس", "ئەپریل", "مەی", "جوون",
    "جوولای", "ئۆگۆست", "سێپتەمبەر", "ئۆکتۆبەر", "نۆڤەمبەر", "دیسەمبەر",
)  # fmt: skip
_VOWEL = N_("%(found)s ends in the consonant h: perhaps the vowel is meant.")
_WEAK = N_("%(found)s begins with a weak r, which words in %(language)s do not.")
_DOUBLED = N_("%(found)s begins with a doubled letter, which words in %(language)s do not.")

# The endings of a noun, in the order in which they are joined.
_NUMBER_ONLY = "(?:ی?ەکان|ی?ەکە|کان|کە|ی?ێک|یەک|ی?ان)"
_NUMBER = f"{_NUMBER_ONLY}?"
_ALSO = "(?:ی?ش)?"
_OWNERS = "(?:مان|تان|یان)"
_OWNER = f"(?:{_OWNERS}|م|ت|ی)?"
_PLACE = "(?:ی?دا|ی?ەوە|وە|ڕا)?"
_IS = "(?:ە|یە|ن|ین)?"

SORANI = Language(
    tag="ckb",
    name=N_("Central Kurdish"),
    native="کوردیی ناوەندی",
    direction="rtl",
    script="Arab",
    locale="ckb",
    sentences="ar",
    digits="٠١٢٣٤٥٦٧٨٩",
    letters="ەێۆڕڵڤگچپژکی",
    foreign="ةىيكضصثظطذأإ",
    quotes=(("«", "»"), ("“", "”")),
    question="؟",
    stops=".!؟…",
    comma="،",
    semicolon="؛",
    months=_IRAQI,
    calendars={"iraqi": _IRAQI, "gregorian": _GREGORIAN},
    months_also={
        "کانوونی دووەم": 1, "ئادار": 3, "تەمموز": 7, "ئەیلول": 9, "کانوونی یەکەم": 12,
        "ژانویە": 1, "فێبرواری": 2, "ئاپریل": 4, "جولای": 7, "ئاگۆست": 8, "سێبتەمبەر": 9,
    },
    date="{day}ی {month}ی {year}",
    spelling=Spelling(
        letters={
            "ك": "ک", "ي": "ی", "ى": "ی", "ۍ": "ی",
            **dict(zip("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", strict=True)),
        },
        rules=(
            Rule("ه\u200c", "ه\u200c", "ە"),
            # Tatweel goes, but for the one that shows a final consonant heh.
            Rule("ـ", r"(?P<final>هـ)(?!\w)|ـ+", r"\g<final>"),
            # A ZWNJ is kept once, and only between letters that would join.
            Rule("\u200c", r"(?<=[\W\u200cاأإآدذرزژوؤۆەڕة])\u200c+|\u200c+(?=[^\w\u200c]|$)|^\u200c+", ""),
            *PUNCTUATION,
        ),
        offers=(
            Offer(r"(?<=\w)ه(?![\w\u200cـ])", "ە", _VOWEL),
            Offer(r"(?<![\w\u200c])ر(?=\w)", "ڕ", _WEAK),
            Offer(r"(?<![\w\u200c])وو(?=\w)", "و", _DOUBLED),
        ),
        unusual="ةأإآؤثذصضطظ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652",
        compounds=("ر|ههم", "|ههڵ", "|ههوێ", "|ههویست"),
    ),
    consonants=("ه", "ھ"),
    folds={"ھ": "ه", "ك": "ک", "ي": "ی", "ى": "ی"},
    inflection=Inflection(
        within="(?:(?:ی?ەک|ی?ک)?(?:ان|ە)?(?:ی|ە)?)",
        endings=f"{_NUMBER}{_ALSO}{_OWNER}{_ALSO}(?:ی|ە)?{_PLACE}{_IS}",
        short_endings=f"(?:{_NUMBER_ONLY}{_ALSO}{_OWNER}{_ALSO}(?:ی|ە)?{_PLACE}{_IS}|ی?{_ALSO}{_PLACE}|{_OWNERS})",
        name_endings=f"(?:ی|یش|ش)?{_PLACE}(?:ە|یە)?",
    ),
    measures=measures.SORANI,
    numerals=numerals.SORANI,
)  # fmt: skip
