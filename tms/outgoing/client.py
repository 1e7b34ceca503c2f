"""One request and its answer, whole: redirects followed with care, time and size bounded, secrets kept."""

import ssl
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import httpcore
import httpx

from tms.errors import NotFetched, TooLarge
from tms.messages import N_, Message
from tms.outgoing.addresses import Book, Resolve, parsed, shown
from tms.outgoing.connection import Deadline, Transport

_REDIRECTS = 3
_MEGABYTE = 1024 * 1024
_WHO = "tms/0.1 (translation desk)"
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Answer:
    """What came back. ``url`` is where it was found in the end; names of headers are in small letters."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Client:
    """Asks the web. ``seconds`` bound a whole request with its redirects, ``megabytes`` what it unpacks to.

    ``admitted`` are hosts that may stand in a closed network; ``resolve`` and ``trust`` are the system's.
    """

    def __init__(
        self,
        admitted: Collection[str] = (),
        *,
        seconds: float = 10.0,
        megabytes: int = 20,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._book = Book(admitted, resolve)
        self._seconds = seconds
        self._most = megabytes
        self._trust = trust

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page; what the caller says of itself goes to that host only."""
        deadline = Deadline(self._seconds)
        asked = parsed(url)
        said = dict(headers or {})
        for _ in range(_REDIRECTS + 1):
            answer = self._once("GET", asked, said, b"", deadline)
            onward = answer.headers.get("location", "")
            if answer.status not in _MOVED or not onward:
                return answer
            moved = parsed(_joined(asked, onward))
            if asked.scheme == "https" and moved.scheme != "https":
                raise _failed(asked, N_("it leads from an encrypted page to one that is not"))
            if _origin(moved) != _origin(asked):
                said = {}
            asked = moved
        raise _failed(asked, N_("it leads on too often"))

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Send one request; a redirect is an answer like any other, since what is sent is for this host."""
        return self._once(method, parsed(url), dict(headers or {}), body, Deadline(self._seconds))

    def _once(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], body: bytes, deadline: Deadline
    ) -> Answer:
        said = {"accept": "*/*", "accept-encoding": "gzip", "user-agent": _WHO, **headers}
        request = httpx.Request(method, url, headers=said, content=body or None)
        transport = Transport(self._book, deadline, self._trust or _trusted())
        try:
            answer = transport.handle_request(request)
            try:
                whole = b"".join(self._unpacked(answer))
            finally:
                answer.close()
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise _failed(url, N_("it took too long")) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, zlib.error) as error:
            if isinstance(error.args[0] if error.args else None, ssl.SSLError):
                raise _failed(url, N_("its encryption cannot be trusted")) from error
            raise _failed(url, N_("it does not answer as a page does")) from error
        finally:
            transport.close()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(str(url), answer.status_code, headers, whole)

    def _unpacked(self, answer: httpx.Response) -> Iterator[bytes]:
        """The body in pieces of at most 64 KB; a small packet that unpacks to a giant one is cut short."""
        said = answer.headers.get("content-length", "0")
        if said.isdecimal() and int(said[:20]) > self._most * _MEGABYTE:
            raise TooLarge("url", limit=self._most)
        size = 0
        for piece in _pieces(answer):
            size += len(piece)
            if size > self._most * _MEGABYTE:
                raise TooLarge("url", limit=self._most)
            yield piece


def _pieces(answer: httpx.Response) -> Iterator[bytes]:
    packed = answer.headers.get("content-encoding", "identity").strip().lower()
    if packed in {"", "identity"}:
        yield from answer.iter_raw()
        return
    if packed not in {"gzip", "x-gzip", "deflate"}:
        raise zlib.error(packed)
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for raw in answer.iter_raw():
        rest = raw
        while rest and not unpacking.eof:
            yield unpacking.decompress(rest, 65536)
            rest = unpacking.unconsumed_tail
    if not unpacking.eof:
        raise zlib.error("cut short")


def _joined(url: httpx.URL, onward: str) -> str:
    try:
        return str(url.join(onward))
    except (httpx.InvalidURL, ValueError) as error:
        raise _failed(url, N_("it is not an address")) from error


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _failed(url: httpx.URL, reason: str) -> NotFetched:
    return NotFetched("url", url=shown(str(url)), reason=Message(reason))


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=True)
