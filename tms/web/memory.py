"""Search the memory: what was approved before, in both languages, with where it comes from."""

from unicodedata import combining

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from tms import languages, serving
from tms.core.folding import fold, folded
from tms.core.text import Text
from tms.languages.base import Language
from tms.web.pages import page as rendered
from tms.workflow.memory import search

PAGE = 50
_LONGEST = 500  # characters of what is looked for: a selection may be a paragraph


def page(request: Request) -> Response:
    by = serving.person(request)
    asked = request.query_params.get("language", "")
    words = "".join(c if c.isprintable() else " " for c in request.query_params.get("q", "")[:_LONGEST])
    spoken = [tag for tag in languages.TARGETS if by.speaks(tag)]
    language = asked if asked in spoken else ""
    with serving.desk(request).reading() as session:
        found = search(session, words, [language] if language else spoken, PAGE + 1)
    return rendered(
        request,
        "memory/page.html",
        found=found[:PAGE],
        more=len(found) > PAGE,
        q=words.strip(),
        chosen=language,
        spoken=[languages.get(tag) for tag in spoken],
        source=languages.get(languages.SOURCE),
        tongue=languages.get,
        marked=lambda text, tongue: marked(text, words.split(), tongue),
    )


def marked(text: Text, words: list[str], language: Language) -> Markup:
    """A text in which these words are marked, however they are spelled in it."""
    plain = text.plain
    key = folded(plain, language)
    spans = []
    for word in {fold(word, language) for word in words} - {""}:
        at = key.text.find(word)
        while at >= 0:
            spans.append(key.span(at, at + len(word)))
            at = key.text.find(word, at + len(word))
    made, last = Markup(""), 0
    for first, behind in sorted(spans, key=lambda span: (span[0], -span[1])):
        start, end = max(first, last), behind
        while plain[end : end + 1] and combining(plain[end]):
            end += 1
        if end > last:
            made += escape(plain[last:start]) + Markup("<mark>%s</mark>") % plain[start:end]
            last = end
    return made + escape(plain[last:])
