"""Writes a finished paper into a file, on a USB stick say: whole or not at all, and whatever happens there, the archive stays.

The audit line is stored before the first byte leaves; a failure is a line of its own.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from db.durable import write_atomic
from db.errors import StoreError
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused

FULL: Final = "There is no room left on {place}. Nothing was written; the paper is safe in the archive. Make room, or choose another place, and save again."
GONE: Final = "{place} can no longer be reached. The paper is safe in the archive. Plug the stick in again, or choose another place, and save again."
READ_ONLY: Final = "Nothing may be written to {place}. The paper is safe in the archive. Choose another place and save again."
_SENTENCES: Final = {"disk_full": FULL, "read_only": READ_ONLY}


def save_paper(
    office: Office, paper: str, pdf: bytes, file: Path, records: Sequence[bytes] = ()
) -> Path | Refused:
    """The file as written. `paper`: a code for the audit (a letter's id, `agenda_book`); `records`: what it is about."""
    office.register.note(
        "export", operator=office.operator.id, purpose="save_paper", records=records, detail=paper
    )
    try:
        write_atomic(file, pdf, private=False)
    except (StoreError, OSError) as error:
        office.register.note(
            "export", operator=office.operator.id, purpose="save_paper_failed", records=records, detail=paper
        )
        return Refused((_problem(error, file),))
    return file


def _problem(error: StoreError | OSError, file: Path) -> Problem:
    code = error.code if isinstance(error, StoreError) else ""
    return stop(_SENTENCES.get(code, GONE), about="file", place=file.parent.name or str(file.parent))
