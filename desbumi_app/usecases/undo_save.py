"""Takes the last save back, within ten seconds of it. Afterwards an entry is corrected, not undone (data.md 2)."""

from dataclasses import dataclass
from typing import Final

from db.errors import StoreError
from desbumi_app.domain.problems import stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved

SECONDS: Final = 10.0
TOO_LATE: Final = "It is too late to undo this entry."
BUILT_UPON: Final = "Somebody has already worked on with this entry."
_SENTENCES: Final = {
    "already_sealed": TOO_LATE,
    "nothing_to_undo": TOO_LATE,
    "already_built_upon": BUILT_UPON,
}


@dataclass(frozen=True, slots=True)
class Undoable:
    """A save that can still be taken back. `until`: seconds of the monotonic clock, which nobody can set."""

    txn: int
    until: float


def undoable(office: Office, saved: Saved) -> Undoable:
    """Call it right after the save."""
    return Undoable(saved.txn, office.clock.monotonic() + SECONDS)


def undo_save(office: Office, one: Undoable) -> int | Refused:
    """How many records were taken back; Refused when it is too late or somebody worked on with them."""
    if office.clock.monotonic() > one.until:
        return Refused((stop(TOO_LATE),))
    try:
        return office.register.undo(one.txn, office.operator.id)
    except StoreError as error:
        if error.code not in _SENTENCES:
            raise
        return Refused((stop(_SENTENCES[error.code]),))
