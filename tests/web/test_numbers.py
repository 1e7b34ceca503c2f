"""The desk's numbers on their page: pictures with tables, each as CSV, in a fixed number of queries."""

import csv
import io
import re
from pathlib import Path

import pytest

from tests.desk import RAIN
from tests.served import Served, served
from tests.web.test_board import counted
from tms.web.charts import HEIGHT, WIDTH, bars, columns, strip


def table(desk: Served, name: str, by: str = "chief", **options: str) -> list[list[str]]:
    query = "&".join(f"{key}={value}" for key, value in {"csv": name, **options}.items())
    answer = desk.as_(by).get(f"/numbers?{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert f'filename="{name}.csv"' in answer.headers["content-disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_numbers_stand_in_tables_and_in_csv(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        desk.desk.ingest("# =1+1\n\nThe rain came late this year.")
        desk.desk.finish()
        desk.desk.release()
        desk.desk.ingest(slug="second")
        desk.desk.write({RAIN: "تأخر المطر هذا العام."}, "second")
        words = table(desk, "words")
        assert words[0] == ["Day", "Language", "Person", "Words"]
        assert sum(int(row[3]) for row in words[1:] if row[1:3] == ["ar", ""]) == 13
        assert [row[2:] for row in words if row[1:3] == ["ar", "translator"]] == [["translator", "13"]]
        times = table(desk, "times")
        assert [row[:4] for row in times[1:]] == [
            ["story", "'=1+1", "ckb", "1"],
            ["story", "'=1+1", "ar", "1"],
        ]
        assert ["ar", "draft", "1", "6"] in table(desk, "state")
        assert table(desk, "state", lang="ar")[0][0] == "اللغة"
        assert {row[2] for row in table(desk, "words", by="editor")[1:]} == {""}
        text = desk.as_("chief").get("/numbers").text
        assert "<bdi>translator</bdi>" in text
        assert text.count('role="img"') == 4


@pytest.mark.parametrize(
    "path", ["/numbers", "/numbers?days=7", "/numbers?days=x&csv=other", "/numbers?days=90"]
)
def test_everybody_sees_the_numbers_of_their_languages(sqlite_url: str, tmp_path: Path, path: str) -> None:
    with served(sqlite_url, tmp_path) as desk:
        desk.desk.ingest()
        for name in ("translator", "admin"):
            answer = desk.as_(name).get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_the_page_asks_as_often_for_a_full_desk_as_for_an_empty_one(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        browser = desk.as_("chief")
        database = desk.client.app.state.desk.database  # type: ignore[attr-defined]
        with counted(database) as before:
            browser.get("/numbers")
        for slug in ("story", "second", "third"):
            desk.desk.ingest(slug=slug)
            desk.desk.finish(slug)
            desk.desk.release(slug)
        with counted(database) as after:
            browser.get("/numbers")
        assert len(after) == len(before)


def test_columns_stand_on_each_other_and_fit() -> None:
    chart = columns({"ar": [3, 0, 7], "ckb": [4, 0, 0]})
    assert chart.most == 10
    first, second, third = chart.boxes
    assert (first.kind, second.kind, third.kind) == ("ar", "ckb", "ar")
    assert first.y + first.height == HEIGHT
    assert second.y + second.height == pytest.approx(first.y)
    assert all(box.x >= 0 and box.x + box.width <= WIDTH for box in chart.boxes)
    assert (columns({}).boxes, columns({"ar": [0]}).boxes) == ([], [])


def test_bars_and_strips_fit_whatever_is_counted() -> None:
    for values in ([("ar", 0)], [("ar", 119), ("ckb", 61)] * 30, []):
        chart = bars(values, unit=60)
        assert chart.most % 60 == 0
        assert all(0 <= box.y <= HEIGHT and box.x + box.width <= WIDTH for box in chart.boxes)
    assert [box.kind for box in strip({"empty": 1, "draft": 0, "approved": 3}).boxes] == ["empty", "approved"]
    assert strip({"empty": 0}).boxes == []
    assert re.fullmatch(r"[\d.]+", str(strip({"a": 1, "b": 2}).boxes[1].width))
