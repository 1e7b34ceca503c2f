"""TBX-Basic: a glossary as other tools write and read it (ISO 30042, versions 2 and 3; version 2 is written).

A concept's kind is its ``subjectField`` where that is one of ours; ``x-stays`` says what stays in English.
"""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from tms import languages
from tms.core.terms import Concept, ConceptKind, Status, Term
from tms.core.text import clean
from tms.errors import BadFile, DoctypeRefused
from tms.formats.base import verbatim
from tms.messages import N_, Message

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ID = re.compile("[a-z][a-z0-9]{0,9}")
_STATUSES = {
    "preferredterm": Status.PREFERRED,
    "preferred": Status.PREFERRED,
    "standardizedterm": Status.PREFERRED,
    "admittedterm": Status.ADMITTED,
    "admitted": Status.ADMITTED,
    "deprecatedterm": Status.FORBIDDEN,
    "deprecated": Status.FORBIDDEN,
    "supersededterm": Status.FORBIDDEN,
    "superseded": Status.FORBIDDEN,
    "notrecommended": Status.FORBIDDEN,
}
_WRITTEN = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.FORBIDDEN: "deprecatedTerm-admn-sts",
    Status.DRAFT: "provisionallyProcessed",
}


def read(data: bytes) -> list[tuple[int, Concept]]:
    """The concepts of a file, each with the number of its line; terms in languages not ours are left out."""
    root = _root(data)
    entries = [each for each in root.iter() if _name(each) in {"termEntry", "conceptEntry"}]
    if not entries:
        raise BadFile(reason=Message(N_("it is no TBX file, or it holds no terms")))
    found = [(entry.sourceline or 0, _concept(entry)) for entry in entries]
    return [(line, concept) for line, concept in found if concept.terms]


def write(concepts: Sequence[Concept]) -> bytes:
    """The file of some concepts."""
    root = etree.Element("martif", {"type": "TBX-Basic", _LANG: languages.SOURCE})
    header = etree.SubElement(root, "martifHeader")
    described = etree.SubElement(etree.SubElement(header, "fileDesc"), "sourceDesc")
    etree.SubElement(described, "p").text = "The glossary of a translation desk"
    encoded = etree.SubElement(etree.SubElement(header, "encodingDesc"), "p", type="XCSURI")
    encoded.text = "TBXBasicXCSV02.xcs"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for concept in concepts:
        _write(body, concept)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return made


def _root(data: bytes) -> etree._Element:
    verbatim(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        said = N_("it is cut off or not as XML is, in line %(line)s")
        raise BadFile(f"line {line}", reason=Message(said, {"line": line})) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise DoctypeRefused
    return root


def _concept(entry: etree._Element) -> Concept:
    id, kind, note, kept = entry.get("id", "").removeprefix("c-"), "", "", False
    for each in entry:
        said = _said(each)
        if each.get("type") == "subjectField":
            kind = said.casefold()
        elif each.get("type") == "x-stays":
            kept = said == "yes"
        elif _name(each) == "note" or each.get("type") == "definition":
            note = "\n".join(filter(None, (note, said)))
    known = ConceptKind(kind) if kind in set(ConceptKind) else ConceptKind.TERM
    return Concept(id if _ID.fullmatch(id) else "", tuple(_terms(entry)), known, note, kept)


def _terms(entry: etree._Element) -> Iterator[Term]:
    for section in entry:
        tag = section.get(_LANG, "").replace("_", "-").partition("-")[0].lower()
        if _name(section) not in {"langSet", "langSec"} or tag not in languages.LANGUAGES:
            continue
        forms = [each for each in section.iter() if _name(each) in {"tig", "ntig", "termSec"}]
        statuses = [_status(form) for form in forms]
        for at, form in enumerate(forms):
            texts = [_said(each) for each in form.iter() if _name(each) == "term"]
            usual = Status.ADMITTED if at or Status.PREFERRED in statuses else Status.PREFERRED
            if texts and texts[0]:
                yield Term(tag, texts[0], statuses[at] or usual)


def _status(form: etree._Element) -> Status | None:
    for each in form.iter():
        what = each.get("type") or _name(each)
        said = _said(each)
        if what == "processStatus" and said == _WRITTEN[Status.DRAFT]:
            return Status.DRAFT
        if what in {"administrativeStatus", "normativeAuthorization"}:
            return _STATUSES.get(said.partition("-")[0].casefold())
    return None


def _write(body: etree._Element, concept: Concept) -> None:
    entry = etree.SubElement(body, "termEntry", id=f"c-{concept.id}")
    etree.SubElement(entry, "descrip", type="subjectField").text = concept.kind.value
    if concept.kept:
        etree.SubElement(entry, "admin", type="x-stays").text = "yes"
    if concept.note:
        etree.SubElement(entry, "note").text = concept.note
    for tag in languages.LANGUAGES:
        forms = concept.of(tag)
        if not forms:
            continue
        section = etree.SubElement(entry, "langSet", {_LANG: tag})
        for term in forms:
            form = etree.SubElement(section, "tig")
            etree.SubElement(form, "term").text = term.text
            what = "processStatus" if term.status is Status.DRAFT else "administrativeStatus"
            etree.SubElement(form, "termNote", type=what).text = _WRITTEN[term.status]


def _said(element: etree._Element) -> str:
    return clean(" ".join("".join(element.itertext()).split()))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
