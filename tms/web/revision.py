"""A revision of the English, with what it changed of the one before."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import languages, serving
from tms.core.alignment import Fate
from tms.core.changes import Piece, changes
from tms.core.document import Document
from tms.core.text import Text
from tms.errors import NoSuchRevision
from tms.formats.html_page import alone
from tms.messages import N_
from tms.store import articles
from tms.web.editor.markup import diff
from tms.web.pages import page as rendered

FATES = {
    Fate.EDITED: N_("Changed"),
    Fate.ADDED: N_("New"),
    Fate.MOVED: N_("Moved"),
    Fate.REMOVED: N_("Removed"),
}


def page(request: Request) -> Response:
    slug, number = request.path_params["slug"], request.path_params["number"]
    serving.clean_names([("slug", slug)])
    with serving.desk(request).reading() as session:
        article = articles.find(session, slug)
        if article.slug != slug:
            return RedirectResponse(f"/articles/{article.slug}/revisions/{number}", 301)
        if not 1 <= number <= article.revision:
            raise NoSuchRevision(slug, slug=slug, number=number)
        revision = articles.revision(session, article, number)
        before = articles.revision(session, article, number - 1).document if number > 1 else Document(())
    lines = changes(before, revision.document)
    whole = request.query_params.get("show") == "all" or number == 1
    fates = [each.fate for line in lines for each in line.pieces]
    return rendered(
        request,
        "revision/page.html",
        article=article,
        revision=revision,
        first=number == 1,
        last=article.revision,
        lines=[line for line in lines if whole or line.changed],
        whole=whole,
        counts={fate: fates.count(fate) for fate in FATES if fates.count(fate)},
        fates=FATES,
        shown=_shown,
    )


def _shown(piece: Piece) -> Markup:
    """A sentence with what changed in its words."""
    if piece.fate is Fate.EDITED and piece.before is not None and piece.now is not None:
        return diff(piece.before.notation, piece.now.notation)
    text = piece.now or piece.before or Text()
    return Markup(alone(text, languages.SOURCE))  # noqa: S704  cleaned where it is made
