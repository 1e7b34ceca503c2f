"""Bad input: each has its clear error and exit code, and nothing is half-written."""

from pathlib import Path

import polib
import pytest

from tests.cli.conftest import STORY, Refused, Tms

DEEP = "<div>" * 10_000 + "<p>Rain.</p>" + "</div>" * 10_000
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<html><body><article><h1>Title</h1><p>&b;</p></article></body></html>"
)
OUTSIDE = (
    '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<html><body><article><h1>Title</h1><p>&x;</p></article></body></html>"
)
NO_ARTICLE = "<html><body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav></body></html>"


# Articles


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("latin.txt", "Cafés are open.".encode("latin-1"), "not-utf8"),
        ("utf16.txt", "Rain fell.".encode("utf-16"), "not-utf8"),
        ("nul.txt", b"Rain\0 fell.", "bad-character"),
        ("nul.html", b"<article><h1>Rain</h1><p>It\0 fell.</p></article>", "bad-character"),
        ("surrogate.txt", "Rain \ud83d fell.".encode("utf-8", "surrogatepass"), "bad-character"),
        ("surrogate.md", "# Rain\n\n\udc00".encode("utf-8", "surrogatepass"), "bad-character"),
        ("empty.txt", b"", "nothing-inside"),
        ("empty.html", b"", "nothing-inside"),
        ("empty.md", b"", "nothing-inside"),
        ("blank.txt", b" \n\t\n", "nothing-inside"),
        ("mark.txt", b"\xef\xbb\xbf", "nothing-inside"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not-utf8"),
        ("zipped.docx", b"PK\x03\x04\x14\0\0\0\x08\0\x9c\xfe", "not-utf8"),
        ("bomb.html", BOMB.encode(), "doctype-refused"),
        ("outside.html", OUTSIDE.encode(), "doctype-refused"),
        ("deep.html", DEEP.encode(), "too-deep"),
        ("menu.html", NO_ARTICLE.encode(), "no-article"),
        ("frame.html", b"<html><body><article></article></body></html>", "no-article"),
    ],
)
def test_no_article(tmp_path: Path, refused: Refused, name: str, data: bytes, code: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    refused("ingest", file, code=code)


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "bin"])
def test_thirty_megabytes(tmp_path: Path, refused: Refused, suffix: str) -> None:
    file = tmp_path / f"large.{suffix}"
    file.write_bytes(b"It rained all day. " * (30 * 1024 * 1024 // 19))
    assert "20" in refused("ingest", file, code="too-large")["message"]


def test_a_file_without_an_end(refused: Refused) -> None:
    refused("ingest", "/dev/zero", code="too-large")


def test_characters_that_html_may_not_name(tms: Tms, tmp_path: Path) -> None:
    """A parser reads them as U+FFFD, which can be kept and seen."""
    file = tmp_path / "named.html"
    file.write_text("<article><h1>Rain</h1><p>It &#0; fell &#xD83D; here.</p></article>", "utf-8")
    tms("ingest", file)
    assert "\ufffd" in tms("show", "named", "--json").out


def test_escapes_of_surrogates_are_plain_characters(tms: Tms, tmp_path: Path) -> None:
    file = tmp_path / "escaped.md"
    file.write_text("# Rain\n\nIt \\ud83d fell.\n", "utf-8")
    tms("ingest", file)
    assert "\\\\ud83d" in tms("show", "escaped", "--json").out


@pytest.mark.usefixtures("desk")
def test_a_known_article_keeps_its_revision(tmp_path: Path, refused: Refused) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Snow\n\nNothing of this was there before. Not a word.\n", "utf-8")
    refused("ingest", other, "--slug", "ferry", code="too-different", exits=1)
    deep = tmp_path / "deep.html"
    deep.write_text(DEEP)
    refused("ingest", deep, "--slug", "ferry", code="too-deep")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--slug", "../../etc/passwd"], "bad-value"),
        (["--slug", "/tmp/x"], "bad-value"),
        (["--slug", ".."], "bad-value"),
        (["--slug", "Ferry"], "bad-value"),
        (["--slug", "a\u202eb"], "bad-value"),
        (["--slug", "x" * 10_000], "bad-value"),
        (["--slug", " "], "bad-value"),
        (["--slug", "a\0b"], "bad-character"),
        (["--slug", "a\udcffb"], "bad-character"),
        (["--source-key", "k" * 10_000], "bad-value"),
        (["--source-key", " "], "bad-value"),
        (["--format", "docx"], "unknown-format"),
        (["--format", "po"], "unknown-format"),
    ],
)
def test_names_that_cannot_be(tms: Tms, story: Path, refused: Refused, options: list[str], code: str) -> None:
    tms("status")
    error = refused("ingest", story, *options, code=code)
    assert len(error["message"]) < 500


