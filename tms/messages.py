"""Sentences that a person reads, kept apart from their language until a door fills and translates them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import overload


@overload
def N_(sentence: str) -> str: ...
@overload
def N_(sentence: str, plural: str) -> tuple[str, str]: ...
def N_(sentence: str, plural: str = "") -> str | tuple[str, str]:
    """Mark a sentence for extraction to locales/ without translating it here.

    One that counts something is marked in its English singular and plural and gives both:
    ``sentence, plural = N_("%(count)s word is left.", "%(count)s words are left.")``
    """
    return (sentence, plural) if plural else sentence


@dataclass(frozen=True, slots=True)
class Message:
    """One English sentence with named placeholders (``%(name)s``) and their values.

    ``plural`` is its English plural where it counts something; the number is then ``params["count"]``.

    >>> str(Message("There is no article %(slug)s.", {"slug": "rain"}))
    'There is no article rain.'
    >>> str(Message("%(count)s word is left.", {"count": 2}, "%(count)s words are left."))
    '2 words are left.'
    """

    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""

    @property
    def count(self) -> int | None:
        """The number that chooses the plural form, None where nothing is counted."""
        found = self.params.get("count")
        return found if self.plural and isinstance(found, int) else None

    def fill(self, template: str, params: Mapping[str, object] | None = None) -> str:
        """Fill a translation of the template; a parameter that is a Message is filled as English."""
        values = self.params if params is None else params
        return template % values if values else template.replace("%%", "%")

    def __str__(self) -> str:
        return self.fill(self.template if self.count in {None, 1} else self.plural)
