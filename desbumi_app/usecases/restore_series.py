"""The letter series that this computer could number in a restored book, and how each goes on after it.

Every one is asked for: a backup without a row for a series only says that it knows no letter of it, not that there is
none. Where nobody answered, nothing may be numbered.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desbumi_app.domain.numbering import after_restore
from desbumi_app.letter_facts import settings_of
from desbumi_app.letter_keys import NOT_JOINED, Scanning, scanning_of
from desbumi_app.office import Office
from desbumi_app.usecases.give_number import class_code, series_names
from desbumi_app.usecases.number_letters import (
    GENERAL,
    RESTORED,
    RESTORED_YEAR,
    UNHEARD,
    NumberError,
    Row,
    block_of,
    last_of,
    place_for,
)
from desbumi_app.usecases.prepare_letter import templates
from sync.control_log import ControlLog

Gaps = tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class SeriesAt:
    """A letter series of this computer: the last number that backup and mark know, and its key for the answer.

    `row` is None where the backup has none of this year; `first` is its first number; `part` tells this computer's
    letter or its block of numbers.
    """

    key: str
    name: str
    year: int
    stored: int
    marked: int
    row: bytes | None = None
    first: int = 1
    part: str = ""


def series_here(office: Office) -> tuple[SeriesAt, ...]:
    """Every series that this computer may number this year, begun or not; those of a later year too (a wrong clock)."""
    year, scanning = office.today().year, _scanning(office)
    devices = {one.device for one in office.register.identities()} | scanning.devices(office)
    rows = [row for row in office.register.rows_where("number_series") if not row["closed_on"]]
    now = [row for row in rows if row["year"] >= year]
    found = [_of_row(office, row) for row in now if (row["leased_to"] or row["device"]) in devices]
    for name in sorted(
        _usual_names(office) | {str(row["name"]) for row in rows} | _marked_names(office, year)
    ):
        found += _begun_by_itself(office, name, year, scanning)
    return tuple({one.key: one for one in reversed(found)}.values())[::-1]


def unanswered(series: Iterable[SeriesAt], agenda: Mapping[str, int]) -> tuple[str, ...]:
    """The keys of the series that have no answer; 0 is one."""
    return tuple(one.key for one in series if one.key not in agenda)


def go_on_numbering(office: Office, series: Sequence[SeriesAt], agenda: Mapping[str, int]) -> Gaps:
    """After the greatest of store, mark and agenda book; what lies between is listed and stays unused for ever.

    ValueError, before anything is written, where a series was not answered.
    """
    if missing := unanswered(series, agenda):
        raise ValueError(f"{len(missing)} series unanswered")
    gaps = []
    for one in series:
        first, between = after_restore(one.stored, one.marked, agenda[one.key])
        skipped = tuple(number for number in between if number >= one.first)
        if skipped:
            gaps.append((one.key, skipped))
            _raise(office, one, first - 1)
    if not any(one.marked for one in series) and ControlLog(office.register).joined:
        office.register.set_meta(UNHEARD, 1)
    office.register.set_meta(RESTORED_YEAR, _newest_year(office))
    office.register.set_meta(RESTORED, json.dumps(sorted(one.key for one in series)))
    return tuple(gaps)


def _newest_year(office: Office) -> int:
    """Of the clock, of the book and of the program's letters: a laptop may wake up in 2009 to be restored."""
    rows = office.register.rows_where("number_series")
    made = (int(one.as_of[:4]) for one in templates(office.catalogue).values())
    return max(office.today().year, *(int(row["year"] or 0) for row in rows), *made)


def _raise(office: Office, one: SeriesAt, last: int) -> None:
    with office.register.transaction(operator=office.operator.id, purpose="restore_backup") as tx:
        if one.row is None:
            tx.create("number_series", {
                "name": one.name, "year": one.year, "device": office.register.identity().device,
                "sub_mark": one.part or None, "first_number": 1, "last_number": last,
            })  # fmt: skip
        elif len(office.register.heads("number_series", one.row, "last_number")) > 1:
            tx.settle("number_series", one.row, "last_number", last, "restore")
        else:
            tx.change("number_series", one.row, {"last_number": last})
        tx.take_number(one.key, last)


def _of_row(office: Office, row: Row) -> SeriesAt:
    name, year, record = str(row["name"]), int(row["year"]), bytes(row["id"])
    key, part, first = f"{name}/{year}", str(row["sub_mark"] or ""), int(row["first_number"] or 1)
    if row["leased_to"]:
        block = block_of(row)
        key, part, first = f"{key}/{block.first}", f"{block.first}–{block.last}", block.first
    elif part:
        key = f"{key}/{part}"
    return SeriesAt(key, name, year, last_of(office, record), _marked(office, key), record, first, part)


def _begun_by_itself(office: Office, name: str, year: int, scanning: Scanning) -> list[SeriesAt]:
    """What the next letter of a series would begin here, where the backup has no row for it."""
    try:
        place = place_for(office, (name,), year, scanning, usual=name)
    except NumberError:
        return []
    if place.row is not None:
        return []
    return [SeriesAt(place.key, name, year, 0, _marked(office, place.key), part=place.sub_mark)]


def _usual_names(office: Office) -> set[str]:
    """The series that letters of this village go into, as it divides its numbers."""
    settings = settings_of(office)
    known = [one for one in templates(office.catalogue).values() if one.class_codes]
    return {GENERAL, *(series_names(settings, one, class_code(office, one))[1] for one in known)}


def _marked_names(office: Office, year: int) -> set[str]:
    mark = office.register.session.shared.mark
    numbers = mark.read().numbers if mark is not None else {}
    return {key.rpartition(f"/{year}")[0] for key in numbers if f"/{year}" in key}


def _marked(office: Office, key: str) -> int:
    return office.register.next_number(key, 0) - 1


def _scanning(office: Office) -> Scanning:
    log = ControlLog(office.register)
    return scanning_of(office, log.state) if log.joined else NOT_JOINED
