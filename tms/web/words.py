"""The words of states, blockers and kinds as a page says them, by the desk's own word for each."""

from tms.messages import N_

STATES = {
    "empty": N_("Empty"),
    "draft": N_("Draft"),
    "returned": N_("Returned"),
    "submitted": N_("Submitted"),
    "approved": N_("Approved"),
    "stale": N_("English changed"),
}

EDITIONS = {
    "empty": N_("Not started"),
    "draft": N_("In work"),
    "submitted": N_("Submitted"),
    "ready": N_("Ready to sign"),
    "approved": N_("Approved"),
}

BLOCKERS = {
    "empty": N_("Segments without a translation"),
    "draft": N_("Drafts"),
    "returned": N_("Returned translations"),
    "submitted": N_("Translations that wait for an editor"),
    "stale": N_("Translations of English that was corrected"),
    "finding": N_("Errors that were found"),
    "parity": N_("Differences between the editions"),
    "edition": N_("No editor has approved the edition."),
    "source": N_("The English has not been accepted."),
    "embargo": N_("An embargo holds"),
}

KINDS = {
    "kicker": N_("Kicker"),
    "headline": N_("Headline"),
    "standfirst": N_("Standfirst"),
    "byline": N_("Byline"),
    "dateline": N_("Dateline"),
    "heading": N_("Heading"),
    "paragraph": N_("Paragraph"),
    "list_item": N_("List item"),
    "quote": N_("Quotation"),
    "pull_quote": N_("Pull quote"),
    "image": N_("Image"),
    "caption": N_("Caption"),
    "credit": N_("Credit"),
    "table_cell": N_("Table cell"),
    "notice": N_("Notice"),
    "social": N_("Social text"),
    "seo_title": N_("Search title"),
    "seo_description": N_("Search description"),
    "embed": N_("Embed"),
}
