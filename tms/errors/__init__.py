"""The one family of errors: what a class is called is what happened, its sentence is what a person reads.

``status`` is the HTTP status, ``exit`` the exit code of the command line (design §9): 1 refused by the
desk, 2 bad input, 3 a broken desk.
"""

from tms.errors.door import (
    AddressTaken,
    BadRequest,
    Busy,
    Forged,
    KeyReused,
    LastAdmin,
    LinkUsed,
    MailRefused,
    NoMail,
    NoSuchEdition,
    NoSuchPage,
    NotHere,
    NotProved,
    NotSignedIn,
    OnlyLoopback,
    OtherHost,
    PasswordTooShort,
    ReadOnlyToken,
    SignInNeeded,
    TooManyTries,
    Unexpected,
    WrongPassword,
)
from tms.errors.family import BadInput, Broken, DeskError, NotFound, Refused
from tms.messages import N_

__all__ = [
    "AddressTaken",
    "BadInput",
    "BadRequest",
    "Broken",
    "Busy",
    "DeskError",
    "Forged",
    "KeyReused",
    "LastAdmin",
    "LinkUsed",
    "MailRefused",
    "NoMail",
    "NoSuchEdition",
    "NoSuchPage",
    "NotFound",
    "NotHere",
    "NotProved",
    "NotSignedIn",
    "OnlyLoopback",
    "OtherHost",
    "PasswordTooShort",
    "ReadOnlyToken",
    "Refused",
    "SignInNeeded",
    "TooManyTries",
    "Unexpected",
    "WrongPassword",
]  # those of the other modules; what is below is here anyway

# What was handed in


class NotUtf8(BadInput):
    sentence = N_("The file is not UTF-8: byte %(offset)s cannot be read.")
    advice = N_("Save the file as UTF-8 and hand it in again.")


class BadCharacter(BadInput):
    sentence = N_("The text holds a character that cannot be kept: %(name)s at position %(offset)s.")
    advice = N_("Remove the character and hand the text in again.")


class NothingInside(BadInput):
    sentence = N_("There is no text to translate in it.")
    advice = N_("Hand in a file that holds an article.")


class NoArticle(BadInput):
    sentence = N_("No article can be found on this page.")
    advice = N_("Hand in the article itself, or a page with an <article> element.")


class TooLarge(BadInput):
    sentence = N_("It is larger than %(limit)s MB.")
    advice = N_("Hand in the article without its pictures and scripts.")
    status = 413


class TooDeep(BadInput):
    sentence = N_("Its elements are nested deeper than %(limit)s.")
    advice = N_("Hand in simpler HTML.")


class DoctypeRefused(BadInput):
    sentence = N_("A document type with declarations of its own is not read: it may hide entities.")
    advice = N_("Remove the DOCTYPE and the entities and hand it in again.")


class UnknownFormat(BadInput):
    sentence = N_("There is no format %(name)s.")
    advice = N_("Known formats: %(known)s.")


class UnknownLanguage(BadInput):
    sentence = N_("There is no language %(tag)s at this desk.")
    advice = N_("Known languages: %(known)s.")


class UnknownMachine(BadInput):
    sentence = N_("There is no machine %(name)s.")
    advice = N_("Known machines: %(known)s.")


class UnknownConnector(BadInput):
    sentence = N_("There is no connector %(name)s.")
    advice = N_("Known connectors: %(known)s.")


class FileUnreadable(BadInput):
    sentence = N_("%(path)s cannot be read: %(reason)s.")


class FileUnwritable(BadInput):
    sentence = N_("%(path)s cannot be written: %(reason)s.")
    advice = N_("Name a folder that you may write to.")


class TermsUnusable(BadInput):
    sentence, plural = N_(
        "%(count)s term cannot be used, and nothing was changed: %(reason)s.",
        "%(count)s terms cannot be used, and nothing was changed. The first: %(reason)s.",
    )
    advice = N_("Mend what is named and hand it in again.")


class NoSuchConcept(NotFound):
    sentence = N_("There is no term %(id)s in the glossary.")


class BadFile(BadInput):
    sentence = N_("The file cannot be understood: %(reason)s.")
    advice = N_("Export the file once more and hand that in.")


class OtherArticle(BadInput):
    sentence = N_("The file belongs to the article %(theirs)s, not to %(ours)s.")
    advice = N_("Name its own article with --article.")


class OtherLanguage(BadInput):
    sentence = N_("The file is in the language %(theirs)s, not in %(ours)s.")
    advice = N_("Name the file's language with --language.")


class BadValue(BadInput):
    sentence = N_("%(value)s is not a value for %(name)s.")
    advice = N_("It can be: %(known)s.")


class BadCommand(BadInput):
    sentence = N_("The command cannot be understood: %(reason)s")
    advice = N_("See how it is used with: %(command)s --help.")


class AddressRefused(BadInput):
    """An address that the desk does not call, whoever asks."""

    sentence = N_("The desk does not open %(url)s: %(reason)s.")
    advice = N_("Give the address of a public page, or save the page and hand in the file.")
    status = 422


class NotFetched(BadInput):
    sentence = N_("%(url)s cannot be fetched: %(reason)s.")
    advice = N_("Try again later, or save the page and hand in the file.")
    status = 502


class TextNeeded(BadInput):
    sentence = N_("The sentence to add has no words.")
    advice = N_("Write it, and say why the English does not have it.")


class NothingSaid(BadInput):
    sentence = N_("The comment has no words.")


class NameNeeded(BadInput):
    sentence = N_("It is not clear who does this: the desk has several users.")
    advice = N_("Say who with --as NAME.")


# What is not there


class NoSuchArticle(NotFound):
    sentence = N_("There is no article %(slug)s.")
    advice = N_("See the articles of the desk with: status.")


