"""Letter numbers of this computer: which series is its own, the next number, and blocks for others.

A series belongs to one device. Another one writes under its device letter or from a leased block, as the village
chose. A number is taken in the transaction that archives its paper, and never given twice (design 7).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from db.edits import Transaction
from desbumi_app.allowed import only_keepers
from desbumi_app.catalogue.letters import load_letters
from desbumi_app.domain.numbering import (
    BLOCK_SIZE,
    DEFAULT_PATTERN,
    Block,
    lease,
    next_owned,
    next_serial,
    tells_apart,
)
from desbumi_app.letter_day import year_doubt
from desbumi_app.letter_facts import settings_of
from desbumi_app.letter_keys import NO_LETTER, NOT_JOINED, Scanning
from desbumi_app.office import Office

Row = Mapping[str, Any]

GENERAL: Final = "surat"
# The letter of a village's first computer; only this one, or one that has not joined, begins a series by itself.
FIRST: Final = "A"

BY_SERIES: Final = "{seri}"
NOT_OURS = (
    "This series belongs to another computer, and this one has neither a letter nor a block of numbers."
)
BLOCK_UNSURE = (
    "Numbers {first} to {last} of this computer came back after the book was restored, and some may stand on letters already. "
    "Look in the agenda book and type the next free number of them as the number of this letter."
)
LENT_UNSURE = (
    "This book came back from a backup, and numbers of this series may have been lent to another computer since. "
    "Send once to the district, or type the next free number of the agenda book as the number of this letter."
)
SERIES_UNSURE = (
    "This book came back from a backup that did not know this series, and numbers of it may stand on letters already. "
    "Look in the agenda book and type the next free number as the number of this letter."
)
READS_ALIKE = (
    "Numbers of the series {name} would read like those of other letters, and no two letters may bear one number. "
    "Put {token} into the number pattern in the settings first, then begin the series. Nothing was stored."
)
# Set where a book with a district was restored without its mark, until the district's server was heard once: what this
# computer had lent since the backup comes back with that.
UNHEARD: Final = ".restored_unheard"
# The keys of the series that were answered when this book was restored, as JSON; nothing before the first restore.
RESTORED: Final = ".restored_series"
# The newest year known then: of a later one nothing was numbered before that.
RESTORED_YEAR: Final = ".restored_year"
BLOCK_USED = "The block of numbers of this computer is used up. Ask for a new one."


class NumberError(Exception):
    """No number can be given here; `msgid` is a sentence with these parameters."""

    def __init__(self, msgid: str, **params: str) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.params = params


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next number comes from. `row` is the series' stored id, None when it has to be made.

    `key` names it in the mark; `last` is its last number known; `others` are blocks it must jump. `unsure` is the
    sentence that asks for the agenda book: neither the restored backup nor the mark knew this block or series, or numbers
    of it may have been lent that they do not know.
    """

    name: str
    year: int
    key: str
    row: bytes | None = None
    sub_mark: str = ""
    last: int = 0
    first: int = 1
    block: Block | None = None
    others: tuple[Block, ...] = field(default=())
    unsure: str = ""


def place_for(
    office: Office,
    names: Sequence[str],
    year: int,
    scanning: Scanning = NOT_JOINED,
    *,
    usual: str = GENERAL,
) -> Place:
    """Where this computer takes its next number: the first name that has a series of its own, else the usual one.

    `scanning` knows this computer's letter and which earlier identities it goes on for.

    NumberError when the series is another computer's and this one has no way of its own.
    """
    rows = [row for row in office.register.rows_where("number_series") if not row["closed_on"]]
    known = {row["name"] for row in rows}
    name = next((one for one in names if one in known), usual)
    mine = [row for row in rows if row["name"] == name]
    owner, devices, letter = _owner(mine, year), scanning.devices(office), scanning.device_letter
    if owner in devices or (owner is None and _may_found(rows, devices, letter)):
        return _main(office, mine, name, year)
    fresh = _asked_if_restored(office, Place(name, year, f"{name}/{year}/{letter}", sub_mark=letter))
    return _guest(office, mine, fresh, devices)


def next_serial_of(office: Office, place: Place, agenda: int = 0) -> int:
    """The next number of a place: after the store's, the mark's and what the officer read from the agenda book."""
    lowest = max(place.first, office.register.next_number(place.key, 0, agenda))
    if place.block is None:
        return next_owned({place.last} if place.last else (), place.others, at_least=lowest)
    found = next_serial({place.last} if place.last else (), (place.block,), at_least=lowest)
    if found is None:
        raise NumberError(BLOCK_USED)
    return found


