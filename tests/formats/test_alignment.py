"""alignment.json: every sentence in exactly one group, and the same bytes for the same release."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.documents import documents, segmented
from tms.core.assembly import Assembly, Run, assemble, original
from tms.core.document import Block, BlockKind, Document, Segment
from tms.core.text import Text
from tms.formats import alignment
from tms.formats.alignment import EditionFacts


def block(id: str, *segments: str) -> Block:
    made = tuple(Segment(s, Text((f"{s}. ",))) for s in segments)
    return Block(BlockKind.PARAGRAPH, Text(tuple(f"{s}. " for s in segments)), {}, "", id, made)


ENGLISH = Document((block("b1", "s1", "s2", "s3"), block("b2", "s4")))


def said(editions: dict[str, Assembly], *, carried: bool = False) -> Any:
    facts = {"en": EditionFacts(original(ENGLISH, "en"), "00")}
    facts |= {tag: EditionFacts(assembly, "11", 1, 3, carried) for tag, assembly in editions.items()}
    return json.loads(alignment.write("rain", 2, 4, facts))


def test_a_merge_in_one_language_makes_one_group_in_all() -> None:
    arabic = assemble(
        ENGLISH,
        [Run("t1", ("s1", "s2"), Text(("واحد ",))), Run("t3", ("s3",), Text(), omitted="clear")],
        "ar",
    )
    kurdish = assemble(ENGLISH, [Run(f"k{n}", (f"s{n}",), Text((f"{n}",)), n) for n in (2, 1, 3)], "ckb")
    groups = said({"ckb": kurdish, "ar": arabic})["groups"]
    assert [[item["id"] for item in group["en"]] for group in groups] == [["s1", "s2"], ["s3"], ["s4"]]
    assert groups[0] == {
        "block": "b1",
        "kind": "paragraph",
        "en": [{"id": "s1", "text": "s1."}, {"id": "s2", "text": "s2."}],
        "ar": [{"id": "t1", "segments": ["s1", "s2"], "text": "واحد"}],
        "ckb": [{"id": "k1", "segments": ["s1"], "text": "1"}, {"id": "k2", "segments": ["s2"], "text": "2"}],
    }
    assert groups[1]["ar"] == [{"id": "t3", "segments": ["s3"], "text": "", "omitted": "clear"}]
    assert groups[2] == {
        "block": "b2",
        "kind": "paragraph",
        "en": [{"id": "s4", "text": "s4."}],
        "ar": [],
        "ckb": [],
    }


def test_a_carried_piece_whose_segment_is_gone_stands_alone_behind_its_neighbour() -> None:
    before = Document((block("b1", "s1", "gone", "s3"), block("b2", "s4")))
    runs = [Run(f"t{s}", (s,), Text((s,)), n) for n, s in enumerate(["s1", "gone", "s3", "s4"])]
    answer = said({"ar": assemble(before, runs, "ar")}, carried=True)
    assert answer["editions"] == {
        "en": {"role": "source", "sha256": "00"},
        "ar": {"revision": 1, "release": 3, "carried": True, "sha256": "11"},
    }
    assert [[i["id"] for i in g["en"]] + [i["id"] for i in g["ar"]] for g in answer["groups"]] == [
        ["s1", "ts1"],
        ["tgone"],
        ["s2"],
        ["s3", "ts3"],
        ["s4", "ts4"],
    ]
    assert answer["groups"][1]["ar"] == [{"id": "tgone", "segments": ["gone"], "text": "gone", "stale": True}]
    assert "stale" not in answer["groups"][0]["ar"][0]


def test_an_addition_is_a_group_of_its_own_behind_its_anchor() -> None:
    runs = [Run("t1", ("s1",), Text(("a",))), Run("t9", (), Text(("b",)), after="t1")]
    groups = said({"ar": assemble(ENGLISH, runs, "ar")})["groups"]
    assert groups[1]["en"] == []
    assert groups[1]["ar"] == [{"id": "t9", "segments": [], "text": "b"}]


@settings(max_examples=100, deadline=None)
@given(documents(), st.lists(st.booleans()))
def test_every_segment_is_in_exactly_one_group(plain: Document, merges: list[bool]) -> None:
    document = segmented(plain)
    runs: list[Run] = []
    for number, each in enumerate(document.blocks):
        members = [[segment.id] for segment in each.segments]
        if len(members) > 1 and number < len(merges) and merges[number]:
            members = [members[0] + members[1], *members[2:]]
        runs += [Run(f"t{m[0]}", tuple(m), Text(("x",))) for m in members]
    facts = {
        "en": EditionFacts(original(document, "en"), ""),
        "ar": EditionFacts(assemble(document, runs, "ar"), ""),
    }
    data = alignment.write("rain", 1, 1, facts)
    assert data == alignment.write("rain", 1, 1, dict(reversed(facts.items())))
    groups = json.loads(data)["groups"]
    assert [item["id"] for g in groups for item in g["en"]] == [segment.id for segment in document.segments]
    assert sorted(i["id"] for g in groups for i in g["ar"]) == sorted(run.translation for run in runs)
    for group in groups:
        assert {s for item in group["ar"] for s in item["segments"]} == {item["id"] for item in group["en"]}
