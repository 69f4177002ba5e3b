"""What number a letter gets: its class code, its series, its place there, and how it is written. Stores nothing.

A number read from the paper agenda book counts like any other: free in its series, and no other computer's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from db.session import wire_id
from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.documents.wording import long_date
from desbumi_app.domain.letter_life import LetterState
from desbumi_app.domain.numbering import DEFAULT_PATTERN, Block, problems_of, tells_apart, written
from desbumi_app.letter_facts import chosen_for, settings_of
from desbumi_app.letter_keys import Scanning
from desbumi_app.office import Office
from desbumi_app.usecases.number_letters import (
    GENERAL,
    NumberError,
    Place,
    next_serial_of,
    place_for,
    series_rows,
)
from desbumi_app.usecases.prepare_letter import templates

Row = Mapping[str, Any]

BAD_PATTERN: Final = "The pattern of letter numbers in the settings cannot be used."
TAKEN: Final = "Number {number} already belongs to the letter {letter} of {day}."
GIVEN_UP: Final = "Number {number} was written off in the agenda book: {reason}"
NOT_IN_BLOCK: Final = "Number {number} belongs to another computer of the village."
TOO_LOW: Final = "Number {number} lies before the first number of this series, {first}."
HIGHEST: Final = 999_999
NO_NUMBER: Final = "This is no number of the agenda book."
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that may be taken: where, which, and as printed."""

    place: Place
    serial: int
    text: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """`agenda`: the last number in the agenda book, asked for after a restore. `manual`: the very number, read there."""

    agenda: int = 0
    manual: int = 0


def number_for(office: Office, template: LetterTemplate, scanning: Scanning, asked: Asked) -> Numbered:
    """The next number of this letter on this computer, or the one read from the book. NumberError says why not.

    No stored letter carries it, not even one typed by hand into the same pattern.
    """
    settings = settings_of(office)
    code = class_code(office, template)
    names, usual = series_names(settings, template, code)
    place = place_for(office, names, office.today().year, scanning, usual=usual)
    if asked.manual:
        if not 1 <= asked.manual <= HIGHEST:
            raise NumberError(NO_NUMBER)
        text = _written(office, settings, place, asked.manual, code)
        _check_manual(office, place, asked.manual, text)
        return Numbered(place, asked.manual, text, by_hand=True)
    if place.unsure and not asked.agenda:
        block = place.block
        raise NumberError(
            place.unsure, **({"first": str(block.first), "last": str(block.last)} if block else {})
        )
    serial = next_serial_of(office, place, asked.agenda)
    text = _written(office, settings, place, serial, code)
    while office.register.rows_where("letters", archived=None, number=text):
        serial = next_serial_of(office, place, serial)
        text = _written(office, settings, place, serial, code)
    return Numbered(place, serial, text)


def class_code(office: Office, template: LetterTemplate) -> str:
    """The village's own class code of a letter, else the shipped suggestion in the scheme it chose."""
    settings = settings_of(office)
    if own := chosen_for(settings.get("class_codes"), template):
        return own
    legacy = settings.get("classification") == "legacy" and len(template.class_codes) > 1
    return template.class_codes[1 if legacy else 0]


def series_names(settings: Row, template: LetterTemplate, code: str) -> tuple[tuple[str, ...], str]:
    """(series that are taken where they exist, the one that is begun otherwise), as the village divides its numbers.

    While the pattern could write two series alike, all letters share the general one: no number twice, no gap.
    """
    scheme = settings.get("series_scheme")
    pattern = str(settings.get("number_pattern") or DEFAULT_PATTERN)
    if not tells_apart(pattern, str(scheme or "")):
        return (template.code, code), GENERAL
    if scheme == "class_code":
        return (template.code,), code[:_LONGEST_NAME]
    if scheme == "type":
        return (), template.code
    if scheme == "group":
        group = chosen_for(settings.get("series_groups"), template)
        return (template.code, code), group[:_LONGEST_NAME] or GENERAL
    return (template.code, code), GENERAL


def _check_manual(office: Office, place: Place, serial: int, text: str) -> None:
    if place.block is not None and not place.block.first <= serial <= place.block.last:
        raise NumberError(NOT_IN_BLOCK, number=text)
    if any(_inside(serial, block) for block in place.others):
        raise NumberError(NOT_IN_BLOCK, number=text)
    if serial < place.first:
        raise NumberError(TOO_LOW, number=str(serial), first=str(place.first))
    if (row := _letter_with(office, place, serial, text)) is not None:
        if row["state"] == LetterState.UNUSED:
            raise NumberError(GIVEN_UP, number=text, reason=str(row["void_reason"]))
        known = templates(office.catalogue).get(str(row["template"]))
        day = long_date(str(row["issued_on"])).replace("\u00a0", " ") if row["issued_on"] else "-"
        raise NumberError(TAKEN, number=text, letter=known.title.id if known else "-", day=day)


def _inside(serial: int, block: Block) -> bool:
    return block.first <= serial <= block.last


def _letter_with(office: Office, place: Place, serial: int, text: str) -> Row | None:
    register = office.register
    for one in series_rows(office, place.year, place.name, place.sub_mark):
        found = register.rows_where(
            "letters", archived=None, series_id=wire_id(bytes(one["id"])), sequence=serial
        )
        if found:
            return found[0]
    return next(iter(register.rows_where("letters", archived=None, number=text)), None)


def _written(office: Office, settings: Row, place: Place, serial: int, code: str) -> str:
    row = office.register.get("number_series", place.row) if place.row else None
    pattern = str((row or {}).get("pattern") or settings.get("number_pattern") or DEFAULT_PATTERN)
    if problems_of(pattern):
        raise NumberError(BAD_PATTERN)
    village = str(settings.get("village_name") or "")
    words = {
        "kode": code,
        "singkatan_desa": str(settings.get("village_short") or village).upper(),
        "kode_desa": str(settings.get("region_code") or ""),
        "seri": "" if place.name == GENERAL else place.name,
    }
    return written(pattern, serial, office.today(), words, device_letter=place.sub_mark)
