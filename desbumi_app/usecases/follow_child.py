"""What a child that was left behind needs next: a case for the heaviest needs, papers that are missing, a visit.

For who has the case key only. A need never opens a case by itself: somebody who knows the family decides, once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from db.errors import StoreError
from db.session import wire_id
from desbumi_app.catalogue.numbers import load_numbers
from desbumi_app.domain.calendar import is_partial, known_ages, latest
from desbumi_app.domain.following import ABROAD
from desbumi_app.domain.problems import Message, stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.register_list import derive
from desbumi_app.usecases.ask_concern import Concern, Outside, note_intake, outside
from desbumi_app.usecases.read_person import household_of, related_rows

Row = Mapping[str, Any]

# Any of these asks for a case of its own (domain rules 2.2).
HEAVY: Final = ("violence", "disability", "child_labour", "child_marriage")
PAPERS: Final[Mapping[str, str]] = {
    "has_birth_certificate": "The child has no birth certificate: help the family to get one.",
    "has_child_card": "The child has no identity card: help the family to get one.",
    "has_jkn": "The child has no health insurance: help the family to register.",
}
BORN_ABROAD: Final = "Born abroad and not recorded by the mission: ask for the letter of the mission."
VISIT: Final = "The visit of {on} is due."
LEFT_BY_MOTHER: Final = (
    "Younger than {age}, and the mother or both parents are away: visit this family first."
)
YOUNG_WITHOUT_CARER: Final = "Nobody cares for this child yet. Visit first."
OPEN_A_CASE: Final = "This need asks for a case."
ALREADY: Final = "A case is open already for this child."
NO_NEED: Final = "Nothing that is recorded of this child asks for a case."
CONCERN: Final = "child_concern"
_SPOUSE: Final = ("husband", "wife")


@dataclass(frozen=True, slots=True)
class ChildFollow:
    """One child of the household: stored id in the case store, its name, what to do, and how a case stands.

    `asks_for_case`: a heavy need is recorded. `case`: the stored id of the open case about it, None without one.
    """

    child: bytes
    name: str
    to_do: tuple[Message, ...]
    asks_for_case: bool
    case: bytes | None


def follow_children(office: Office, person: bytes) -> tuple[ChildFollow, ...] | None:
    """The children of a person's household, those with a heavy need first; None without the case key."""
    if office.cases is None:
        return None
    home = _home_of(office, person)
    found = [_follow(office, row, home) for row in _children(office, home)]
    return tuple(sorted(found, key=lambda one: (not one.asks_for_case or one.case is not None, one.name)))


def open_child_case(
    office: Office, person: bytes, child: bytes, concern: Concern
) -> Saved | Refused | Outside:
    """Open a case about a child (stored id) of this person. Refused without a heavy need, or when one is open already.

    Only where it cannot `concern` somebody who can open this computer; else nothing is stored, and lines outside are told.
    """
    cases = office.open_cases()
    row = cases.get("child_needs", child)
    if row is None:
        raise StoreError("no_such_record")
    now = _follow(office, row, _home_of(office, person))
    if now.case is not None:
        return Refused((stop(ALREADY),))
    if not now.asks_for_case:
        return Refused((stop(NO_NEED),))
    note_intake(office)
    if concern is not Concern.NO:
        return outside(office)
    values = {
        "person_id": wire_id(person), "journey_id": row["journey_id"], "opened_on": office.today().isoformat(),
        "status": "new", "risk": "high", "categories": (CONCERN, *_violence(row)), "owner_id": office.operator.id,
        "involves_child": "yes",
    }  # fmt: skip
    with cases.transaction(operator=office.operator.id, purpose="open_child_case") as tx:
        made = tx.create("cases", values)
        tx.change("child_needs", child, {"case_id": wire_id(made)})
        return Saved(made, tx.txn, store="cases")


def _violence(child: Row) -> tuple[str, ...]:
    return ("violence",) if "violence" in child["needs"] else ()


@dataclass(frozen=True, slots=True)
class _Home:
    """Wire ids of household and journeys; `left_alone`: the mother, or both parents, are away."""

    household: bytes | None
    journeys: frozenset[bytes]
    left_alone: bool


def _home_of(office: Office, person: bytes) -> _Home:
    row, related = office.register.get("people", person), related_rows(office, person)
    if row is None:
        return _Home(None, frozenset(), left_alone=False)
    home, family = household_of(office, row)
    away = derive(row, related, office.today()).stage in ABROAD
    both = any(one["relation_to_worker"] in _SPOUSE and one["is_migrant"] for one in family)
    return _Home(
        wire_id(bytes(home["id"])) if home is not None else None,
        frozenset(wire_id(bytes(one["id"])) for one in related["journeys"]),
        left_alone=away and (row["sex"] == "female" or both),
    )


def _children(office: Office, home: _Home) -> Sequence[Row]:
    rows = office.open_cases().rows_where("child_needs")
    return [
        row
        for row in rows
        if (row["household_id"] and row["household_id"] == home.household)
        or row["journey_id"] in home.journeys
    ]


def _follow(office: Office, row: Row, home: _Home) -> ChildFollow:
    heavy = bool(set(row["needs"]) & set(HEAVY))
    to_do = tuple(_to_do(office, row, home, heavy=heavy))
    return ChildFollow(bytes(row["id"]), str(row["name"] or ""), to_do, heavy, _case_of(office, row))


def _to_do(office: Office, row: Row, home: _Home, *, heavy: bool) -> list[Message]:
    today = office.today()
    found = [Message(OPEN_A_CASE)] if heavy and _case_of(office, row) is None else []
    ages = known_ages(row["born_on"], today)
    if row["caregiver"] == "none" and (ages is None or ages[0] < 18):
        found.append(Message(YOUNG_WITHOUT_CARER))
    young = load_numbers().value("young_child_age", today.isoformat())
    if home.left_alone and ages is not None and ages[0] < young:
        found.append(Message(LEFT_BY_MOTHER, {"age": str(young)}))
    again = str(row["next_visit_on"] or "")
    if is_partial(again) and latest(again) <= today:
        found.append(Message(VISIT, {"on": again}))
    found += [Message(sentence) for name, sentence in PAPERS.items() if row[name] == "no"]
    if row["born_abroad"] == "yes" and row["birth_recorded_abroad"] != "yes":
        found.append(Message(BORN_ABROAD))
    return found


def _case_of(office: Office, child: Row) -> bytes | None:
    """The open case that this child's need led to; a closed one does not answer a new need."""
    if not child["case_id"]:
        return None
    cases = office.open_cases()
    stored = cases.resolve(bytes(child["id"]), bytes(child["case_id"]))
    row = cases.get("cases", stored)
    return stored if row is not None and not row["archived"] and row["status"] != "closed" else None
