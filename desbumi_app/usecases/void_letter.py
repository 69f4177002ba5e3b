"""Takes a letter back: it keeps its number, with day and reason, and its archived bytes get the band of cancellation.

A finalised letter is voided, never undone. What a phone answers changes when the district has published it.
"""

from dataclasses import dataclass
from typing import Final

from db.errors import StoreError
from desbumi_app.documents.archive import Cancelled, stamp_cancelled
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.render import Rendered
from desbumi_app.domain.letter_life import Step
from desbumi_app.domain.problems import stop
from desbumi_app.letter_login import NO_REASON
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.hand_over_letter import DISPUTED, impossible
from desbumi_app.usecases.prepare_letter import paper_problem
from desbumi_app.usecases.reprint_letter import VOID, about, archived_paper, letter_row

ALREADY_VOID: Final = "This letter is already cancelled."


@dataclass(frozen=True, slots=True)
class Voided:
    """It is cancelled; `paper` is the archived letter with the band, for the file."""

    saved: Saved
    paper: Rendered


def void_letter(office: Office, letter: bytes, reason: str) -> Voided | Refused:
    """Cancel a letter for a reason, which stands on the paper. StoreError no_such_record."""
    row, why, today = letter_row(office, letter), " ".join(reason.split()), office.today().isoformat()
    if not why:
        return Refused((stop(NO_REASON, about="void_reason"),))
    if row["state"] == VOID:
        return Refused((stop(ALREADY_VOID),))
    if (wrong := impossible(office, row, Step.CANCEL)) is not None:
        return Refused((wrong,))
    try:
        paper = stamp_cancelled(archived_paper(office, row), Cancelled(today, why))
        with office.register.transaction(operator=office.operator.id, purpose="void_letter") as tx:
            tx.change("letters", letter, {"state": VOID, "voided_on": today, "void_reason": why})
            saved = Saved(letter, tx.txn)
    except PaperError as refused:
        return Refused((paper_problem(refused),))
    except StoreError as error:
        if error.code != "in_dispute":
            raise
        return Refused((stop(DISPUTED, about="letters.state"),))
    office.register.note(
        "print", operator=office.operator.id, purpose="void_letter", records=about(office, row)
    )
    return Voided(saved, paper)