@pytest.mark.parametrize(
    "path", ["http://10.0.0.1/a", "HTTP://127.0.0.1/", "ftp://example.org/a", "file:///a", "http://[::1]/"]
)
def test_an_address_that_leads_inside_is_not_opened(refused: Refused, path: str) -> None:
    refused("ingest", path, code="address-refused")


@pytest.mark.parametrize("path", ["/no/such/file", "/", "", "a\nb", "x" * 5000])
def test_a_file_that_cannot_be_read(refused: Refused, path: str) -> None:
    refused("ingest", path, code="file-unreadable")
    refused("segment", path, "--language", "en", code="file-unreadable")
    refused("check", path, "--target", "ar", code="file-unreadable")
    refused("import", path, "--language", "ar", code="file-unreadable")


# What is not there


@pytest.mark.usefixtures("desk")
def test_unknown_names(refused: Refused, story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    refused("show", "../ferry", code="no-such-article")
    refused("show", "ferry", "--revision", "7", code="no-such-revision")
    refused("status", "no", code="no-such-article")
    refused("block", "ferry", "nothing", "--kind", "quote", code="no-such-block")
    refused("block", "ferry", "nothing", "--kind", "poem", code="bad-value")
    refused("translate", "ferry", "--language", "de", code="unknown-language")
    refused("translate", "ferry", "--language", "en", code="unknown-language")
    refused("translate", "ferry", "--language", "ar", "--machine", "x", code="unknown-machine")
    refused("assign", "ferry", "--language", "ar", "--to", "x", code="no-such-user")
    refused("submit", "ferry", "--language", "ar", "--segments", "x", code="no-such-segment")
    refused("reopen", "ferry", "--language", "ar", "--segments", ",", code="bad-value")
    refused("merge", "ferry", "x", "y", "--language", "ar", code="no-such-segment")
    refused("release", "ferry", "--languages", "de", code="unknown-language")
    refused("withdraw", "ferry", "--reason", "x", code="never-released", exits=1)
    refused("withdraw", "ferry", "--reason", " ", code="reason-needed")
    refused("user", "add", "x", "--role", "king", code="bad-value")
    refused("user", "add", "x", "--role", "editor", "--languages", "de", code="unknown-language")
    refused("user", "add", "a\u202eb", "--role", "editor", code="bad-value")
    refused("user", "add", "operator", "--role", "editor", code="bad-value")
    refused("user", "disable", "x", code="no-such-user")
    refused("token", "add", "x", code="no-such-user")
    refused("jobs", "retry", "99", code="no-such-job")
    refused("jobs", "retry", code="bad-value")
    refused("jobs", "eat", "1", code="bad-value")
    refused("segment", story, "--language", "de", code="unknown-language")
    for format, language, code in (
        ("docx", "ar", "unknown-format"),
        ("html", "de", "unknown-language"),
        ("json", "de", "unknown-language"),
        ("po", "de", "unknown-language"),
        ("po", "en", "unknown-format"),
    ):
        refused("export", "ferry", "--language", language, "--format", format, "-o", out, code=code)
    assert not out.exists()


# Tables


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"id\tsource\n1\tRain.\n", "bad-file"),
        (b"id,source,target\n1,Rain.,x\n", "bad-file"),
        (b"id\tsource\ttarget\n1\tRain.\n", "bad-file"),
        (b"id\tsource\ttarget\n1\tRain.\tx\ty\n", "bad-file"),
        (b"id\tsource\ttarget\n1\tRain\0.\tx\n", "bad-character"),
        (b"id\tsource\ttarget\n1\tCaf\xe9.\tx\n", "not-utf8"),
        (b"", "bad-file"),
    ],
)
def test_a_table_with_other_columns(tmp_path: Path, refused: Refused, data: bytes, code: str) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_bytes(data)
    refused("check", file, "--target", "ar", code=code)
    refused("memory", "import", file, "--target", "ar", code=code)
    refused("check", file, "--target", "de", code="unknown-language")


# PO files


