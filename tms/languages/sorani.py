"""Central Kurdish (Sorani) in Arabic script. Its tag is ``ckb``; ``ku`` has no single direction."""

from tms.languages.base import Language
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
)  # fmt: skip
