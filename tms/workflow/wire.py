"""Records as the JSON of the outside contract (design §9): one shape, whether a command or HTTP says it.

``language`` is the one in which messages are said. What is not there is null.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from tms.catalogs import translate
from tms.core.document import Block
from tms.core.findings import Finding
from tms.core.house import SETTINGS, House
from tms.core.routing import Decision
from tms.core.states import State
from tms.errors import DeskError
from tms.formats.tmx import Reading
from tms.store import articles as rows
from tms.store import editions, people, releases
from tms.store import jobs as job_rows
from tms.store.articles import Article, Revision
from tms.store.events import Event
from tms.store.jobs import Job, JobState, Standing
from tms.store.releases import Release
from tms.store.session import Session
from tms.workflow import checking
from tms.workflow.board import EditionLine, board
from tms.workflow.exchange import Imported
from tms.workflow.ingest import Ingested
from tms.workflow.memory import Found
from tms.workflow.sheets import Row, Sheet, open_sheets
from tms.workflow.status import ArticleStatus, Blocker, EditionStatus, Published

Json = dict[str, Any]
ENGLISH = "en"


def ingested(done: Ingested) -> Json:
    return {
        "article": done.article.slug,
        "revision": done.revision,
        "blocks": len(done.document.blocks),
        "segments": len(done.document.segments),
        **{fate.value: count for fate, count in done.counts.items()},
        "uncertain": [
            {"block": block.id, "kind": block.kind.value, "why": block.uncertain}
            for block in done.document.blocks
            if block.uncertain
        ],
    }


def shown(article: Article, revision: Revision) -> Json:
    """The English of a revision, block by block, in code notation."""
    return {
        "article": article.slug,
        "revision": revision.number,
        "blocks": [_block(block) for block in revision.document.blocks],
    }


def articles(session: Session, *, words: str = "", limit: int | None = None, offset: int = 0) -> Json:
    """The desk's articles, the last changed first; ``blocked`` counts what ``status`` lists as blockers."""
    found = board(session, words=words, limit=limit, offset=offset)
    return {
        "articles": [
            {
                "article": line.article.slug,
                "title": line.article.title,
                "revision": line.article.revision,
                "accepted": line.accepted,
                "editions": {tag: _counted(edition) for tag, edition in line.editions.items()},
            }
            for line in found.lines
        ],
        "total": found.total,
    }


def status(found: ArticleStatus, language: str = ENGLISH) -> Json:
    return {
        "article": found.article.slug,
        "revision": found.revision.number,
        "editions": {tag: _edition(edition, language) for tag, edition in found.editions.items()},
    }


def blocker(each: Blocker, language: str = ENGLISH) -> Json:
    return {
        "code": each.code,
        "segment": each.segment or None,
        "who": each.who or None,
        "message": translate(each.message, language),
    }


def imported(done: Imported, language: str = ENGLISH) -> Json:
    return {
        "applied": done.applied,
        "unchanged": done.unchanged,
        "stale": done.stale,
        "conflicts": [
            {
                "segments": list(clash.segments),
                "base": clash.base,
                "theirs": clash.theirs,
                "mine": clash.mine,
                "why": translate(clash.why, language),
            }
            for clash in done.conflicts
        ],
        "unknown": list(done.unknown),
    }


def findings(found: Iterable[tuple[str, Finding]], language: str = ENGLISH) -> Json:
    """Findings by the id of what they were found in."""
    return {"findings": [finding(id, each, language) for id, each in found]}


def finding(id: str, each: Finding, language: str = ENGLISH) -> Json:
    return {
        "id": id,
        "check": each.check,
        "code": each.code,
        "severity": each.severity.value,
        "message": translate(each.message, language),
        "source_span": list(each.source_span) if each.source_span else None,
        "target_span": list(each.target_span) if each.target_span else None,
        "fixes": [
            {"span": list(fix.span), "text": fix.text, "label": translate(fix.label, language)}
            for fix in each.fixes
        ],
    }


def decisions(
    session: Session, slug: str, decided: Mapping[str, Sequence[Decision]], language: str = ENGLISH
) -> Json:
    """Where each empty translation goes, by edition; it is named by the first of its segments."""
    article = rows.find(session, slug)
    sheets = open_sheets(session, article, decided)
    return {
        "article": article.slug,
        "editions": {
            tag: [
                {
                    "segment": sheets[tag].by_id[each.translation].place,
                    "to": each.to.value,
                    "name": each.name or None,
                    "why": translate(each.why, language),
                }
                for each in listed
            ]
            for tag, listed in sorted(decided.items())
        },
    }


def edition(session: Session, sheet: Sheet, language: str = ENGLISH) -> bytes:
    """An edition's translations as a JSON file."""
    return file(translations(session, sheet, language))


def file(body: Json) -> bytes:
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def translations(session: Session, sheet: Sheet, language: str = ENGLISH, zone: tzinfo = UTC) -> Json:
    """An edition's translations in reading order, with what was found in each and what is suggested.

    Times are those of ``zone``.
    """
    found = checking.find(session, sheet)
    names = {user.id: user.name for user in people.users(session)}
    offered: dict[str, list[Json]] = defaultdict(list)
    for each in editions.suggestions(session, [row.id for row in sheet.rows]):
        offered[each.translation_id].append(
            {
                "text": each.text,
                "origin": each.origin,
                "score": each.score,
                "source": each.source,
                "author": each.author or None,
                "at": _time(each.at, zone),
                "put_in": each.spans,
            }
        )
    return {
        "article": sheet.article.slug,
        "revision": sheet.revision.number,
        "language": sheet.language,
        "state": sheet.state,
        "manifest": sheet.manifest,
        "rows": [
            {
                **translation(row),
                "assigned": names.get(row.assignment.user_id) if row.assignment else None,
                "due": _time(row.assignment.due, zone) if row.assignment else None,
                "findings": [finding(row.place, each, language) for each in found.get(row.id, [])],
                "suggestions": offered[row.id],
            }
            for row in sheet.rows
        ],
    }


