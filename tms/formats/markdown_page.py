"""An edition as Markdown, in the notation that ``markdown`` reads."""

import re
from html import escape

from tms import languages
from tms.core.assembly import AssembledBlock
from tms.core.document import BlockKind, Document, groups
from tms.core.text import Code, CodeKind, End, Mark, Text
from tms.formats.base import Page
from tms.formats.html_blocks import sanitised
from tms.formats.html_page import Writer
from tms.languages.base import Language

_SIGNS = {CodeKind.EMPHASIS: "*", CodeKind.STRONG: "**", CodeKind.STRIKE: "~~"}
_TAGS = {
    CodeKind.EMPHASIS: "em",
    CodeKind.STRONG: "strong",
    CodeKind.STRIKE: "s",
    CodeKind.CODE: "code",
    CodeKind.SUBSCRIPT: "sub",
    CodeKind.SUPERSCRIPT: "sup",
}
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|!(?=\[)")
_OPENS = re.compile(r"(?:[#+=-]|(\d{1,9})(?=[.)]))")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9:/?#@$;,=%._~+-]+(?:&[A-Za-z0-9_]+=[A-Za-z0-9:/?#@$,=%._~+-]*)*")
_SEO = (BlockKind.SEO_TITLE, BlockKind.SEO_DESCRIPTION, BlockKind.SOCIAL)
_ABOVE = frozenset(
    {BlockKind.KICKER, BlockKind.HEADLINE, BlockKind.STANDFIRST, BlockKind.BYLINE, BlockKind.DATELINE}
)
_QUOTATIONS = frozenset({BlockKind.QUOTE, BlockKind.PULL_QUOTE, BlockKind.NOTICE})
_ALERTS = {BlockKind.PULL_QUOTE: "[!PULL_QUOTE]", BlockKind.NOTICE: "[!NOTE]", BlockKind.QUOTE: "[!QUOTE]"}


def write(page: Page) -> bytes:
    front, body = _parted(page.assembly.blocks)
    keys = _front(front, page)
    matter = [f"---\n{''.join(keys)}---\n\n"] if keys else []
    written = matter + ([f"# {_line(front['headline'].text)}\n\n"] if "headline" in front else [])
    shown = _Body(page.language)
    parts = [shown.group(group) for group in _grouped(body)]
    return ("".join(written) + "\n\n".join(part for part in parts if part) + "\n").encode()


def _parted(blocks: tuple[AssembledBlock, ...]) -> tuple[dict[str, AssembledBlock], list[AssembledBlock]]:
    """The blocks that the front matter has a key for, and the rest."""
    front: dict[str, AssembledBlock] = {}
    body: list[AssembledBlock] = []
    above = True
    for each in blocks:
        kind = each.block.kind
        first = {BlockKind.KICKER: 0, BlockKind.HEADLINE: int("kicker" in front)}.get(kind, len(front))
        above = above and kind in _ABOVE and len(front) == first and kind.value not in front
        if above or kind in _SEO:
            front.setdefault(kind.value, each)
        else:
            body.append(each)
    return front, body


def _grouped(body: list[AssembledBlock]) -> list[list[AssembledBlock]]:
    waiting = iter(body)
    return [[next(waiting) for _ in group] for group in groups(Document(tuple(b.block for b in body)))]


def _front(front: dict[str, AssembledBlock], page: Page) -> list[str]:
    language = page.language
    said: dict[str, str] = {}
    for key, each in front.items():
        if key in {"kicker", "standfirst"}:
            said[key] = _line(each.text)
        elif key == "byline":
            names = [p.text.plain.strip() for p in each.pieces if p.text and not p.omitted]
            source = language.tag == languages.SOURCE
            said[key] = each.block.text.plain if source else f"{language.comma} ".join(names)
        elif key == "dateline":
            said |= _dateline(each, language)
    for kind in _SEO:
        if kind.value in front:
            said[kind.value] = front[kind.value].text.plain
    said["url"] = page.assembly.url
    return [f"{key}: {_value(value.strip())}\n" for key, value in said.items() if value.strip()]


def _dateline(each: AssembledBlock, language: Language) -> dict[str, str]:
    """The date and the place; the whole line only where it is not what these make."""
    day, place = str(each.block.attributes.get("date", "")), each.text.plain.strip()
    usual = " | ".join(part for part in (language.dated(day) or day, place) if part)
    whole = each.block.text.plain if language.tag == languages.SOURCE else usual
    return {"date": day, "place": place, "dateline": whole if whole != usual else ""}


def _value(value: str) -> str:
    if value[0] in "\"'" or value[-1] in "\"'":
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return value


class _Body:
    def __init__(self, language: Language) -> None:
        self.language = language.tag
        self.html = Writer(language)
        self._pictured = False  # whether italics would now be read as a caption

    def group(self, together: list[AssembledBlock]) -> str:
        kinds = [each.block.kind for each in together]
        captions = all(kind in {BlockKind.CAPTION, BlockKind.CREDIT} for kind in kinds[1:])
        if kinds[0] is BlockKind.LIST_ITEM:
            written = _listed(together)
        elif kinds[0] is BlockKind.IMAGE and captions:
            written = _pictured(together)
        elif (
            together[0].block.group and set(kinds) == {BlockKind.TABLE_CELL} and (table := _tabled(together))
        ):
            written = table
        elif together[0].block.group or kinds[0] not in _BODY:
            written = "".join(self.html.blocks(tuple(together))).strip()
        else:
            written = self._block(together[0])
        if self._pictured and written.startswith(("*", "<em>", "<small>")):
            written = f"<!-- -->\n\n{written}"
        self._pictured = (kinds[0] in {BlockKind.IMAGE, BlockKind.TABLE_CELL}) if written else self._pictured
        return written

    def _block(self, each: AssembledBlock) -> str:
        block = each.block
        if block.kind is BlockKind.EMBED:
            html = re.sub(r"\n\s*\n+", "\n", sanitised(str(block.attributes.get("html", ""))))
            return f'<div class="embed">\n{html}\n</div>' if html else ""
        if not each.text.plain.strip():
            return ""
        if block.kind is BlockKind.HEADING:
            level = block.attributes.get("level")
            return f"{'#' * (level if isinstance(level, int) else 2)} {_line(each.text)}"
        written = _paragraph(each.text)
        if block.kind not in _QUOTATIONS:
            return written
        return "\n".join(f"> {line}" for line in [_ALERTS[block.kind], *written.split("\n")])


_BODY = _QUOTATIONS | {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.EMBED}


def _pictured(together: list[AssembledBlock]) -> str:
    image, *rest = together
    alt = _line(Text((image.text.plain.replace("\n", " "),)))
    written = [f"![{alt}]({_address(str(image.block.attributes.get('src', '')))})"]
    for each in rest:
        if each.text.plain.strip():
            tag = "em" if each.block.kind is BlockKind.CAPTION else "small"
            whole = _line(each.text)
            simple = (
                tag == "em" and not each.text.codes and _is_word(whole[0]) and _is_word(whole[-1].rstrip("."))
            )
            written.append(f"*{whole}*" if simple else f"<{tag}>{whole}</{tag}>")
    return "\n\n".join(written)


def _tabled(cells: list[AssembledBlock]) -> str:
    """A table as Markdown has them, "" where it has headers or gaps that Markdown has not."""
    at = {(c.block.attributes.get("row"), c.block.attributes.get("column")): c for c in cells}
    rows = max(row for row, _ in at if isinstance(row, int))
    columns = max(column for _, column in at if isinstance(column, int))
    headed = [bool(c.block.attributes.get("header")) for c in cells]
    first = sum(row == 1 for row, _ in at)
    gaps = len(at) != len(cells) or any(
        not any((row, c) in at for c in range(1, columns + 1)) for row in range(1, rows + 1)
    )
    if gaps or columns > 100 or any(not c.text.plain.strip() for c in cells):
        return ""
    if any(headed) and headed != [n < first for n in range(len(cells))]:
        return ""
    lines = [
        [_line(at[row, c].text) if (row, c) in at else "" for c in range(1, columns + 1)]
        for row in range(1, rows + 1)
    ]
    head = lines.pop(0) if any(headed) else [""] * columns
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * columns, *lines])


