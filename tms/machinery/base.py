"""What a machine is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tms.core.text import Text


@dataclass(frozen=True, slots=True)
class Context:
    """What a machine may know beyond the texts: the article's headline."""

    headline: str = ""


class Machine(Protocol):
    """Translates texts; tried in order with others for what is left, so it may answer None for some."""

    name: str

    def languages(self) -> frozenset[tuple[str, str]]:
        """The pairs (source, target) it serves."""
        ...

    def translate(
        self, texts: Sequence[Text], source: str, target: str, context: Context
    ) -> list[Text | None]:
        """One answer for each text, in order; codes keep their numbers."""
        ...
