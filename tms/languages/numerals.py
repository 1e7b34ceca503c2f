"""Number words of each language, as data: what "forty", "أربعون" and "چل" stand for.

Words are written in their folded spelling (``Numerals.fold``). A word may have several values: "نصف" is a
half, and thirty minutes of an hour.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Numerals:
    """``words`` give values as decimal strings; ``prefixes`` and ``suffixes`` may stand at a word.

    ``joiner`` is the word between the parts of a number; ``dual`` are endings that say two of a thing and
    ``single`` endings that say one; ``scales`` multiply the number before them, in figures or words;
    ``decades`` are words of ten years (the nineties), read as 90 and 1990.
    """

    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scales: dict[str, int] = field(default_factory=dict)
    fold: dict[int, str | None] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    joiner: str = ""
    dual: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    decades: dict[str, int] = field(default_factory=dict)


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Read lines of ``value value: word word``."""
    table: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        values, _, words = line.partition(":")
        for word in words.split():
            table[word] = (*table.get(word, ()), *values.split())
    return table


ENGLISH = Numerals(
    words=_table("""
        0: zero nil no none midnight
        1: one once first single a an another per each every January Jan
        2: two twice second both pair couple double twin half-dozen fortnight February Feb doubles doubled
        3: three third triple thrice March Mar trio
        4: four fourth fourths quarters quadruple April Apr quarter
        5: five fifth May
        6: six sixth June Jun half-dozen
        7: seven seventh July Jul week
        8: eight eighth August Aug
        9: nine ninth September Sept Sep
        10: ten tenth October Oct decade decades
        11: eleven eleventh November Nov
        12: twelve twelfth December Dec dozen noon midnight midday year
        13: thirteen thirteenth
        14: fourteen fourteenth fortnight
        15: fifteen fifteenth quarter
        16: sixteen sixteenth
        17: seventeen seventeenth
        18: eighteen eighteenth
        19: nineteen nineteenth
        20: twenty twentieth score
        24: day
        30: thirty thirtieth half
        40: forty fortieth
        45: quarter
        50: fifty fiftieth half
        60: sixty sixtieth
        70: seventy seventieth
        80: eighty eightieth
        90: ninety ninetieth
        25: quarter quarters
        75: three-quarters quarters
        0.5: half
        0.25: quarter
        100: hundred hundredth century centuries hundreds percent
        1000: thousand thousandth millennium thousands
        1000000: million millionth millions
        1000000000: billion billions
    """),
    scales={
        "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
        "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, "dozen": 12,
    },
    joiner="and",
    decades={
        "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
        "eighties": 80, "nineties": 90,
    },
)  # fmt: skip

ARABIC = Numerals(
    words=_table("""
        0: صفر
        1: واحد واحده احد احدي حادي اول اولي اوائل مره وحيد منفرد يناير كل
        2: اثنان اثنين اثنا اثني اثنتان اثنتين اثنتا اثنتي
        2: ثان ثاني ثانيه ضعف ضعفي مرتين كلا كلتا كلاهما زوج فبراير شباط ثنائي مزدوج
        3: ثلاث ثلاثه ثالث ثالثه مارس اذار ثلاثي
        4: اربع اربعه رابع رابعه ابريل نيسان رباعي
        5: خمس خمسه خامس خامسه مايو ايار خماسي
        6: ست سته سادس سادسه يونيو حزيران
        7: سبع سبعه سابع سابعه يوليو تموز اسبوع
        8: ثمان ثماني ثمانيه ثامن ثامنه اغسطس اب
        9: تسع تسعه تاسع تاسعه سبتمبر ايلول
        10: عشر عشره عاشر عاشره اكتوبر عقد عقود
        11: نوفمبر
        12: ديسمبر دزينه منتصف ظهر
        20: عشرون عشرين ثلث
        30: ثلاثون ثلاثين نصف
        40: اربعون اربعين ثلثي
        50: خمسون خمسين نصف
        60: ستون ستين
        70: سبعون سبعين
        80: ثمانون ثمانين
        90: تسعون تسعين
        0.5: نصف
        0.25: ربع
        15: ربع
        25: ربع
        0.2: خمس
        0.75: ارباع
        75: ارباع
        24: يوم
        100: مئه مائه مئات قرن ميه
        200: مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي
        300: ثلاثمائه ثلاثمئه
        400: اربعمائه اربعمئه
        500: خمسمائه خمسمئه
        600: ستمائه ستمئه
        700: سبعمائه سبعمئه
        800: ثمانمائه ثمانمئه ثمانيمائه
        900: تسعمائه تسعمئه
        1000: الف الاف الفا الوف
        2000: الفان الفين الفا الفي
        1000000: مليون ملايين مليونا
        2000000: مليونان مليونين مليوني
        1000000000: مليار مليارات بليون
        2000000000: ملياران مليارين ملياري
    """),
    scales={
        "مئه": 100, "مائه": 100, "الف": 10**3, "الاف": 10**3, "الفا": 10**3,
        "مليون": 10**6, "ملايين": 10**6, "مليونا": 10**6,
        "مليار": 10**9, "مليارات": 10**9, "مليارا": 10**9, "بليون": 10**9, "بلايين": 10**9,
        "تريليون": 10**12, "تريليونات": 10**12, "ترليون": 10**12,
    },
    fold={
        **dict.fromkeys([*range(0x064B, 0x0653), 0x0670, 0x0640], None),
        **{ord(c): "ا" for c in "أإآٱ"}, ord("ى"): "ي", ord("ة"): "ه",
    },
    prefixes=("وال", "بال", "كال", "فال", "ولل", "وبال", "لل", "ال", "و", "ب", "ل", "ف", "ك", "ول", "وب"),
    suffixes=("ا", "ه", "ها", "هم", "ات"),
    joiner="و",
    dual=("ان", "ين", "تا", "تي", "اه", "يه", "اها", "يها", "هما", "ا", "ي"),
    single=(),
    decades={
        stem + ending: value
        for stem, value in {
            "عشرين": 20, "ثلاثين": 30, "اربعين": 40, "خمسين": 50, "ستين": 60, "سبعين": 70, "ثمانين": 80,
            "تسعين": 90,
        }.items()
        for ending in ("يات", "ات")
    },
)  # fmt: skip

