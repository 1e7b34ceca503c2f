"""One way to put a sentence and its translation before the checks."""

from collections.abc import Callable

import pytest

from tms.checks import run
from tms.core.document import BlockKind
from tms.core.findings import Finding, Pair, Unit
from tms.core.text import Text

Look = Callable[..., list[Finding]]
Mend = Callable[[str, Finding], str]


@pytest.fixture
def look() -> Look:
    def look(
        english: str,
        target: str,
        language: str = "ar",
        check: str = "",
        kind: BlockKind = BlockKind.PARAGRAPH,
    ) -> list[Finding]:
        pair = Pair("a", Text.parse(english), Text.parse(target), kind)
        found = run(Unit((pair,), "en", language))
        return [finding for _, finding in found if check in {"", finding.check}]

    return look


@pytest.fixture
def mend() -> Mend:
    """The target after the finding's first fix."""

    def mend(target: str, finding: Finding) -> str:
        (start, end), text = finding.fixes[0].span, finding.fixes[0].text
        return target[:start] + text + target[end:]

    return mend
