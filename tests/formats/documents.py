"""Documents as hypothesis makes them, in the form that reading a file gives them, and cut into segments."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from hypothesis import strategies as st

from tms.core.document import Attribute, Block, BlockKind, Document, Segment, with_ids
from tms.core.text import CodeKind, Text
from tms.formats.html_blocks import sanitised
from tms.formats.inline import Gather

words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=12
)
_LINKS = [(("href", "https://example.org/a?b=1&c=%20d"),), (("href", "/x"), ("title", "A “title” <&>"))]
_PAIRED = [kind for kind in CodeKind if kind not in {CodeKind.BREAK, CodeKind.LINK}]


@st.composite
def texts(draw: st.DrawFn, *, coded: bool = True, alphabet: st.SearchStrategy[str] = words) -> Text:
    """A text with something to read in it, as formats gather it."""
    gathered = Gather()
    opened: list[tuple[int, CodeKind]] = []
    gathered.string("A")
    for _ in range(draw(st.integers(0, 7))):
        step = draw(st.sampled_from(["string", "string", "open", "close", "line"])) if coded else "string"
        if step == "string":
            gathered.string(draw(alphabet))
        elif step == "line":
            gathered.line()
        elif step == "open":
            kind = draw(st.sampled_from([CodeKind.LINK, *_PAIRED]))
            if kind in {k for _, k in opened}:
                continue
            attributes = draw(st.sampled_from(_LINKS)) if kind is CodeKind.LINK else ()
            opened.append((gathered.open(kind, attributes), kind))
        elif opened:
            gathered.close(opened.pop()[0])
    gathered.string(draw(st.sampled_from([".", " b", "ب"])))
    while opened:
        gathered.close(opened.pop()[0])
    return gathered.text()


def _block(kind: BlockKind, text: Text, group: str = "", **attributes: Attribute) -> Block:
    return Block(kind, text, attributes, group)


_SIMPLE = [BlockKind.STANDFIRST, BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.PULL_QUOTE, BlockKind.NOTICE]


@st.composite
def documents(draw: st.DrawFn, alphabet: st.SearchStrategy[str] = words) -> Document:
    """Every kind of block may come, in an order that an article can have."""
    text = texts(alphabet=alphabet)
    plain = texts(coded=False, alphabet=alphabet)
    blocks: list[Block] = []
    if draw(st.booleans()):
        blocks.append(_block(BlockKind.KICKER, draw(text)))
    if draw(st.booleans()):
        blocks.append(_block(BlockKind.HEADLINE, draw(text)))
    if draw(st.booleans()):
        blocks.append(
            _block(
                BlockKind.BYLINE,
                Text(("By Hanan Jabbar and Ali Karim",)),
                names=("Hanan Jabbar", "Ali Karim"),
            )
        )
    if draw(st.booleans()):
        blocks.append(
            _block(BlockKind.DATELINE, Text(("14 March 2026 | Basra",)), date="2026-03-14", place="Basra")
        )
    groups = count(1)
    for _ in range(draw(st.integers(1, 6))):
        blocks += draw(_part(text, plain, lambda: f"g{next(groups)}"))
    for kind in (BlockKind.SEO_TITLE, BlockKind.SEO_DESCRIPTION, BlockKind.SOCIAL):
        if draw(st.booleans()):
            blocks.append(_block(kind, draw(plain)))
    return Document(tuple(blocks), draw(st.sampled_from(["", "https://example.org/a"])))


@st.composite
def _part(
    draw: st.DrawFn, text: st.SearchStrategy[Text], plain: st.SearchStrategy[Text], group: Callable[[], str]
) -> list[Block]:
    match draw(st.sampled_from(["text", "text", "heading", "list", "figure", "table", "embed", "image"])):
        case "text":
            return [_block(draw(st.sampled_from(_SIMPLE)), draw(text))]
        case "heading":
            return [_block(BlockKind.HEADING, draw(text), level=draw(st.integers(1, 6)))]
        case "list":
            return [
                _block(
                    BlockKind.LIST_ITEM,
                    draw(text),
                    ordered=draw(st.booleans()),
                    depth=draw(st.integers(1, 4)),
                )
                for _ in range(draw(st.integers(1, 5)))
            ]
        case "embed":
            return [
                _block(
                    BlockKind.EMBED,
                    Text(),
                    html=sanitised('<iframe src="https://e.org/x" width="5"></iframe>'),
                )
            ]
        case "image":
            return [_block(BlockKind.IMAGE, draw(plain), src="/a.jpg")]
        case "figure":
            name = group()
            kinds = [BlockKind.CAPTION] * draw(st.integers(0, 2)) + [BlockKind.CREDIT] * draw(
                st.integers(0, 1)
            )
            image = _block(
                BlockKind.IMAGE, draw(plain), name, src="https://e.org/b c.png".replace(" ", "%20"), width=5
            )
            return [image, *(_block(kind, draw(text), name) for kind in kinds)]
        case _:
            name = group()
            places = sorted(draw(st.sets(st.tuples(st.integers(1, 3), st.integers(1, 4)), min_size=1)))
            return [
                _block(
                    BlockKind.TABLE_CELL, draw(text), name, row=row, column=column, header=draw(st.booleans())
                )
                for row, column in places
            ]


def segmented(
    document: Document, cuts: Callable[[int], list[int]] = lambda length: [length // 2]
) -> Document:
    """The document with ids, each block cut where ``cuts`` says; names and places are segments."""
    numbers = count(1)
    blocks = (replace(block, segments=tuple(_segments(block, cuts))) for block in document.blocks)
    return with_ids(replace(document, blocks=tuple(blocks)), lambda: f"a{next(numbers):09}")


def _segments(block: Block, cuts: Callable[[int], list[int]]) -> list[Segment]:
    match block.kind:
        case BlockKind.BYLINE:
            names = block.attributes["names"]
            assert isinstance(names, tuple)
            return [Segment("", Text((name,))) for name in names]
        case BlockKind.DATELINE:
            place = str(block.attributes["place"])
            return [Segment("", Text((place,)))] if place else []
    whole = block.text.plain
    places = [at for at in cuts(len(whole)) if whole[:at].strip() and whole[at:].strip()]
    return [Segment("", text) for text in block.text.cut(places)] if block.text else []
