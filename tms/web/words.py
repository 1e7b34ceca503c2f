"""The words of states, blockers and kinds as a page says them, by the desk's own word for each."""

from tms.messages import N_

ROLES = {
    "translator": N_("Translator"),
    "editor": N_("Editor"),
    "chief": N_("Chief"),
    "admin": N_("Admin"),
}

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

HANDS = {
    "mine": N_("In your hands"),
    "free": N_("Free to take"),
    "others": N_("In others’ hands"),
    "review": N_("Waits for approval"),
    "sign": N_("Ready to sign"),
}

DUES = {
    "late": N_("Late"),
    "today": N_("Due today"),
    "none": N_("No deadline"),
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

EDITOR = {
    "saving": N_("Saving"),
    "saved": N_("Saved"),
    "kept": N_("Kept on this device"),
    "notsaved": N_("Not saved"),
    "offline": N_("No connection. You can go on: what you write is kept on this device."),
    "try": N_("Try now"),
    "copytext": N_("Copy my text"),
    "unsafe": N_("This browser keeps nothing: do not close the page before it says Saved."),
    "clash": N_("Somebody changed this sentence meanwhile."),
    "base": N_("Both began from"),
    "wrote": N_("%(name)s wrote"),
    "mine": N_("You wrote"),
    "keepmine": N_("Keep mine"),
    "taketheirs": N_("Take theirs"),
    "together": N_("Edit together"),
    "corrected": N_("The English of this sentence was just corrected."),
    "gone": N_("This sentence is no longer part of the article. Your text is kept on this device."),
    "other": N_("This sentence is open in another window of yours."),
    "recovered": N_("Your text from before was found on this device."),
    "words": N_("Words: %(count)s · English: %(english)s"),
    "code": N_("Code %(number)s"),
    "wouldchange": N_("Sentences that would change: %(count)s"),
    "nothingfound": N_("No open sentence has these words."),
    "signinfailed": N_("Name and password do not fit."),
    "restored": N_("The old spelling of what was pasted is restored:"),
    "undo": N_("Undo"),
    "good": N_("Keep it so"),
    "do.submit": N_("Submit, next"),
    "do.next": N_("Next open"),
    "do.previous": N_("Previous open"),
    "do.below": N_("Next sentence"),
    "do.above": N_("Previous sentence"),
    "do.edit": N_("Edit"),
    "do.leave": N_("Leave the field"),
    "do.offers": N_("Cures and suggestions"),
    "do.finding": N_("Next finding"),
    "do.finding-before": N_("Previous finding"),
    "do.palette": N_("Find or do"),
    "do.keys": N_("All keys"),
    "do.quotes": N_("Quotation marks"),
    "do.zwnj": N_("Break the join of two letters (ZWNJ)"),
    "do.rlm": N_("Right-to-left mark"),
    "do.lrm": N_("Left-to-right mark"),
    "do.invisibles": N_("Show invisible characters"),
    "do.copy": N_("Copy the English"),
    "do.written": N_("Insert the next date, amount or link"),
    "do.replace": N_("Find and replace"),
    "do.memory": N_("Search the memory"),
    "number": "%(count)s",
    "notdone": N_("No connection: this was not done. Your text is kept on this device."),
    "reshaped": N_("The sentences of this block were just changed. Look at them and press it again."),
    "do.approve": N_("Approve"),
    "do.clean": N_("Approve all clean"),
    "do.return": N_("Return with a comment"),
    "do.waive": N_("Let a finding stand"),
    "do.comment": N_("Comment"),
    "do.history": N_("History"),
    "do.merge": N_("Merge with next"),
    "do.split": N_("Split"),
    "do.omit": N_("Leave out, or put back"),
    "do.put-back": N_("Put back"),
    "do.up": N_("Move earlier"),
    "do.down": N_("Move later"),
    "do.add": N_("Add a sentence"),
    "do.page": N_("Show as a page"),
    "do.pairs": N_("Show as pairs"),
    "do.codes": N_("Put the code round the selected words"),
    "do.go-queue": N_("Go to the queue"),
    "do.go-board": N_("Go to the board"),
    "do.go-releases": N_("Go to the releases"),
    "do.reopen": N_("Reopen"),
    "do.confirm": N_("Still right"),
    "do.all": N_("Show all sentences"),
    "do.todo": N_("Show what is to do"),
    "do.findings": N_("Show findings"),
}

TERM_KINDS = {
    "term": N_("Term"),
    "person": N_("Person"),
    "place": N_("Place"),
    "organisation": N_("Organisation"),
    "standing": N_("Standing text"),
}

TERM_STATUSES = {
    "preferred": N_("preferred"),
    "admitted": N_("admitted"),
    "forbidden": N_("forbidden"),
    "draft": N_("proposed"),
}
