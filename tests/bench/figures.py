"""One figure: ours and floor in turn, medians of five or more; what a ratio must stay under; the table of a run."""

import os
import statistics
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

SMALL = bool(os.environ.get("DESBUMI_BENCH_SMALL"))
ROUNDS = 1 if SMALL else 5  # small only tries the bench itself
# What a ratio must stay under; the others are only reported.
CEILINGS = {
    "store.insert": 2.0,
    "store.lookup": 1.6,
    "store.search": 1.5,
    "letter.pdf": 1.3,
    "sync.wire": 0.40,
    "start.unlock": 2.5,
    "lists.open": 1.5,
    "lists.filter": 1.5,
    "lists.keystroke": 1.5,
    "memory.idle": 2.2,
}
# What a figure must stay under by itself, in its unit, on a quiet machine of two cores.
LIMITS = {
    "import.rows": 60.0,
    "import.apply": 8.0,
    "letter.batch": 20.0,
    "letter.preview": 300.0,
    "lists.repaint": 50.0,
    "person.open": 100.0,
    "memory.loaded": 200.0,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. `ratio` is ours / floor."""

    name: str
    ours: float
    floor: float
    unit: str
    better: str = "lower"

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def over(self) -> bool:
        """Whether the ratio, or the figure itself, has reached what it must stay under."""
        forever = float("inf")
        return self.ratio >= CEILINGS.get(self.name, forever) or self.ours >= LIMITS.get(self.name, forever)

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"ratio": self.ratio}


def measured(
    name: str, ours: Callable[[], float], floor: Callable[[], float], *, unit: str, rounds: int = ROUNDS
) -> Figure:
    """Both do their work once and return what it cost; they are called in turn, the first round is not counted."""
    series: tuple[list[float], list[float]] = ([], [])
    for at in range(rounds + 1):
        for which in ((0, 1), (1, 0))[at % 2]:
            cost = (ours, floor)[which]()
            if at:
                series[which].append(cost)
    return Figure(name, statistics.median(series[0]), statistics.median(series[1]), unit)


def table(found: Iterable[Figure]) -> str:
    """The lines for a terminal."""
    lines = [f"{'figure':<16}{'ours':>11}{'floor':>11} {'unit':<6}{'ratio':>8}  must stay under"]
    for one in found:
        ceiling, limit = CEILINGS.get(one.name), LIMITS.get(one.name)
        bound = f"{ceiling:<6}" if ceiling else f"{limit:g} {one.unit:<3}" if limit else ""
        verdict = f"{bound}{'OVER' if one.over else 'OK'}" if bound else "report"
        lines.append(
            f"{one.name:<16}{one.ours:>11.4g}{one.floor:>11.4g} {one.unit:<6}{one.ratio:>8.2f}  {verdict}"
        )
    return "\n".join(lines)
