"""English."""

from tms.languages import numerals
from tms.languages.base import Inflection, Language
from tms.messages import N_

ENGLISH = Language(
    tag="en",
    name=N_("English"),
    native="English",
    direction="ltr",
    script="Latn",
    locale="en_GB",
    sentences="en",
    digits="0123456789",
    letters="",
    foreign="",
    quotes=(("“", "”"), ("‘", "’")),
    question="?",
    stops=".!?…",
    comma=",",
    semicolon=";",
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    date="{day} {month} {year}",
    inflection=Inflection(
        endings="(?:e?s)?(?:'s?)?",
        short_endings="(?:e?s)?(?:'s?)?",
        name_endings="(?:'s?)?",
        finals=(("y", "(?:y|ie)"),),
    ),
    numerals=numerals.ENGLISH,
)  # fmt: skip
