"""Two hundred hostile texts in every place that takes a text: in a real browser they stay texts.

What is kept is looked at on the pages; what is sent back at once is put into a frame of a page without its
policy, so that escaping alone must hold. With the policy, the browser has nothing to complain of.
"""

import email
import email.policy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.served import client, sign_in
from tests.web import addresses, hostile
from tests.web.conftest import Site, fill, running
from tests.web.forms import TYPED, Field, Form, forms
from tests.web.payloads import PAYLOADS, packed, short
from tms.core.rights import OPERATOR
from tms.store import people as store
from tms.store.signing import LinkKind
from tms.workflow import links, people

LONGEST = 2000
"""Characters in a field or an address that has no limit of its own."""

FIND = """(root, styled) => {
  const found = [], strange = ['base', 'object', 'embed', 'plaintext', 'math'];
  const look = node => {
    for (const each of node.querySelectorAll('*')) {
      for (const { name, value } of each.attributes) {
        if (/^on/.test(name)) found.push(`${each.localName} ${name}`);
        if (['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].includes(name)) {
          const { protocol, host } = new URL(value, document.baseURI);
          if (!['http:', 'https:', 'file:', 'mailto:'].includes(protocol) || host === 'evil.example')
            found.push(`${each.localName} ${name}=${value}`);
        }
      }
      if (strange.includes(each.localName)) found.push(each.localName);
      if (each.localName === 'script' && !each.nonce && !/json/.test(each.type)) found.push('script');
      if (each.localName === 'iframe' && each.srcdoc) found.push('iframe');
      if (!styled && (each.localName === 'style' || each.hasAttribute('style'))) found.push('style');
      if (each.localName === 'meta' && each.httpEquiv === 'refresh') found.push('refresh');
      if (each.content instanceof DocumentFragment) look(each.content);
    }
  };
  look(root);
  return found;
}"""
"""What a page has that only a hostile text can have put there; pages for other places carry their style."""

SEND = """async ([jobs, token]) => {
  const find = FIND;
  const told = [];
  const one = async ({ url, method, body, parts }) => {
    const options = { method, headers: { accept: 'text/html', 'x-csrf-token': token } };
    if (body && parts) {
      options.body = new FormData();
      for (const [name, value] of body) options.body.append(name, value);
    } else if (body) options.body = new URLSearchParams(body);
    const answer = await fetch(url, options);
    if (answer.status >= 500) told.push(`${answer.status} ${url}`);
    if (!(answer.headers.get('content-type') || '').startsWith('text/html')) return;
    const frame = document.createElement('iframe');
    const loaded = new Promise(resolve => frame.addEventListener('load', resolve));
    const own = /<(link rel="(icon|stylesheet)"|script type="module") [^>]*>/g;
    frame.srcdoc = (await answer.text()).replace(own, '');
    document.body.append(frame);
    await loaded;
    for (const each of find(frame.contentDocument)) told.push(`${each} in ${method} ${url}`);
    await new Promise(resolve => setTimeout(resolve, 30));
    frame.remove();
  };
  const waiting = [...jobs];
  const worker = async () => { while (waiting.length) await one(waiting.shift()); };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return told;
}""".replace("FIND", FIND)
"""Sends each and shows the answer in a frame, without our own modules; answers what is wrong with any."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("hostile"), hostile.fill) as found:
        yield found


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk of a few articles, so that its pages are short."""
    with running(tmp_path_factory.mktemp("quiet"), fill) as found:
        found.desk.return_(0, comment="Not this word.", slug="four")
        found.desk.assign(0, 1, 2, to="admin", slug="bakery", tag="ckb")
        yield found


@pytest.fixture
def bare(chromium: Browser, site: Site) -> Iterator[Page]:
    page = unguarded(site, chromium)
    yield page
    page.context.close()


def unguarded(site: Site, chromium: Browser) -> Page:
    """A page of an admin for which there is no policy."""
    page = chromium.new_context(bypass_csp=True).new_page()
    page.route("https://evil.example/**", lambda route: route.abort())
    site.as_("admin", page).goto(f"{site.url}/me")
    return page


def dialogs(page: Page) -> list[str]:
    heard: list[str] = []

    def hear(dialog: Any) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    return heard


def send(page: Page, jobs: Sequence[dict[str, Any]]) -> list[str]:
    token = page.locator("[name=csrf]").first.input_value()
    said: list[str] = page.evaluate(SEND, [list(jobs), token])
    return said


def reading(site: Site, editions: Mapping[str, str] = hostile.EDITIONS) -> list[str]:
    """Every page with what hostile people have left on it."""
    values = {"number": "1", "secret": "x", "id": "1"}
    found = []
    for path in addresses.reads(site.app):
        for slug, tag in editions.items() if "{slug}" in path else (("", ""),):
            row = site.desk.row(0, slug, tag).id if "{language}" in path else "1"
            found.append(addresses.fill(path, values | {"slug": slug, "language": tag, "id": row}))
    reviews = [path for path in found if path.endswith("/review")]
    editors = [path for path in found if path.endswith("/edit")]
    return [
        *found,
        *(f"{path}?{more}" for path in reviews for more in ("part=1", "part=2", "view=page")),
        *(f"{path}?part=1" for path in editors),
        *(f"/notices?page={at}" for at in range(2, 6)),
    ]


