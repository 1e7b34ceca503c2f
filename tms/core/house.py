"""House style and policy: what a desk decides for itself, each with a default."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tms import languages
from tms.core.spelling import with_consonant
from tms.core.text import Text
from tms.errors import BadValue, NoSuchSetting
from tms.languages.base import DIGITS, SCRIPTS, Language
from tms.messages import N_, Message

ON, OFF, TYPED = "on", "off", "typed"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a desk decides. ``says`` asks for it; the first of ``choices`` (value: words) is the default.

    A number has no choices, but a ``most``; its default is 0, which turns it off. ``language`` is the edition
    it is about, "" for the whole desk.
    """

    name: str
    says: str
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    most: int = 0
    language: str = ""

    @property
    def default(self) -> str:
        return next(iter(self.choices), "0")

    @property
    def known(self) -> str:
        return ", ".join(self.choices) or f"0–{self.most}"

    @property
    def asks(self) -> Message:
        """The question in full: about a language it names that."""
        if not self.language:
            return Message(self.says)
        params = {"what": Message(self.says), "language": Message(languages.get(self.language).name)}
        return Message(N_("%(what)s in %(language)s"), params)

    def read(self, value: str) -> str:
        """A value as it is kept; raises BadValue for what it cannot be."""
        value = value.strip()
        number = value.isascii() and value.isdecimal() and len(value) < 7
        if value in self.choices or (not self.choices and number and int(value) <= self.most):
            return value if self.choices else str(int(value))
        raise BadValue(self.name, value=value[:40], name=self.name, known=self.known)

    def words(self, value: str) -> Message:
        """What a value means, for a person; one about a language is shown as it is written."""
        if self.choices and not self.language:
            return Message(self.choices[value])
        return Message("%(value)s", {"value": self.choices[value] if self.choices else int(value)})


def _of_language(language: Language) -> Iterator[Setting]:
    """What can be chosen about a language: only where its facts leave a choice, the usual one first."""
    tag = language.tag
    digits = {name: digits for name, digits in DIGITS.items() if language.script in SCRIPTS[name]}
    if len(digits) > 1:
        usual = sorted(digits.items(), key=lambda each: each[1] != language.digits)
        yield Setting(f"digits.{tag}", N_("Digits"), choices=dict(usual), language=tag)
    if len(language.calendars) > 1:
        named = [*language.calendars, "+".join(language.calendars)]
        months = {name: language.months_of(name)[2] for name in named}
        yield Setting(f"months.{tag}", N_("Names of months"), choices=months, language=tag)
    if len(language.quotes) > 1:
        marks = {f"{one}{other}": f"{one}…{other}" for one, other in language.quotes}
        says, hint = N_("Quotation marks"), N_("The other pair stands inside these.")
        yield Setting(f"quotes.{tag}", says, hint, marks, language=tag)

    if len(language.consonants) > 1:
        says, hint = (
            N_("The letter of the consonant heh"),
            N_("What is saved from now on is written with it."),
        )
        letters = {TYPED: " ".join(language.consonants), **{each: each for each in language.consonants}}
        yield Setting(f"consonant.{tag}", says, hint, letters, language=tag)


SETTINGS: Mapping[str, Setting] = {
    each.name: each
    for each in (
        *(setting for tag in languages.TARGETS for setting in _of_language(languages.get(tag))),
        Setting(
            "one-step",
            N_("May an editor approve a draft of their own?"),
            N_("What was submitted needs other eyes than its author’s always, or a reason."),
            {OFF: N_("No: four eyes for every text"), ON: N_("Yes: in one step")},
        ),
        Setting(
            "late-hours",
            N_("After how many hours is late work free for others?"),
            N_("Counts for what becomes late from now on. With 0 it stays until a person moves it."),
            most=720,
        ),
        Setting(
            "tokens-accepted",
            N_("Is English that a program brings accepted by that?"),
            N_("What waits is accepted by an editor before its editions can go out."),
            {OFF: N_("No: it waits for an editor"), ON: N_("Yes: at once")},
        ),
    )
}
"""Everything a desk decides, by name, in the order of the page."""


@dataclass(frozen=True, slots=True)
class House:
    """What a desk has decided: values by the names of their settings; what is not there has its default."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.chosen.get(name, setting(name).default)

    @property
    def one_step(self) -> bool:
        """Whether an editor may approve a draft of their own."""
        return self.value("one-step") == ON

    @property
    def late_hours(self) -> int:
        """Hours after which late work is free for others, 0 for never."""
        return int(self.value("late-hours"))

    @property
    def tokens_accepted(self) -> bool:
        """Whether what a program brings in is accepted by that."""
        return self.value("tokens-accepted") == ON

    def language(self, tag: str) -> Language:
        """A language as this house writes it in its editions."""
        found = languages.get(tag)
        digits, months, quotes = (self.chosen.get(f"{what}.{tag}") for what in ("digits", "months", "quotes"))
        return replace(
            found,
            digits=DIGITS[digits] if digits else found.digits,
            months=found.months_of(months) if months else found.months,
            quotes=tuple(sorted(found.quotes, key=lambda pair: bool(quotes) and "".join(pair) != quotes)),
        )

    def spelled(self, text: Text, tag: str) -> Text:
        """A text with what this house spells in one way."""
        letter = self.chosen.get(f"consonant.{tag}", TYPED)
        return text if letter == TYPED else with_consonant(text, letter, tag)


def setting(name: str) -> Setting:
    if name not in SETTINGS:
        raise NoSuchSetting(name, name=name, known=", ".join(SETTINGS))
    return SETTINGS[name]
