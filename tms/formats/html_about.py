"""What a page says of its article where nobody looks: JSON-LD, meta elements, Open Graph."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from tms.formats import inline, lines

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review)$")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]|$)")
_SITE = re.compile(r"\s+[|–—·-]\s+[^|–—·]{2,40}$")
_PATH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")
_ADDRESS = re.compile(r"https?:|www\.|@|/")

_LONGEST = 1000  # characters of what may be a title or a description

# In the order in which they are believed; "og:description" is made for readers, "description" for machines.
_AUTHOR = ("author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_DATE = (
    "article:published_time",
    "og:published_time",
    "date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publish-date",
    "sailthru.date",
    "parsely-pub-date",
    "datepublished",
)


@dataclass(frozen=True, slots=True)
class About:
    """``date`` is ISO 8601, a day; "" and () stand for what the page does not say."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    descriptions: tuple[str, ...] = ()


def read(page: LexborHTMLParser) -> About:
    said = _linked(page)
    named: dict[str, str] = {}
    for element in page.css("meta[content]"):
        given = element.attributes
        name = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
        named.setdefault(name, inline.plain(given.get("content") or "").plain)
    title = said.title or named.get("og:title") or named.get("twitter:title") or _title(page)
    site = named.get("og:site_name") or ""
    if site and title.endswith(site):
        title = title[: -len(site)].rstrip(" |–—·-")
    title = title if len(title) < _LONGEST else ""
    authors = said.authors or next((_names(named[name]) for name in _AUTHOR if named.get(name)), ())
    day = said.date or next((d for name in _DATE if (d := _day(named.get(name, "")))), "")
    day = day or _in_address(page, named.get("og:url", ""))
    told = (
        named.get(name, "") for name in ("og:description", "twitter:description", "description", "abstract")
    )
    descriptions = tuple(
        dict.fromkeys(text for text in (*told, *said.descriptions) if 0 < len(text) < _LONGEST)
    )
    return About(title, authors, day, descriptions)


def _linked(page: LexborHTMLParser) -> About:
    """What the first article among the page's JSON-LD says."""
    for script in page.css('script[type="application/ld+json"]'):
        try:
            found = next(_articles(json.loads(script.text(), strict=False)), None)
        except (ValueError, RecursionError):
            continue
        if found is not None:
            description = _string(found.get("description"))
            return About(
                _string(found.get("headline")),
                tuple(dict.fromkeys(_people(found.get("author")))),
                _day(_string(found.get("datePublished"))),
                (description,) if description else (),
            )
    return About()


def _articles(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for each in value[:50]:
            yield from _articles(each, depth + 1)
    if isinstance(value, dict):
        types = value.get("@type")
        if any(
            isinstance(t, str) and _ARTICLE.search(t) for t in (types if isinstance(types, list) else [types])
        ):
            yield value
        yield from _articles(value.get("@graph"), depth + 1)


def _people(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for each in value[:20]:
            yield from _people(each)
    elif isinstance(value, dict):
        yield from _people(value.get("name"))
    elif isinstance(value, str):
        yield from _names(value)


def _names(said: str) -> tuple[str, ...]:
    """The names in what stands for an author; an address or an account is no name."""
    said = inline.plain(said).plain
    if not said or _ADDRESS.search(said) or len(said) > 120:
        return ()
    return lines.byline(said) or lines.bare_names(said) or (said,)


def _string(value: object) -> str:
    return inline.plain(value).plain if isinstance(value, str) else ""


def _day(said: str) -> str:
    found = _DAY.match(said.strip())
    dated = None if found else lines.dateline(said)
    return found[1] if found else dated.date if dated else ""


def _in_address(page: LexborHTMLParser, given: str) -> str:
    """The day that an address names, as in /2015/03/18/."""
    link = page.css_first("link[rel~=canonical]")
    found = _PATH.search((link.attributes.get("href") or "") if link is not None else given)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _title(page: LexborHTMLParser) -> str:
    found = page.css_first("head title")
    whole = inline.plain(found.text()).plain if found is not None else ""
    return _SITE.sub("", whole)
