"""How likely two rows are one person: same, ask a human, different, always with the reasons.

Rules that decide alone (verified NIK, passport, twins, sex) stand before the weights. What a household
shares (mother, family card, phone, hamlet) counts once and never proves: siblings share all of it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import ne

from desbumi_app.matching.names import COMMON_SOUNDS, sounds
from desbumi_app.matching.person import Person

SAME_AT = 9.0
ASK_AT = 5.0
# Below this two names are not two spellings of one.
NAME_ALIKE = 0.82
NAME_EQUAL = 0.95
# Twins are given names that rhyme; below this two names on one birth date are two children.
NAME_TWIN = 0.88
_WORD_ALIKE = 0.8
_COMMON_WEIGHT = 0.2


class Zone(StrEnum):
    """What may be done with a pair; even `same` is only proposed, never done."""

    SAME = "same"
    ASK = "ask"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The zone, the score behind it and codes of the reasons, strongest first."""

    zone: Zone
    score: float
    reasons: tuple[str, ...]


_FAR_APART = Verdict(Zone.DIFFERENT, -4.0, ("birth_other",))


@dataclass(frozen=True, slots=True)
class _Evidence:
    name: float
    birth: str
    nik: str
    mother: str
    passport: bool
    shared: tuple[str, ...]


def compare(one: Person, other: Person) -> Verdict:
    """The verdict on two rows; the order of the two does not matter."""
    if (other.key, other.name) < (one.key, one.name):
        one, other = other, one
    if _hopeless(one, other):
        return _FAR_APART
    seen = _Evidence(
        name=max(
            name_alike(a, b) for a in (one.name, *one.other_names) for b in (other.name, *other.other_names)
        ),
        birth=birth_alike(one.born, other.born),
        nik=nik_alike(one, other),
        mother=_mother(one, other),
        passport=bool(set(one.passports) & set(other.passports)),
        shared=_household(one, other),
    )
    return _decided(one, other, seen) or _weighed(one, other, seen)


def _hopeless(one: Person, other: Person) -> bool:
    """Two birth dates apart and no number in common or mistyped: no name can bring these two together."""
    if one.born == other.born or birth_alike(one.born, other.born) != "other":
        return False
    if one.passports and not set(one.passports).isdisjoint(other.passports):
        return False
    return not one.nik or not other.nik or sum(map(ne, one.nik, other.nik)) > 2


def name_alike(one: str, other: str) -> float:
    """0 to 1: words paired by sound, common ones counting a fifth; order and a missing common word cost little."""
    left, right = sounds(one), sounds(other)
    if not left or not right:
        return 0.0
    if left == right or sorted(left) == sorted(right):
        return 1.0
    return _words_alike(left, right)