def _listed(items: list[AssembledBlock]) -> str:
    """Nested lists; a level that no item stands on is opened in the line of the item below it."""
    written: list[str] = []
    opened: list[tuple[bool, int, int]] = []  # ordered, items so far, width of its mark
    for each in items:
        text = _line(each.text)
        if not text.strip():
            continue
        ordered, depth = bool(each.block.attributes.get("ordered")), each.block.attributes.get("depth")
        depth = max(depth, 1) if isinstance(depth, int) else 1
        del opened[depth:]
        marks = ""
        if len(opened) == depth:
            same, number, _ = opened.pop()
            number = number + 1 if same == ordered else 1
            indent = sum(width for _, _, width in opened)
            marks = f"{number}. " if ordered else "- "
            opened.append((ordered, number, len(marks)))
        else:
            indent = sum(width for _, _, width in opened)
            while len(opened) < depth:
                mark = "1. " if ordered else "- "
                opened.append((ordered, 1, len(mark)))
                marks += mark
        written.append(f"{' ' * indent}{marks}{text}")
    return "\n".join(written)


def _paragraph(text: Text) -> str:
    return _inline(text, "\\\n")


def _line(text: Text) -> str:
    return _inline(text, "<br>")


def _inline(text: Text, line: str) -> str:
    """Markdown's signs where they are sure to be read, else tags."""
    written = ""
    pieces = text.pieces
    ends: dict[int, str] = {}
    for at, piece in enumerate(pieces):
        if isinstance(piece, str):
            escaped = _SPECIAL.sub(r"\\\g<0>", piece)
            written += _opening(escaped) if not written or written.endswith("\n") else escaped
            continue
        code = text.code(piece.number)
        if code is None:
            continue
        if code.kind is CodeKind.BREAK:
            written += line if piece.end is not End.CLOSE else ""
        elif piece.end is End.OPEN:
            opened, ends[code.number] = _code(code, pieces, at)
            written += opened
        elif piece.end is End.CLOSE:
            written += ends.pop(code.number, "")
    return written


