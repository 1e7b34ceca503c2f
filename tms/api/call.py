"""One call of the API: who it is from, the session it works in, and the answer it may have had before."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response

from tms import languages, serving
from tms.core.rights import Person, Role
from tms.errors import BadRequest, BadValue, KeyReused, NoSuchEdition, ReadOnlyToken
from tms.serving import Desk
from tms.store import desk as kept
from tms.store.session import Session
from tms.workflow import wire
from tms.workflow.sheets import Row, Sheet, open_sheet
from tms.workflow.translate import Outcome

Json = dict[str, Any]
Answer = TypeVar("Answer")
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass
class Call:
    """One request at work."""

    request: Request
    response: Response

    @property
    def desk(self) -> Desk:
        return serving.desk(self.request)

    @property
    def language(self) -> str:
        return serving.language(self.request)

    def known(self) -> Person:
        """Who calls: a stranger, or a token that only reads, is refused before work is spent on it."""
        with self.desk.reading() as session:
            by = serving.signed_in(session, self.request)
        if by.read_only:
            raise ReadOnlyToken(name=by.name)
        return by

    def read(self, step: Callable[[Session, Person], Answer]) -> Answer:
        with self.desk.reading() as session:
            return step(session, serving.signed_in(session, self.request))

    def write(self, step: Callable[[Session, Person], Json], status: int = 200) -> Json:
        """Take a step and commit it; the same request sent twice with one Idempotency-Key is done once."""
        self.response.status_code = status
        with self.desk.writing() as session:
            by = serving.signed_in(session, self.request)
            if by.read_only:
                raise ReadOnlyToken(name=by.name)
            key = self.request.headers.get("idempotency-key", "")
            if not key:
                return step(session, by)
            if len(key) > 150 or not key.isascii() or not key.isprintable():
                raise BadRequest("Idempotency-Key", reason="Idempotency-Key: up to 150 printable characters")
            record, new = kept.request(session, f"{by.id}:{key}", self._digest())
            if not new:
                if record.digest != self._digest():
                    raise KeyReused(key)
                self.response.status_code = record.status
                self.response.headers["idempotency-replayed"] = "true"
                return record.answer
            answer = step(session, by)
            record.status, record.answer = self.response.status_code, answer
            return answer

    def moment(self, at: datetime | None, name: str) -> datetime | None:
        """A time of the sender's, in the desk's zone where it has no offset."""
        if at is None:
            return None
        aware = at if at.tzinfo else at.replace(tzinfo=self.desk.settings.zone)
        if not _FIRST <= aware <= _LAST:
            raise BadValue(name, value=at.isoformat(), name=name, known="2026-03-14T18:00")
        return aware

    def _digest(self) -> str:
        url = self.request.url
        head = (
            f"{self.request.method} {url.path}?{url.query}\n{self.request.headers.get('content-type', '')}\n"
        )
        return hashlib.sha256(head.encode() + self.request.state.body).hexdigest()


def _call(request: Request, response: Response) -> Call:
    serving.clean_names([*request.path_params.items(), *request.query_params.multi_items()])
    return Call(request, response)


Calling = Annotated[Call, Depends(_call)]


def sheet(session: Session, by: Person, slug: str, language: str, *, write: bool = False) -> Sheet:
    """One edition for somebody who may see it; to others there is none."""
    tag = languages.target(language).tag
    if not by.speaks(tag):
        raise NoSuchEdition(f"{slug} {tag}", slug=slug, language=tag)
    return open_sheet(session, slug, tag, write=write)


def may_read(by: Person, role: Role) -> None:
    """A role that is needed only to look: a token that may not write has it too."""
    replace(by, read_only=False).must(role)


def spoken(by: Person, editions: Json) -> Json:
    return {tag: value for tag, value in editions.items() if by.speaks(tag)}


def told(sheet: Sheet, outcome: Outcome, language: str) -> Json:
    """What became of a step; where nothing could be done, the first refusal is the answer."""
    if outcome.refused and not outcome.done:
        raise outcome.refused[0][1]
    return {
        "article": sheet.article.slug,
        "language": sheet.language,
        "done": _named(outcome.done),
        "unchanged": _named(outcome.unchanged),
        "left": [{"segment": row.place, **wire.error(error, language)} for row, error in outcome.refused],
    }


def _named(rows: Iterable[Row]) -> list[str]:
    return [row.place for row in rows]
