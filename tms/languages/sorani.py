"""Central Kurdish (Sorani) in Arabic script. Its tag is ``ckb``; ``ku`` has no single direction."""

from tms.languages.base import Language, Spelling
from tms.messages import N_

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
)  # fmt: skip