def _opening(line: str) -> str:
    """A line that would open a list, a heading or a rule, so that it does not."""
    found = _OPENS.match(line)
    if not found:
        return line
    return f"{found[1]}\\{line[found.end() :]}" if found[1] else f"\\{line}"


def _code(code: Code, pieces: tuple[str | Mark, ...], at: int) -> tuple[str, str]:
    if code.kind is CodeKind.LINK:
        href, title = code.get("href"), code.get("title")
        if _PLAIN_ADDRESS.fullmatch(href) and not title:
            return "[", f"]({href})"
        named = f' title="{escape(title)}"' if title else ""
        return f'<a href="{escape(href)}"{named}>', "</a>"
    sign = _SIGNS.get(code.kind)
    if sign and _is_sure(code, pieces, at):
        return sign, sign
    return f"<{_TAGS[code.kind]}>", f"</{_TAGS[code.kind]}>"


def _is_sure(code: Code, pieces: tuple[str | Mark, ...], at: int) -> bool:
    """Whether a sign around these words can only be read as one: white space outside, words inside."""
    if at + 2 >= len(pieces) or pieces[at + 2] != Mark(code.number, End.CLOSE):
        return False
    before = pieces[at - 1] if at else " "
    after = pieces[at + 3] if at + 3 < len(pieces) else " "
    inside = pieces[at + 1]
    if not (isinstance(before, str) and isinstance(inside, str) and isinstance(after, str)):
        return False
    outside = before[-1] == " " and after[0] in " .,;:"
    return (
        outside
        and _is_word(inside[0])
        and (_is_word(inside[-1]) or (inside[-1] in ".,!?" and after[0] == " "))
    )


def _is_word(character: str) -> bool:
    return character.isalnum()


def _address(href: str) -> str:
    return href if _PLAIN_ADDRESS.fullmatch(href) else "<" + re.sub(r"[<>\\]", r"\\\g<0>", href) + ">"
