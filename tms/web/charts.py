"""Pictures of numbers, drawn by the desk as plain shapes: what they mean stands in the table beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

WIDTH, HEIGHT = 720, 120


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``kind`` is the class that colours it."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True)
class Chart:
    """Boxes in a field of ``WIDTH`` × ``HEIGHT``; ``most`` is what its full height stands for."""

    boxes: list[Box]
    most: int
    width: int = WIDTH
    height: int = HEIGHT


def columns(values: Mapping[str, Sequence[int]]) -> Chart:
    """A column for each place, the kinds on top of each other."""
    count = max(map(len, values.values()), default=0)
    totals = [sum(each[at] for each in values.values()) for at in range(count)]
    most = _round(max(totals, default=0))
    boxes = []
    for at in range(count):
        step = WIDTH / count
        floor = float(HEIGHT)
        for kind, numbers in values.items():
            height = numbers[at] / most * HEIGHT
            if height:
                floor -= height
                boxes.append(_box(at * step + step * 0.1, floor, step * 0.8, height, kind))
    return Chart(boxes, most)


def bars(values: Sequence[tuple[str, int]], unit: int = 1) -> Chart:
    """A bar for each value, of its kind, side by side; the full height is a round number of units."""
    most = _round(ceil(max((number for _, number in values), default=0) / unit)) * unit
    step = WIDTH / max(len(values), 12)
    boxes = []
    for at, (kind, number) in enumerate(values):
        height = max(number / most * HEIGHT, 1)
        boxes.append(_box(at * step + step * 0.1, HEIGHT - height, step * 0.8, height, kind))
    return Chart(boxes, most)


def strip(values: Mapping[str, int], height: int = 16) -> Chart:
    """One bar of the full width, parted as the values are."""
    total = sum(values.values())
    boxes, at = [], 0.0
    for kind, number in values.items():
        width = number / total * WIDTH if total else 0
        if width:
            boxes.append(_box(at, 0, max(width - 1, 0.5), height, kind))
            at += width
    return Chart(boxes, total, height=height)


def _round(number: int) -> int:
    """The next number that is easy to read: 1, 2 or 5 with zeros."""
    unit = 1
    while True:
        for each in (unit, 2 * unit, 5 * unit):
            if number <= each:
                return each
        unit *= 10


def _box(x: float, y: float, width: float, height: float, kind: str) -> Box:
    return Box(round(x, 2), round(y, 2), round(width, 2), round(height, 2), kind)
