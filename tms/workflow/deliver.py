"""Carry releases to their destinations: once each, and never over a newer one."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tms import connectors, formats
from tms.connectors.base import Package, Recovers
from tms.core.rights import Person, Role
from tms.errors import NoSuchJob
from tms.settings import Settings
from tms.store import events, jobs, releases
from tms.store.articles import Article
from tms.store.jobs import Kind
from tms.store.releases import Destination, Part, Release
from tms.store.session import Session
from tms.workflow.assemble import package


@dataclass(frozen=True)
class _Work:
    delivery: int
    connector: str
    target: str
    package: Package


def load(session: Session, settings: Settings, args: dict[str, Any]) -> _Work | None:
    """The package to carry, or None where a newer release of the article has gone there already."""
    release = session.get_one(Release, args["release"])
    destination = session.get_one(Destination, args["destination"])
    delivery = releases.delivery(session, release.id, destination.id)
    if delivery.state != "waiting":
        return None
    if releases.overtaken(session, release, destination.id):
        delivery.state = "superseded"
        return None
    connector = connectors.get(destination.connector)
    suffixes = {name: _suffix(name) for name in connector.formats}
    return _Work(
        delivery.id,
        destination.connector,
        _target(settings, destination),
        package(session, release, suffixes),
    )


def work(job: _Work) -> dict[str, str]:
    return connectors.get(job.connector).deliver(job.package, job.target)


def apply(session: Session, job: _Work, remote_ids: dict[str, str]) -> None:
    """Write down what arrived; the fence and the state make it once."""
    sent = releases.mark_sent(session, job.delivery)
    if sent is None:
        return
    session.add_all(
        Part(
            delivery_id=job.delivery,
            language=name.partition(".")[0],
            remote_id=remote_ids.get(name.partition(".")[0], ""),
            sha256=hashlib.sha256(data).hexdigest(),
        )
        for name, data in job.package.files.items()
        if name != "alignment.json" and name.endswith(_suffix(connectors.get(job.connector).formats[0]))
    )
    release = session.get_one(Release, sent)
    article = session.get_one(Article, release.article_id)
    events.append(session, "desk", "deliver", article.id, release=release.number, connector=job.connector)


def recover(session: Session, settings: Settings) -> None:
    """Have every destination finish what a crash cut off; done when a worker starts."""
    for destination in releases.destinations(session):
        connector = connectors.get(destination.connector)
        if isinstance(connector, Recovers):
            connector.recover(_target(settings, destination))


def _target(settings: Settings, destination: Destination) -> str:
    return destination.target or str(Path(settings.editions))


def _suffix(name: str) -> str:
    """How files of a format are named."""
    return formats.get(name).suffixes[0]


def again(session: Session, article: Article, job: int, by: Person) -> None:
    """Try a delivery of the article now that failed, or that waits for its next try."""
    by.must(Role.CHIEF)
    made = [release.id for release in releases.releases(session, article.id)]
    if job not in {way.job for way in releases.ways(session, made) if way.state == "waiting"}:
        raise NoSuchJob(id=job)
    jobs.retry(session, job, by.name)


KINDS = (Kind("deliver", load, work, apply, priority=1, lease=120.0),)
