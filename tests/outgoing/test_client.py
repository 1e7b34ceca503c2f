"""Asking the web: of real servers on this machine, admitted by name."""

import gzip
import socket
import ssl
import threading
import time
import zlib
from pathlib import Path

import pytest

from tests.outgoing.servers import Asked, Reply, certificate, serving
from tms.errors import AddressRefused, DeskError, NotFetched, TooLarge
from tms.outgoing.client import Client

HERE = ["127.0.0.1"]
PAGE = "<p>ئاو گەڕایەوە بۆ زۆنگاوەکان.</p>".encode()


def client(**options: object) -> Client:
    return Client(HERE, **options)  # type: ignore[arg-type]  # the options of a client


def named(*hosts: str, **options: object) -> Client:
    """A client that finds these hosts on this machine."""
    return Client(hosts, resolve=lambda host, port: ["127.0.0.1"], **options)  # type: ignore[arg-type]  # as above


def test_a_page_comes_whole_with_its_type() -> None:
    with serving(lambda asked: Reply(PAGE, headers={"content-type": "text/html; charset=utf-8"})) as server:
        answer = client().get(server.url("/a?b=c#d"))
    assert (answer.status, answer.body, answer.media_type) == (200, PAGE, "text/html")
    (asked,) = server.asked
    assert (asked.path, asked.headers["host"]) == ("/a?b=c", f"127.0.0.1:{server.port}")


def test_nothing_is_called_that_is_not_admitted() -> None:
    with serving(lambda asked: Reply(PAGE)) as server:
        for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"):
            with pytest.raises(AddressRefused):
                Client().get(server.url(host=host))
    assert server.asked == []


