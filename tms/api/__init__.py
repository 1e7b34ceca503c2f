"""JSON for machines under /api/v1: the same steps as on the command line, for whoever holds a token."""

from fastapi import APIRouter

from tms.api import articles, docs, editions, memory, operations, releases, runs
from tms.api.problems import problem, unreadable

router = APIRouter(prefix="/api/v1")
for part in (articles, editions, runs, releases, memory, operations):
    router.include_router(part.router)

__all__ = ["docs", "problem", "router", "unreadable"]
