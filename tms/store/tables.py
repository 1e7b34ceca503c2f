"""All tables in one place, for migrations and tests: importing this module knows every one."""

from tms.store import (
    articles,
    comments,
    desk,
    editions,
    events,
    findings,
    jobs,
    looks,
    memory,
    notices,
    people,
    presence,
    releases,
    signing,
    terms,
)
from tms.store.base import Base

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "articles",
    "comments",
    "desk",
    "editions",
    "events",
    "findings",
    "jobs",
    "looks",
    "memory",
    "notices",
    "people",
    "presence",
    "releases",
    "signing",
    "terms",
]
