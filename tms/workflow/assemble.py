"""Make files: an edition as it stands now, or a release as it was frozen."""

import hashlib
from collections.abc import Mapping

from tms import formats, languages
from tms.connectors.base import Package
from tms.core.assembly import Assembly, Run, assemble, original
from tms.core.document import Document
from tms.core.house import House
from tms.core.text import Text
from tms.errors import BadValue
from tms.formats import alignment
from tms.formats.alignment import EditionFacts
from tms.formats.base import Page
from tms.store import articles, releases
from tms.store.articles import Article
from tms.store.house import house
from tms.store.releases import Release, ReleasePart
from tms.store.session import Session
from tms.workflow.sheets import open_sheets


def export(session: Session, slug: str, language: str, format: str) -> bytes:
    """The edition, or the English, as it stands now."""
    chosen = formats.get(format)
    if chosen.write is None:
        raise BadValue("format", value=format, name="format", known="po, html, markdown, text, json")
    article = articles.find(session, slug)
    revision = articles.revision(session, article)
    if language == languages.SOURCE:
        assembly = original(revision.document, language)
    else:
        languages.target(language)
        assembly = open_sheets(session, article, [language], revision)[language].assembly()
    return chosen.write(Page(assembly, article.slug, revision.number, house=house(session)))


def package(session: Session, release: Release, suffixes: Mapping[str, str]) -> Package:
    """A release as files by name: each language in each format asked for, and alignment.json.

    It is written in the house style of its day. ``suffixes`` gives the file ending by format name.
    A release without languages has no files.
    """
    article = session.get_one(Article, release.article_id)
    parts = releases.parts(session, release.id)
    pages, style = assemblies(session, article, parts), House(release.style)
    files: dict[str, bytes] = {}
    facts: dict[str, EditionFacts] = {}
    for tag, part in sorted(parts.items()):
        for name, suffix in suffixes.items():
            write = formats.get(name).write
            if write is None:
                continue
            alternates = {other: f"{other}{suffix}" for other in sorted(parts)}
            page = Page(pages[tag], article.slug, part.revision, release.number, alternates, style)
            files[f"{tag}{suffix}"] = write(page)
        first = next(iter(suffixes.values()))
        facts[tag] = EditionFacts(
            assembly=pages[tag],
            sha256=hashlib.sha256(files[f"{tag}{first}"]).hexdigest(),
            revision=part.revision,
            release=part.origin,
            carried=part.origin != release.number,
        )
    if parts:
        revision = max(part.revision for part in parts.values())
        files["alignment.json"] = alignment.write(article.slug, revision, release.number, facts)
    old = tuple(slug for slug in articles.slugs(session, article.id) if slug != article.slug)
    return Package(article.slug, release.number, files, old)


def assemblies(session: Session, article: Article, parts: Mapping[str, ReleasePart]) -> dict[str, Assembly]:
    """Each language of a release as it was frozen."""
    documents = _documents(session, article, parts)
    return {tag: _assembly(part, documents) for tag, part in parts.items()}


def _documents(session: Session, article: Article, parts: Mapping[str, ReleasePart]) -> dict[int, Document]:
    numbers = {part.revision for part in parts.values()}
    return {number: articles.revision(session, article, number).document for number in numbers}


def _assembly(part: ReleasePart, documents: Mapping[int, Document]) -> Assembly:
    """A part against its own revision; what the newest English no longer says is marked stale."""
    document = documents[part.revision]
    if part.language == languages.SOURCE:
        return original(document, part.language)
    newest = {segment.id: segment.text.hash for segment in documents[max(documents)].segments}
    runs = [
        Run(
            item["translation"],
            tuple(item["segments"]),
            Text.parse(item["text"]),
            item["position"],
            any(newest.get(segment) != was for segment, was in item["basis"]),
            item["omitted"],
            item.get("after", ""),
        )
        for item in part.items
    ]
    return assemble(document, runs, part.language)
