"""English."""

from tms.languages.base import Language
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
)  # fmt: skip
