"""Shows an archived letter on the screen, as it was issued; a cancelled one with its cancellation. Looking is no copy."""

from desbumi_app.documents.archive import Cancelled, stamp_cancelled
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.render import Rendered, rendered
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.prepare_letter import paper_problem
from desbumi_app.usecases.reprint_letter import VOID, about, archived_paper, letter_row


def view_letter(office: Office, letter: bytes) -> Rendered | Refused:
    """The archived bytes; the reading is an audit line. StoreError no_such_record."""
    row = letter_row(office, letter)
    try:
        archived = archived_paper(office, row)
        if row["state"] == VOID:
            paper = stamp_cancelled(archived, Cancelled(str(row["voided_on"]), str(row["void_reason"])))
        else:
            paper = rendered(archived, int(row["pages"] or 1))
    except PaperError as refused:
        return Refused((paper_problem(refused),))
    office.register.note(
        "read", operator=office.operator.id, purpose="view_letter", records=about(office, row)
    )
    return paper
