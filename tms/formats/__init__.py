"""One module per format: bytes to Document and Assembly to bytes, or bilingual rows both ways."""

from tms.errors import UnknownFormat
from tms.formats import html, markdown, text
from tms.formats.base import Format

FORMATS: tuple[Format, ...] = (html.FORMAT, markdown.FORMAT, text.FORMAT)


def get(name: str) -> Format:
    found = next((each for each in FORMATS if each.name == name), None)
    if found is None:
        raise UnknownFormat(name=name, known=", ".join(each.name for each in FORMATS))
    return found


def by_suffix(name: str) -> Format | None:
    """The format of a file name, a suffix or a media type ("text/html; charset=utf-8")."""
    wanted = name.partition(";")[0].strip().lower()
    by_type = next((each for each in FORMATS if each.media_type == wanted), None)
    return by_type or next((each for each in FORMATS if wanted.endswith(each.suffixes)), None)


def detect(data: bytes, name: str = "") -> Format:
    """The format of a file that came in: by its name, else HTML where it opens with a tag, else text."""
    opening = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    markup = opening.startswith(
        (b"<!doctype html", b"<html", b"<article", b"<!--", b"<body", b"<head", b"<main")
    )
    fallback = "html" if markup else "text"
    return by_suffix(name) or get(fallback)
