"""Central Kurdish (Sorani) in Arabic script. Its tag is ``ckb``; ``ku`` has no single direction."""

from tms.languages.base import Inflection, Language, Spelling
from tms.messages import N_

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
    months=(
        "کانونی دووەم", "شوبات", "ئازار", "نیسان", "ئایار", "حوزەیران",
        "تەمووز", "ئاب", "ئەیلوول", "تشرینی یەکەم", "تشرینی دووەم", "کانونی یەکەم",
    ),
    date="{day}ی {month}ی {year}",
    spelling=Spelling(
        letters={
            "ك": "ک", "ي": "ی", "ى": "ی", "ۍ": "ی",
            **dict(zip("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", strict=True)),
        },
        rules=(
            ("ه\u200c", "ە"),
            # Tatweel goes, but for the one that shows a final consonant heh.
            (r"(?P<final>هـ)(?!\w)|ـ+", r"\g<final>"),
            # A ZWNJ is kept once, and only between letters that would join.
            (r"(?<=[\W\u200cاأإآدذرزژوؤۆەڕة])\u200c+|\u200c+(?=[^\w\u200c]|$)|^\u200c+", ""),
        ),
        compounds=("ر|ههم", "|ههڵ", "|ههوێ", "|ههویست"),
    ),
    folds={"ھ": "ه", "ك": "ک", "ي": "ی", "ى": "ی"},
    inflection=Inflection(
        within="(?:(?:ی?ەک|ی?ک)?(?:ان|ە)?(?:ی|ە)?)",
        endings=f"{_NUMBER}{_ALSO}{_OWNER}{_ALSO}(?:ی|ە)?{_PLACE}{_IS}",
        short_endings=f"(?:{_NUMBER_ONLY}{_ALSO}{_OWNER}{_ALSO}(?:ی|ە)?{_PLACE}{_IS}|ی?{_ALSO}{_PLACE}|{_OWNERS})",
        name_endings=f"(?:ی|یش|ش)?{_PLACE}(?:ە|یە)?",
    ),
)  # fmt: skip
