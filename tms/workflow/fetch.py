"""Fetch an article's page from the web: its bytes, how to read them, and the key it is found again by."""

import codecs
import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from tms import formats
from tms.core.document import Document, located
from tms.errors import BadFile, NotFetched
from tms.messages import N_, Message
from tms.outgoing import Answer, Client, shown
from tms.settings import Settings
from tms.workflow import ingest

_SECONDS = 10.0
_INSIDE = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_OTHERS = re.compile(r"cp\d+|iso8859-\d+|koi8-\w+|utf-16(-[bl]e)?|gb\w+|big5\w*|euc_\w+|shift_jis|mac\w*")
"""Encodings of pages that are not UTF-8, as Python calls them."""


@dataclass(frozen=True)
class Page:
    """A page as it was found: its text in UTF-8, the name of its format, and its address in the end."""

    data: bytes
    format: str
    url: str


def page(settings: Settings, url: str, seconds: float = _SECONDS) -> Page:
    """Fetch a page that is there; raises NotFetched or AddressRefused, saying why."""
    answer = Client(settings.admit, seconds=seconds, megabytes=formats.base.LIMIT).get(
        url.strip(), {"accept": "text/html, text/markdown, text/plain;q=0.9, */*;q=0.1"}
    )
    if answer.status != 200:
        reason = Message(N_("it answers with the number %(status)s"), {"status": str(answer.status)})
        raise NotFetched("url", url=shown(url), reason=reason)
    return Page(_utf8(answer), _format(answer), answer.url)


def read(found: Page, format: str = "") -> Document:
    """The article of a page: its links lead where they led there, and it names the address it is known by."""
    document = ingest.parse(found.data, format=format or found.format)
    return replace(located(document, found.url), url=_known(document.url, found.url))


def _format(answer: Answer) -> str:
    said = answer.media_type
    if said in {"application/xhtml+xml", "text/html"}:
        return "html"
    known = formats.by_suffix(said) if said.startswith("text/") else None
    if known is not None and said != "text/plain":
        return known.name
    if not said or said == "text/plain":
        return formats.detect(answer.body, urlsplit(answer.url).path).name
    reason = Message(N_("it is not a page but %(type)s"), {"type": said[:60]})
    raise NotFetched("url", url=shown(answer.url), reason=reason)


def _utf8(answer: Answer) -> bytes:
    """The text in UTF-8, also where the server, or the page at its beginning, names another encoding."""
    _, _, named = answer.headers.get("content-type", "").lower().partition("charset=")
    inside = _INSIDE.search(answer.body[:2048])
    name = named.partition(";")[0].strip(" \"'") or (inside[1].decode() if inside else "")
    try:
        if not name or not _OTHERS.fullmatch(codecs.lookup(name).name):
            return answer.body
        return answer.body.decode(name).encode()
    except (LookupError, UnicodeError, ValueError) as error:
        reason = Message(N_("it is not in the encoding that it names"))
        raise BadFile("url", reason=reason) from error


def _known(canonical: str, url: str) -> str:
    """The canonical address that a page names, if it is of its own site; another's could be anybody's."""
    named = urljoin(url, canonical) if canonical else url
    here, there = urlsplit(url).hostname or "", urlsplit(named).hostname or ""
    own = here.removeprefix("www.") == there.removeprefix("www.") or here.endswith(f".{there}")
    return named if own and urlsplit(named).scheme in {"http", "https"} else url
