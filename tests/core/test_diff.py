"""A word diff keeps both texts whole and says plainly what changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms.core.diff import Change, words

SAME, GONE, NEW = Change.SAME, Change.GONE, Change.NEW


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", []),
        ("They sell until six.", "They sell until six.", [(SAME, "They sell until six.")]),
        (
            "The street smells of bread until seven.",
            "The street smells of bread until eight.",
            [(SAME, "The street smells of bread until "), (GONE, "seven"), (NEW, "eight"), (SAME, ".")],
        ),
        ("1,150 loaves", "1,250 loaves", [(GONE, "1,150"), (NEW, "1,250"), (SAME, " loaves")]),
        ("لە سنووری ئێران", "لە سنووری تورکیا", [(SAME, "لە سنووری "), (GONE, "ئێران"), (NEW, "تورکیا")]),
        ("دە\u200cکات", "دەکات", [(GONE, "دە\u200cکات"), (NEW, "دەکات")]),
        ("كتب", "كتبٌ", [(GONE, "كتب"), (NEW, "كتبٌ")]),
        ("٢٦٠ خێزان", "٢٠٦ خێزان", [(GONE, "٢٦٠"), (NEW, "٢٠٦"), (SAME, " خێزان")]),
        ("See <1>it</1>", "See <2>it</2>", [
            (SAME, "See "), (GONE, "<1>"), (NEW, "<2>"), (SAME, "it"), (GONE, "</1>"), (NEW, "</2>"),
        ]),
        ("old words here", "new text here", [(GONE, "old words"), (NEW, "new text"), (SAME, " here")]),
        ("one", "one two", [(SAME, "one"), (NEW, " two")]),
    ],
)  # fmt: skip
def test_what_changed_is_said_by_words(old: str, new: str, said: list[tuple[Change, str]]) -> None:
    assert [(part.change, part.text) for part in words(old, new)] == said


TEXTS = st.text(st.sampled_from("ab ە\u200cی١2.,’-<>/1\n"), max_size=30)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_a_diff(old: str, new: str) -> None:
    parts = words(old, new)
    assert "".join(part.text for part in parts if part.change is not NEW) == old
    assert "".join(part.text for part in parts if part.change is not GONE) == new
    assert all(part.text for part in parts)
