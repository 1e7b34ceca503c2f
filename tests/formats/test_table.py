"""Tables of rows to check."""

import pytest

from tms.errors import BadFile, NotUtf8
from tms.formats.table import read

HEADER = "id\tsource\ttarget\n"


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("1\tRain.\tمطر.\n", [("1", "Rain.", "مطر.")]),
        ("a b\tRain.\t", [("a b", "Rain.", "")]),
        ('1\t"Rain", he said.\t"باران\n', [("1", '"Rain", he said.', '"باران')]),
        ("1\tA\u2028B\u0085C\tد\r\n2\t\tه", [("1", "A\u2028B\u0085C", "د"), ("2", "", "ه")]),
        ("1\tcafe\u0301\tمقهى", [("1", "cafe\u0301", "مقهى")]),
        ("", []),
    ],
)
def test_rows_come_out_as_they_stand(rows: str, wanted: list[tuple[str, str, str]]) -> None:
    assert read((HEADER + rows).encode()) == wanted
    assert read(("\ufeff" + HEADER + rows).encode()) == wanted


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        (
            "id;source;target\n1;a;b\n",
            "line 1",
            "line 1 is not the header id, source, target, separated by tabs",
        ),
        (HEADER + "1\tRain.\tمطر.\n2\tSnow.\n", "line 3", "line 3 has 2 cells instead of 3"),
        (HEADER + "1\tRain.\tمطر.\tx\n", "line 2", "line 2 has 4 cells instead of 3"),
        (HEADER + "1\ta\tb\n\n2\ta\tb\n", "line 3", "line 3 has 1 cell instead of 3"),
        (HEADER + " \tRain.\tمطر.\n", "line 2", "line 2 has no id"),
    ],
)
def test_a_bad_line_is_named(text: str, where: str, reason: str) -> None:
    with pytest.raises(BadFile) as raised:
        read(text.encode())
    assert raised.value.where == where
    assert str(raised.value) == f"The file cannot be understood: {reason}."


def test_a_table_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(NotUtf8):
        read(HEADER.encode() + b"1\tcaf\xe9\tx")
