"""What a copied page says around an article and not in it: addresses, menus, newsletters, buttons to share.

Only what precedes the article or follows it is left out, and only whole lines that say what they are.
"""

import re
from itertools import takewhile

from tms.formats.lines import Line

_SITE = re.compile(
    r"(?:our|more|other|related)(?: other)? (?:projects|(?:web)?sites|publications|stories|articles)\b.{0,30}"
    r"|your e-?mail(?: address)? (?:has been|is|was|will|could not)\b.{0,80}"
    r"|(?:thank you|thanks) for (?:subscribing|signing up|registering)\b.{0,60}"
    r"|(?:sign up|subscribe|register)\b.{0,60}"
    r"\b(?:newsletters?|updates|e-?mails?|inbox|channel|mailing list)\b.{0,40}"
    r"|(?:get|receive) .{0,60}\b(?:newsletter|in your inbox|by e-?mail)\b.{0,40}"
    r"|newsletter|subscribe(?: now| today| here)?|(?:skip|jump) to .{0,40}|(?:main )?menu|navigation"
    r"|toggle .{0,30}|search|log ?in|sign in|register|contact(?: us)?|about us|privacy policy|imprint"
    r"|impressum|my account|terms (?:of|and) .{0,30}|cookie (?:policy|settings|preferences)|accept all.{0,30}"
    r"|(?:we use|this (?:web)?site uses) cookies\b.{0,300}|home\s*[>»›/|].{0,100}"
    r"|(?:copyright )?(?:©|\(c\)) ?.{0,100}|copyright \d{4}.{0,100}|.{0,80}\ball rights reserved\b.{0,40}"
    r"|https?://\S+|www\.\S+|(?:tel|phone|fax|e-?mail)\.?:? ?\S*[\d@].{0,60}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?=[^.!?“”\"]{8,120}$).*(?:str(?:aße|asse|eet|\.)|road|avenue|boulevard|square|lane|platz|weg|allee|\brue\b|box)"
    r".*\b(?:[A-Z]{1,2}[ -])?\d{4,6}\b.*",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"(?:share|tweet|facebook|twitter|x|whatsapp|telegram|e-?mail|print|linkedin|reddit|save|bookmark|follow)"
    r"(?:(?:,? (?:and|this|on|via|to|us|now|article|story|page|post|link|share|tweet|facebook|twitter"
    r"|whatsapp|telegram|e-?mail|print|linkedin|friend|a)){0,6})\s?[:\d]*"
    r"|\d+ (?:comments?|shares?)|comments?(?: \(?\d+\)?)?|listen to this (?:article|story).{0,20}"
    r"|advertise?ment|story continues below.{0,20}|\d+[ -]min(?:ute)?s? read|font size.{0,20}"
    r"|(?:tag|topic)s?: .{0,200}|copy link"
    r"|back to top|next article|previous article|load more|read more|see also|leave a (?:comment|reply)",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"(?:more|related|read more|read also|see also|recommended|you (?:may|might) also like"
    r"|most (?:read|popular|viewed)|latest(?: news)?|trending(?: now)?|comments|top stories"
    r"|more (?:from|on|in) .{2,40}|(?:related|more|latest) (?:articles|stories|news|topics|links))\s?:?",
    re.IGNORECASE,
)


def without(lines: list[Line]) -> tuple[list[Line], int, int]:
    """The lines of the article, and how many before it and behind it were left out."""
    kept = _without_lead(lines)
    tail = _without_tail(kept)
    return tail, len(lines) - len(kept), len(kept) - len(tail)


def is_headline(line: Line) -> bool:
    """Whether a line may be a headline; every short one may that is no sentence."""
    return line.words <= 30 and not line.text.endswith((".", ","))


def _is_told(line: Line) -> bool:
    """Whether a line is running text."""
    return line.words >= 20 or (line.stopped and line.words > 1)


def _is_site(line: Line) -> bool:
    return _SITE.fullmatch(line.text) is not None or _ADDRESS.fullmatch(line.text) is not None


def _is_button(line: Line) -> bool:
    return _BUTTON.fullmatch(line.text) is not None


def _without_lead(lines: list[Line]) -> list[Line]:
    """Leave out furniture before the first sentence, if a headline is left.

    In a group of lines without an empty one between them, what precedes furniture is taken for it too.
    """
    lead = list(takewhile(lambda line: _is_site(line) or not _is_told(line), lines[:60]))
    foreign = not _is_foreign(" ".join(line.text for line in lines))
    sure = {
        at
        for at, line in enumerate(lead)
        if _is_site(line) or _is_button(line) or (foreign and _is_foreign(line.text))
    }
    site = {at for at in sure if not _is_button(lead[at])}
    groups = _groups(lead)
    beside = {at for group in groups for at in group if any(other in site for other in group if other > at)}
    menus = {
        at for group in groups if len(group) > 3 and all(lead[n].words < 4 for n in group) for at in group
    }
    for drop in (sure | beside | menus, sure | beside, sure):
        left = [line for at, line in enumerate(lines) if at not in drop]
        begun = [line for at, line in enumerate(lead) if at not in drop]
        if begun and is_headline(begun[0]) and len(left) > 1:
            return left if drop else lines
    return lines


def _without_tail(lines: list[Line]) -> list[Line]:
    end = len(lines)
    while end > 2 and (_is_site(lines[end - 1]) or _is_button(lines[end - 1])):
        end -= 1
    for at in range(end - 1, max(1, end - 30), -1):
        behind = lines[at + 1 : end]
        if any(line.words > 20 or line.stopped for line in behind if not _is_site(line)):
            break
        if behind and _AFTERWARDS.fullmatch(lines[at].text):
            end = at
    while end > 2 and (_is_site(lines[end - 1]) or _is_button(lines[end - 1])):
        end -= 1
    return lines[:end]


def _is_foreign(text: str) -> bool:
    """Whether most of its letters are of another script than English."""
    letters = [character for character in text if character.isalpha()]
    return sum(character > "\u024f" for character in letters) * 2 > len(letters) > 3


def _groups(lines: list[Line]) -> list[list[int]]:
    groups: list[list[int]] = []
    for at, line in enumerate(lines):
        if groups and not line.before:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups
