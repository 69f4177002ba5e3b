"""Prints an archived letter again: the stored bytes with the band of a copy, or of its cancellation; never rendered anew.

Every copy is counted and has an audit line before its bytes are returned.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from db.errors import StoreError
from desbumi_app.documents.archive import Cancelled, stamp_cancelled, stamp_copy
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.render import Rendered
from desbumi_app.domain.problems import stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.prepare_letter import paper_problem

Row = Mapping[str, Any]

VOID: Final = "void"
NO_PURPOSE: Final = "Write down why it is printed again."


def reprint_letter(office: Office, letter: bytes, reason: str) -> Rendered | Refused:
    """A copy with its ordinal; a cancelled letter comes with its cancellation and is not counted.

    `reason` goes into the audit, in the office's own words without names. StoreError no_such_record.
    """
    row = letter_row(office, letter)
    if not reason.strip():
        return Refused((stop(NO_PURPOSE, about="reason"),))
    try:
        archived = archived_paper(office, row)
        if row["state"] == VOID:
            paper = stamp_cancelled(archived, Cancelled(str(row["voided_on"]), str(row["void_reason"])))
        else:
            paper = _count(office, letter, archived)
    except PaperError as refused:
        return Refused((paper_problem(refused),))
    office.register.note(
        "print",
        operator=office.operator.id,
        purpose="reprint_letter",
        records=about(office, row),
        reason=reason.strip(),
    )
    return paper


def _count(office: Office, letter: bytes, archived: bytes) -> Rendered:
    with office.register.transaction(operator=office.operator.id, purpose="reprint_letter") as tx:
        row = tx.get("letters", letter) or {}
        ordinal = int(row.get("copies") or 0) + 1
        paper = stamp_copy(archived, ordinal=ordinal, printed_on=office.today().isoformat())
        tx.change("letters", letter, {"copies": ordinal})
    return paper


def letter_row(office: Office, letter: bytes) -> Row:
    """The row of a letter; StoreError no_such_record."""
    row = office.register.get("letters", letter)
    if row is None:
        raise StoreError("no_such_record")
    return row


def about(office: Office, row: Row) -> tuple[bytes, ...]:
    """The ids that an audit line about a letter names: the person, where there is an entry, and the letter."""
    letter = bytes(row["id"])
    if not row["person_id"]:
        return (letter,)
    return (office.register.resolve(letter, bytes(row["person_id"])), letter)


def archived_paper(office: Office, row: Row) -> bytes:
    """The archived bytes of a letter; PaperError not_archived when they are missing or not what was stored."""
    digest = bytes(row["paper"] or b"")
    archived = office.register.blob(digest) if digest else None
    if archived is None or hashlib.sha256(archived).digest() != digest:
        raise PaperError("not_archived", "paper")
    return archived
