"""The memory through the API: TMX in and out."""

from tests.served import Served
from tms.formats import tmx
from tms.formats.base import Pair

PAIRS = [Pair("The dam is full.", "امتلأ السد.", "ar"), Pair("The dam is full.", "بەنداوەکە پڕە.", "ckb")]


def test_a_tmx_file_goes_in_once_and_comes_out_again(api: Served) -> None:
    file = b"".join(tmx.write((pair, "") for pair in PAIRS))
    first = api.call("POST", "/memory", content=file)
    assert first.json() == {"read": 2, "added": 2, "skipped": 0, "left": []}
    assert api.call("POST", "/memory", content=file).json()["added"] == 0
    out = api.call("GET", "/memory.tmx", "translator")
    assert "امتلأ السد." in out.text
    assert "بەنداوەکە پڕە." in out.text


def test_only_editors_add_and_what_is_no_tmx_is_refused(api: Served) -> None:
    file = b"".join(tmx.write((pair, "") for pair in PAIRS))
    assert api.call("POST", "/memory", "translator", content=file).status_code == 403
    assert api.call("POST", "/memory", content=b"<tmx>").status_code == 400
    assert api.client.get("/api/v1/memory.tmx").status_code == 401
