"""What went wrong, as application/problem+json: in the words of the command line, with what it carries."""

from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from tms import serving
from tms.errors import BadRequest, Blocked, Conflict, DeskError, NotSignedIn
from tms.workflow import wire
from tms.workflow.status import Blocker


def problem(request: Request, error: DeskError) -> Response:
    """A problem says what happened, where, and what to do; a conflict carries the text as it is now."""
    language = serving.language(request)
    said = wire.error(error, language)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": said["message"],
        "status": error.status,
        **said,
    }
    if isinstance(error, Conflict):
        body |= {"current": error.current, "version": error.version}
    if isinstance(error, Blocked):
        body["blockers"] = [wire.blocker(each, language) for each in _blockers(error)]
    headers = {"www-authenticate": "Bearer"} if isinstance(error, NotSignedIn) else serving.again_in(error)
    return JSONResponse(body, error.status, headers, "application/problem+json")


def _blockers(error: Blocked) -> list[Blocker]:
    listed = error.params.get("blockers")
    return listed if isinstance(listed, list) else []


def unreadable(error: RequestValidationError) -> BadRequest:
    """The first thing that is wrong with a request; never what was sent, which may not be repeatable."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])[:200].encode("ascii", "backslashreplace").decode()
    return BadRequest(where, reason=f"{where}: {first['msg']}"[:500])
