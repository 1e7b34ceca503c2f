"""Render a page: its language and direction, its sentences, its digits, and times in the desk's zone."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tms import languages, serving
from tms.catalogs import sentence, translate
from tms.errors import DeskError
from tms.languages.base import Language
from tms.messages import Message
from tms.store import people
from tms.web import words

_FOLDER = Path(__file__).parent
_YEAR = 365 * 24 * 3600


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
            **values,
        )
    )
    response = HTMLResponse(
        html, status, {"content-language": language.tag, "vary": "accept-language, cookie"}
    )
    if request.query_params.get(serving.COOKIE) == language.tag:
        response.set_cookie(serving.COOKIE, language.tag, max_age=_YEAR, httponly=True, samesite="lax")
    return response


def error_page(request: Request, error: DeskError) -> Response:
    """What happened and what to do, as a page."""
    return page(request, "error/page.html", error.status, error=error)


def welcome(request: Request) -> Response | None:
    """A desk without users shows only how to add one."""
    with serving.desk(request).reading() as session:
        known = bool(people.active(session))
    return None if known else page(request, "welcome/page.html")


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals |= {"_": _say, "ngettext": _count, "static": _static, "with_language": _with_language}
    pages.filters |= {
        "number": _number,
        "say": _message,
        "time": _time,
        "date": _date,
        "isolated": lambda name: Markup("<bdi>%s</bdi>") % name,
        "paged": lambda query: f"/?{query}",
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
def _date(context: Context, moment: datetime) -> str:
    return _day(moment.astimezone(context["zone"]), context["language"])


def _day(local: datetime, language: Language) -> str:
    return language.dated(local.date().isoformat())


@pass_context
def _with_language(context: Context, tag: str) -> str:
    """The address of this page in another language."""
    url = context["request"].url.include_query_params(lang=tag)
    return f"{url.path}?{url.query}"


@cache
def _static(name: str) -> str:
    """The address of a file of ours; it changes with the file, so that browsers may keep it."""
    data = (_FOLDER / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:10]}"