SORANI = Numerals(
    words=_table("""
        0: سفر هیچ
        1: یەک یەکەم یەکەمین یەکێک یەکجار یەکدانە تاک جارێک تەنیا
        2: دوو دووەم دووەمین دوان دووجار هەردوو جووت دووقات شوبات
        3: سێ سێیەم سێیەمین سیان سێقات ئازار مارس
        4: چوار چوارەم نیسان
        5: پێنج پێنجەم ئایار
        6: شەش شەشەم حوزەیران
        7: حەوت حەوتەم تەمموز تەمووز هەفتە
        8: هەشت هەشتەم ئاب
        9: نۆ نۆیەم نۆهەم ئەیلول ئەیلوول سێپتەمبەر
        10: دە دەیەم دەهەم دەیە ئۆکتۆبەر
        11: یازدە یانزە یازدەیەم نۆڤەمبەر
        12: دوازدە دوانزە دەرزەن نیوەڕۆ نیوەشەو دیسەمبەر
        13: سێزدە سیانزە
        14: چواردە چوردە
        15: پازدە پانزە چارەک چارەگ
        16: شازدە شانزە
        17: حەڤدە حەفدە هەڤدە
        18: هەژدە هەشدە
        19: نۆزدە
        20: بیست
        30: سی نیو
        40: چل
        50: پەنجا نیوە
        60: شەست
        70: حەفتا
        80: هەشتا
        90: نەوەد نەوەت
        0.5: نیو نیوە نیوەی
        0.25: چارەک چارەگ
        25: چارەک چارەگ
        24: ڕۆژ شەوانەڕۆژ
        100: سەد سەدە سەدا
        1000: هەزار هەزاران
        1000000: ملیۆن ملیۆنان
        1000000000: ملیار بلیۆن بیلیۆن
    """)
    | {
        word + "سەد": (str(value * 100),)
        for word, value in {
            "دوو": 2, "سێ": 3, "سی": 3, "چوار": 4, "پێنج": 5, "شەش": 6, "حەوت": 7, "هەشت": 8, "نۆ": 9,
        }.items()
    },
    scales={
        "سەد": 100, "هەزار": 10**3, "ملیۆن": 10**6, "ملێۆن": 10**6, "ملیار": 10**9, "بلیۆن": 10**9,
        "بیلیۆن": 10**9, "تریلیۆن": 10**12, "ترلیۆن": 10**12,
    },
    fold={0x200C: None, 0x0640: None, 0x06BE: "ه", ord("ك"): "ک", ord("ي"): "ی", ord("ى"): "ی"},
    prefixes=("بە", "لە", "هەر"),
    suffixes=(
        "ەم", "ەمین", "یەم", "یەمین", "هەم", "هەمین", "هەمی",
        "ەمی", "ەمەکە", "ەمجار", "ان", "ەکان", "ەکانی", "انی", "ی", "ە", "ەکە",
        "ەکەی", "دا", "یان", "و", "جار", "جاری", "ێک", "ێکی", "ساڵ", "ساڵە", "ساڵی",
        "ساڵان", "ساڵەی", "قات", "ەها",
        "یش", "یەکان", "یەکانی", "کان", "کانی", "ەمدا", "ەمە", "ەمیان", "انە", "یەکە", "یەی", "ەی", "ەکەدا",
    ),
    joiner="و",
    dual=(),
    single=("ێک", "ێکی", "ێکدا", "ێکیان", "یەک", "یەکی", "ێکە"),
    decades={
        stem + ending: value
        for stem, value in {
            "بیست": 20, "بیستە": 20, "سی": 30, "سییە": 30, "چل": 40, "پەنجا": 50, "شەست": 60,
            "حەفتا": 70, "هەشتا": 80, "نەوەد": 90, "نەوەت": 90,
        }.items()
        for ending in ("کان", "ەکان", "کانی", "ەکانی", "یەکان", "یەکانی", "ەکاندا", "کاندا")
    },
)  # fmt: skip
