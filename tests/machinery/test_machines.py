"""What every machine keeps to."""

import pytest

from tms.core.text import Text
from tms.errors import UnknownMachine
from tms.languages import SOURCE, TARGETS
from tms.machinery import MACHINES, get
from tms.machinery.base import Context, Machine

TEXTS = [
    Text.parse("The rain came <1>late</1> to the valley."),
    Text.parse("“Who<1/> knows?” she asked in 2017."),
    Text.parse("The rain came <1>late</1> to the valley."),
]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_a_machine_answers_every_text_in_order_with_its_codes(machine: Machine) -> None:
    assert machine.languages()
    for source, target in machine.languages():
        assert source == SOURCE
        assert target in TARGETS
        answers = machine.translate(TEXTS, source, target, Context())
        assert len(answers) == len(TEXTS)
        for text, answer in zip(TEXTS, answers, strict=True):
            assert answer is None or sorted(map(str, answer.marks)) == sorted(map(str, text.marks))
        assert machine.translate([], source, target, Context()) == []


def test_a_machine_is_found_by_its_name() -> None:
    assert [get(machine.name) for machine in MACHINES] == list(MACHINES)
    assert len({machine.name for machine in MACHINES}) == len(MACHINES)
    with pytest.raises(UnknownMachine) as raised:
        get("babelfish")
    assert str(raised.value) == "There is no machine babelfish."
