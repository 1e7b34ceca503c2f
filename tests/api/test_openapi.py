"""Whatever is sent to an address that /api/docs describes, the desk answers and does not break."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode

from tests.served import ARTICLE, Served, served

EXAMPLES = 6


@pytest.fixture
def story(database_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(database_url, tmp_path) as found:
        found.desk.ingest(ARTICLE)
        found.desk.write_all()
        yield found


def test_nothing_that_is_sent_breaks_the_desk(story: Served) -> None:
    schema = schemathesis.openapi.from_asgi(
        "/api/openapi.json", story.client.app, headers={"host": "127.0.0.1"}
    )
    headers = {"authorization": f"Bearer {story.token('admin')}", "host": "127.0.0.1"}
    row = story.get("/articles/story/editions/ar")["rows"][0]
    known = {"slug": "story", "language": "ar", "id": row["translation"], "block": row["block"]}
    operations: list[Any] = list(schema.get_all_operations())
    asked = [probe(found.ok(), headers, known) for found in operations]
    assert len(asked) == 41
    assert all(asked)  # a small address runs out of things to send


def probe(operation: Any, headers: dict[str, str], known: dict[str, str]) -> int:
    """Send what fits and what does not, to addresses that are there and to others."""
    counted = 0
    cases = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.one_of(*cases), st.booleans())
    def send(case: Any, there: bool) -> None:
        nonlocal counted
        if there:
            case.path_parameters |= {n: v for n, v in known.items() if n in case.path_parameters}
        counted += 1
        case.call_and_validate(headers=headers, checks=[not_a_server_error])

    send()
    return counted
