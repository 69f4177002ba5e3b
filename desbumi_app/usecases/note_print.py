"""Every paper that leaves the desk is an audit line, committed before it leaves: on a printer or to a reader of files.

A file is written and noted by save_paper. Holds ids and a code only.
"""

from collections.abc import Sequence
from enum import StrEnum

from desbumi_app.office import Office


class Out(StrEnum):
    """Where a paper went."""

    PRINTER = "printer"
    READER = "reader"


def note_print(office: Office, paper: str, out: Out, records: Sequence[bytes] = ()) -> None:
    """Note that a paper of this kind (a letter's id, or `checklist`) goes out; `records`: whom and which it is about."""
    office.register.note(
        "print", operator=office.operator.id, purpose=f"paper_{out.value}", records=records, detail=paper
    )
