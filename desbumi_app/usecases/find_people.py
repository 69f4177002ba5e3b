"""Finds people for the list and the desk: what is typed and what is chosen become row numbers, then lines of a page.

Lines hold what a list shows, never a NIK or a telephone number; opening one is `read_person`, which is audited.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.search import PAGE, Filters, ListedPerson
from desbumi_app.domain.calendar import age_range, is_partial
from desbumi_app.domain.stage_rules import CONDITION_BITS, STAGE_NUMBERS, Condition, Stage
from desbumi_app.office import Office
from desbumi_app.register_list import ROUTES, SEXES, hamlet_number

_STAGE_OF = {number: stage.value for stage, number in STAGE_NUMBERS.items()}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list shows, in codes; None or empty means everything. Days are compared with today by the caller.

    `conditions` must all hold; `flags` and `without_flags` are the bits of `register_list`.
    """

    stages: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    hamlet: str | None = None
    sex: str | None = None
    route: str | None = None
    conditions: frozenset[str] = frozenset()
    flags: int = 0
    without_flags: int = 0
    contact_due_by: str | None = None
    expiring_by: str | None = None
    departed_since: str | None = None
    village: bytes | None = None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line. `id` is the stored id; `ages` the youngest and oldest age that the birth date allows, None unknown.

    `stage` and `conditions` are codes, `stage` empty for somebody without a dated fact; days are ISO text.
    """

    id: bytes
    name: str
    ages: tuple[int, int] | None
    hamlet: str
    stage: str
    country: str
    conditions: tuple[str, ...]
    sex: str
    flags: int
    next_contact_on: str | None
    first_expiry_on: str | None
    last_departed_on: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """The first lines, how many there are, and all row numbers in list order for `people_page`."""

    lines: tuple[PersonLine, ...]
    total: int
    rids: "array[int]"


NOTHING_CHOSEN = Chosen()


def find_people(office: Office, text: str = "", chosen: Chosen = NOTHING_CHOSEN, limit: int = PAGE) -> Found:
    """Who matches what was typed (names, NIK, telephone, hamlet, passport) and chosen; at most `limit` lines.

    KeyError for a stage, condition, sex or route that no list knows.
    """
    rids = office.register.search(text, _filters(chosen))
    first: list[PersonLine] = []
    for start in range(0, min(limit, len(rids)), PAGE):
        first += people_page(office, rids[start : min(limit, start + PAGE)])
    return Found(tuple(first), len(rids), rids)


def people_page(office: Office, rids: Sequence[int]) -> tuple[PersonLine, ...]:
    """Up to fifty lines by row number, in the order given; who was archived since is left out."""
    today = office.today()
    return tuple(_line(one, today) for one in office.register.page(rids))


def _filters(chosen: Chosen) -> Filters:
    return Filters(
        stages=frozenset(STAGE_NUMBERS[Stage(one)] for one in chosen.stages) if chosen.stages else None,
        countries=chosen.countries or None,
        hamlet=hamlet_number(chosen.hamlet),
        sex=SEXES[chosen.sex] if chosen.sex else None,
        route=ROUTES[chosen.route] if chosen.route else None,
        conditions=sum(CONDITION_BITS[Condition(one)] for one in chosen.conditions),
        flags=chosen.flags,
        without_flags=chosen.without_flags,
        contact_due_by=chosen.contact_due_by,
        expiring_by=chosen.expiring_by,
        departed_since=chosen.departed_since,
        stream=chosen.village,
    )


def _line(listed: ListedPerson, today: date) -> PersonLine:
    person, line = listed.person, listed.line
    born = str(person["born_on"] or "")
    return PersonLine(
        id=bytes(person["id"]),
        name=str(person["name"] or ""),
        ages=age_range(born, today) if is_partial(born) else None,
        hamlet=str(person["hamlet"] or ""),
        stage=_STAGE_OF.get(line.stage, ""),
        country=line.country or "",
        conditions=tuple(one.value for one, bit in CONDITION_BITS.items() if line.conditions & bit),
        sex=str(person["sex"] or ""),
        flags=line.flags,
        next_contact_on=line.next_contact_on,
        first_expiry_on=line.first_expiry_on,
        last_departed_on=line.last_departed_on,
    )
