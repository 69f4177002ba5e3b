"""One person's line in the register's list: stage, conditions, dates, search text. Reads rows, writes nothing.

The line is recomputed whenever the person or a row of theirs changes; nothing in it is ever typed.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from db.projection import ListRow
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.domain.calendar import earliest, is_partial, latest
from desbumi_app.domain.identity import SOFT_BIRTHDAYS, nik_disagrees, passport_disagrees
from desbumi_app.domain.stage import DERIVE_VERSION, OF_THE_RULES, Derived, Spacing, replay
from desbumi_app.domain.stage_rules import CASE_CONDITIONS, CONDITION_BITS, STAGE_NUMBERS, Fact, Stage
from desbumi_app.expected_papers import count_papers
from desbumi_app.matching.names import fold, tokens

Row = Mapping[str, Any]

SEXES = {"male": 1, "female": 2}
ROUTES = {
    code: number
    for number, code in enumerate(
        (
            "p_to_p",
            "g_to_g",
            "own_company",
            "individual",
            "spsk",
            "ssw",
            "re_entry",
            "ship_crew",
            "internship",
        ),
        start=1,
    )
} | {"unknown": 0}

# Raised whenever a line of the list gets something new; the store then computes all lines again.
LIST_VERSION: Final = 6
PAPERS_OF: Final = 1_000  # `papers` of a line: papers there × this + papers expected by now

# Most people of a village never left: one answer for all of them.
_NO_FACTS = replay((), date.min)

# Bits of ListRow.flags; they never change their meaning.
NO_NIK = 1
NIK_NOT_VERIFIED = 2
NIK_DISAGREES = 4
BACK_REGISTERED = 8
CONTRADICTION = 16
DEATH_UNCONFIRMED = 32
SOFT_BIRTHDAY = 64
PASSPORT_OTHER_BIRTH = 128
_ALERT_BITS = {
    "contradiction": CONTRADICTION,
    "after_death": CONTRADICTION,
    "death_dates_differ": CONTRADICTION,
    "death_unconfirmed": DEATH_UNCONFIRMED,
}

_JOURNEY_DATES = {
    "candidate_on": "registered",
    "processing_on": "processing",
    "ready_on": "ready",
    "departed_on": "departed",
    "arrived_on": "arrived",
}
_JOURNEY_ENDS = {
    "passport_expires_on": "passport",
    "contract_ends_on": "contract",
    "bpjs_ends_on": "bpjs",
    "visa_expires_on": "visa",
}
MEDICAL = "medical"  # matters only until the departure
# Papers whose end matters abroad; a paper of the checklist and the journey's own field tell of one thing.
_PAPER_ENDS = {
    "passport": "passport",
    "work_visa": "visa",
    "work_contract": "contract",
    "social_security": "bpjs",
    "health_certificate": MEDICAL,
}
# Whoever has left once: a plan for the next journey says nothing about where they are or were.
_LEFT = frozenset(
    {Stage.DEPARTED, Stage.WORKING, Stage.ON_LEAVE, Stage.RETURNED, Stage.SETTLED, Stage.DECEASED}
)
_EVENTS = frozenset({"interested", "withdrew", "stopped", "failed", "moved", "died"})
# Papers that others keep, as a return tells it; a later return that says no ends it.
_HELD: Final = {"yes": "condition_set", "no": "condition_cleared"}
_SEARCHED = ("nik", "kk_number", "phone", "whatsapp", "landline", "hamlet", "address", "current_address")
_NAMES = ("name", "alias_name", "passport_name")
_PHONES = ("phone", "whatsapp", "landline")


# What is read as a day, by table. One that no calendar has counts as empty: it came from another program, stays in the
# record for a person to mend, and may not keep a register from opening or fetching.
_DAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("born_on", "passport_born_on"),
    "journeys": (*_JOURNEY_DATES, *_JOURNEY_ENDS, "planned_departure_on"),
    "life_events": ("occurred_on",),
    "check_ins": ("contacted_on", "last_contact_on", "next_contact_on", "renewed_until"),
    "returns": ("arrived_on", "redeparted_on", "settled_on"),
    "documents": ("expires_on",),
    "extensions": ("ends_on",),
}


class RegisterList:
    """The projection that a register store is opened with. `today` is asked once a person."""

    version = DERIVE_VERSION * 1_000 + LIST_VERSION
    # Every table that `project` and `facts_of` look at; a test compares.
    reads: frozenset[str] | None = frozenset(
        {"journeys", "life_events", "check_ins", "returns", "documents", "extensions", "counselling"}
    )

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def project(self, person: Row, related: Mapping[str, Sequence[Row]]) -> ListRow:
        """The line of a person from the living rows, by table, that refer to them."""
        today = self._today()
        person, related = _readable("people", person), _all_readable(related)
        derived = derive(person, related, today)
        away = _away(person, related, derived, today) if related else _HOME
        names = [str(name) for column in _NAMES if (name := person.get(column))]
        return ListRow(
            sort=fold(str(person.get("name") or "")),
            stage=STAGE_NUMBERS[derived.stage] if derived.stage else 0,
            conditions=sum([CONDITION_BITS[c] for c in derived.conditions if c not in CASE_CONDITIONS]),
            country=away.country,
            hamlet=hamlet_number(person.get("hamlet")),
            sex=SEXES.get(person.get("sex") or "", 0),
            route=away.route,
            born=person.get("born_on"),
            flags=_flags(person, derived, today),
            next_contact_on=derived.next_contact_on,
            first_expiry_on=derived.first_expiry_on,
            last_departed_on=away.last_departed_on,
            last_contact_on=away.last_contact_on,
            papers=away.papers,
            search_text=_search_text(person, names, related),
            name_tokens=tuple(sorted({word for name in names for word in tokens(name)})),
        )


class _Away(NamedTuple):
    """What a line says of journeys."""

    country: str | None = None
    route: int = 0
    last_departed_on: str | None = None
    last_contact_on: str | None = None
    papers: int | None = None


# Most people of a village: nothing refers to them.
_HOME: Final = _Away()


def _away(person: Row, related: Mapping[str, Sequence[Row]], derived: Derived, today: date) -> _Away:
    journey = journey_now(related, derived)
    return _Away(
        country=journey.get("country") or _interest(related),
        route=ROUTES.get(journey.get("route") or "unknown", 0),
        last_departed_on=_last_departed(related),
        last_contact_on=last_heard(related),
        papers=_papers(count_papers(person, journey, related, derived.stage, today)),
    )


def derive(
    person: Row, related: Mapping[str, Sequence[Row]], on: date, spacing: Spacing = OF_THE_RULES
) -> Derived:
    """The person's stage on a day, from their register rows."""
    if not related:
        return _NO_FACTS
    facts = list(facts_of(person, _all_readable(related)))
    return replay(facts, on, spacing) if facts else _NO_FACTS


