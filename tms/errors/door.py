"""What happens at the door: who is not let in, what is not there, and what cannot be read."""

from tms.errors.family import BadInput, Broken, NotFound, Refused
from tms.messages import N_


class NotSignedIn(Refused):
    sentence = N_("This needs a token that is known and has not expired.")
    advice = N_("Make one with: token add NAME, and send it as Authorization: Bearer.")
    status = 401


class SignInNeeded(Refused):
    sentence = N_("Sign in to see this page.")
    status = 401


class WrongPassword(Refused):
    sentence = N_("The name or the password is wrong.")
    advice = N_("Try again, or ask for a new password.")
    status = 401


class NotProved(Refused):
    sentence = N_("The sign-in service has not let you in: %(reason)s.")
    advice = N_("Try again, or ask an admin for a link.")
    status = 401


class LastAdmin(Refused):
    sentence = N_("Somebody must be left who can sign in and lead the people.")
    advice = N_("Make somebody else an admin first.")


class LinkUsed(Refused):
    sentence = N_("This link has been used, or it is too old.")
    advice = N_("Ask for another one.")
    status = 410


class NoMail(Refused):
    sentence = N_("There is no mail address of %(name)s.")
    advice = N_("Name one with --mail ADDRESS, or hand the link over without it.")


class MailRefused(Broken):
    sentence = N_("The mail could not be sent: %(reason)s.")
    advice = N_("Check TMS_SMTP_URL.")


class TooManyTries(Refused):
    sentence, plural = N_(
        "There were too many tries. Wait %(count)s minute and try again.",
        "There were too many tries. Wait %(count)s minutes and try again.",
    )
    status = 429


class PasswordTooShort(BadInput):
    sentence, plural = N_(
        "A password has at least %(count)s character.", "A password has at least %(count)s characters."
    )
    advice = N_("Several words that belong together only for you are easy to keep in mind.")
    status = 422


class Forged(Refused):
    sentence = N_("This form is too old, or it was not sent from this desk.")
    advice = N_("Go back, load the page again and send it once more.")
    status = 403


class ReadOnlyToken(Refused):
    sentence = N_("This token of %(name)s may only read.")
    status = 403


class NoSuchEdition(NotFound):
    sentence = N_("The article %(slug)s has no edition in %(language)s.")


class NoSuchPage(NotFound):
    sentence = N_("There is no page here.")


class NotHere(BadInput):
    """A known address, asked with another verb."""

    sentence = N_("This address does not answer to %(method)s.")
    status = 405


class BadRequest(BadInput):
    sentence = N_("The request cannot be understood: %(reason)s.")
    advice = N_("See what it should look like at /api/docs.")
    status = 422


class KeyReused(BadInput):
    sentence = N_("Another request was sent with this Idempotency-Key.")
    advice = N_("Send each request with a key of its own.")
    status = 422


class OtherHost(BadInput):
    sentence = N_("The desk does not answer to the name %(host)s.")
    advice = N_("Open it at 127.0.0.1 or localhost.")


class OnlyLoopback(BadInput):
    sentence = N_(
        "The desk may not be served at %(host)s: "
        "everybody there could read it until its people have passwords."
    )
    advice = N_("Serve it at 127.0.0.1, or invite with: user invite NAME. Without a password: %(names)s.")


class Busy(Refused):
    """Nothing is wrong and nothing was stored: the same request may work in a moment."""

    sentence = N_("The desk is busy just now; nothing was stored.")
    advice = N_("Try again in a moment.")
    status = 503


class AddressTaken(Broken):
    sentence = N_("The desk cannot be served at %(host)s:%(port)s: %(reason)s.")
    advice = N_("Choose another port with --port.")


class Unexpected(Broken):
    sentence = N_("Something went wrong at the desk; nothing was stored.")
    advice = N_("Try again. If it stays so, run: doctor.")