def take(office: Office, tx: Transaction, place: Place, serial: int) -> bytes:
    """Take the number inside the transaction: series row and mark. Returns the series' stored id.

    A number from the paper book below the last one leaves the last one where it is.
    """
    row, last = place.row, max(serial, place.last)
    if row is None:
        row = tx.create("number_series", {
            "name": place.name, "year": place.year, "device": office.register.identity().device,
            "sub_mark": place.sub_mark or None, "first_number": place.first, "last_number": last,
        })  # fmt: skip
    elif len(office.register.heads("number_series", row, "last_number")) > 1:
        tx.settle("number_series", row, "last_number", last, "numbering")
    else:
        tx.change("number_series", row, {"last_number": last})
    if place.block is None:
        tx.change("number_series", row, {"device": office.register.identity().device})
    tx.take_number(place.key, last)
    return row


def found_series(
    office: Office, name: str, first_number: int, *, pattern: str = "", day_right: bool = False
) -> bytes:
    """Begin a series on this computer at the agenda book's next number; returns its stored id.

    A series named by a letter's code (L07) or class code is used for these letters alone. NumberError while its numbers
    could read like those that another laptop, which does not know it yet, gives, or while the computer's year is
    doubtful and nobody said that it is right (`day_right`).
    """
    _right_year(office, day_right=day_right)
    _told_apart(office, name, pattern)
    values = {
        "name": name, "year": office.today().year, "device": office.register.identity().device,
        "first_number": first_number, "pattern": pattern or None,
    }  # fmt: skip
    with office.register.transaction(operator=office.operator.id, purpose="found_series") as tx:
        made = tx.create("number_series", values)
    _answered(office, f"{name}/{values['year']}")
    return made


def _right_year(office: Office, *, day_right: bool) -> None:
    only_keepers(office)
    newest = max(one.as_of for one in load_letters(office.catalogue.source).values())
    if not day_right and (doubt := year_doubt(office, newest)):
        raise NumberError(doubt.message.msgid, **doubt.message.params)


def _told_apart(office: Office, name: str, pattern: str) -> None:
    settings = settings_of(office)
    codes = {one.code for one in load_letters(office.catalogue.source).values()}
    by_code = settings.get("series_scheme") == "class_code" and name not in codes
    printed = pattern or str(settings.get("number_pattern") or DEFAULT_PATTERN)
    if name != GENERAL and not tells_apart(printed, "class_code" if by_code else "type"):
        raise NumberError(READS_ALIKE, name=name, token=BY_SERIES)


def take_over_series(office: Office, series: bytes, agenda: int, *, day_right: bool = False) -> None:
    """Make this computer the owner, after the other one is gone; `agenda` is the last number in the agenda book.

    NumberError while the computer's year is doubtful.
    """
    _right_year(office, day_right=day_right)
    with office.register.transaction(operator=office.operator.id, purpose="take_over_series") as tx:
        last = max(agenda, last_of(office, series))
        tx.change("number_series", series, {"device": office.register.identity().device, "last_number": last})
    row = office.register.get("number_series", series)
    if row is not None and not row["leased_to"]:
        _answered(office, "/".join(str(row[part]) for part in ("name", "year", "sub_mark") if row[part]))


def lease_block(
    office: Office,
    device: bytes,
    name: str = GENERAL,
    scanning: Scanning = NOT_JOINED,
    *,
    day_right: bool = False,
) -> Block:
    """Twenty numbers of this computer's series for another device.

    NumberError when it has none to give, or while the computer's year is doubtful.
    """
    _right_year(office, day_right=day_right)
    year = office.today().year
    with office.register.transaction(operator=office.operator.id, purpose="lease_block") as tx:
        place = place_for(office, (name,), year, scanning)
        if place.row is None or place.block is not None or place.sub_mark:
            raise NumberError(NOT_OURS)
        if place.unsure:
            raise NumberError(place.unsure)
        start = next_serial_of(office, place)
        block = lease([start - 1], place.others, size=BLOCK_SIZE)
        tx.create("number_series", {
            "name": name, "year": year, "device": office.register.identity().device, "leased_to": device,
            "lease_first": block.first, "lease_last": block.last,
        })  # fmt: skip
        tx.take_number(place.key, block.last)  # an older backup of this book does not know the block
    return block


def heard(office: Office) -> None:
    """The district's server gave back what this computer had sent: what it had lent is known again."""
    if office.register.meta(UNHEARD):
        office.register.set_meta(UNHEARD, None)


