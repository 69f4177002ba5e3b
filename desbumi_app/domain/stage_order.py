"""The order in which dated facts are read: by valid date, then the order of life, then the clock.

A partial date is an interval. What begins something is read at its first day, what ends something at its
last, but before whatever must follow it, so that '2024' beside exact dates contradicts nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from desbumi_app.domain.calendar import earliest, is_exact, latest
from desbumi_app.domain.stage_rules import RANKS, Fact

_BEGINS = frozenset({"interested", "registered", "processing", "ready", "departed", "arrived", "re_entered"})
_ENDS = frozenset({"withdrew", "stopped", "failed", "leave", "returned", "settled", "moved", "died"})
_FOLLOWERS: Mapping[str, frozenset[str]] = {
    "leave": frozenset({"re_entered", "returned", "settled"}),
    "returned": frozenset({"settled"}),
    "stopped": frozenset({"departed", "arrived"}),
}


def in_order(facts: Sequence[Fact], on: date) -> list[tuple[date, Fact]]:
    """The facts that can have happened by the day `on`, each with the day at which it is read."""
    happened = [fact for fact in facts if fact.kind != "expires" and earliest(fact.on) <= on]
    starts = _journey_starts(happened)
    placed = [(_placed(fact, happened, on), fact) for fact in happened]
    placed.sort(
        key=lambda pair: (
            pair[0],
            min(starts.get(pair[1].journey, pair[0]), pair[0]),
            RANKS[pair[1].kind],
            pair[1].hlc,
            pair[1].on,
            sorted(pair[1].detail.items()),
            pair[1].journey or b"",
        )
    )
    return placed


def _journey_starts(facts: Sequence[Fact]) -> dict[bytes | None, date]:
    starts: dict[bytes | None, date] = {}
    for fact in facts:
        if fact.journey is not None and fact.kind in _BEGINS:
            day = earliest(fact.on)
            starts[fact.journey] = min(day, starts.get(fact.journey, day))
    return starts


def _placed(fact: Fact, facts: Sequence[Fact], on: date) -> date:
    first = earliest(fact.on)
    if fact.kind not in _ENDS or is_exact(fact.on):
        return first
    begun = max(
        (earliest(f.on) for f in facts if f.journey == fact.journey and f.kind in _BEGINS), default=first
    )
    last = min(latest(fact.on), on)
    for other in facts:
        day = earliest(other.on)
        if not max(first, begun) <= day <= last:
            continue
        if other.kind in _BEGINS and other.journey != fact.journey and fact.kind not in ("died", "moved"):
            last = min(last, max(first, day - timedelta(days=1)))
        elif other.kind in _FOLLOWERS.get(fact.kind, ()):
            last = min(last, day)
    return last