def _all_readable(related: Mapping[str, Sequence[Row]]) -> Mapping[str, Sequence[Row]]:
    if not related:
        return related
    mended = {name: [_readable(name, row) for row in rows] for name, rows in related.items()}
    same = all(
        new is old for name, rows in related.items() for new, old in zip(mended[name], rows, strict=True)
    )
    return related if same else mended


def _readable(name: str, row: Row) -> Row:
    """The row, with days that no calendar has left out."""
    wrong = [column for column in _DAYS.get(name, ()) if row.get(column) and not is_partial(str(row[column]))]
    return {**row, **dict.fromkeys(wrong)} if wrong else row


def facts_of(person: Row, related: Mapping[str, Sequence[Row]]) -> Iterator[Fact]:
    """Every dated fact in a person's rows. `person` itself holds none today; rows of cases are never read."""
    del person
    for journey in related.get("journeys", ()):
        yield from _journey_facts(journey)
    for event in related.get("life_events", ()):
        yield from _event_facts(event)
    for call in related.get("check_ins", ()):
        yield from _check_in_facts(call)
    for home in related.get("returns", ()):
        yield from _return_facts(home)
    yield from _paper_facts(related)
    for longer in related.get("extensions", ()):
        if longer.get("ends_on"):
            yield Fact("expires", longer["ends_on"], 0, longer.get("journey_id"), {"what": "contract"})


