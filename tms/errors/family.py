"""What every error has: a sentence, a hint, and whose fault it is."""

import re
from typing import ClassVar

from tms.messages import N_, Message


class DeskError(Exception):
    """Something expected went wrong; never shown as a traceback."""

    sentence: ClassVar[str] = N_("The desk cannot do this.")
    plural: ClassVar[str] = ""  # the English plural of a sentence that says a ``count``
    advice: ClassVar[str] = ""
    status: ClassVar[int] = 400
    exit: ClassVar[int] = 2

    def __init__(self, where: str = "", **params: object) -> None:
        super().__init__(where, params)
        self.where = where
        self.params = params

    @property
    def code(self) -> str:
        """``NotUtf8`` is ``not-utf8``: the name that machines compare."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(self).__name__).lower()

    @property
    def message(self) -> Message:
        return Message(self.sentence, self.params, self.plural)

    @property
    def hint(self) -> Message | None:
        return Message(self.advice, self.params) if self.advice else None

    def __str__(self) -> str:
        return str(self.message)


class BadInput(DeskError):
    """What was handed in cannot be used."""


class Refused(DeskError):
    """The desk understood and says no: a rule, a race, a blocker."""

    status = 409
    exit = 1


class NotFound(BadInput):
    status = 404


class Broken(DeskError):
    """The desk itself is in a state that a person has to mend."""

    status = 500
    exit = 3
