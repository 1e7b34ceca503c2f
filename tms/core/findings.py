"""What a check is given and what it answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from tms.core.document import BlockKind
from tms.core.glossary import Termbase
from tms.core.text import Text
from tms.messages import Message


class Scope(StrEnum):
    SEGMENT = "segment"
    BLOCK = "block"
    EDITION = "edition"
    ARTICLE = "article"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


Span = tuple[int, int]  # half-open offsets into the notation of the text, in code points


@dataclass(frozen=True, slots=True)
class Fix:
    """One click: ``text`` in the place of the target's ``span``; ``label`` says the result."""

    span: Span
    text: str
    label: Message


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check reports about one translation; ``message`` is its sentence, filled by the door."""

    check: str
    code: str
    severity: Severity
    message: Message
    source_span: Span | None = None
    target_span: Span | None = None
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A run of segments and its translation. ``id`` is what findings are reported under."""

    id: str
    source: Text
    target: Text
    kind: BlockKind = BlockKind.PARAGRAPH
    block: str = ""
    origin: str = "person"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a check looks at: the pairs of its scope in reading order."""

    pairs: tuple[Pair, ...]
    source_language: str
    target_language: str
    terms: Termbase = field(default_factory=Termbase)


Findings = Iterable[tuple[str, Finding]]  # (pair id, finding)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its run gets a Unit of its scope and yields findings by pair id."""

    name: str
    scope: Scope
    severity: Severity
    run: Callable[[Unit], Findings]
