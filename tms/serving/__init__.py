"""What the pages and the API share: the desk, who is signed in, the language, and what guards the door."""

from tms.serving.door import COOKIE, Desk, again_in, clean_names, desk, expected, language, signed_in, speak
from tms.serving.entrance import Entrance
from tms.serving.guard import LOOPBACK, Guard, headers
from tms.serving.sessions import (
    KEY,
    Signed,
    address,
    csrf,
    fields,
    here,
    keep,
    maybe_person,
    person,
    signed,
)

__all__ = [
    "COOKIE",
    "KEY",
    "LOOPBACK",
    "Desk",
    "Entrance",
    "Guard",
    "Signed",
    "address",
    "again_in",
    "clean_names",
    "csrf",
    "desk",
    "expected",
    "fields",
    "headers",
    "here",
    "keep",
    "language",
    "maybe_person",
    "person",
    "signed",
    "signed_in",
    "speak",
]
