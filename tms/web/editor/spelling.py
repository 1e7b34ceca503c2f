"""What the desk would make of a text that somebody pastes: its spelling mended, an old one restored."""

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tms import languages, serving
from tms.errors import BadRequest, DeskError, NoSuchEdition
from tms.store.house import house
from tms.web.editor.deeds import LONGEST
from tms.web.editor.markup import diff
from tms.workflow import translate, wire


class Pasted(BaseModel):
    """A text, in code notation, whose spelling is asked about."""

    text: str = Field(max_length=LONGEST)


def restored(request: Request) -> Response:
    """The text as the desk would keep it, whether its spelling was an old one, and what that changes."""
    try:
        text, tag = _asked(request)
    except DeskError as error:
        return JSONResponse(wire.error(error, serving.language(request)), error.status)
    with serving.desk(request).reading() as session:
        style = house(session)
    fresh = translate.repaired(text, tag, style)
    legacy = fresh != translate.spelled(text, tag, style)
    return JSONResponse({"text": fresh, "legacy": legacy, "diff": str(diff(text, fresh))})


def _asked(request: Request) -> tuple[str, str]:
    by = serving.person(request)
    serving.clean_names(list(request.path_params.items()))
    slug, tag = request.path_params["slug"], languages.target(request.path_params["language"]).tag
    if not by.speaks(tag):
        raise NoSuchEdition(f"{slug} {tag}", slug=slug, language=tag)
    try:
        return Pasted.model_validate_json(request.state.body).text, tag
    except ValidationError as error:
        raise BadRequest("body", reason="a text is wanted") from error
