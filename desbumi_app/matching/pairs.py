"""Pairs worth a look, best first: within one register, between two, or for one new row. Merges nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desbumi_app.matching.blocking import LARGEST_BLOCK, blocks, candidate_pairs, keys
from desbumi_app.matching.person import Person
from desbumi_app.matching.score import Verdict, Zone, compare


@dataclass(frozen=True, slots=True)
class Pair:
    """Two keys of persons, in the order given, and what was found about them."""

    one: str
    other: str
    verdict: Verdict


def find_pairs(persons: Sequence[Person]) -> list[Pair]:
    """All pairs that are the same or have to be asked about, highest score first."""
    found = []
    for first, second in candidate_pairs(persons):
        verdict = compare(persons[first], persons[second])
        if verdict.zone is not Zone.DIFFERENT:
            found.append(Pair(persons[first].key, persons[second].key, verdict))
    return sorted(found, key=lambda pair: (-pair.verdict.score, pair.one, pair.other))


class Index:
    """The persons of a register by block key, to look up one row at a time (a form, an import)."""

    def __init__(self, persons: Sequence[Person]) -> None:
        self._persons = persons
        self._blocks: Mapping[str, list[int]] = blocks(persons)

    def matches(self, person: Person) -> list[Pair]:
        """Everybody who may be this person, highest score first; their own key is left out."""
        found = [
            Pair(person.key, other.key, verdict)
            for other in self._near(person)
            if (verdict := compare(person, other)).zone is not Zone.DIFFERENT
        ]
        return sorted(found, key=lambda pair: (-pair.verdict.score, pair.other))

    def _near(self, person: Person) -> Iterator[Person]:
        seen: set[int] = set()
        for key in keys(person):
            members = self._blocks.get(key, [])
            if len(members) <= LARGEST_BLOCK:
                seen.update(members)
        yield from (self._persons[at] for at in sorted(seen) if self._persons[at].key != person.key)
