"""Which addresses the desk may call: every trick by which one leads inside is refused before it is called."""

from ipaddress import ip_address

import pytest

from tms.errors import AddressRefused, NotFetched
from tms.outgoing import Client
from tms.outgoing.addresses import Book, is_open, parsed, shown

CLOSED = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
OPEN = ["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "192.0.1.1", "2606:4700::1111", "2a00:1450::200e"]

ODD = [
    "http://127.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://0X7F.1/",
    "http://127.0.0.1./",
    "http://127.000.000.001/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://localhost./",
    "http://example.org./",
    "http://example..org/",
    "http://.example.org/",
    "http://[::ffff:7f00:1%25lo]/",
    "http://[fe80::1%eth0]/",
    "http://%31%32%37.0.0.1/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://user@example.org/",
    "http://user:secret@example.org/",
    "http://example.org@127.0.0.1/",
    "http://example.org\\@127.0.0.1/",
    "http://exa mple.org/",
    "http://example.org/a\nb",
    "http://example.org/\r\nHost: x",
    "http://example.org/\0",
    "http://exam\u200bple.org/",
    "http://example.org/\u202etxt",
    "http://example.org/\ud800",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://:80/",
    "http:///path",
    "http:example.org",
    "//example.org/",
    "/etc/passwd",
    "example.org",
    "",
    " ",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/",
    "data:text/html,x",
    "javascript:alert(1)",
    "unix:/run/docker.sock",
    "http+unix://x/",
    "http://" + "a" * 3000 + ".org/",
]


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_inside_is_closed(address: str) -> None:
    assert not is_open(ip_address(address))
    book = Book(resolve=lambda host, port: [address])
    with pytest.raises(AddressRefused):
        book.of("news.example", 80, 5)
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressRefused):
        Client().get(f"http://{host}/")


@pytest.mark.parametrize("address", OPEN)
def test_an_address_of_the_internet_is_open(address: str) -> None:
    assert is_open(ip_address(address))
    assert Book(resolve=lambda host, port: [address]).of("news.example", 80, 5) == [address]


@pytest.mark.parametrize("url", ODD)
def test_an_odd_address_is_refused_before_anything_is_asked(url: str) -> None:
    def asked(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    with pytest.raises(AddressRefused) as refused:
        Client(resolve=asked).get(url)
    assert "secret" not in str(refused.value)
    assert str(refused.value.message).isprintable()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://news.example/a?b=c#d", "news.example"),
        ("HTTP://NEWS.example:8080/", "news.example"),
        ("http://[2606:4700::1111]/", "2606:4700::1111"),
        ("http://8.8.8.8/", "8.8.8.8"),
        ("https://رووداو.example/هەواڵ", "xn--7gbb5gza.example"),
    ],
)
def test_a_plain_address_is_taken(url: str, host: str) -> None:
    found = parsed(url)
    assert found.raw_host.decode() == host or host.startswith("xn--")
    assert found.raw_host.isascii()
    assert not found.fragment


def test_one_closed_address_among_open_ones_closes_the_host() -> None:
    with pytest.raises(AddressRefused):
        Book(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"]).of("news.example", 80, 5)


def test_a_host_that_is_admitted_may_stand_inside_and_no_other() -> None:
    book = Book(["CMS.internal"], lambda host, port: ["10.0.0.5"])
    assert book.of("cms.internal", 80, 5) == ["10.0.0.5"]
    with pytest.raises(AddressRefused):
        book.of("other.cms.internal", 80, 5)


def test_a_name_that_nobody_knows_is_said() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError(host)

    with pytest.raises(NotFetched):
        Book(resolve=nobody).of("news.example", 80, 5)


def test_what_may_be_a_secret_is_not_shown() -> None:
    assert shown("https://me:secret@news.example/a?token=secret#x") == "https://news.example/a"
    assert len(shown("https://news.example/" + "a" * 5000)) <= 120
