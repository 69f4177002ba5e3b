"""People who may be one person in two villages, best first: what the district desk looks through. Unites nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.store import Store
from desbumi_app.domain.calendar import is_partial
from desbumi_app.matching.pairs import find_pairs as alike
from desbumi_app.matching.person import Person
from desbumi_app.matching.score import Verdict
from desbumi_app.office import Office

# A verdict that takes a pair off the desk; "ask" and "later" bring it back.
DECIDED = frozenset({"same", "not_same"})
_SEXES = {"male": "m", "female": "f"}


@dataclass(frozen=True, slots=True)
class PairToJudge:
    """Two stored ids, one in each village, what was found about them, and what was said before (a link verdict)."""

    one: bytes
    other: bytes
    verdict: Verdict
    said: str | None


def find_pairs(office: Office) -> tuple[PairToJudge, ...]:
    """Undecided pairs across villages. A pair inside one village is that village's own finding, not the district's."""
    said = {_key(row): str(row["verdict"]) for row in office.register.rows_where("links")}
    persons = {one.key: one for one in persons_of(office.register)}
    found = []
    for pair in alike(list(persons.values())):
        one, other = bytes.fromhex(pair.one), bytes.fromhex(pair.other)
        if one[:4] == other[:4]:
            continue
        verdict = said.get(_pair_key(office.register, one, other))
        if verdict not in DECIDED:
            found.append(PairToJudge(min(one, other), max(one, other), pair.verdict, verdict))
    return tuple(found)


def persons_of(register: Store) -> Iterator[Person]:
    """All living people of a store as matching sees them, with the passports of their papers and journeys."""
    passports: dict[bytes, set[str]] = {}
    for row in register.rows_where("journeys"):
        if row["person_id"] and row["passport_number"]:
            passports.setdefault(_owner(row), set()).add(str(row["passport_number"]))
    for row in register.rows_where("documents", item="passport"):
        if row["person_id"] and row["number"]:
            passports.setdefault(_owner(row), set()).add(str(row["number"]))
    for row in register.rows_where("people"):
        yield _person(row, tuple(sorted(passports.get(bytes(row["id"]), ()))))


def _owner(row: Mapping[str, Any]) -> bytes:
    return bytes(row["id"])[:4] + bytes(row["person_id"])


def _person(row: Mapping[str, Any], passports: tuple[str, ...]) -> Person:
    phones = tuple(str(row[name]) for name in ("phone", "whatsapp") if row[name]) + tuple(row["other_phones"])
    others = tuple(str(row[name]) for name in ("alias_name", "passport_name") if row[name])
    others += tuple(row["other_names"])
    return Person(
        key=bytes(row["id"]).hex(),
        name=str(row["name"] or ""),
        nik=row["nik"],
        nik_verified=row["nik_status"] == "verified",
        born=row["born_on"] if is_partial(str(row["born_on"] or "")) else None,
        sex=_SEXES.get(str(row["sex"])),
        birth_place=row["birth_place"],
        mother=row["mother_name"],
        kk_number=row["kk_number"],
        phones=phones,
        passports=passports,
        hamlet=row["hamlet"],
        other_names=others,
    )


def _pair_key(register: Store, one: bytes, other: bytes) -> frozenset[tuple[bytes, bytes]]:
    streams = register.streams()
    return frozenset((streams[int.from_bytes(side[:4]) - 1], side[4:]) for side in (one, other))


def _key(link: Mapping[str, Any]) -> frozenset[tuple[bytes, bytes]]:
    return frozenset(
        (bytes(link[f"{side}_stream"] or b""), bytes(link[f"{side}_id"] or b"")) for side in ("a", "b")
    )
