"""Takes the last save back, within ten seconds of it. Afterwards an entry is corrected, not undone (data.md 2).

A save lies in one store and is undone there alone: one in the case book only while that is open. A sealed half that
still lies in the register as a drop goes with the save that laid it; once moved in, nothing of that save is undone.
"""

from dataclasses import dataclass
from typing import Final

from db.errors import StoreError
from desbumi_app.domain.problems import stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved

SECONDS: Final = 10.0
TOO_LATE: Final = "It is too late to undo this entry."
BUILT_UPON: Final = "Somebody has already worked on with this entry."
SHUT: Final = "The case book is closed; nothing was taken back."
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
    store: str = "register"


def undoable(office: Office, saved: Saved) -> Undoable:
    """Call it right after the save."""
    return Undoable(saved.txn, office.clock.monotonic() + SECONDS, saved.store)


def with_undo(office: Office, done: Saved | Refused) -> tuple[Saved | Refused, Undoable | None]:
    """What a use case answered, and how it can be taken back."""
    return done, undoable(office, done) if isinstance(done, Saved) else None


def undo_save(office: Office, one: Undoable) -> int | Refused:
    """How many records were taken back; Refused when it is too late, somebody worked on with them, or their book is shut."""
    if office.clock.monotonic() > one.until:
        return Refused((stop(TOO_LATE),))
    store = office.cases if one.store == "cases" else office.register
    if store is None:
        return Refused((stop(SHUT),))
    try:
        return store.undo(one.txn, office.operator.id)
    except StoreError as error:
        if error.code not in _SENTENCES:
            raise
        return Refused((stop(_SENTENCES[error.code]),))
