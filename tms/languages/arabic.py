"""Modern Standard Arabic, Iraqi house style."""

from tms.languages import measures, numerals
from tms.languages.arabic_script import PUNCTUATION
from tms.languages.base import Inflection, Language, Offer, Rule, Spelling
from tms.messages import N_

_STRANGE = N_("%(found)s has a letter that is not used in %(language)s.")
_IRAQI = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
_GREGORIAN = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip

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
    months=_IRAQI,
    date="{day} {month} {year}",
    calendars={"iraqi": _IRAQI, "gregorian": _GREGORIAN},
    spelling=Spelling(
        rules=(
            # Tatweel goes, but a clitic keeps it before a Latin word, a number or a quotation.
            Rule(
                "ـ",
                r"(?P<clitic>(?<!\w)[وف]?(?:ال|لل|ل|ب|ك)ـ)(?= ?[\"“«‘'(]?[A-Za-z0-9٠-٩“«\"])|ـ+",
                r"\g<clitic>",
            ),
            *PUNCTUATION,
        ),
        offers=(
            Offer("ک", "ك", _STRANGE),
            Offer("ی", "ي", _STRANGE),
            Offer(r"ی(?!\w)", "ى", _STRANGE),
        ),
        unusual="ەێۆ\u06be",
    ),
    folds={"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك"},
    inflection=Inflection(
        before="[وف]?(?:لل|[بكل]?ال|[بكل])?",
        definite="[وف]?(?:لل?|[بكل]?ال)",
        article="ال",
        between="(?:ال)?",
        within="(?:ين|ي|و|ان|ا)?",
        endings="(?:(?:ا?ت|ي|و|ا)?(?:ه|ها|هم|هن|هما|ك|كم|نا)|ان|ين|ون|ات|ا|ي|و)?",
        short_endings="(?:(?:ات|ي)?(?:ه|ها|هم|هن|هما|كم|نا)|ان|ين|ون|ات|ا)?",
        never="ة",
        finals=(("ة", "(?:ه|ات|ت|تا|تي)"), ("اء", "(?:ا[ءؤئ]?)"), ("ى", "(?:ي|ا)")),
    ),
    measures=measures.ARABIC,
    numerals=numerals.ARABIC,
)  # fmt: skip
