"""Invented residents of two invented villages, the same for the same seed. Some rows are wrong on purpose.

Kabupaten Rekajaya, Kecamatan Misalan and province 99 do not exist, so no number here is anybody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from desbumi_app.sample import names

REGENCY, DISTRICT, REGION = "Kabupaten Rekajaya", "Kecamatan Misalan", "990101"
YOUNGEST, OLDEST = date(2022, 12, 31), date(1946, 1, 1)
# One resident in so many is in both villages, or has a fault of the kinds below.
IN_BOTH, FAULTY = 40, 12
FAULTS = ("nik_other_birth", "dash", "unknown_code", "no_birth", "nik_fifteen", "no_nik", "nik_of_parent")


@dataclass(frozen=True, slots=True)
class Village:
    """An invented village; code as the ministry writes it."""

    name: str
    code: str


SUKACONTOH = Village("Sukacontoh", "99.01.01.2001")
BEDACONTOH = Village("Bedacontoh", "99.01.01.2002")


@dataclass(frozen=True, slots=True)
class Resident:
    """One row of a village's list. `truth` is equal for the same invented person, `fault` names a planted one.

    sex '1' man, '2' woman, as the population system codes it; born ISO text.
    """

    truth: str
    name: str
    sex: str
    born: str
    nik: str
    kk_number: str
    birth_place: str
    mother: str
    father: str
    mother_nik: str
    father_nik: str
    hamlet: str
    rt: str
    phone: str
    level: str
    married: str
    village: Village
    fault: str = ""


def generate(seed: int, count: int, village: Village) -> list[Resident]:
    """`count` residents in households. Some of them are registered in the other village too."""
    both = max(1, count // IN_BOTH) if count > 1 else 0
    shared = _take(_households(Random(f"{seed}/both"), village, "both"), both)  # noqa: S311 invented people
    if village != SUKACONTOH:
        shared = [respell(one, Random(f"{seed}/{one.truth}")) for one in shared]  # noqa: S311
    rng = Random(f"{seed}/{village.code}")  # noqa: S311
    own = _take(_households(rng, village, village.code), count - both)
    own = [spoil(one, rng) if rng.randrange(FAULTY) == 0 else one for one in own]
    people = shared + own
    rng.shuffle(people)
    return people


def respell(one: Resident, rng: Random) -> Resident:
    """The same person as another desk wrote them down: name, and sometimes day and month."""
    name = one.name
    fitting = [(old, new) for old, new in names.RESPELLED if old in name]
    if fitting:
        old, new = rng.choice(fitting)
        name = name.replace(old, new, 1)
    else:
        at = rng.randrange(1, len(name))
        name = name[:at] + name[at - 1] + name[at:]
    return replace(one, name=name, nik=one.nik if rng.random() < 0.7 else "", phone="")


def spoil(one: Resident, rng: Random) -> Resident:
    """The same row with one fault that real lists have."""
    fault = rng.choice(FAULTS)
    changes = {
        "nik_other_birth": {"born": (date.fromisoformat(one.born) + timedelta(days=31)).isoformat()},
        "dash": {"mother": "-", "father": "-", "birth_place": "-"},
        "unknown_code": {"married": "99"},
        "no_birth": {"born": "0000-00-00"},
        "nik_fifteen": {"nik": one.nik[:15]},
        "no_nik": {"nik": ""},
        "nik_of_parent": {"nik": one.mother_nik or one.nik[:15] + "0"},
    }
    return replace(one, fault=fault, **changes[fault])  # type: ignore[arg-type]


def _take(people: Iterator[Resident], count: int) -> list[Resident]:
    return [one for one, _ in zip(people, range(count), strict=False)]


def _households(rng: Random, village: Village, prefix: str) -> Iterator[Resident]:
    number = 0
    while True:
        number += 1
        yield from _household(rng, village, f"{prefix}/{number}")


def _household(rng: Random, village: Village, truth: str) -> Iterator[Resident]:
    """Father, mother and up to four children, who share address, phone and family card; sometimes twins."""
    married = date(1970, 1, 1) + timedelta(days=rng.randrange(18_000))
    father_born = married - timedelta(days=rng.randrange(7_000, 9_000))
    mother_born = married - timedelta(days=rng.randrange(6_600, 8_400))
    blank = Resident(
        truth="", name="", sex="", born="", nik="", kk_number=_card(rng, married), birth_place="", mother="",
        father="", mother_nik="", father_nik="", hamlet=rng.choice(names.HAMLETS), rt=f"{rng.randrange(1, 9):03}",
        phone=f"+62812{rng.randrange(10**7, 10**8)}", level="", married="", village=village,
    )  # fmt: skip
    father = _person(rng, blank, "1", father_born, truth + "/f", level="1", married="2")
    mother = _person(rng, blank, "2", mother_born, truth + "/m", level="3", married="2")
    yield father
    yield mother
    born = married
    for number in range(rng.randrange(5)):
        twin = number > 0 and rng.random() < 0.03
        born = born if twin else born + timedelta(days=rng.randrange(400, 1600))
        if born > YOUNGEST:
            return
        child = _person(rng, blank, rng.choice("12"), born, f"{truth}/{number}", level="4", married="1")
        yield replace(
            child, mother=mother.name, father=father.name, mother_nik=mother.nik, father_nik=father.nik
        )


def _person(
    rng: Random, blank: Resident, sex: str, born: date, truth: str, *, level: str, married: str
) -> Resident:
    first = rng.choice(names.MEN if sex == "1" else names.WOMEN)
    second = rng.choice(
        [word for word in names.SECOND if (word in names.MEN_ONLY) == (sex == "1") or not word]
    )
    return replace(
        blank,
        truth=truth,
        name=f"{first} {second}".strip(),
        sex=sex,
        born=born.isoformat(),
        nik=_nik(rng, sex, born),
        birth_place=rng.choice(names.PLACES),
        mother=rng.choice(names.WOMEN),
        father=rng.choice(names.MEN),
        level=level,
        married=married,
    )


def _nik(rng: Random, sex: str, born: date) -> str:
    day = born.day + (40 if sex == "2" else 0)
    return f"{REGION}{day:02}{born:%m%y}{rng.randrange(1, 400):04}"


def _card(rng: Random, since: date) -> str:
    return f"{REGION}{since:%d%m%y}{rng.randrange(1, 9999):04}"
