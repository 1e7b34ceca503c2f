"""A fourth language as somebody would add it: Northern Kurdish in Latin script, facts and nothing else."""

from tms.languages.base import Language
from tms.languages.measures import Measures, table
from tms.languages.numerals import Numerals

KURMANJI = Language(
    tag="kmr",
    name="Northern Kurdish",
    native="Kurmancî",
    direction="ltr",
    script="Latn",
    locale="ku",
    sentences="en",
    digits="0123456789",
    letters="êîûşç",
    foreign="",
    quotes=(("“", "”"), ("«", "»")),
    question="?",
    stops=".!?…",
    comma=",",
    semicolon=";",
    months=(
        "Kanûna Paşîn", "Sibat", "Adar", "Nîsan", "Gulan", "Hezîran",
        "Tîrmeh", "Tebax", "Îlon", "Cotmeh", "Mijdar", "Kanûna Pêşîn",
    ),
    date="{day} {month} {year}",
    measures=Measures(
        percent=("ji sedî {number}", "%{number}"),
        clock=("{time} berî nîvro", "{time} piştî nîvro"),
        group=".",
        decimal=",",
        forms=table("""
            thousand: hezar
            million: milyon
            billion: milyar
            trillion: trilyon
            dollar: dolar
            euro: euro
            pound: pawin
            dinar: dînar
            kilometre: kîlometre
            metre: metre
            centimetre: santîmetre
            mile: mîl
            foot: pê
            kilogram: kîlogram
            ton: ton
            litre: lître
            hectare: hektar
            barrel: bermîl
            celsius: pileya Celsius
        """),
    ),
    numerals=Numerals(words={"yek": ("1",), "du": ("2",), "sê": ("3",), "donzdeh": ("12",)}),
)  # fmt: skip
