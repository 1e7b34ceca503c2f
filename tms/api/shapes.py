"""What the API takes and answers, for the checks on the way in and the description at /api/docs."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tms.core.document import BlockKind


def _kept(text: str) -> str:
    if "\0" in text:
        raise ValueError("it holds a NUL character")
    return text


Line = Annotated[str, Field(max_length=500), AfterValidator(_kept)]
Long = Annotated[str, Field(max_length=100_000), AfterValidator(_kept)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Basis = Annotated[list[Annotated[list[Line], Field(min_length=2, max_length=2)]], Field(max_length=1000)]
Segments = Annotated[list[Line], Field(max_length=10_000)]


class Taken(BaseModel):
    """What is taken in; a name that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid")


# In


class NewArticle(Taken):
    content: Annotated[str, AfterValidator(_kept)]
    format: Line = ""
    slug: Line = ""
    source_key: Line = ""
    name: Line = ""
    replace: bool = False


class Kind(Taken):
    kind: BlockKind


class Split(Taken):
    """The segment that begins a new block."""

    segment: Line


class Decided(Taken):
    """Settings and their new values, by name."""

    values: Annotated[dict[Line, Line], Field(max_length=100)]


class Route(Taken):
    dry_run: bool = False


class Write(Taken):
    """A text, and the version that its writer looked at."""

    text: Long
    version: Count
    basis: Basis | None = None


class Some(Taken):
    """These segments; null stands for all that can take the step."""

    segments: Segments | None = None


class These(Taken):
    segments: Annotated[Segments, Field(min_length=1)]


class This(Taken):
    """One segment, or the id of an addition; ``version`` is what was looked at."""

    segment: Line
    version: Count | None = None


class Omit(This):
    reason: Line


class Addition(Taken):
    """A sentence to stand behind a segment, or behind another addition."""

    segment: Line
    text: Long
    reason: Line


class Approve(Some):
    override: Line = ""
    version: Count | None = None
    basis: Basis | None = None


class Return(Some):
    comment: Long


class Assign(Some):
    to: Line
    due: datetime | None = None


class Waive(Taken):
    blocker: Line
    reason: Line


class Sign(Taken):
    manifest: Line = ""


class Translate(Taken):
    machine: Line = ""


class NewRelease(Taken):
    languages: list[Line] | None = None
    at: datetime | None = None


class Withdraw(Taken):
    reason: Line
    languages: list[Line] | None = None


# Out


class Uncertain(BaseModel):
    block: str
    kind: str
    why: str


class Ingested(BaseModel):
    article: str
    revision: int
    blocks: int
    segments: int
    kept: int
    edited: int
    moved: int
    added: int
    removed: int
    uncertain: list[Uncertain]


class Segment(BaseModel):
    id: str
    text: str


class Block(BaseModel):
    id: str
    kind: str
    attributes: dict[str, Any]
    group: str | None
    text: str
    segments: list[Segment]


class Document(BaseModel):
    article: str
    revision: int
    blocks: list[Block]


class Words(BaseModel):
    total: int
    left: int


class Blocker(BaseModel):
    code: str
    segment: str | None
    who: str | None
    message: str


class Published(BaseModel):
    release: int
    revision: int


class Counts(BaseModel):
    state: str
    segments: dict[str, int]
    stale: int
    words: Words
    findings: dict[str, int]
    published: Published | None


class EditionCounts(Counts):
    blocked: int


class EditionStatus(Counts):
    blockers: list[Blocker]


class Article(BaseModel):
    article: str
    title: str
    revision: int
    accepted: bool
    editions: dict[str, EditionCounts]


class Articles(BaseModel):
    articles: list[Article]
    total: int


class Status(BaseModel):
    article: str
    revision: int
    editions: dict[str, EditionStatus]


class Accepted(BaseModel):
    article: str
    revision: int
    accepted_by: str


class Decision(BaseModel):
    segment: str
    to: str
    name: str | None
    why: str


class Decisions(BaseModel):
    article: str
    editions: dict[str, list[Decision]]


class Fix(BaseModel):
    span: list[int]
    text: str
    label: str


class Finding(BaseModel):
    id: str
    check: str
    code: str
    severity: str
    message: str
    source_span: list[int] | None
    target_span: list[int] | None
    fixes: list[Fix]


class Suggestion(BaseModel):
    text: str
    origin: str
    score: int
    source: str
    author: str | None
    at: str | None
    put_in: list[tuple[int, int]]


class Translation(BaseModel):
    translation: str
    block: str
    kind: str
    segments: list[str]
    source: str
    text: str
    state: str
    version: int
    basis: list[list[str]]
    stale: bool
    origin: str | None
    author: str | None
    approved_by: str | None
    comment: str | None
    omitted: str | None
    added: str | None


class Translations(BaseModel):
    translations: list[Translation]


class Order(BaseModel):
    article: str
    language: str
    segments: list[str]


class EditionRow(Translation):
    assigned: str | None
    due: str | None
    findings: list[Finding]
    suggestions: list[Suggestion]


class Edition(BaseModel):
    article: str
    revision: int
    language: str
    state: str
    manifest: str
    rows: list[EditionRow]


class Left(BaseModel):
    segment: str
    code: str
    message: str
    where: str | None
    hint: str | None


class Done(BaseModel):
    article: str
    language: str
    done: list[str]
    unchanged: list[str]
    left: list[Left]


class Assigned(BaseModel):
    article: str
    language: str
    to: str
    segments: list[str]
    due: str | None


class Waived(BaseModel):
    article: str
    language: str
    waived: int


class Signed(BaseModel):
    article: str
    language: str
    manifest: str


class Started(BaseModel):
    article: str
    language: str
    empty: int


class Clash(BaseModel):
    segments: list[str]
    base: str
    theirs: str
    mine: str
    why: str


class Imported(BaseModel):
    applied: int
    unchanged: int
    stale: int
    conflicts: list[Clash]
    unknown: list[str]


class Part(BaseModel):
    revision: int
    release: int
    carried: bool
    manifest: str


class Delivery(BaseModel):
    destination: str
    state: str
    sent_at: str | None


class Release(BaseModel):
    article: str
    release: int
    manifest: str
    by: str
    reason: str | None
    at: str
    publish_at: str | None
    editions: dict[str, Part]
    deliveries: list[Delivery]


class Releases(BaseModel):
    article: str
    releases: list[Release]


class Job(BaseModel):
    id: int
    key: str
    kind: str
    state: str
    last_error: str | None


class Jobs(BaseModel):
    waiting: int
    running: int
    done: int
    dead: int
    cancelled: int
    oldest: float
    jobs: list[Job]


class Entry(BaseModel):
    source: str
    target: str
    language: str
    article: str | None
    segment: str | None
    author: str | None
    at: str


class LeftUnit(BaseModel):
    unit: int
    line: int
    message: str


class MemoryImport(BaseModel):
    read: int
    added: int
    skipped: int
    left: list[LeftUnit]


class Entries(BaseModel):
    entries: list[Entry]


class Setting(BaseModel):
    name: str
    value: str
    default: str
    choices: list[str] | None
    most: int | None
    says: str


class Settings(BaseModel):
    settings: list[Setting]


class Event(BaseModel):
    id: int
    at: str
    who: str
    what: str
    article: str | None
    language: str | None
    translation: str | None
    details: dict[str, Any]


class Events(BaseModel):
    events: list[Event]
    last: int


class Problem(BaseModel):
    """What went wrong; a conflict adds ``current`` and ``version``, a blocked release its ``blockers``."""

    type: str
    title: str
    status: int
    code: str
    message: str
    where: str | None
    hint: str | None
