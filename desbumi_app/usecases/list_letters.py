"""Lists issued letters for the letters page and the file of a person, and what the district has to withdraw.

A line holds first name and initial, never a NIK; opening the paper is a reprint, which is audited.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db import bulk
from db.session import wire_id
from desbumi_app.documents import token
from desbumi_app.domain.letter_life import shown
from desbumi_app.letter_facts import short_code, short_name
from desbumi_app.letter_login import key_id_of
from desbumi_app.office import Office
from desbumi_app.usecases.agenda_book import name_on

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter. `code` stands in its footer; `expired` by today's date; `state` as stored, `shown` as people see it.

    `person` is empty for somebody without a register entry. `by_hand`: its number was read from the paper book.
    """

    id: bytes
    person: bytes
    number: str
    template: str
    state: str
    issued_on: str
    valid_until: str
    expired: bool
    who: str
    code: str
    copies: int
    void_reason: str
    shown: str = ""
    handed_on: str = ""
    handed_to: str = ""
    by_hand: bool = False
    certified: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A cancelled letter that phones can check: the 16-byte id of its first signer's key, and its digest."""

    key_id: bytes
    digest: bytes


def list_letters(
    office: Office, *, person: bytes | None = None, year: int | None = None, typed: str = ""
) -> tuple[LetterLine, ...]:
    """Letters newest first: of a person, of a year, or whose number, footer code or first name is what was typed."""
    equal: dict[str, Any] = {"person_id": wire_id(person)} if person is not None else {}
    wanted = "".join(typed.upper().split()).replace("-", "")
    today = office.today().isoformat()
    lines = [
        _line(office, row, today)
        for row in office.register.rows_where("letters", **equal)
        if (row["number"] or row["finalised_at"]) and _own(row, person)
    ]
    chosen = [
        line
        for line in lines
        if (year is None or line.issued_on.startswith(f"{year}-"))
        and (
            wanted in line.number.upper().replace("-", "")
            or wanted == line.code.replace("-", "")
            or (wanted.isalpha() and line.who.upper().startswith(wanted))
        )
    ]
    return tuple(sorted(chosen, key=lambda line: (line.issued_on, line.id), reverse=True))


def letters_by_code(office: Office, code: str) -> tuple[LetterLine, ...]:
    """Letters with this code in their footer, of every village that this book holds."""
    wanted, today = code.replace("-", ""), office.today().isoformat()
    listed = bulk.columns(
        office.register, "letters", ("number", "finalised_at")
    )  # a district holds very many
    found = [
        bytes(record)
        for record, number, finalised_at in listed
        if (number or finalised_at) and short_code(wire_id(bytes(record))).replace("-", "") == wanted
    ]
    rows = bulk.rows(office.register, "letters", found)
    return tuple(_line(office, rows[record], today) for record in found)


def withdrawn_letters(office: Office) -> tuple[Withdrawn, ...]:
    """What the district publishes so that a phone no longer confirms a cancelled letter."""
    found = []
    for row in office.register.rows_where("letters", state="void"):
        if not row["number"]:
            continue
        signed = bytes.fromhex(json.loads(bytes(row["filled"]))["token"]) if row["filled"] else b""
        if signed and row["finalised_by"]:
            found.append(Withdrawn(key_id_of(office, bytes(row["finalised_by"])), token.digest(signed)))
    return tuple(found)


def _own(row: Row, person: bytes | None) -> bool:
    return person is None or bytes(row["id"])[:4] == person[:4]


def _line(office: Office, row: Row, today: str) -> LetterLine:
    record = bytes(row["id"])
    person = office.register.resolve(record, bytes(row["person_id"])) if row["person_id"] else b""
    until, state = str(row["valid_until"] or ""), str(row["state"] or "")
    return LetterLine(
        id=record,
        person=person,
        number=str(row["number"] or ""),
        template=str(row["template"] or ""),
        state=state,
        issued_on=str(row["issued_on"] or ""),
        valid_until=until,
        expired=bool(until) and until < today,
        who=short_name(name_on(office, row)),
        code=short_code(wire_id(record)),
        copies=int(row["copies"] or 0),
        void_reason=str(row["void_reason"] or ""),
        shown=shown(state, until, today) or state,
        handed_on=str(row["handed_on"] or ""),
        handed_to=str(row["handed_to"] or ""),
        by_hand=bool(row["by_hand"]),
        certified=bool(row["certified"]),
    )
