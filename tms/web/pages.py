"""Render a page: its language and direction, its sentences, its digits, and times in the desk's zone."""

import contextlib
import hashlib
import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import NoMatchFound

from tms import languages, serving
from tms.catalogs import sentence, translate
from tms.core.rights import Role
from tms.errors import DeskError, SignInNeeded
from tms.languages.base import Language
from tms.messages import N_, Message
from tms.store import notices, people
from tms.web import words
from tms.workflow import wire

_FOLDER = Path(__file__).parent


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page in the language asked for; a choice of language is kept in a cookie."""
    language = languages.get(serving.language(request))
    html = (
        _pages()
        .get_template(template)
        .render(
            request=request,
            language=language,
            languages=languages.LANGUAGES,
            nonce=request.state.nonce,
            zone=serving.desk(request).settings.zone,
            words=words,
            signed=serving.signed(request),
            navigation=_navigation(request),
            unread=_unread(request),
            **values,
        )
    )
    response = HTMLResponse(
        html, status, {"content-language": language.tag, "vary": "accept-language, cookie"}
    )
    if request.query_params.get(serving.COOKIE) == language.tag:
        serving.speak(response, language.tag)
    if serving.signed(request) is not None:
        response.headers["cache-control"] = "no-store"
    serving.keep(request, response)
    return response


def part(request: Request, template: str, **values: Any) -> str:
    """A piece of a page that is open already."""
    return (
        _pages()
        .get_template(template)
        .render(
            request=request,
            language=languages.get(serving.language(request)),
            zone=serving.desk(request).settings.zone,
            words=words,
            **values,
        )
    )


def error_page(request: Request, error: DeskError) -> Response:
    """What happened and what to do: a page for a person, JSON for a script of ours, a form for a stranger."""
    if "text/html" not in request.headers.get("accept", "*/*").replace("*/*", "text/html"):
        body = {"error": wire.error(error, serving.language(request))}
        return JSONResponse(body, error.status, {"vary": "accept", **serving.again_in(error)})
    if isinstance(error, SignInNeeded):
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        asked = path if request.method == "GET" else urlsplit(request.headers.get("referer", "/")).path
        return RedirectResponse(f"/signin?{urlencode({'next': serving.here(asked)})}", 303)
    response = page(request, "error/page.html", error.status, error=error)
    response.headers.update(serving.again_in(error))
    return response


def welcome(request: Request) -> Response | None:
    """A desk without users shows only how to add one."""
    with serving.desk(request).reading() as session:
        known = bool(people.active(session))
    return None if known else welcome_page(request)


def welcome_page(request: Request) -> Response:
    return page(request, "welcome/page.html")


_PAGES = (
    ("queue", N_("Queue"), Role.TRANSLATOR),
    ("board", N_("Board"), None),
    ("releases", N_("Releases"), None),
    ("memory", N_("Memory"), None),
    ("terms", N_("Terms"), None),
    ("people", N_("People"), Role.CHIEF),
)
"""What the header leads to, where there is a route of that name and the person has the role."""


def _navigation(request: Request) -> list[tuple[str, str]]:
    by = serving.maybe_person(request)
    found = []
    for name, word, role in _PAGES:
        if role is None or (by is not None and by.has(role)):
            with contextlib.suppress(NoMatchFound):
                found.append((str(request.app.url_path_for(name)), word))
    return found


def _unread(request: Request) -> int:
    """How many notices the person has not read."""
    by = serving.maybe_person(request)
    if by is None:
        return 0
    with serving.desk(request).reading() as session:
        return notices.unread(session, [by.id])[by.id]


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals |= {
        "_": _say,
        "ngettext": _count,
        "static": _static,
        "with_language": _with_language,
        "csrf": _csrf,
        "modules": _modules,
    }
    pages.filters |= {
        "number": _number,
        "say": _message,
        "time": _time,
        "date": _date,
        "isolated": lambda name: Markup("<bdi>%s</bdi>") % name,
        "say_all": _say_all,
        "paged": lambda query: f"/board?{query}",
        "clock": _clock,
        "day": _written_day,
        "oclock": _oclock,
    }
    return pages


@pass_context
def _say(context: Context, template: str, **params: object) -> Markup:
    """A sentence in the page's language; what is put into it is escaped unless it is markup."""
    return _filled(sentence(template, context["language"].tag), context["language"], params)


@pass_context
def _count(context: Context, one: str, many: str, count: int, **params: object) -> Markup:
    """A sentence that counts something, in the form that the number asks for."""
    template = sentence(one, context["language"].tag, many, count)
    return _filled(template, context["language"], {"count": count, **params})


def _filled(template: str, language: Language, params: dict[str, object]) -> Markup:
    values = {
        name: _in_digits(value, language) if isinstance(value, int) else value
        for name, value in params.items()
    }
    return escape(template) % values if values else escape(template.replace("%%", "%"))


@pass_context
def _message(context: Context, message: Message) -> str:
    return translate(message, context["language"].tag)


@pass_context
def _say_all(context: Context, sentences: dict[str, str]) -> Markup:
    """Sentences by name as JSON, for the modules of a page."""
    said = {name: sentence(each, context["language"].tag) for name, each in sentences.items()}
    return Markup(json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704  "<" is escaped


@pass_context
def _number(context: Context, value: int) -> Markup:
    """A number in the digits of the page's language, held together."""
    return Markup("<bdi>%s</bdi>") % _in_digits(value, context["language"])


def _in_digits(value: int, language: Language) -> str:
    return language.shape(str(value))


@pass_context
def _time(context: Context, moment: datetime) -> Markup:
    """A moment on the desk's clock, as the page's language writes it."""
    language: Language = context["language"]
    local = moment.astimezone(context["zone"])
    return Markup('<time datetime="%s"><bdi>%s</bdi> <bdi>%s</bdi></time>') % (
        moment.isoformat(timespec="seconds"),
        _day(local, language),
        language.shape(f"{local:%H:%M}"),
    )


@pass_context
def _clock(context: Context, moment: datetime) -> str:
    """The hour and minute on the desk's clock."""
    language: Language = context["language"]
    return language.shape(f"{moment.astimezone(context['zone']):%H:%M}")


@pass_context
def _oclock(context: Context, hour: int) -> str:
    """A full hour of the day."""
    language: Language = context["language"]
    return language.shape(f"{hour:02}:00")


@pass_context
def _date(context: Context, moment: datetime) -> str:
    return _day(moment.astimezone(context["zone"]), context["language"])


@pass_context
def _written_day(context: Context, day: date) -> str:
    """A day of the desk's calendar."""
    language: Language = context["language"]
    return language.dated(day.isoformat())


def _day(local: datetime, language: Language) -> str:
    return language.dated(local.date().isoformat())


@pass_context
def _with_language(context: Context, tag: str) -> str:
    """The address of this page in another language."""
    url = context["request"].url.include_query_params(lang=tag)
    return f"{url.path}?{url.query}"


@pass_context
def _csrf(context: Context) -> str:
    """What a form carries in its field ``csrf``."""
    return serving.csrf(context["request"])


@cache
def _static(name: str) -> str:
    """The address of a file of ours; it changes with the file, so that browsers may keep it."""
    data = (_FOLDER / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:10]}"


@cache
def _modules(folder: str) -> Markup:
    """An import map: the modules of a folder at addresses that change with them."""
    found = sorted((_FOLDER / "static" / folder).glob("*.js"))
    names = [f"{folder}/{path.name}" for path in found]
    return Markup(json.dumps({"imports": {f"/static/{name}": _static(name) for name in names}}))  # noqa: S704  our own files' names
