"""The memory on the command line."""

from pathlib import Path

from tests.cli.conftest import Tms


def test_pairs_are_found_by_words_of_either_side(tms: Tms, tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    table.write_text("id\tsource\ttarget\n1\tA dam stands.\tيقف السدّ.\n2\tRain fell.\tهطل المطر.\n", "utf-8")
    tms("memory", "import", table, "--target", "ar")
    [found] = tms("memory", "search", "السد", "--json").body["entries"]
    assert (found["source"], found["target"], found["language"]) == ("A dam stands.", "يقف السدّ.", "ar")
    assert found["article"] is None
    assert tms("memory", "search", "dam").out == "A dam stands.\n  ar: يقف السدّ.\n"
    assert tms("memory", "search", "dam", "--language", "ckb", "--json").body == {"entries": []}
    assert len(tms("memory", "search", "", "--limit", "1", "--json").body["entries"]) == 1
    wrong = tms("memory", "search", "dam", "--language", "xx", "--json", ok=False)
    assert (wrong.code, wrong.error["code"]) == (2, "unknown-language")
