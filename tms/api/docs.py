"""The API described for people at /api/docs, from its own OpenAPI: one plain page, nothing from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

router = APIRouter(prefix="/api", include_in_schema=False)
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Operation:
    """One verb at one address, as the page shows it."""

    id: str
    verb: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    takes: list[tuple[str, str]]
    answers: list[tuple[str, str, str]]


@router.get("/openapi.json")
def openapi(request: Request) -> JSONResponse:
    return JSONResponse(request.app.openapi())


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Every operation by its part of the desk, then every shape."""
    described: dict[str, Any] = request.app.openapi()
    parts: dict[str, list[Operation]] = {}
    for path, verbs in described["paths"].items():
        for verb, said in verbs.items():
            parts.setdefault(said["tags"][0], []).append(_operation(path, verb, said))
    shapes = {
        name: [(field, _kind(kind), field in schema.get("required", ())) for field, kind in _fields(schema)]
        for name, schema in sorted(described["components"]["schemas"].items())
    }
    page = _pages.get_template("docs.html")
    return HTMLResponse(page.render(info=described["info"], parts=parts, shapes=shapes))


def _operation(path: str, verb: str, said: dict[str, Any]) -> Operation:
    body = said.get("requestBody", {}).get("content", {})
    return Operation(
        said["operationId"],
        verb.upper(),
        path,
        said["summary"],
        said.get("description", ""),
        [each | {"kind": _kind(each["schema"])} for each in said.get("parameters", [])],
        [(media, _kind(each.get("schema", {}))) for media, each in body.items()],
        list(_answers(said)),
    )


def _answers(said: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for status, answer in said["responses"].items():
        for media, each in answer.get("content", {"": {}}).items():
            yield status, media, _kind(each.get("schema", {}))


def _fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from schema.get("properties", {}).items()


def _kind(schema: dict[str, Any]) -> str:
    """What a schema says in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"by name: {_kind(schema['additionalProperties'])}"
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    named = {"binary": "file", "date-time": "time"}
    return named.get(schema.get("format", ""), str(schema.get("title") or schema.get("type", "any")).lower())
