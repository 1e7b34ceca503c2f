"""Seal the events of the desk: asked for by the clock, once for each newest event."""

from typing import Any

from tms.settings import Settings
from tms.store import seals
from tms.store.jobs import Kind, enqueue
from tms.store.session import Session

_AT_ONCE = 1000


def ask(session: Session) -> None:
    """Have the events sealed up to the newest, if there is one."""
    newest = seals.newest(session)
    if newest is not None:
        _enqueue(session, newest)


def _enqueue(session: Session, newest: int, part: int = 0) -> None:
    enqueue(session, SEAL, f"seal:{newest}:{part}", {"newest": newest, "part": part})


def _load(session: Session, _settings: Settings, args: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return seals.horizon(session), args


def _work(given: tuple[int, dict[str, Any]]) -> None:
    """Nothing here is slow."""


def _apply(session: Session, given: tuple[int, dict[str, Any]], _done: None) -> None:
    until, args = given
    if seals.seal(session, until, _AT_ONCE) == _AT_ONCE:
        _enqueue(session, args["newest"], args["part"] + 1)


SEAL = Kind("seal", _load, _work, _apply, priority=8)

KINDS = (SEAL,)
