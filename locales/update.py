"""Bring the catalogs up to the code: python locales/update.py

It writes messages.pot, and each messages.po with the sentences that the code has now: translations are
kept, new sentences are empty, those no longer said are dropped. tests/test_locales.py fails until all are
translated.
"""  # noqa: INP001  a script beside its data, not a package

import tomllib
from collections.abc import Iterable
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "locales"
LANGUAGES = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 :"
    " n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "ckb": "nplurals=2; plural=(n != 1);",
}
# Babel counts what follows a trailing comma as an argument, so a call with a plural has two or three.
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["N_:1", "N_:1,2,2t", "N_:1,2,3t"])


def template(root: Path = ROOT) -> polib.POFile:
    """Every sentence that the code and the pages say, in order of the alphabet: so that merges stay small."""
    mappings = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    found: dict[tuple[str, str], set[str]] = {}
    for _, _, said, comments, _ in extract_from_dir(
        root,
        [(mapping["pattern"], mapping["method"]) for mapping in mappings],
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=lambda folder: not Path(folder).name.startswith((".", "_", "var")),
    ):
        one, many = (said[0], said[1]) if isinstance(said, tuple) else (said, "")
        found.setdefault((one, many), set()).update(comments)
    counted = {one for one, many in found if many}
    return _file(
        polib.POEntry(
            msgid=one,
            msgid_plural=many,
            comment="\n".join(sorted(comments)),
            msgstr_plural={0: "", 1: ""} if many else {},
            flags=["python-format"] if "%(" in one else [],
        )
        for (one, many), comments in sorted(found.items())
        if one and (many or one not in counted)
    )


def updated(language: str, now: polib.POFile) -> polib.POFile:
    """The catalog of a language with exactly the sentences of the template, keeping its translations."""
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    known = {(e.msgid, e.msgid_plural): e for e in polib.pofile(str(path))} if path.is_file() else {}
    rule = LANGUAGES[language]
    count = int(rule.removeprefix("nplurals=").partition(";")[0])
    file = _file(
        polib.POEntry(
            msgid=entry.msgid,
            msgid_plural=entry.msgid_plural,
            comment=entry.comment,
            flags=entry.flags,
            msgstr=old.msgstr if (old := known.get((entry.msgid, entry.msgid_plural))) else "",
            msgstr_plural={n: old.msgstr_plural.get(n, "") if old else "" for n in range(count)}
            if entry.msgid_plural
            else {},
        )
        for entry in now
    )
    file.metadata |= {"Language": language, "Plural-Forms": rule}
    return file


def _file(entries: Iterable[polib.POEntry]) -> polib.POFile:
    file = polib.POFile(wrapwidth=108)
    file.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    file.extend(entries)
    return file


if __name__ == "__main__":
    now = template()
    now.save(str(LOCALES / "messages.pot"))
    for language in LANGUAGES:
        folder = LOCALES / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        file = updated(language, now)
        file.save(str(folder / "messages.po"))
        left = len(file.untranslated_entries())
        print(f"{language}: {len(file)} sentences, {left} to translate")  # noqa: T201  it speaks to a person