def _paper_facts(related: Mapping[str, Sequence[Row]]) -> Iterator[Fact]:
    """Papers that end; a medical check of somebody who has departed warns nobody any more."""
    gone = {bytes(one["id"])[-16:] for one in related.get("journeys", ()) if one.get("departed_on")}
    for paper in related.get("documents", ()):
        what = _PAPER_ENDS.get(str(paper.get("item")))
        if what is None or not paper.get("expires_on"):
            continue
        if what == MEDICAL and (paper.get("journey_id") in gone or (gone and not paper.get("journey_id"))):
            continue
        yield Fact("expires", paper["expires_on"], 0, paper.get("journey_id"), {"what": what})


@lru_cache(maxsize=4096)
def hamlet_number(name: str | None) -> int | None:
    """A stable number for a hamlet's name, however it is capitalised; None without a name."""
    return zlib.crc32(" ".join(name.casefold().split()).encode()) & 0x7FFFFFFF if name else None


def _journey_facts(journey: Row) -> Iterator[Fact]:
    own = bytes(journey["id"])[-16:]
    detail = {key: journey[key] for key in ("job", "route") if journey.get(key)}
    for column, kind in _JOURNEY_DATES.items():
        if journey.get(column):
            yield Fact(kind, journey[column], 0, own, detail)
    for column, what in _JOURNEY_ENDS.items():
        if journey.get(column):
            yield Fact("expires", journey[column], 0, own, {"what": what})


def _event_facts(event: Row) -> Iterator[Fact]:
    on, kind, journey = event.get("occurred_on"), event.get("kind"), event.get("journey_id")
    if not on:
        return
    if kind == "lost_contact":
        yield Fact("condition_set", on, 0, journey, {"condition": "lost_contact"})
    elif kind in _EVENTS:
        confirmed = "1" if event.get("confirmed_by") else "0"
        yield Fact(str(kind), on, 0, journey, {"confirmed": confirmed} if kind == "died" else {})


def _check_in_facts(call: Row) -> Iterator[Fact]:
    """A call that reached nobody proves nothing, unless it tells of an earlier sign of life; its next day is a try."""
    on = call.get("last_contact_on") or _day_reached(call)
    if on:
        agreed = call.get("next_contact_on") if call.get("answer") != "not_reached" else None
        yield Fact("contact", on, 0, call.get("journey_id"), {"next": agreed} if agreed else {})
    if call.get("renewed_until"):
        yield Fact("expires", call["renewed_until"], 0, call.get("journey_id"), {"what": "contract"})


def _return_facts(home: Row) -> Iterator[Fact]:
    journey, kind = home.get("journey_id"), home.get("kind")
    if home.get("arrived_on") and kind != "remains":
        yield Fact("leave" if kind == "leave" else "returned", home["arrived_on"], 0, journey)
        if kept := _HELD.get(str(home.get("documents_withheld"))):
            yield Fact(kept, home["arrived_on"], 0, journey, {"condition": "documents_held"})
    if home.get("redeparted_on"):
        yield Fact("re_entered", home["redeparted_on"], 0, journey)
    if home.get("settled_on"):
        yield Fact("settled", home["settled_on"], 0, journey)


def latest_journey(related: Mapping[str, Sequence[Row]]) -> Row:
    """The journey that began last, by whatever of its dates is known; the newest row when none is."""
    journeys = related.get("journeys", ())
    return max(journeys, key=lambda row: (_began(row), bytes(row["id"])), default={})


def journey_now(related: Mapping[str, Sequence[Row]], derived: Derived) -> Row:
    """The journey that the stage speaks of; before a departure, or without one, the latest.

    A mere plan for a next journey never speaks for somebody who is abroad or has come home.
    """
    gone = [row for row in related.get("journeys", ()) if row.get("departed_on") or row.get("arrived_on")]
    if gone and derived.stage in _LEFT:
        return max(
            gone, key=lambda row: (earliest(row.get("departed_on") or row["arrived_on"]), bytes(row["id"]))
        )
    return latest_journey(related)