def test_a_name_is_asked_for_once_and_the_answer_is_called() -> None:
    """A name that leads elsewhere when it is asked for again does not lead the desk there."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with serving(lambda asked: Reply(PAGE)) as server:
        answer = Client(["news.example"], resolve=rebinding).get(server.url(host="news.example"))
    assert (answer.status, asked) == (200, ["news.example"])
    assert server.asked[0].headers["host"] == f"news.example:{server.port}"


def test_a_host_with_several_addresses_is_found_at_the_one_that_answers() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.2", 0))  # bound, and nobody listens
        with serving(lambda asked: Reply(PAGE)) as server:
            there = Client(["news.example"], resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
            assert there.get(server.url(host="news.example")).status == 200


# Redirects


def test_three_redirects_are_followed_and_a_fourth_is_not() -> None:
    def on(asked: Asked) -> Reply:
        left = int(asked.path[1:])
        return Reply(status=302, headers={"location": f"/{left - 1}"}) if left else Reply(PAGE)

    with serving(on) as server:
        answer = client().get(server.url("/3"))
        assert (answer.status, answer.url) == (200, server.url("/0"))
        with pytest.raises(NotFetched):
            client().get(server.url("/4"))


@pytest.mark.parametrize(
    "onward",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://2130706433/",
        "http://user:secret@127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "//10.0.0.1/",
        "http://[::1]/",
        "http://news.example./",
    ],
)
def test_a_redirect_that_leads_inside_is_refused(onward: str) -> None:
    with (
        serving(lambda asked: Reply(status=302, headers={"location": onward})) as server,
        pytest.raises(AddressRefused),
    ):
        client().get(server.url())


def test_a_redirect_to_another_host_leaves_behind_what_was_for_the_first() -> None:
    def on(asked: Asked) -> Reply:
        if asked.headers["host"].startswith("first"):
            return Reply(status=307, headers={"location": f"http://second.example:{server.port}/"})
        return Reply(PAGE)

    with serving(on) as server:
        asking = named("first.example", "second.example")
        asking.get(server.url(host="first.example"), {"authorization": "Bearer secret"})
    assert [asked.headers.get("authorization") for asked in server.asked] == ["Bearer secret", None]


def test_what_is_sent_is_sent_to_one_host_only() -> None:
    with serving(lambda asked: Reply(status=307, headers={"location": "/b"})) as server:
        answer = client().send("POST", server.url("/a"), headers={"x-one": "1"}, body=b"text")
    assert (answer.status, [asked.path for asked in server.asked]) == (307, ["/a"])
    assert (server.asked[0].body, server.asked[0].headers["x-one"]) == (b"text", "1")


# Bounds


def test_a_page_that_is_too_large_is_refused_by_what_it_says_and_by_what_it_is() -> None:
    big = b"x" * (1024 * 1024 + 1)
    with serving(lambda asked: Reply(big)) as server, pytest.raises(TooLarge):
        client(megabytes=1).get(server.url())
    chunks = b"".join(b"40000\r\n" + b"x" * 0x40000 + b"\r\n" for _ in range(5)) + b"0\r\n\r\n"
    with (
        raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + chunks) as url,
        pytest.raises(TooLarge),
    ):
        client(megabytes=1).get(url)


@pytest.mark.parametrize("packed", ["gzip", "deflate"])
def test_a_small_packet_that_unpacks_to_a_giant_one_is_cut_short(packed: str) -> None:
    giant = bytes(50 * 1024 * 1024)
    small = gzip.compress(giant) if packed == "gzip" else zlib.compress(giant)
    with serving(lambda asked: Reply(small, headers={"content-encoding": packed})) as server:
        with pytest.raises(TooLarge):
            client(megabytes=2).get(server.url())
        assert len(client(megabytes=51).get(server.url()).body) == len(giant)


@pytest.mark.parametrize("packed", ["br", "gzip, gzip", "nonsense"])
def test_a_packing_that_was_not_asked_for_is_not_read(packed: str) -> None:
    with (
        serving(lambda asked: Reply(PAGE, headers={"content-encoding": packed})) as server,
        pytest.raises(NotFetched),
    ):
        client().get(server.url())


def test_a_server_that_sends_a_byte_at_a_time_is_left() -> None:
    with serving(lambda asked: Reply(PAGE, drip=0.05)) as server:
        slow(client(seconds=0.4), server.url())


def test_a_server_that_says_nothing_or_never_ends_its_headers_is_left() -> None:
    with raw(b"") as url:
        slow(client(seconds=0.3), url)
    with raw(*[b"HTTP/1.1 200 OK\r\n", *[b"x-more: 1\r\n"] * 1000], every=0.05) as url:
        slow(client(seconds=0.4), url)


def test_a_name_that_is_looked_for_too_long_is_given_up() -> None:
    over = threading.Event()

    def never(host: str, port: int) -> list[str]:
        over.wait(10)
        return []

    slow(Client(resolve=never, seconds=0.3), "http://news.example/")
    over.set()


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\n" + b"x-long: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope",
        b"HTTP/1.1 302 Found\r\nlocation: http://[::1\r\ncontent-length: 0\r\n\r\n",
    ],
)
def test_an_answer_that_is_none_is_said_plainly(answer: bytes) -> None:
    with raw(answer, close=True) as url, pytest.raises(DeskError):
        client(seconds=2).get(url)


def test_a_server_that_is_away_is_said_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NotFetched) as failed:
        client().get(f"http://127.0.0.1:{port}/a?key=secret")
    assert "secret" not in str(failed.value)


# Encryption


def test_encryption_is_proved_for_the_name_and_not_for_the_address(tmp_path: Path) -> None:
    shown, public = certificate(tmp_path, "news.example")
    trust = ssl.create_default_context(cafile=str(public))
    with serving(lambda asked: Reply(PAGE), shown) as server:
        good = named("news.example", "other.example", trust=trust)
        assert good.get(server.url(host="news.example", scheme="https")).body == PAGE
        with pytest.raises(NotFetched, match="encryption"):
            good.get(server.url(host="other.example", scheme="https"))
        with pytest.raises(NotFetched, match="encryption"):
            named("news.example").get(server.url(host="news.example", scheme="https"))


def test_an_encrypted_page_does_not_lead_to_one_that_is_not(tmp_path: Path) -> None:
    shown, public = certificate(tmp_path, "news.example")
    trust = ssl.create_default_context(cafile=str(public))
    with (
        serving(lambda asked: Reply(PAGE)) as plain,
        serving(
            lambda asked: Reply(status=301, headers={"location": plain.url(host="news.example")}), shown
        ) as server,
        pytest.raises(NotFetched),
    ):
        named("news.example", trust=trust).get(server.url(host="news.example", scheme="https"))
    assert plain.asked == []


def slow(client: Client, url: str) -> None:
    """It is given up in time; the bound is wide, for machines that have other work."""
    before = time.monotonic()
    with pytest.raises(NotFetched):
        client.get(url)
    assert time.monotonic() - before < 5


class raw:  # noqa: N801  read as a word: with raw(…) as url
    """A server that sends these bytes, whatever it is asked."""

    def __init__(self, *pieces: bytes, every: float = 0.0, close: bool = False) -> None:
        self.pieces, self.every, self.close = pieces, every, close
        self.over = threading.Event()

    def __enter__(self) -> str:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}/"

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.listening.close()
        self.thread.join(5)

    def serve(self) -> None:
        try:
            connection, _ = self.listening.accept()
            with connection:
                connection.recv(65536)
                for piece in self.pieces:
                    connection.sendall(piece)
                    if self.over.wait(self.every):
                        return
                if not self.close:
                    self.over.wait(10)
        except OSError:
            return
