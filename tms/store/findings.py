"""What the checks found in each translation, and what people let stand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.core.findings import Finding, Fix, Severity
from tms.messages import Message
from tms.store.base import Base, Choice, moment
from tms.store.editions import Edition, Translation


class FindingRecord(Base):
    """One finding, in the very text that ``Translation.checked`` names."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    translation_id: Mapped[str] = mapped_column(ForeignKey(Translation.id), index=True)
    check: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    severity: Mapped[Severity] = mapped_column(Choice(Severity))
    template: Mapped[str]
    params: Mapped[dict[str, Any]]
    source_span: Mapped[list[Any] | None]
    target_span: Mapped[list[Any] | None]
    fixes: Mapped[list[Any]]

    @property
    def value(self) -> Finding:
        return Finding(
            self.check,
            self.code,
            Severity(self.severity),
            _message(self.template, self.params),
            (self.source_span[0], self.source_span[1]) if self.source_span else None,
            (self.target_span[0], self.target_span[1]) if self.target_span else None,
            tuple(
                Fix((fix["span"][0], fix["span"][1]), fix["text"], _message(fix["label"], fix["params"]))
                for fix in self.fixes
            ),
        )


class Waiver(Base):
    """A person's reasoned "stands as it is". ``text_hash`` binds it to the text it waives.

    ``code`` is a blocker's: finding, parity or embargo; ``check`` names the finding's check.
    """

    __tablename__ = "waiver"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id), index=True)
    translation_id: Mapped[str | None] = mapped_column(ForeignKey(Translation.id))
    code: Mapped[str] = mapped_column(String(16))
    check: Mapped[str] = mapped_column(String(40), default="")
    finding: Mapped[str] = mapped_column(String(40), default="")
    text_hash: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str]
    author: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(insert_default=moment())


def of(session: Session, translation_ids: Iterable[str]) -> list[FindingRecord]:
    return list(
        session.scalars(
            select(FindingRecord)
            .where(FindingRecord.translation_id.in_(list(translation_ids)))
            .order_by(FindingRecord.id)
        )
    )


def waivers(session: Session, edition_ids: Iterable[int]) -> list[Waiver]:
    return list(session.scalars(select(Waiver).where(Waiver.edition_id.in_(list(edition_ids)))))


def replace(session: Session, found: dict[str, list[Finding]]) -> None:
    """Put these findings in the place of all earlier ones of the same translations."""
    session.execute(delete(FindingRecord).where(FindingRecord.translation_id.in_(list(found))))
    session.add_all(
        FindingRecord(
            translation_id=translation,
            check=finding.check,
            code=finding.code,
            severity=finding.severity,
            template=finding.message.template,
            params=_kept(finding.message),
            source_span=list(finding.source_span) if finding.source_span else None,
            target_span=list(finding.target_span) if finding.target_span else None,
            fixes=[
                {
                    "span": list(fix.span),
                    "text": fix.text,
                    "label": fix.label.template,
                    "params": _kept(fix.label),
                }
                for fix in finding.fixes
            ],
        )
        for translation, findings in found.items()
        for finding in findings
    )


def _kept(message: Message) -> dict[str, Any]:
    """The parameters of a message as JSON; one that is a message itself is kept with its own."""
    return {
        name: {"template": value.template, "params": _kept(value)} if isinstance(value, Message) else value
        for name, value in message.params.items()
    }


def _message(template: str, params: dict[str, Any]) -> Message:
    read = {name: _message(**value) if isinstance(value, dict) else value for name, value in params.items()}
    return Message(template, read)