def _began(journey: Row) -> date:
    columns = (*_JOURNEY_DATES, "planned_departure_on")
    return max((earliest(journey[column]) for column in columns if journey.get(column)), default=date.min)


def _interest(related: Mapping[str, Sequence[Row]]) -> str | None:
    countries = [row["country"] for row in related.get("life_events", ()) if row.get("country")]
    return countries[-1] if countries else None


def _last_departed(related: Mapping[str, Sequence[Row]]) -> str | None:
    days = [row["departed_on"] for row in related.get("journeys", ()) if row.get("departed_on")]
    return max(days, key=earliest, default=None)


def last_heard(related: Mapping[str, Sequence[Row]]) -> str | None:
    """The newest day on which somebody had news of the person; a call that reached nobody is none."""
    days: list[str] = [
        day
        for call in related.get("check_ins", ())
        if (day := call.get("last_contact_on") or _day_reached(call)) is not None
    ]
    return max(days, key=latest, default=None)


def _day_reached(call: Row) -> str | None:
    return (call.get("contacted_on") or None) if call.get("answer") != "not_reached" else None


def papers_of(line: int | None) -> tuple[int, int] | None:
    """Papers there and papers expected, from `ListRow.papers`; None for somebody of whom none are."""
    return None if line is None else divmod(line, PAPERS_OF)


def _papers(line: tuple[int, int] | None) -> int | None:
    return line[0] * PAPERS_OF + line[1] if line else None


def _flags(person: Row, derived: Derived, today: date) -> int:
    flags = 0 if person.get("nik") else NO_NIK
    if person.get("nik_status") != "verified":
        flags |= NIK_NOT_VERIFIED
    if person.get("back_registered"):
        flags |= BACK_REGISTERED
    if nik_disagrees(person, today):
        flags |= NIK_DISAGREES
    if str(person.get("born_on") or "")[5:] in SOFT_BIRTHDAYS:
        flags |= SOFT_BIRTHDAY
    if passport_disagrees(person):
        flags |= PASSPORT_OTHER_BIRTH
    for alert in derived.alerts:
        flags |= _ALERT_BITS.get(alert.code, 0)
    return flags


@lru_cache(maxsize=512)
def country_words(code: str) -> tuple[str, ...]:
    """A country as it may be typed: in both languages; empty for a code that no list knows."""
    known = load_catalogue().values("countries")
    if known.find(code) is None:
        return ()
    return tuple(dict.fromkeys(known.word(code, language).casefold() for language in ("id", "en")))


def _search_text(person: Row, names: Sequence[str], related: Mapping[str, Sequence[Row]]) -> str:
    """Names as written and as folded, numbers also as dialled at home; passports and countries of all journeys."""
    parts = [part for name in names for part in (name.casefold(), fold(name))]
    parts += [part for name in person.get("other_names") or () for part in (name.casefold(), fold(name))]
    parts += [str(value).casefold() for column in _SEARCHED if (value := person.get(column))]
    more = [str(number) for number in person.get("other_phones") or ()]
    parts += more
    numbers = [str(number) for column in _PHONES if (number := person.get(column))]
    parts += ["0" + one[3:] for one in (*numbers, *more) if one.startswith("+62")]
    if related:
        parts += _searched_of(related)
    text = " ".join(dict.fromkeys(parts))
    return text if text.isprintable() and "  " not in text else re.sub(r"\s+", " ", text)


def _searched_of(related: Mapping[str, Sequence[Row]]) -> list[str]:
    passports = [
        str(j["passport_number"]).casefold() for j in related.get("journeys", ()) if j.get("passport_number")
    ]
    return passports + [
        word
        for name in ("journeys", "life_events")
        for row in related.get(name, ())
        if row.get("country")
        for word in country_words(row["country"])
    ]
