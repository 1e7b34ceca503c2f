"""How each language writes amounts: percentages, money, units, large numbers and times of day, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CATEGORIES = ("one", "two", "few", "many", "other")
"""The plural categories of CLDR, in the order in which a table gives the forms."""


@dataclass(frozen=True, slots=True)
class Measures:
    """``forms`` are the forms of each scale, unit and currency by plural category, "other" always among them.

    Those of one and two hold the number, in words or as ``{number}``; the others stand behind it.
    ``percent`` are the ways of writing a percentage, the usual one first; ``clock`` those of a time before
    and after noon; ``group`` and ``decimal`` the separators of a number.
    """

    percent: tuple[str, ...] = ("{number}%",)
    clock: tuple[str, str] = ("{time} a.m.", "{time} p.m.")
    group: str = ","
    decimal: str = "."
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def table(text: str) -> dict[str, dict[str, str]]:
    """Read lines of ``name: form, form, …``: all five categories, or the one form that serves for all."""
    table = {}
    for line in text.strip().splitlines():
        name, _, listed = line.strip().partition(": ")
        forms = [form.strip() for form in listed.split(",")]
        table[name] = dict(zip(CATEGORIES if len(forms) > 1 else ("other",), forms, strict=True))
    return table


ARABIC = Measures(
    percent=("{number} في المئة", "{number}%"),
    clock=("{time} صباحًا", "{time} مساءً"),
    forms=table("""
        thousand: ألف, ألفا, آلاف, ألف, ألف
        million: مليون, مليونا, ملايين, مليون, مليون
        billion: مليار, مليارا, مليارات, مليار, مليار
        trillion: تريليون, تريليونا, تريليونات, تريليون, تريليون
        dollar: دولار واحد, دولاران, دولارات, دولارًا, دولار
        euro: يورو واحد, {number} يورو, يورو, يورو, يورو
        pound: جنيه إسترليني واحد, جنيهان إسترلينيان, جنيهات إسترلينية, جنيهًا إسترلينيًا, جنيه إسترليني
        dinar: دينار واحد, ديناران, دنانير, دينارًا, دينار
        kilometre: كيلومتر واحد, كيلومتران, كيلومترات, كيلومترًا, كيلومتر
        metre: متر واحد, متران, أمتار, مترًا, متر
        centimetre: سنتيمتر واحد, سنتيمتران, سنتيمترات, سنتيمترًا, سنتيمتر
        mile: ميل واحد, ميلان, أميال, ميلًا, ميل
        foot: قدم واحدة, قدمان, أقدام, قدمًا, قدم
        kilogram: كيلوغرام واحد, كيلوغرامان, كيلوغرامات, كيلوغرامًا, كيلوغرام
        ton: طن واحد, طنان, أطنان, طنًا, طن
        litre: لتر واحد, لتران, لترات, لترًا, لتر
        hectare: هكتار واحد, هكتاران, هكتارات, هكتارًا, هكتار
        barrel: برميل واحد, برميلان, براميل, برميلًا, برميل
        celsius: درجة مئوية واحدة, درجتان مئويتان, درجات مئوية, درجة مئوية, درجة مئوية
    """),
)

SORANI = Measures(
    percent=("لە سەدا {number}", "{number}٪"),
    clock=("{time}ی بەیانی", "{time}ی ئێوارە"),
    group="",
    forms=table("""
        thousand: هەزار
        million: ملیۆن
        billion: ملیار
        trillion: تریلیۆن
        dollar: دۆلار
        euro: یۆرۆ
        pound: پاوەند
        dinar: دینار
        kilometre: کیلۆمەتر
        metre: مەتر
        centimetre: سانتیمەتر
        mile: میل
        foot: پێ
        kilogram: کیلۆگرام
        ton: تەن
        litre: لیتر
        hectare: هێکتار
        barrel: بەرمیل
        celsius: پلەی سیلیزی
    """),
)
