"""Who may do what: roles and languages. Four eyes is in ``core.states``."""

from dataclasses import dataclass
from enum import StrEnum

from tms.errors import NotAllowed


class Role(StrEnum):
    """Each with all rights of those before it; the first two count per language."""

    TRANSLATOR = "translator"
    EDITOR = "editor"
    CHIEF = "chief"
    ADMIN = "admin"


_ORDER = list(Role)


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts. ``id`` is 0 for the operator of the command line; ``languages`` empty means all.

    ``token`` is a machine with this person's token: what it brings in waits until a person accepts it.
    """

    id: int
    name: str
    role: Role
    languages: frozenset[str] = frozenset()
    read_only: bool = False
    token: bool = False

    def has(self, role: Role, language: str | None = None) -> bool:
        """Whether the person has the role, for the language where the role counts per language."""
        if self.read_only or _ORDER.index(self.role) < _ORDER.index(role):
            return False
        return self.speaks(language)

    def speaks(self, language: str | None) -> bool:
        return language is None or not self.languages or language in self.languages

    def must(self, role: Role, language: str | None = None) -> None:
        if not self.has(role, language):
            raise NotAllowed(name=self.name, role=role.value)


OPERATOR = Person(0, "operator", Role.ADMIN)
