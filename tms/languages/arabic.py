"""Modern Standard Arabic, Iraqi house style."""

from tms.languages.base import Language
from tms.messages import N_

ARABIC = Language(
    tag="ar",
    name=N_("Arabic"),
    native="العربية",
    direction="rtl",
    script="Arab",
    locale="ar_IQ",
    sentences="ar",
    digits="0123456789",
    letters="ةىيكضصثظطذأإ",
    foreign="ەێۆڕڵڤگچپژکی",
    quotes=(("«", "»"), ("“", "”")),
    question="؟",
    stops=".!؟…",
    comma="،",
    semicolon="؛",
    months=(
        "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
        "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
    ),
    date="{day} {month} {year}",
)  # fmt: skip
