"""The font of the caps is what its script makes, and a browser draws every code with it."""

import struct

from playwright.sync_api import Browser

from tests.web.test_editor import Newsroom, room
from tms.core.text import End
from tms.web import caps
from tms.web.editor.markup import MOST, first

__all__ = ["room"]


def test_the_file_is_what_the_script_makes() -> None:
    assert caps.FILE.read_bytes() == caps.font()


def test_its_tables_are_whole() -> None:
    data = caps.font()
    count = struct.unpack(">H", data[4:6])[0]
    whole = data + bytes(-len(data) % 4)
    assert sum(word for (word,) in struct.iter_unpack(">I", whole)) % 2**32 == 0xB1B0AFBA
    for n in range(count):
        tag, _, offset, length = struct.unpack(">4sIII", data[12 + 16 * n : 28 + 16 * n])
        assert offset + length <= len(data), tag


def test_a_browser_draws_each_code_and_no_other_font_does(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    page.evaluate("document.fonts.load('40px \"Desk Caps\"', '\\u4dc0')")
    assert page.evaluate("document.fonts.check('40px \"Desk Caps\"', '\\u4dc0')")
    characters = [chr(first(end) + n) for end in End for n in range(MOST)]
    pictures = page.evaluate(
        """(characters) => characters.map((each) => {
            const canvas = document.createElement("canvas");
            canvas.width = canvas.height = 60;
            const brush = canvas.getContext("2d");
            brush.font = '40px "Desk Caps"';
            brush.fillText(each, 5, 45);
            return canvas.toDataURL();
        })""",
        characters,
    )
    assert len(set(pictures)) == 3 * MOST, "each has a picture of its own"
