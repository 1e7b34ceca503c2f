"""The desk's jobs for whoever runs it: how long the oldest has waited, and those that need a hand."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import serving
from tms.core.rights import Role
from tms.errors import BadRequest
from tms.messages import N_
from tms.store import jobs
from tms.store.jobs import JobState
from tms.store.session import Session
from tms.web.pages import page as rendered

STATES = {
    JobState.DEAD: N_("Failed"),
    JobState.RUNNING: N_("Running"),
    JobState.WAITING: N_("Waiting"),
    JobState.CANCELLED: N_("Cancelled"),
    JobState.DONE: N_("Done"),
}

KINDS = {
    "check": N_("Check an edition"),
    "deliver": N_("Deliver a release"),
    "translate": N_("Fill in drafts"),
    "match": N_("Look for suggestions"),
    "offer": N_("Offer what was approved"),
    "late": N_("Look who is late"),
    "free": N_("Free what is too late"),
    "edition-due": N_("Look whether an edition is ready"),
    "link": N_("Mail a link"),
    "seal": N_("Seal the record of events"),
}
"""What the kinds do, in words; others are shown by their own name."""

_MOST = 100  # of each state on the page
_AT_ONCE = 500  # failed jobs that one button runs again


def page(request: Request) -> Response:
    serving.person(request).must(Role.CHIEF)
    with serving.desk(request).reading() as session:
        backlog = jobs.backlog(session)
        kinds = jobs.by_kind(session)
        kind = request.query_params.get("kind", "")
        kind = kind if kind in kinds else ""
        listed = {
            state: jobs.standing(session, state, _MOST, kind)
            for state in STATES
            if state is not JobState.DONE and backlog.counts[state]
        }
    return rendered(
        request,
        "jobs/page.html",
        backlog=backlog,
        kinds=kinds,
        kind=kind,
        names=KINDS,
        listed={state: found for state, found in listed.items() if found},
        counts=kinds[kind] if kind else backlog.counts,
        states=STATES,
    )


def take(request: Request) -> Response:
    """Let one job run now, or never, or all that failed of a kind run again."""
    by = serving.person(request)
    by.must(Role.CHIEF)
    sent = serving.fields(request)
    name = next((name for name in (*_STEPS, "again") if name in sent), "")
    number = sent.get(name, "")
    if name != "again" and not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise BadRequest("form", reason="the form names no job")
    with serving.desk(request).writing() as session:
        if name == "again":
            _again(session, number, by.name)
        else:
            _STEPS[name](session, int(number), by.name)
    return RedirectResponse(f"/jobs?{request.url.query}" if request.url.query else "/jobs", 303)


def _again(session: Session, kind: str, who: str) -> None:
    for each in jobs.standing(session, JobState.DEAD, _AT_ONCE, kind):
        jobs.retry(session, each.id, who)


_STEPS = {"retry": jobs.retry, "cancel": jobs.cancel}
