"""Which pairs are worth comparing at all: persons who share at least one of a few keys."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from desbumi_app.matching.names import COMMON_SOUNDS, sounds
from desbumi_app.matching.person import Person

# A key that so many share says nothing; their pairs are found by another key or not at all.
LARGEST_BLOCK = 60


def keys(person: Person) -> Iterator[str]:
    """The block keys of one person; each tolerates a fault in what the others lean on."""
    words = [word for name in (person.name, *person.other_names) for word in sounds(name)]
    rare = sorted({word for word in words if word not in COMMON_SOUNDS} or set(words))
    if person.nik:
        yield f"n{person.nik}"
        yield from (f"b{person.nik[:12]}{word[:1]}" for word in rare)
        yield f"e{person.nik[6:]}"
    for passport in person.passports:
        yield f"p{passport}"
    for phone in person.phones:
        yield from (f"t{phone}{word[:2]}" for word in rare)
    yield from _birth_keys(person, rare)
    if mother := "".join(sounds(person.mother or "")):
        # A few mothers' names are very frequent; without the year they would pair half the village.
        yield from (f"m{mother}{(person.born or '')[:4]}{word[:3]}" for word in rare)
    if person.kk_number:
        yield from (f"k{person.kk_number}{word[:2]}" for word in rare)


def _birth_keys(person: Person, rare: Sequence[str]) -> Iterator[str]:
    """Day and month in either order, so that 03-04 meets 04-03; else year, or day and month, with the whole name."""
    if not person.born:
        return
    pieces = person.born.split("-")
    if len(pieces) == 3:
        both = "".join(sorted(pieces[1:]))
        yield from (f"d{pieces[0]}{both}{word[:1]}" for word in rare)
        yield f"x{both}{''.join(rare)}"
    yield f"y{pieces[0]}{''.join(rare)}"


def blocks(persons: Iterable[Person]) -> Mapping[str, list[int]]:
    """Positions of persons by key."""
    found: dict[str, list[int]] = defaultdict(list)
    for position, person in enumerate(persons):
        for key in set(keys(person)):
            found[key].append(position)
    return found


def candidate_pairs(persons: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """Every pair of positions that shares a key, once, the smaller position first."""
    size = len(persons)
    seen: set[int] = set()
    for members in blocks(persons).values():
        if not 2 <= len(members) <= LARGEST_BLOCK:
            continue
        for i, one in enumerate(members):
            seen.update(one * size + other for other in members[i + 1 :])
    for pair in seen:
        yield divmod(pair, size)
