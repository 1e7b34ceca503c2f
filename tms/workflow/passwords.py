"""Passwords: what is good enough, how they are kept, and whether one is right."""

import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from tms.core.text import clean
from tms.errors import PasswordTooShort

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST, _MOST = 10, 1000
_TWO = threading.BoundedSemaphore(2)  # one takes a core for a tenth of a second, and 19 MB


def hashed(password: str) -> str:
    """How a password is kept. It takes a while: never inside a writing session."""
    password = clean(password, "password")
    if not LEAST <= len(password) <= _MOST:
        raise PasswordTooShort("password", count=LEAST)
    with _TWO:
        return _hasher().hash(password)


def right(password: str, kept: str) -> bool:
    """Whether it is the password; as long for somebody without one as for anybody else."""
    from argon2.exceptions import InvalidHashError, VerificationError

    given = unicodedata.normalize("NFC", password[:_MOST]).encode("utf-8", "replace")
    with _TWO:
        try:
            _hasher().verify(kept or _nobodys(), given)
        except (VerificationError, InvalidHashError):
            return False
    return bool(kept)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # no command waits for it

    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody's")
