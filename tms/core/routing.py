"""Decide where each segment goes: to the memory, to a machine, or to a person. The default policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tms.core.document import BlockKind
from tms.messages import N_, Message


class To(StrEnum):
    MEMORY = "memory"
    MACHINE = "machine"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Policy:
    """``memory`` is the lowest score that the memory is asked for; ``machines`` are tried in order."""

    memory: int = 100
    machines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run of segments that has no text yet. ``score`` is its best memory match, 0 to 101."""

    translation: str
    kind: BlockKind
    words: int
    score: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """``name`` is the machine's or the translator's, "" where any translator may take it."""

    translation: str
    to: To
    name: str
    why: Message


def decide(
    waiting: Sequence[Waiting], policy: Policy, translators: Mapping[str, int], *, served: bool = True
) -> list[Decision]:
    """One decision for each, in order.

    ``translators`` gives each active translator's words left; an article goes to one of them whole, the
    one with the least, so that it keeps one voice. ``served`` says whether a machine of the policy
    serves the pair of languages.
    """
    least = min(translators, key=lambda name: (translators[name], name), default="")
    return [_one(each, policy, least, served=served) for each in waiting]


def _one(each: Waiting, policy: Policy, translator: str, *, served: bool) -> Decision:
    if each.score >= policy.memory:
        why = Message(N_("The memory has it with %(score)s percent."), {"score": each.score})
        return Decision(each.translation, To.MEMORY, translator, why)
    if policy.machines and served:
        name = policy.machines[0]
        why = Message(N_("The memory does not have it; the machine %(name)s drafts it."), {"name": name})
        return Decision(each.translation, To.MACHINE, name, why)
    if translator:
        why = Message(N_("%(name)s has the fewest words to do."), {"name": translator})
        return Decision(each.translation, To.PERSON, translator, why)
    return Decision(
        each.translation, To.PERSON, "", Message(N_("Any translator of the language may take it."))
    )
