"""Both ways in which a glossary comes and goes: a table for people, TBX for other tools."""

from collections.abc import Sequence

from tms.core.terms import Concept
from tms.formats import tbx, terms


def read(data: bytes) -> list[tuple[int, Concept]]:
    """The concepts of a file, each with the number of its line; what begins with ``<`` is TBX."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return tbx.read(data)
    return terms.read(data)


def write(concepts: Sequence[Concept], name: str) -> bytes:
    """The file of some concepts, as its name asks for."""
    return tbx.write(concepts) if name.lower().endswith(".tbx") else terms.write(concepts)