def taken(reading: Reading, added: int, language: str) -> Json:
    """What became of a memory's file."""
    return {
        "read": reading.units,
        "added": added,
        "skipped": reading.skipped,
        "left": [
            {"unit": each.unit, "line": each.line, "message": translate(each.why, language)}
            for each in reading.named
        ],
    }


def translation(row: Row) -> Json:
    """One translation as it stands."""
    return {
        "translation": row.id,
        "block": row.block.id,
        "kind": row.block.kind.value,
        "segments": [segment.id for segment in row.segments],
        "source": row.source.notation,
        "text": row.record.text,
        "state": row.record.state.value,
        "version": row.record.version,
        "basis": row.record.basis,
        "stale": row.stale,
        "origin": row.record.origin or None,
        "author": row.record.author or None,
        "approved_by": row.record.approved_by or None,
        "comment": row.record.comment or None,
        "omitted": row.record.omitted or None,
        "added": row.record.added or None,
    }


def release(session: Session, made: Release, zone: tzinfo = UTC) -> Json:
    article = session.get_one(Article, made.article_id)
    parts = releases.parts(session, made.id)
    return {
        "article": article.slug,
        "release": made.number,
        "manifest": made.manifest,
        "by": made.author,
        "reason": made.reason or None,
        "at": _time(made.at, zone),
        "publish_at": _time(made.publish_at, zone),
        "editions": {
            tag: {
                "revision": part.revision,
                "release": part.origin,
                "carried": part.origin != made.number,
                "manifest": part.manifest,
            }
            for tag, part in parts.items()
        },
        "deliveries": [
            {
                "destination": destination.name,
                "state": delivery.state,
                "sent_at": _time(delivery.sent_at, zone),
            }
            for delivery, destination in releases.deliveries(session, made.id)
        ],
    }


def jobs(session: Session) -> Json:
    """How many jobs there are in each state, and those that are not done."""
    backlog = job_rows.backlog(session)
    open_states = [state for state in JobState if state is not JobState.DONE]
    return {
        **{state.value: backlog.counts.get(state, 0) for state in JobState},
        "oldest": round(backlog.oldest, 1),
        "jobs": [job(each) for each in job_rows.listing(session, open_states)],
    }


def job(each: Job | Standing) -> Json:
    return {
        "id": each.id,
        "key": each.key,
        "kind": each.kind,
        "state": each.state.value,
        "last_error": (each.last_error if isinstance(each, Job) else each.error) or None,
    }


def event(each: Event, slug: str | None) -> Json:
    """A fact of who did what, in the article of this slug."""
    return {
        "id": each.id,
        "at": _time(each.at),
        "who": each.who,
        "what": each.what,
        "article": slug,
        "language": each.language or None,
        "translation": each.translation or None,
        "details": each.details,
    }


def pairs(found: Iterable[Found]) -> Json:
    """Pairs of the memory, in code notation, with where they come from."""
    return {
        "entries": [
            {
                "source": each.source.notation,
                "target": each.target.notation,
                "language": each.language,
                "article": each.slug or None,
                "segment": each.segment or None,
                "author": each.author or None,
                "at": _time(each.at),
            }
            for each in found
        ]
    }


def settings(house: House, language: str = ENGLISH) -> Json:
    """What the desk decides for itself: each setting with its value and what else it can be."""
    return {
        "settings": [
            {
                "name": each.name,
                "value": house.value(each.name),
                "default": each.default,
                "choices": list(each.choices) or None,
                "most": each.most or None,
                "says": translate(each.asks, language),
            }
            for each in SETTINGS.values()
        ]
    }


def error(why: DeskError, language: str = ENGLISH) -> Json:
    """What a refusal says; a command answers ``{"error": …}``, HTTP a problem that holds it."""
    return {
        "code": why.code,
        "message": translate(why.message, language),
        "where": why.where or None,
        "hint": translate(why.hint, language) if why.hint else None,
    }


def _block(block: Block) -> Json:
    return {
        "id": block.id,
        "kind": block.kind.value,
        "attributes": block.attributes,
        "group": block.group or None,
        "text": block.text.notation,
        "segments": [{"id": segment.id, "text": segment.text.notation} for segment in block.segments],
    }


def _edition(edition: EditionStatus, language: str) -> Json:
    return {
        "state": edition.state,
        "segments": {state.value: edition.segments.get(state, 0) for state in State},
        "stale": edition.stale,
        "words": {"total": edition.words, "left": edition.words_left},
        "findings": {
            severity.value: count for severity, count in edition.findings.items() if severity.value != "info"
        },
        "blockers": [blocker(each, language) for each in edition.blockers],
        "published": _published(edition.published),
    }


def _counted(edition: EditionLine) -> Json:
    return {
        "state": edition.state,
        "segments": {state.value: edition.segments.get(state, 0) for state in State},
        "stale": edition.stale,
        "words": {"total": edition.words, "left": edition.words_left},
        "findings": {"error": edition.errors, "warning": edition.warnings},
        "blocked": edition.blockers,
        "published": _published(edition.published),
    }


def _published(public: Published | None) -> Json | None:
    return {"release": public.release, "revision": public.revision} if public else None


def _time(moment: datetime | None, zone: tzinfo = UTC) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None
