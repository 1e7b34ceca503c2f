"""A day at the desk in real browsers: taken, translated, returned, approved, released, and corrected."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.desk import BOAT, DAM, HEADLINE, RAIN, REPORT, STORY, WELLS, WORDS, Desk
from tests.web.conftest import Site, running
from tests.web.hands import Hands, Keys, Pointer, Somebody, somebody
from tests.web.test_editor import until
from tms.store.editions import Suggestion
from tms.workflow import jobs

TAG = "ckb"
QUEUE = f"/queue?language={TAG}"
EDIT = f"/articles/story/editions/{TAG}/edit"
REVIEW = f"/articles/story/editions/{TAG}/review"
OFFER = "جووتیاران لە مانگە وشکەکاندا بە دەست ٢١ بیریان هەڵکەندبوو."
TEXTS = [text[TAG] for text in WORDS.values()]
COMMENT = "وشەی «درەنگ» بەهێزتر بێت؟ <b>"
MENDED = "باران ئەمساڵ زۆر درەنگ هات."
CORRECTED = STORY.replace("came late", "came very late")

Meet = Callable[..., Somebody]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The Arabic edition is approved; for one Kurdish sentence the memory has an offer."""
    with running(tmp_path, begin) as found:
        yield found
        found.desk.check()


def begin(desk: Desk) -> None:
    desk.ingest(STORY)
    desk.finish(tags=["ar"])
    row = desk.row(WELLS, tag=TAG)
    with desk.step() as session:
        session.add(
            Suggestion(
                translation_id=row.id,
                text=OFFER,
                origin="memory",
                score=84,
                source="Farmers had dug 21 wells by hand in the dry months.",
                basis=row.basis,
            )
        )


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """A busy machine is slow, not wrong."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def meet(site: Site, chromium: Browser) -> Iterator[Meet]:
    """Somebody at a browser of their own."""
    with ExitStack() as stack:

        def met(name: str, tag: str, hands: Hands, *, scripts: bool = True) -> Somebody:
            one = somebody(site, chromium, name, tag, hands, scripts=scripts)
            stack.callback(one.page.context.close)
            return one

        yield met


@pytest.mark.parametrize(
    ("tag", "hands"),
    [("en", Pointer()), ("ar", Pointer()), ("ckb", Pointer()), ("ckb", Keys())],
    ids=["English", "Arabic", "Kurdish", "by keyboard alone"],
)
def test_a_day_from_the_queue_to_the_correction(site: Site, meet: Meet, tag: str, hands: Hands) -> None:
    translator, editor, chief = (meet(name, tag, hands) for name in ("translator", "editor", "chief"))
    takes(translator)
    translates(translator)
    assert (site.desk.texts(tag=TAG), set(site.desk.states(tag=TAG))) == (TEXTS, {"submitted"})
    returns(editor)
    expect_returned(translator)
    mends(translator)
    approves(editor)
    releases(chief)
    assert MENDED in (site.desk.folder() / f"{TAG}.html").read_text("utf-8")
    corrects(editor)
    shows_what_changed(translator)


def takes(who: Somebody, ready: str = "html[data-ready]") -> None:
    who.go(QUEUE)
    row = who.page.locator(f"[aria-labelledby=h-free] [data-article=story][data-language={TAG}]")
    who.press(who.button("Take", row))
    mine = who.page.locator(f"[aria-labelledby=h-mine] [data-article=story][data-language={TAG}]")
    who.press(mine.get_by_role("link", name=who.said("Start"), exact=True))
    who.page.wait_for_selector(ready)


def translates(who: Somebody) -> None:
    """Sentence after sentence by keys, as everybody does; where fingers differ, by these hands."""
    page = who.page
    for at, text in enumerate(TEXTS):
        active(who, at)
        if at == WELLS:
            uses(who)
        elif at == BOAT:
            first = text.partition(" ")[0]
            who.compose(first[:1], first[:3], first)
            who.type(text[len(first) :])
        elif at == DAM:
            loses_the_line(who, text)
        else:
            who.type(text.replace("<1>", "<").replace("</1>", "<"))
        holds(who, at, text)
        expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
        page.keyboard.press("Control+Enter")
        submitted(who, at)


def holds(who: Somebody, at: int, text: str) -> None:
    """The desk comes to have this very text."""
    until(lambda: who.site.desk.texts(tag=TAG)[at] == text, 20, lambda: who.site.desk.texts(tag=TAG)[at])


def submitted(who: Somebody, at: int) -> None:
    until(lambda: who.site.desk.states(tag=TAG)[at] == "submitted", 20)


def active(who: Somebody, at: int) -> None:
    segment = who.site.desk.row(at, tag=TAG).segments[0].id
    expect(who.page.locator(f"#s-{segment}.active [name=text]")).to_be_focused()


def uses(who: Somebody) -> None:
    """The memory's offer, and the cure for its number."""
    page = who.page
    expect(page.locator("#aside [data-take]")).to_be_visible()
    if isinstance(who.hands, Keys):
        page.keyboard.press("Control+Period")
        page.keyboard.press("1")
    else:
        who.press(page.locator("#aside [data-take]"))
    fix = page.locator(".seg.active [data-fix]").first
    expect(fix).to_be_enabled()
    if isinstance(who.hands, Keys):
        page.keyboard.press("Control+Period")
        page.keyboard.press("f")
    else:
        who.press(fix)
    expect(page.locator(".seg.active [name=text]")).to_have_value(TEXTS[WELLS])


