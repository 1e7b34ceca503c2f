"""A desk in which every text that a person or a file can bring is hostile."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from tests.desk import Desk
from tests.web.payloads import PAYLOADS, packed, short
from tms.core.rights import OPERATOR, Role
from tms.core.states import State
from tms.core.text import clean
from tms.errors import DeskError
from tms.store.editions import Suggestion
from tms.store.people import User
from tms.workflow import assignments, ingest, people, review, translate
from tms.workflow.steps import Seen
from tms.workflow.translate import Write

CLOSED = "".join(
    ["-->"]
    + [
        f"</{name}>"
        for name in (
            *("script", "style", "textarea", "title", "template", "noscript", "iframe", "object", "button"),
            *("form", "details", "b", "a", "video", "text", "svg", "table", "math", "p"),
        )
    ]
)
"""So that one piece of a page does not swallow the next."""

ARTICLES = {
    "plain": ("a.txt", "\n\n".join(["A plain day", *PAYLOADS])),
    "marked": ("a.md", "\n\n".join([f"# Day {PAYLOADS[2]}", *PAYLOADS])),
    "page": (
        "a.html",
        f"<html><head><title>{PAYLOADS[2]}</title></head><body><article><h1>Page {PAYLOADS[2]}</h1>"
        + "".join(f"<p>{each}{CLOSED}" for each in PAYLOADS)
        + "</article></body></html>",
    ),
}

EDITIONS = {"plain": "ar", "marked": "ckb", "page": "ar"}
"""In which language each was translated."""


def fill(desk: Desk) -> None:
    for slug, (name, text) in ARTICLES.items():
        with desk.step() as session:
            ingest.ingest(session, ingest.parse(text.encode(), name), desk["editor"], slug=slug)
    for slug, tag in EDITIONS.items():
        write(desk, slug, tag, PAYLOADS)
    returned(desk, "plain", EDITIONS["plain"])
    for slug in ("marked", "page"):
        approved(desk, slug, EDITIONS[slug])
        desk.release(slug, [EDITIONS[slug]])
    with desk.step() as session:
        session.execute(update(User).values(mail=User.name + "@example.org"))
    named(desk)
    told(desk)
    suggested(desk)


def write(desk: Desk, slug: str, tag: str, texts: Sequence[str], by: str = "translator") -> None:
    """Each row gets a text of the list; what the desk refuses is harmless by that."""
    with desk.sheet(slug, tag) as (session, sheet):
        writes = [Write(row, texts[at % len(texts)], Seen(0)) for at, row in enumerate(sheet.rows)]
        translate.save(session, sheet, writes, desk[by])
        empty = [row for row in sheet.rows if row.record.state is State.EMPTY]
        translate.save(session, sheet, [Write(row, "نص", Seen(0)) for row in empty], desk[by])
    desk.submit(slug, tag)


def returned(desk: Desk, slug: str, tag: str) -> None:
    """With a hostile comment on each of the first; the others stay submitted."""
    with desk.sheet(slug, tag) as (session, sheet):
        for row, comment in zip(sheet.rows, PAYLOADS, strict=False):
            review.return_(session, sheet, [row], desk["editor"], comment)


def approved(desk: Desk, slug: str, tag: str) -> None:
    """With a hostile reason for every finding."""
    reasons = packed(2000)
    with desk.sheet(slug, tag) as (session, sheet):
        for at, reason in enumerate(reasons):
            review.approve(session, sheet, sheet.rows[at :: len(reasons)], desk["editor"], override=reason)
        review.sign(session, sheet, desk["editor"])


def named(desk: Desk) -> None:
    """People who are called so, and those who sign in so, where the desk lets them."""
    with desk.step() as session:
        for at, name in enumerate(PAYLOADS):
            user = people.add(session, f"person-{at}", Role.TRANSLATOR, [], OPERATOR)
            user.full_name = clean(name)[:120]
        for name in short(64):
            try:
                people.add(session, name, Role.EDITOR, ["ar"], OPERATOR)
            except DeskError:
                continue


def told(desk: Desk) -> None:
    """Notices with every payload as a comment and as a reason."""
    with desk.sheet("plain", "ar") as (session, sheet):
        assignments.take(session, sheet, desk["translator"], None)
    for why in packed(500):
        with desk.sheet("plain", "ar") as (session, sheet):
            until = datetime.now(UTC) + timedelta(hours=2)
            assignments.ask_time(session, sheet, sheet.rows[:1], until, desk["translator"], why)


def suggested(desk: Desk) -> None:
    rows = desk.look("plain", "ar").rows
    with desk.step() as session:
        for at, row in enumerate(rows):
            text = PAYLOADS[at % len(PAYLOADS)]
            origin = ("memory", f"machine:{text[:32]}", "person")[at % 3]
            session.add(
                Suggestion(
                    translation_id=row.id,
                    text=text,
                    origin=origin,
                    author=text[:60],
                    score=80,
                    source=PAYLOADS[-1 - at % len(PAYLOADS)],
                    basis=row.basis,
                )
            )
        session.execute(update(User).where(User.name == "editor").values(full_name=PAYLOADS[2][:120]))
