"""What a format is: bytes to Document and Assembly to bytes, or bilingual rows both ways."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tms.core.assembly import Assembly
from tms.core.document import BlockKind, Document
from tms.core.house import House
from tms.core.matching import UNKNOWN
from tms.core.text import clean
from tms.errors import NothingInside, NotUtf8, TooLarge
from tms.languages.base import Language

LIMIT = 20  # megabytes


@dataclass(frozen=True, slots=True)
class Page:
    """What an outgoing format renders: one language, and what it says of the others.

    ``slug`` names the article; ``alternates`` are the file names or addresses of the other editions by
    language; ``revision`` and ``release`` are 0 where there is none (an export of work in progress);
    ``house`` says how dates and numbers are written.
    """

    assembly: Assembly
    slug: str
    revision: int = 0
    release: int = 0
    alternates: dict[str, str] = field(default_factory=dict)
    house: House = field(default_factory=House)

    @property
    def language(self) -> Language:
        """The language of the page, as the house writes it."""
        return self.house.language(self.assembly.language)


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing an article. ``read`` or ``write`` is None where it only goes one way."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    read: Callable[[bytes], Document] | None
    write: Callable[[Page], bytes] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One run of segments and its translation, as bilingual files carry it; texts in code notation.

    ``basis`` is the digest of the basis the translation was made on; ``fuzzy`` marks draft, returned
    and stale ones.
    """

    segments: tuple[str, ...]
    source: str
    target: str
    kind: BlockKind | None = None
    version: int = 0
    basis: str = ""
    state: str = ""
    fuzzy: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text of the source language and its translation, in code notation, as files of a memory carry it.

    ``before`` and ``behind`` are the hashes of the texts that stood beside it, UNKNOWN where nobody says.
    """

    source: str
    target: str
    language: str
    author: str = ""
    at: datetime | None = None
    before: str = UNKNOWN
    behind: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A bilingual file: which article, revision and language it is of, and its rows in reading order."""

    article: str
    revision: int
    language: str
    rows: tuple[Row, ...]


def decode(data: bytes, *, compose: bool = True) -> str:
    """The NFC text of a file that came in, with LF line ends; everything that no article is, is refused.

    Without ``compose`` it is left as it is: NFC would join a tag's ``>`` or the ``n`` of an escape with a
    mark that follows, so a format with markup composes the text inside itself.
    """
    text = verbatim(data)
    text = (clean(text) if compose else text).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise NothingInside
    return text


def verbatim(data: bytes) -> str:
    """The text of a file as it stands there, but for a byte order mark; what no text is, is refused."""
    if len(data) > LIMIT * 1024 * 1024:
        raise TooLarge(limit=LIMIT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _with_surrogates(data, error)
    clean(text)
    return text


def _with_surrogates(data: bytes, error: UnicodeDecodeError) -> str:
    """Bytes that are UTF-8 but for lone surrogates, so that ``clean`` can name what is wrong with them."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise NotUtf8(offset=error.start) from error