@pytest.fixture
def po(tms: Tms, desk: None, tmp_path: Path) -> Path:
    path = tmp_path / "ar.po"
    tms("export", "ferry", "--language", "ar", "--format", "po", "-o", path)
    return path


def changed(path: Path, **metadata: str | None) -> Path:
    """The file with other headers, and another text in every entry."""
    file = polib.pofile(str(path))
    for name, value in metadata.items():
        if value is None:
            del file.metadata[name.replace("_", "-")]
        else:
            file.metadata[name.replace("_", "-")] = value
    for entry in file:
        entry.msgstr += " و"
    file.save()
    return path


def test_a_file_of_another_article(tms: Tms, po: Path, tmp_path: Path, refused: Refused) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Snow\n\nNothing of this was there before.\n", "utf-8")
    tms("ingest", other)
    changed(po)
    refused("import", po, "--language", "ar", "--article", "other", code="other-article")
    refused("import", changed(po, X_TMS_Article="nowhere"), "--language", "ar", code="no-such-article")
    refused("import", po, "--language", "ar", "--article", "ferry", code="other-article")


def test_a_file_of_another_language(po: Path, refused: Refused) -> None:
    refused("import", po, "--language", "ckb", code="other-language")
    refused("import", po, "--language", "de", code="unknown-language")
    refused("import", changed(po, Language="de"), "--language", "ar", code="other-language")


@pytest.mark.parametrize("header", ["X_TMS_Article", "X_TMS_Revision", "Language"])
def test_a_file_without_a_header(po: Path, refused: Refused, header: str) -> None:
    refused("import", changed(po, **{header: None}), "--language", "ar", code="bad-file")


def test_a_file_of_a_revision_to_come(po: Path, tms: Tms) -> None:
    """Its texts are saved against what their English was then: as it is now."""
    assert tms("import", changed(po, X_TMS_Revision="99"), "--language", "ar").code == 0


HEADER = b'msgid ""\nmsgstr ""\n"X-TMS-Article: ferry\\n"\n"Language: ar\\n"\n'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x7fELF\x02\x01", "bad-file"),
        (b"garbage", "bad-file"),
        (b'msgid "', "bad-file"),
        (HEADER + b'"X-TMS-Revision: 1\\n"\n\nmsgid "x"\n', "bad-file"),
        (HEADER + b'"X-TMS-Revision: one\\n"\n', "bad-file"),
        (b"", "nothing-inside"),
        ("# \ud800".encode("utf-8", "surrogatepass"), "bad-character"),
    ],
)
def test_garbage_is_no_po_file(po: Path, refused: Refused, data: bytes, code: str) -> None:
    po.write_bytes(data)
    refused("import", po, "--language", "ar", code=code)


@pytest.mark.parametrize("part", [0.15, 0.4, 0.5, 0.77, 0.93])
def test_a_file_that_was_cut_off(po: Path, tms: Tms, part: float) -> None:
    """It is refused, or its whole entries are taken: never a half one."""
    whole = {entry.msgctxt: entry.msgstr for entry in polib.pofile(str(changed(po)))}
    data = po.read_bytes()
    po.write_bytes(data[: int(len(data) * part)])
    ran = tms("import", po, "--language", "ar", "--json", ok=False)
    assert "Traceback" not in ran.err
    if ran.code:
        assert ran.error["code"] in {"bad-file", "not-utf8"}
        return
    tms("export", "ferry", "--language", "ar", "--format", "po", "-o", po)
    now = {entry.msgctxt: entry.msgstr for entry in polib.pofile(str(po))}
    assert all(text in {whole[key], whole[key].removesuffix(" و")} for key, text in now.items())


# Where to write


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("place", ["/proc/no/file", "/", "", "{story}/file", "x" * 300, "/dev/full"])
def test_a_place_that_cannot_be_written(story: Path, refused: Refused, place: str) -> None:
    name = place.format(story=story)
    refused(*("export", "ferry", "--language", "ar", "--format", "text", "-o", name), code="file-unwritable")


def test_a_demo_that_cannot_write(tms: Tms, story: Path) -> None:
    ran = tms("demo", "--no-serve", "--out", story / "out", "--json", ok=False)
    assert (ran.code, ran.error["code"]) == (2, "file-unwritable")


def test_the_desk_still_works_after_all_that(tms: Tms, tmp_path: Path) -> None:
    file = tmp_path / "good.md"
    file.write_text(STORY, "utf-8")
    tms("ingest", file)