@lru_cache(maxsize=65_536)
def _words_alike(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    from rapidfuzz.distance import JaroWinkler

    if (len(left), left) > (len(right), right):
        left, right = right, left
    grades = sorted(
        ((-JaroWinkler.similarity(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
    )
    paired: dict[int, int] = {}
    total = got = 0.0
    for grade, i, j in grades:
        if i in paired or j in paired.values():
            continue
        paired[i] = j
        weight = _COMMON_WEIGHT if left[i] in COMMON_SOUNDS and right[j] in COMMON_SOUNDS else 1.0
        total += weight
        got += weight * (-grade if grade <= -_WORD_ALIKE else -grade / 2)
    rest = [word for j, word in enumerate(right) if j not in paired.values()]
    return got / (total + sum(0.1 if word in COMMON_SOUNDS else 0.25 for word in rest))


def birth_alike(one: str | None, other: str | None) -> str:
    """equal, swapped (day and month), near (one part or digit differs), open (unknown, partial) or other."""
    if not one or not other:
        return "open"
    if one == other and len(one) == 10:
        return "equal"
    if len(one) != 10 or len(other) != 10:
        shorter = min(len(one), len(other))
        return "open" if one[:shorter] == other[:shorter] else "other"
    if one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]:
        return "swapped"
    same_parts = (one[:4] == other[:4]) + (one[5:7] == other[5:7]) + (one[8:] == other[8:])
    if same_parts != 2:
        return "other"
    return "near" if one[:4] == other[:4] or sum(map(ne, one, other)) == 1 else "other"


def nik_alike(one: Person, other: Person) -> str:
    """verified, equal, typo (one digit or two neighbours), serial (only the last four differ), other or open."""
    if not one.nik or not other.nik:
        return "open"
    if one.nik == other.nik:
        return "verified" if one.nik_verified and other.nik_verified else "equal"
    wrong = [i for i, (a, b) in enumerate(zip(one.nik, other.nik, strict=False)) if a != b]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one.nik[wrong[0]] == other.nik[wrong[1]]
    if one.nik[:12] == other.nik[:12]:
        return "serial"
    return "typo" if len(wrong) == 1 or swapped else "other"


def _mother(one: Person, other: Person) -> str:
    if not one.mother or not other.mother:
        return "open"
    alike = name_alike(one.mother, other.mother)
    return "equal" if alike >= 0.9 else "other" if alike < 0.75 else "open"


def _household(one: Person, other: Person) -> tuple[str, ...]:
    shared = []
    if set(one.phones) & set(other.phones):
        shared.append("phone_equal")
    if one.kk_number and one.kk_number == other.kk_number:
        shared.append("kk_equal")
    if one.hamlet and other.hamlet and one.hamlet.casefold() == other.hamlet.casefold():
        shared.append("hamlet_equal")
    return tuple(shared)


def _decided(one: Person, other: Person, seen: _Evidence) -> Verdict | None:
    """The explicit rules, in the order in which they win."""
    sexes_differ = None not in (one.sex, other.sex) and one.sex != other.sex
    if seen.nik in ("verified", "equal"):
        return _same_nik(seen, sexes_differ=sexes_differ)
    if seen.passport:
        sure = seen.name >= NAME_ALIKE and seen.birth in ("equal", "open") and not sexes_differ
        return Verdict(Zone.SAME if sure else Zone.ASK, SAME_AT if sure else ASK_AT, ("passport_equal",))
    if sexes_differ and (seen.name < NAME_EQUAL or seen.birth != "equal"):
        return Verdict(Zone.DIFFERENT, 0.0, ("sex_differs",))
    return _twins(seen) or _two_verified(one, other, seen)


def _twins(seen: _Evidence) -> Verdict | None:
    """One birth date and two numbers under two names: born on one day, perhaps of one mother."""
    if seen.name >= NAME_TWIN or seen.birth != "equal":
        return None
    if seen.nik == "serial" or (seen.nik == "other" and seen.mother == "equal"):
        return Verdict(Zone.DIFFERENT, 0.0, ("twins",))
    return None


def _two_verified(one: Person, other: Person, seen: _Evidence) -> Verdict | None:
    """Cards of another district were used to leave: one person can have had two verified numbers."""
    if seen.nik not in ("other", "serial", "typo") or not (one.nik_verified and other.nik_verified):
        return None
    both = seen.name >= NAME_EQUAL and seen.birth == "equal" and seen.mother != "other"
    return Verdict(Zone.ASK if both else Zone.DIFFERENT, ASK_AT if both else 0.0, ("two_verified_niks",))


def _same_nik(seen: _Evidence, *, sexes_differ: bool) -> Verdict:
    """One number: one person, unless name and birth both say it was copied from somebody else's card."""
    fits = (seen.name >= NAME_ALIKE) + (seen.birth in ("equal", "swapped")) - sexes_differ
    partly = seen.name >= 0.6 or seen.birth in ("equal", "swapped", "near")
    named_alone = seen.name >= NAME_EQUAL and seen.birth == "open" and not sexes_differ
    enough = (
        fits >= 2 or named_alone or (seen.nik == "verified" and fits >= 1 and partly and not sexes_differ)
    )
    reason = "nik_verified_equal" if seen.nik == "verified" else "nik_equal"
    if enough:
        return Verdict(Zone.SAME, SAME_AT + 3, (reason,))
    return Verdict(
        Zone.ASK, ASK_AT + 1, (reason, "name_differs" if seen.name < NAME_ALIKE else "birth_differs")
    )


_BIRTH = {"equal": 4.0, "swapped": 2.5, "near": 1.5, "open": 0.0, "other": -4.0}
_NIK = {"typo": 4.0, "serial": 0.5, "other": -2.5, "open": 0.0}
_MOTHER = {"equal": 2.0, "other": -4.0, "open": 0.0}


def _weighed(one: Person, other: Person, seen: _Evidence) -> Verdict:
    place = sounds(one.birth_place or "") == sounds(other.birth_place or "") != ()
    parts = {
        "name_alike": 4.0 if seen.name >= NAME_EQUAL else 2.5 if seen.name >= NAME_ALIKE else -5.0,
        f"birth_{seen.birth}": _BIRTH[seen.birth],
        f"nik_{seen.nik}": _NIK[seen.nik],
        f"mother_{seen.mother}": _MOTHER[seen.mother],
        "household": min(1.0, 0.5 * len(seen.shared)),
        "birth_place_equal": 0.5 if place else 0.0,
    }
    score = sum(parts.values())
    zone = Zone.SAME if score >= SAME_AT else Zone.ASK if score >= ASK_AT else Zone.DIFFERENT
    if zone is Zone.SAME and not _may_be_same(seen):
        zone = Zone.ASK
    named = [name for name, weight in sorted(parts.items(), key=lambda item: -abs(item[1])) if weight]
    return Verdict(zone, score, tuple(dict.fromkeys([*named, *seen.shared])))


def _may_be_same(seen: _Evidence) -> bool:
    """Without a number in common the machine proposes only who agrees in name, exact birth and mother."""
    if seen.nik == "typo":
        return seen.name >= NAME_ALIKE and seen.birth in ("equal", "swapped")
    return seen.name >= NAME_EQUAL and seen.birth in ("equal", "swapped") and seen.mother == "equal"
