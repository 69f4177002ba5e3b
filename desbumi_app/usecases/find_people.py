"""Finds people for the list and the desk: what is typed and what is chosen become row numbers, then lines of a page.

Lines hold what a list shows, never a NIK or a telephone number; opening one is `read_person`, which is audited.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from db import search
from db.search import BY_NAME, PAGE, Filters, ListedPerson, Order
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.domain.calendar import age_range, is_partial
from desbumi_app.domain.stage_rules import CONDITION_BITS, STAGE_NUMBERS, Condition, Stage
from desbumi_app.matching.names import spellings
from desbumi_app.office import Office
from desbumi_app.register_list import ROUTES, SEXES, country_words, hamlet_number, papers_of

_ROUTE_OF = {number: code for code, number in ROUTES.items() if number}
_SHOWN = ("name", "born_on", "hamlet", "sex")  # of the person; everything else stands in the list
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
    silent_since: str | None = None
    contact_after: str | None = None
    village: bytes | None = None


class PersonLine(NamedTuple):
    """One line. `id` is the stored id; `ages` the youngest and oldest age that the birth date allows, None unknown.

    `stage` and `conditions` are codes, `stage` empty for somebody without a dated fact; days are ISO text; `papers`
    originals seen and papers needed.
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
    last_contact_on: str | None = None
    papers: tuple[int, int] | None = None
    route: str = ""
    born_on: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The first lines, how many there are, and all row numbers in list order for `people_page`."""

    lines: tuple[PersonLine, ...]
    total: int
    rids: "array[int]"


@dataclass(frozen=True, slots=True)
class Overview:
    """What a list with counted filters shows: who is in it, and how many behind each filter.

    `stages`: how many by stage code, empty for none; `due`: how many are due; `everybody`: all in the list at all.
    """

    found: Found
    stages: Mapping[str, int]
    due: int
    everybody: int


@dataclass(frozen=True, slots=True)
class Occurring:
    """What can be chosen from: country codes and hamlets that occur in the list."""

    countries: tuple[str, ...]
    hamlets: tuple[str, ...]


NOTHING_CHOSEN = Chosen()


def find_people(
    office: Office,
    text: str = "",
    chosen: Chosen = NOTHING_CHOSEN,
    limit: int = PAGE,
    order: Order = BY_NAME,
) -> Found:
    """Who matches what was typed and chosen; at most `limit` lines, in the order asked.

    Typed may be any part of a name in any of its spellings, NIK, telephone, passport, country, hamlet. ValueError or
    KeyError for a stage, condition, sex or route that no list knows.
    """
    session = office.register.session
    words = search.understood(session, words_of(text))
    return _first(office, search.listed(session, words, _filters(chosen), order), limit)


def look_over(office: Office, text: str, chosen: Chosen, due_by: str, order: Order = BY_NAME) -> Overview:
    """Like `find_people`, with counts of everybody who fits whatever stage or due day is chosen, in one pass.

    `due_by` counts who is due; `chosen.contact_due_by`, when given, must be the same day.
    """
    session = office.register.session
    base = replace(chosen, stages=frozenset(), contact_due_by=None)
    words = search.understood(session, words_of(text))
    if not words and base == NOTHING_CHOSEN:
        whole = search.Survey(array("q"), (), search.tally(session, due_by))
        rids, everybody = search.listed(session, (), _filters(chosen), order), sum(whole.counts.values())
    else:
        whole = search.survey(session, words, _filters(base), due_by, order)
        rids = whole.of(_filters(chosen).stages, due=chosen.contact_due_by is not None)
        everybody = search.count_all(session)
    stages = {_STAGE_OF.get(stage, ""): people for stage, people in whole.stages().items() if people}
    return Overview(_first(office, rids, PAGE), stages, whole.due(), everybody)


def words_of(text: str) -> search.Words:
    """What was typed, word by word in every spelling; a country of two words also where it is typed as one."""
    found = []
    for one in spellings(text):
        joined = [name[: len(one[0]) + name.count(" ")] for name in _two_words() if _joined(name, one[0])]
        found.append(tuple(dict.fromkeys((*one, *joined))))
    return tuple(found)


def _joined(name: str, typed: str) -> bool:
    """Whether a country's name was begun without its blank: `hongk`; short beginnings are found as they are."""
    return len(typed) > name.index(" ") and name.replace(" ", "").startswith(typed)


@lru_cache(maxsize=1)
def _two_words() -> tuple[str, ...]:
    """Countries that are written in two words, as the search text has them."""
    known = load_catalogue().values("countries")
    names = {word for one in known.offered for word in country_words(one.code)}
    return tuple(sorted(name for name in names if name.count(" ") == 1))


def _first(office: Office, rids: "array[int]", limit: int) -> Found:
    lines: list[PersonLine] = []
    for start in range(0, min(limit, len(rids)), PAGE):
        lines += people_page(office, rids[start : min(limit, start + PAGE)])
    return Found(tuple(lines), len(rids), rids)


def occurring(office: Office) -> Occurring:
    """Countries and hamlets of the people in the list."""
    session = office.register.session
    rids = list(search.occurring(session, "hamlet").values())
    hamlets = {
        line.hamlet for at in range(0, len(rids), PAGE) for line in people_page(office, rids[at : at + PAGE])
    }
    return Occurring(
        tuple(str(code) for code in search.occurring(session, "country")), tuple(sorted(hamlets - {""}))
    )


def by_hamlet(hamlets: Sequence[str], *, down: bool = False) -> Order:
    """The order by the hamlets' names."""
    numbers = [number for one in hamlets if (number := hamlet_number(one)) is not None]
    return Order("hamlet", down, tuple(dict.fromkeys(numbers)))


def people_page(office: Office, rids: Sequence[int]) -> tuple[PersonLine, ...]:
    """Up to fifty lines by row number, in the order given; who was archived since is left out."""
    today = office.today()
    page = search.page(office.register.session, rids, _SHOWN)
    return tuple(_line(one, today) for one in page)


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
        silent_since=chosen.silent_since,
        contact_after=chosen.contact_after,
        stream=chosen.village,
    )


@lru_cache(maxsize=256)
def _conditions(bits: int) -> tuple[str, ...]:
    return tuple(one.value for one, bit in CONDITION_BITS.items() if bits & bit)


@lru_cache(maxsize=4096)
def _ages(born: str, today: date) -> tuple[int, int] | None:
    return age_range(born, today) if is_partial(born) else None


def _line(listed: ListedPerson, today: date) -> PersonLine:
    person, line = listed.person, listed.line
    born = str(person["born_on"] or "")
    return PersonLine(
        id=bytes(person["id"]),
        name=str(person["name"] or ""),
        ages=_ages(born, today),
        hamlet=str(person["hamlet"] or ""),
        stage=_STAGE_OF.get(line.stage, ""),
        country=line.country or "",
        conditions=_conditions(line.conditions),
        sex=str(person["sex"] or ""),
        flags=line.flags,
        next_contact_on=line.next_contact_on,
        first_expiry_on=line.first_expiry_on,
        last_departed_on=line.last_departed_on,
        last_contact_on=line.last_contact_on,
        papers=papers_of(line.papers),
        route=_ROUTE_OF.get(line.route or 0, ""),
        born_on=born or None,
    )