def series_rows(office: Office, year: int, name: str, mark: str) -> list[Row]:
    """Every row of one series in one year: the owner's and its leased blocks, or one computer's own letter."""
    rows = office.register.rows_where("number_series", name=name, year=year)
    return [row for row in rows if (row["sub_mark"] or "") == mark]


def _owner(rows: Sequence[Row], year: int) -> bytes | None:
    """The device of the main series this year, else of the last year there was one."""
    main = [row for row in rows if not row["leased_to"] and not row["sub_mark"] and row["year"] <= year]
    newest = max(main, key=lambda row: (row["year"], bytes(row["id"])), default=None)
    return bytes(newest["device"]) if newest and newest["device"] else None


def _may_found(rows: Sequence[Row], devices: frozenset[bytes], letter: str) -> bool:
    """Only the village's first computer begins a series by itself, and only while nobody else numbers."""
    return letter in ("", FIRST) and all(row["device"] is None or row["device"] in devices for row in rows)


def _main(office: Office, rows: Sequence[Row], name: str, year: int) -> Place:
    main = [row for row in rows if row["year"] == year and not row["leased_to"] and not row["sub_mark"]]
    others = tuple(block_of(row) for row in rows if row["year"] == year and row["leased_to"])
    place = _asked_if_restored(office, Place(name, year, f"{name}/{year}", others=others))
    if not place.unsure and _lent_unheard(office):
        place = replace(place, unsure=LENT_UNSURE)
    if not main:
        return place
    first = int(main[-1]["first_number"] or 1)
    return replace(place, row=bytes(main[-1]["id"]), last=_greatest(office, main), first=first)


def _asked_if_restored(office: Office, place: Place) -> Place:
    """The place, unsure where a restored book knew nothing of it: what came since tells no more than was sent."""
    if not _came_after_restore(office, place):
        return place
    return replace(place, unsure=BLOCK_UNSURE if place.block else SERIES_UNSURE)


def _lent_unheard(office: Office) -> bool:
    return bool(office.register.meta(UNHEARD)) and settings_of(office).get("series_mode") == "lease"


def _guest(office: Office, rows: Sequence[Row], fresh: Place, devices: frozenset[bytes]) -> Place:
    """A place in somebody else's series: under this computer's letter, or in a block that was leased to it."""
    letter = fresh.sub_mark
    ours = [row for row in rows if row["year"] == fresh.year]
    if settings_of(office).get("series_mode") != "lease" and letter not in ("", NO_LETTER):
        own = [row for row in ours if row["sub_mark"] == letter and row["device"] in devices]
        if not own:
            return fresh
        return replace(fresh, row=bytes(own[-1]["id"]), last=_greatest(office, own))
    places = [_leased_place(office, row) for row in ours if row["leased_to"] in devices]
    if not places:
        raise NumberError(NOT_OURS)
    return next((place for place in places if _has_room(place)), places[-1])


def _leased_place(office: Office, row: Row) -> Place:
    block, record = block_of(row), bytes(row["id"])
    name, year = str(row["name"]), int(row["year"])
    place = Place(
        name, year, f"{name}/{year}/{block.first}", record, last=last_of(office, record), block=block
    )
    return _asked_if_restored(office, place)


def _came_after_restore(office: Office, place: Place) -> bool:
    answered = office.register.meta(RESTORED)
    if answered is None or place.key in json.loads(str(answered)):
        return False
    until = int(str(office.register.meta(RESTORED_YEAR) or place.year))
    return place.year <= until and office.register.next_number(place.key, 0) == 1


def _answered(office: Office, key: str) -> None:
    """Somebody read the agenda book for this series: after a restore it is asked no more."""
    known = office.register.meta(RESTORED)
    if known is not None:
        office.register.set_meta(RESTORED, json.dumps(sorted({*json.loads(str(known)), key})))


def _greatest(office: Office, rows: Sequence[Row]) -> int:
    """Two computers may have begun one series: neither's numbers are given again."""
    return max(last_of(office, bytes(row["id"])) for row in rows)


def _has_room(place: Place) -> bool:
    return place.block is not None and place.last < place.block.last


def block_of(row: Row) -> Block:
    """The numbers of a leased row."""
    return Block(int(row["lease_first"]), int(row["lease_last"]))


def last_of(office: Office, row: bytes) -> int:
    """The greatest of all values that any computer wrote: a dispute never lowers a number."""
    heads = office.register.heads("number_series", row, "last_number")
    return max((int(head.value) for head in heads if isinstance(head.value, int)), default=0)
