"""Notices by mail: what is urgent at once, the rest together; each once, in the language of its person."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.desk import RAIN, WELLS, Desk
from tests.workflow.smtp import mail_server
from tms.store import jobs as rows
from tms.store.articles import Article
from tms.store.jobs import Job, JobState
from tms.store.notices import Mail, Notice
from tms.store.people import Rhythm, User
from tms.workflow import assignments, jobs, notices, post

BAGHDAD = ZoneInfo("Asia/Baghdad")


@pytest.fixture
def mailed(desks: Desk) -> Desk:
    """A desk that knows the addresses of a translator, who speaks Kurdish, and an editor."""
    with desks.step() as session:
        for name, speaks in (("translator", "ckb"), ("editor", "en")):
            user = session.scalar(select(User).where(User.name == name))
            assert user is not None
            user.mail, user.speaks, user.full_name = f"{name}@example.org", speaks, name.title()
    desks.ingest()
    return desks


def mails(desk: Desk) -> list[EmailMessage]:
    found = sorted((desk.settings.home / "mail").glob("*.eml"))
    return [email.message_from_bytes(each.read_bytes(), policy=email.policy.default) for each in found]


def parts(message: EmailMessage) -> tuple[str, str]:
    plain, page = (part.get_content() for part in message.iter_parts())
    return plain, page


def waiting(desk: Desk, kind: str) -> list[Job]:
    with desk.database.reading() as session:
        return list(session.scalars(select(Job).where(Job.kind == kind, Job.state == JobState.WAITING)))


def test_what_can_wait_goes_out_together_at_the_next_hour(mailed: Desk) -> None:
    mailed.assign(RAIN, to="translator")
    mailed.assign(WELLS, to="translator")
    assert mails(mailed) == []
    (digest,) = waiting(mailed, "digest")
    at = datetime.fromtimestamp(digest.run_after, BAGHDAD)
    assert (at.hour in post.HOURS[Rhythm.TWICE], at.minute, at.second) == (True, 0, 0)
    mailed.hurry()
    (message,) = mails(mailed)
    assert message["to"] == "translator@example.org"
    assert message["content-language"] == "ckb"
    plain, page = parts(message)
    for place in (RAIN, WELLS):
        link = f"/articles/story/editions/ar/edit#s-{mailed.row(place).segments[0].id}"
        assert (link in plain, link in page) == (True, True)
    assert "٢" in message["subject"]
    assert '<html lang="ckb" dir="rtl">' in page
    assert '<bdi lang="en" dir="ltr">Water returns to the marshes</bdi>' in page
    mailed.hurry()
    assert len(mails(mailed)) == 1, "what was mailed is not mailed again"
    with mailed.database.reading() as session:
        assert all(each.mailed_at for each in session.scalars(select(Notice)))
        assert all(each.sent_at for each in session.scalars(select(Mail)))


def test_what_is_urgent_goes_out_at_once_and_alone(mailed: Desk) -> None:
    mailed.assign(RAIN, to="translator")
    with mailed.sheet() as (session, sheet):
        assignments.take_over(session, sheet, sheet.rows, mailed["second"])
    (message,) = mails(mailed)
    assert "second" in message["subject"]
    assert len(waiting(mailed, "digest")) == 1
    with mailed.step() as session:
        session.scalars(select(Article)).one().urgent = True
    mailed.assign(WELLS, to="translator")
    assert len(mails(mailed)) == 2, "what is urgent of itself is mailed at once, too"


def test_a_late_sentence_and_an_edition_that_is_due_are_mailed_by_the_clock(mailed: Desk) -> None:
    soon = datetime.now(UTC).replace(microsecond=0)
    mailed.assign(RAIN, to="translator")
    with mailed.sheet() as (session, sheet):
        assignments.plan(session, sheet, soon, mailed["editor"])
    with mailed.sheet() as (session, sheet):
        assignments.give_time(session, sheet, sheet.rows, soon, mailed["editor"])
    mailed.hurry()
    mailed.hurry()
    mailed.hurry()
    to_editor = [parts(each)[0] for each in mails(mailed) if each["to"] == "editor@example.org"]
    assert any("\u2068translator\u2069 is late: 1 sentence is not submitted." in each for each in to_editor)
    assert any("The edition is due and not ready" in each for each in to_editor)


@pytest.mark.parametrize("change", ["off", "page", "read", "disabled", "no address", "no rights"])
def test_nobody_is_mailed_what_they_do_not_want_or_know_already(mailed: Desk, change: str) -> None:
    if change in {"off", "page"}:
        with mailed.step() as session:
            notices.choose(session, mailed["translator"], {"assigned": change})
    mailed.assign(RAIN, to="translator")
    with mailed.step() as session:
        user = session.get(User, mailed["translator"].id)
        assert user is not None
        match change:
            case "read":
                notices.read(session, mailed["translator"])
            case "disabled":
                user.active = False
            case "no address":
                user.mail = ""
            case "no rights":
                user.languages = "ckb"
    mailed.hurry()
    assert mails(mailed) == []


def test_a_choice_that_changes_before_the_hour_counts(mailed: Desk) -> None:
    mailed.assign(RAIN, to="translator")
    with mailed.step() as session:
        notices.choose(session, mailed["translator"], {"assigned": "page"})
    mailed.hurry()
    assert mails(mailed) == []


def test_a_comment_and_a_time_are_in_the_mail_on_the_desks_clock(mailed: Desk) -> None:
    until = datetime(2027, 3, 14, 15, 30, tzinfo=UTC)
    mailed.assign(RAIN, to="translator")
    with mailed.sheet() as (session, sheet):
        assignments.ask_time(session, sheet, sheet.rows, until, mailed["translator"], "No <b>power</b>.")
    message = next(each for each in mails(mailed) if each["to"] == "editor@example.org")
    plain, page = parts(message)
    assert "“No <b>power</b>.”" in plain
    assert "until 14 March 2027 18:30" in plain
    assert "No &lt;b&gt;power&lt;/b&gt;." in page


def test_a_mail_whose_worker_died_is_sent_again_as_the_same_mail(mailed: Desk) -> None:
    """It may arrive twice, and says so by its id; as a file it is there once."""
    mailed.assign(RAIN, to="translator")
    (job,) = waiting(mailed, "digest")
    kind = jobs.KINDS["digest"]
    sent = []
    for _ in range(2):
        with mailed.database.writing() as session:
            given = kind.load(session, mailed.settings, job.args)
        assert given is not None
        sent.append(given.letter)
        kind.work(given)  # and the worker dies before it says so
    assert sent[0] == sent[1]
    assert len(mails(mailed)) == 1
    mailed.assign(WELLS, to="translator")
    with mailed.database.writing() as session:
        again = kind.load(session, mailed.settings, job.args)
        assert again is not None
        assert len(again.letter.items) == 1, "what is new is not put into a mail that may have gone"
        kind.apply(session, again, None)
        assert kind.load(session, mailed.settings, job.args) is None


def test_a_server_that_is_away_is_tried_again_with_the_same_id(mailed: Desk) -> None:
    mailed.assign(RAIN, to="translator")
    mailed.settings = replace(mailed.settings, smtp_url="smtp://127.0.0.1:1")
    mailed.hurry()
    (job,) = waiting(mailed, "digest")
    assert "mail could not be sent" in job.last_error
    with mail_server() as server:
        mailed.settings = replace(mailed.settings, smtp_url=server.url)
        mailed.hurry()
    (message,) = server.messages
    with mailed.database.reading() as session:
        assert message["message-id"] == session.scalars(select(Mail)).one().message_id
        assert rows.standing(session, JobState.WAITING) == []


@pytest.mark.parametrize(
    ("now", "rhythm", "then"),
    [
        ("2027-01-05T04:59:59", Rhythm.MORNING, "2027-01-05T08:00"),
        ("2027-01-05T05:00:00", Rhythm.MORNING, "2027-01-06T08:00"),
        ("2027-01-05T05:00:00", Rhythm.TWICE, "2027-01-05T15:00"),
        ("2027-01-05T12:00:00", Rhythm.TWICE, "2027-01-06T08:00"),
        ("2027-01-05T21:30:00", Rhythm.OFTEN, "2027-01-06T08:00"),
        ("2027-01-05T14:30:00", Rhythm.OFTEN, "2027-01-05T20:00"),
    ],
)
def test_the_next_hour_is_one_of_the_desks_clock(now: str, rhythm: Rhythm, then: str) -> None:
    found = post.next_time(datetime.fromisoformat(now).replace(tzinfo=UTC), rhythm, BAGHDAD)
    assert found == datetime.fromisoformat(then).replace(tzinfo=BAGHDAD)