class NoSuchRevision(NotFound):
    sentence = N_("The article %(slug)s has no revision %(number)s.")


class NoSuchBlock(NotFound):
    sentence = N_("The article %(slug)s has no block %(id)s.")


class NoSuchSegment(NotFound):
    sentence = N_("The article %(slug)s has no segment %(id)s.")


class NoSuchTranslation(NotFound):
    sentence = N_("There is no translation %(id)s.")


class NoSuchUser(NotFound):
    sentence = N_("There is no user %(name)s.")
    advice = N_("See the users of the desk with: user list.")


class NoSuchJob(NotFound):
    sentence = N_("There is no job %(id)s.")


class NoSuchSetting(NotFound):
    sentence = N_("There is no setting %(name)s.")
    advice = N_("Known: %(known)s.")


class NoSuchRelease(NotFound):
    sentence = N_("The article %(slug)s has no release %(number)s.")


# What the desk refuses


class NotAllowed(Refused):
    sentence = N_("%(name)s may not do this: it is for the role %(role)s.")
    status = 403


class FourEyes(Refused):
    sentence = N_("Nobody approves a text of their own.")
    advice = N_("Ask another editor, or give a reason with --override.")
    status = 403


class StepRefused(Refused):
    sentence = N_("A translation that is %(state)s cannot take the step %(step)s.")


class Conflict(Refused):
    """Somebody was faster; ``current`` carries their text, and nothing of yours was stored or lost."""

    sentence = N_("Somebody changed this after you looked at it.")
    advice = N_("Look at the text as it is now and decide again.")

    def __init__(self, where: str = "", current: str = "", version: int = 0, **params: object) -> None:
        super().__init__(where, **params)
        self.current = current
        self.version = version


class Blocked(Refused):
    sentence, plural = N_(
        "It cannot go out yet: %(count)s blocker is left.",
        "It cannot go out yet: %(count)s blockers are left.",
    )
    advice = N_("See them with: status %(slug)s.")


class NotReady(Refused):
    sentence, plural = N_(
        "The edition is not ready: %(count)s segment is left.",
        "The edition is not ready: %(count)s segments are left.",
    )
    advice = N_("See what is left with: status %(slug)s.")


class NothingToSplit(Refused):
    sentence = N_("This translation stands for one sentence: there is nothing to split.")


class NoNeighbour(Refused):
    sentence = N_("There is no further sentence in this block.")


class NotLeftOut(Refused):
    sentence = N_("This sentence is not left out.")


class FindingsLeft(Refused):
    sentence = N_("Errors were found in this translation: %(checks)s.")
    advice = N_("Mend the text, waive the finding, or give a reason with --override.")


class LeftOver(Refused):
    sentence, plural = N_(
        "%(count)s of them could not be done and stays as it is.",
        "%(count)s of them could not be done and stay as they are.",
    )


class HeldByOther(Refused):
    sentence = N_("%(name)s has this already.")
    advice = N_("Take it over: whoever has it is told.")


class NothingToMove(Refused):
    sentence = N_("Nothing of this can be moved any more.")
    advice = N_("Look at the queue as it is now.")


class CannotWaive(Refused):
    sentence = N_("A blocker %(code)s cannot be waived.")
    advice = N_("Only finding, parity and embargo can be waived.")


class TooDifferent(Refused):
    sentence = N_("The new text shares too little with the article %(slug)s: %(kept)s of %(total)s segments.")
    advice = N_("If it really replaces the article, say so with --replace.")


class SlugTaken(Refused):
    sentence = N_("The slug %(slug)s belongs to another article.")
    advice = N_("Choose another one with --slug.")


class NameTaken(Refused):
    sentence = N_("There is a user %(name)s already.")


class NotAccepted(Refused):
    sentence = N_("Revision %(number)s of the English has not been accepted.")
    advice = N_("Accept it with: accept %(slug)s.")


class NeverReleased(Refused):
    sentence = N_("The article %(slug)s has never been released in %(language)s.")


class ReasonNeeded(BadInput):
    sentence = N_("This step needs a reason.")
    advice = N_("Say why with --reason.")


class BlockStays(BadInput):
    sentence = N_("A block of the kind %(kind)s is neither merged nor split.")
    advice = N_("Correct its kind first.")


class NothingToMerge(BadInput):
    sentence = N_("No running text stands behind this block to go on with.")
    advice = N_("Look at the article as it is now and decide again.")


class BlockBeginsHere(BadInput):
    sentence = N_("The block begins with this sentence already.")
    advice = N_("Look at the article as it is now and decide again.")


class NoSuchWords(BadInput):
    sentence = N_("The translation does not have the words “%(words)s”.")
    advice = N_("Choose words as they stand in it.")


class CommentNeeded(BadInput):
    sentence = N_("A return needs a comment.")
    advice = N_("Say what should change with --comment.")


# What is broken


class DatabaseTooNew(Broken):
    sentence = N_("The database was made by a newer version of the desk (%(found)s).")
    advice = N_("Run the newer version, or restore a backup made by this one.")


class DatabaseTooOld(Broken):
    sentence = N_("The database is of an older version of the desk.")
    advice = N_("Make a backup, then run: migrate.")


class DatabaseUnreachable(Broken):
    sentence = N_("The database cannot be used: %(reason)s.")
    advice = N_("Check TMS_DATABASE_URL and TMS_HOME, then run: doctor.")


class DiskFull(Broken):
    sentence = N_("The disk takes nothing more (%(reason)s); nothing was stored.")
    advice = N_("Make room on the disk, then do it again.")
    status = 507


class FolderUnwritable(Broken):
    sentence = N_("The desk cannot write to its folder %(path)s: %(reason)s.")
    advice = N_("Give it a folder that it may write to with TMS_HOME.")
