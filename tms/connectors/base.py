"""What a connector is: it carries bytes, and neither parses nor renders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Package:
    """One release, ready to be carried: files by name, and what is known of earlier deliveries.

    ``release`` rises by one with each release of the article; a connector must leave a newer one alone.
    ``remote_ids`` are what it answered last time, by language.
    """

    slug: str
    release: int
    files: Mapping[str, bytes]
    old_slugs: tuple[str, ...] = ()
    remote_ids: Mapping[str, str] = field(default_factory=dict)


class Connector(Protocol):
    name: str
    formats: tuple[str, ...]

    def deliver(self, package: Package, target: str) -> dict[str, str]:
        """Carry the package to ``target`` (a folder, an address); answer remote ids by language.

        Doing it twice leaves the same as once. An older release than what is there changes nothing.
        """
        ...


@runtime_checkable
class Recovers(Protocol):
    """A connector that can finish at the next start what a crash cut off."""

    def recover(self, target: str) -> None: ...