def loses_the_line(who: Somebody, text: str) -> None:
    who.type(text[:9])
    who.page.context.set_offline(True)
    who.type(text[9:21])
    expect(who.page.locator("#saved")).to_have_attribute("data-state", "kept")
    expect(who.page.locator("#offline")).to_be_visible()
    who.page.context.set_offline(False)
    who.type(text[21:])
    expect(who.page.locator("#offline")).to_be_hidden()


def returns(who: Somebody) -> None:
    """One sentence with a comment; all the others are approved."""
    who.go(REVIEW)
    pair = who.page.locator(f"#s-{who.site.desk.row(RAIN, tag=TAG).segments[0].id}")
    who.press(pair.locator("[data-form=return]"))
    who.write(pair.locator("[name=comment]"), COMMENT)
    who.press(pair.locator("button[name=return]"))
    expect(pair.locator(".returned bdi")).to_have_text(COMMENT)
    who.press(who.page.locator("button[name=clean]"))
    expect(who.page.get_by_role("status").first).to_be_visible()
    states = who.site.desk.states(tag=TAG)
    assert (states.pop(RAIN), set(states)) == ("returned", {"approved"})


def expect_returned(who: Somebody) -> None:
    who.go(QUEUE)
    row = who.page.locator(f"[aria-labelledby=h-mine] [data-article=story][data-language={TAG}]")
    expect(row.locator("q")).to_have_text(COMMENT)
    who.press(row.get_by_role("link", name=who.said("Look again"), exact=True))
    who.page.wait_for_selector("html[data-ready]")
    active(who, RAIN)


def mends(who: Somebody) -> None:
    who.page.keyboard.press("Control+KeyA")
    who.type(MENDED)
    who.page.keyboard.press("Control+Enter")
    submitted(who, RAIN)
    assert who.site.desk.texts(tag=TAG)[RAIN] == MENDED


def approves(who: Somebody) -> None:
    who.go(REVIEW)
    who.press(who.page.locator("button[name=approve]"))
    who.press(who.page.locator("button[name=sign]"))
    expect(who.page.locator(".says.good").last).to_contain_text(who.name)
    assert who.site.desk.look(tag=TAG).state == "approved"


def releases(who: Somebody) -> None:
    who.go("/articles/story")
    form = who.page.locator("form", has=who.page.locator("input[name=do][value=release]"))
    for tag in ("ar", TAG):
        expect(form.locator(f"[name=with-{tag}]")).to_be_checked()
    who.press(who.button("Release", form))
    who.page.wait_for_url("**/articles/story/releases/1")
    expect(who.page.locator(f".t[lang={TAG}]").nth(1)).to_contain_text(MENDED)
    jobs.until_idle(who.site.desk.database, who.site.desk.settings)


def corrects(who: Somebody) -> None:
    who.go("/articles/new")
    who.write(who.page.locator("[name=text]"), CORRECTED)
    who.choose(who.page.locator("[name=format]"), "markdown")
    who.write(who.page.locator("[name=slug]"), "story")
    who.press(who.page.locator("button[name=do][value=look]"))
    who.press(who.page.locator("button[name=do][value=keep]"))
    who.page.wait_for_url("**/articles/story")
    stale = [state.endswith("!") for state in who.site.desk.states(tag=TAG)]
    assert stale == [at == RAIN for at in range(len(TEXTS))]


def shows_what_changed(who: Somebody) -> None:
    """One sentence and no other."""
    who.go(QUEUE)
    row = who.page.locator(f"[aria-labelledby=h-mine] [data-article=story][data-language={TAG}]")
    expect(row.locator(".tag.stale")).to_be_visible()
    who.press(row.get_by_role("link", name=who.said("Look again"), exact=True))
    who.page.wait_for_selector("html[data-ready]")
    active(who, RAIN)
    expect(who.page.locator(".seg.active > .src ins")).to_contain_text("very")
    expect(who.page.locator(".seg[data-open]")).to_have_count(1)


def test_a_day_without_scripts(site: Site, meet: Meet) -> None:
    translator, editor, deputy, chief = (
        meet(name, "en", Pointer(), scripts=False) for name in ("translator", "editor", "deputy", "chief")
    )
    page = translator.page
    takes(translator, "body")
    page.locator(f"#s-{site.desk.row(HEADLINE, tag=TAG).segments[0].id} > .spine").click()
    for at, text in enumerate(TEXTS):
        page.locator(".seg.active [name=text]").fill(text)
        if at == REPORT:
            page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("button", name="Submit, next").click()
    assert (site.desk.texts(tag=TAG), set(site.desk.states(tag=TAG))) == (TEXTS, {"submitted"})
    editor.go(REVIEW)
    pair = editor.page.locator(f"#s-{site.desk.row(RAIN, tag=TAG).segments[0].id}")
    pair.locator("[data-form=return]").click()
    pair.locator("[name=comment]").fill(COMMENT)
    pair.locator("button[name=return]").click()
    editor.page.locator("button[name=clean]").click()
    translator.go(QUEUE)
    row = page.locator(f"[aria-labelledby=h-mine] [data-language={TAG}]")
    expect(row.locator("q")).to_have_text(COMMENT)
    row.get_by_role("link", name="Look again").click()
    page.locator(f"#s-{site.desk.row(RAIN, tag=TAG).segments[0].id} > .spine").click()
    page.locator(".seg.active [name=text]").fill(MENDED)
    page.get_by_role("button", name="Submit, next").click()
    approves(deputy)
    releases(chief)
    corrects(editor)
    translator.go(QUEUE)
    expect(row.locator(".tag.stale")).to_be_visible()
