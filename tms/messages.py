"""Sentences that a person reads, kept apart from their language until a door fills and translates them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(sentence: str) -> str:
    """Mark a sentence for extraction to locales/ without translating it here."""
    return sentence


@dataclass(frozen=True, slots=True)
class Message:
    """One English sentence with named placeholders (``%(name)s``) and their values.

    >>> str(Message("There is no article %(slug)s.", {"slug": "rain"}))
    'There is no article rain.'
    """

    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def fill(self, template: str) -> str:
        """Fill a translation of the template; a parameter that is a Message is filled as English."""
        return template % self.params if self.params else template.replace("%%", "%")

    def __str__(self) -> str:
        return self.fill(self.template)
