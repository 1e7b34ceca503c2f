"""Which addresses the desk may call: those of the open internet, and hosts that a setting admits by name."""

import re
import socket
from collections.abc import Callable, Collection, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread

import httpx

from tms.errors import AddressRefused, NotFetched
from tms.messages import N_, Message

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host, as text; raises OSError where there is none."""

_LONGEST = 2000
_TRIED = 4
"""So many of a host's addresses are tried."""

_UNFIT = re.compile(
    "[\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\\\\ud800-\udfff]"
)
_NUMBER = re.compile(r"(\d+|0[xX][0-9a-fA-F]*)\.?")

_CLOSED = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a carrier's translation
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, and where clouds tell their secrets
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols, also 192.0.0.192 of a cloud
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocols, also Teredo, which holds an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds an IPv4 address
        "3fff::/20",  # documentation
    )
)
_GLOBAL = ip_network("2000::/3")
"""All of IPv6 that is given out. Outside of it: loopback, mapped and translated IPv4, local, multicast."""


def is_open(address: Address) -> bool:
    """Whether an address is of the open internet; what ``is_global`` says lets NAT64 and 6to4 pass."""
    if address.version == 6 and address not in _GLOBAL:
        return False
    return not any(address in each for each in _CLOSED if each.version == address.version)


def parsed(url: str) -> httpx.URL:
    """An address that may be asked for, or AddressRefused saying what is wrong with it."""
    if not url or len(url) > _LONGEST:
        raise _refused(url, N_("it is empty or too long"))
    if _UNFIT.search(url):
        raise _refused(url, N_("it holds a space or a character that cannot be seen"))
    try:
        found = httpx.URL(url)
        host = found.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused(url, N_("it is not an address")) from error
    if found.scheme not in {"http", "https"}:
        raise _refused(url, N_("it does not begin with http:// or https://"))
    if found.userinfo:
        raise _refused(url, N_("it holds a name or a password"))
    if "" in host.split(".") or "%" in host or not 0 < (80 if found.port is None else found.port) < 65536:
        raise _refused(url, N_("it names no host"))
    if _NUMBER.fullmatch(host.rpartition(".")[2]) and not _plain(host):
        raise _refused(url, N_("its host is a number in an odd notation"))
    return found.copy_with(fragment=None)


class Book:
    """Finds the addresses of hosts and says which may be called; ``admitted`` are hosts inside, by name."""

    def __init__(self, admitted: Collection[str] = (), resolve: Resolve | None = None) -> None:
        self.admitted = frozenset(each.lower() for each in admitted)
        self._resolve = resolve or _ask

    def of(self, host: str, port: int, seconds: float) -> list[str]:
        """A host's addresses, asked for once; refused whole where one of them is not of the open internet."""
        found = self._found(host, port, seconds)
        if not found:
            raise NotFetched(host, url=host, reason=Message(N_("there is no such host")))
        if host.lower() not in self.admitted and not all(map(is_open, found)):
            raise _refused(host, N_("it leads into a closed network"))
        return [str(each) for each in found[:_TRIED]]

    def _found(self, host: str, port: int, seconds: float) -> list[Address]:
        literal = _literal(host)
        if literal is not None:
            return [literal]
        answer: list[Sequence[str] | Exception] = []

        def ask() -> None:
            try:
                answer.append(self._resolve(host, port))
            except Exception as error:  # whatever it is, it belongs to who asked
                answer.append(error)

        asking = Thread(target=ask, daemon=True)  # the system's own question cannot be cut short
        asking.start()
        asking.join(seconds)
        if not answer:
            raise NotFetched(host, url=host, reason=Message(N_("its name was not found in time")))
        (found,) = answer
        if isinstance(found, OSError | UnicodeError):
            return []
        if isinstance(found, Exception):
            raise found
        return list(dict.fromkeys(_literals(found)))


def shown(url: str) -> str:
    """An address as it may be shown: without what stands behind the ``?``, which may be a secret."""
    plain = url.partition("?")[0].partition("#")[0]
    head, slashes, rest = plain.partition("://")
    authority, slash, path = rest.partition("/")
    clean = f"{head}{slashes}{authority.rpartition('@')[2]}{slash}{path}"
    clean = "".join(each if each.isprintable() else "\ufffd" for each in clean)
    return clean if len(clean) <= 120 else f"{clean[:119]}…"


def _refused(url: str, reason: str) -> AddressRefused:
    return AddressRefused("url", url=shown(url), reason=Message(reason))


def _plain(host: str) -> bool:
    found = _literal(host)
    return found is not None and str(found) == host


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _literals(texts: Sequence[str]) -> Iterator[Address]:
    for text in texts:
        found = _literal(text.partition("%")[0])
        if found is not None:
            yield found


def _ask(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]