def test_the_texts_are_many_and_do_run_where_nobody_escapes_them(bare: Page) -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 200
    heard = dialogs(bare)
    bare.evaluate(
        """async texts => {
          await Promise.all(texts.map(text => {
            const frame = document.createElement('iframe');
            frame.srcdoc = `<!doctype html><body>${text}`;
            document.body.append(frame);
            return new Promise(resolve => frame.addEventListener('load', resolve));
          }));
        }""",
        PAYLOADS,
    )
    assert len(set(heard)) > 60


def test_what_is_kept_is_shown_as_text_on_every_page(site: Site, bare: Page) -> None:
    heard = dialogs(bare)
    assert send(bare, [{"url": path, "method": "GET"} for path in reading(site)]) == []
    assert heard == []


def test_every_field_of_every_form_gives_back_text(quiet: Site, chromium: Browser) -> None:
    bare = unguarded(quiet, chromium)
    heard = dialogs(bare)
    jobs = [
        {"url": form.action, "method": form.method, "body": list(values.items()), "parts": form.parts}
        for form in known(quiet)
        for field in form.fields
        for values in typed(form, field)
    ]
    assert len(jobs) > 300
    assert send(bare, [each for each in jobs if each["method"] == "POST"]) == []
    assert heard == []
    bare.context.close()


def known(site: Site) -> list[Form]:
    """One of each form on the pages, as an admin sees them."""
    browser = client(site.app, sign_in(site.desk, "admin"))
    found: dict[object, Form] = {}
    with site.desk.step() as session:
        user = people.known(session, "second")
        ways_in = [links.make(session, user, kind, "") for kind in (LinkKind.INVITE, LinkKind.DEMO)]
    for path in [*reading(site, {"bakery": "ckb", "four": "ar"}), *ways_in]:
        answer = browser.get(path)
        shown = "html" in answer.headers.get("content-type", "")
        for form in forms(answer.text, path) if shown else []:
            found.setdefault(form.shape, form)
    return list(found.values())


def typed(form: Form, field: Field) -> Iterator[dict[str, str]]:
    """The form with hostile texts in one of its fields: each in what a person types, packed in the others."""
    if field.name == "csrf" or field.kind == "password":
        return
    most = field.most or LONGEST
    texts = packed(most) if most > 200 else short(most)
    if field.name == "name":
        texts = texts[::5]  # tests.web.hostile signs all of them up
    elif field.kind not in TYPED:
        texts = packed(LONGEST)[:2]
    for text in texts:
        yield {**form.values, field.name: text, "csrf": ""}


def test_what_stands_in_an_address_is_shown_as_text(site: Site, bare: Page) -> None:
    heard = dialogs(bare)
    browser = client(site.app, sign_in(site.desk, "admin"))
    asked = []
    for path in dict.fromkeys(each.partition("?")[0] for each in reading(site)):
        html = browser.get(path).text
        names = {"q", "lang", "next", "at"}
        for link in re.findall(r'(?:href|action)="([^"]*\?[^"]*)"', html):
            if urlsplit(link).path in {"", path}:
                names |= {name for name, _ in parse_qsl(urlsplit(link).query.replace("&amp;", "&"))}
        names |= {each.name for form in forms(html, path) if form.method == "GET" for each in form.fields}
        asked += [
            f"{path}?{urlencode({name: text})}" for name in sorted(names) for text in packed(3 * LONGEST)
        ]
    for path in addresses.reads(site.app):
        if "{" in path and "int}" not in path:
            texts = PAYLOADS if path.count("{") == 1 else PAYLOADS[::9]
            asked += [re.sub(r"{\w+}", quote(text, safe=""), path) for text in texts]
    asked += [f"/nowhere/{quote(text, safe='')}" for text in PAYLOADS]
    assert send(bare, [{"url": each, "method": "GET"} for each in asked]) == []
    assert heard == []


def test_published_pages_are_harmless_from_disk_too(site: Site, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    heard = dialogs(page)
    for slug in ("marked", "page"):
        for file in sorted(site.desk.folder(slug).glob("*.html")):
            page.goto(file.resolve().as_uri())
            assert page.evaluate(f"({FIND})(document, true)") == [], file
    assert heard == []
    context.close()


def test_mails_are_harmless(site: Site, bare: Page) -> None:
    heard = dialogs(bare)
    with site.desk.step() as session:
        for name in short(64)[::8]:
            if (user := store.by_name(session, name)) is not None:
                links.invite(session, user.name, site.url, OPERATOR, f"person-{user.id}@example.org")
    site.desk.hurry()
    found = sorted((site.desk.settings.home / "mail").glob("*.eml"))
    assert len(found) > 20
    for each in found:
        mail = email.message_from_bytes(each.read_bytes(), policy=email.policy.default)
        html = mail.get_body(("html",))
        assert html is not None
        bare.set_content(html.get_content())
        assert bare.evaluate(f"({FIND})(document, true)") == [], each
    assert heard == []
