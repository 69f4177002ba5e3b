"""Takes a stored list back within thirty days: new people are archived, filled blanks emptied, the rest is named.

Nothing that anybody wrote since is touched, and nothing is deleted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from db.clock import instant
from db.errors import StoreError
from db.staging import Staging
from db.takeback import take_back
from desbumi_app.office import Office
from desbumi_app.usecases.import_history import history, history_everywhere
from desbumi_app.usecases.import_staged import TAKEN_BACK

Told = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Undone:
    """How many people were archived, how many values emptied, and who stays because somebody wrote since."""

    people: int
    emptied: int
    stays: tuple[tuple[bytes, str], ...]


def undo_import(office: Office, job: int, told: Told = lambda *_: None) -> Undone:
    """Take a list back. StoreError nothing_to_undo when it was taken back already or is older than thirty days."""
    past = next((one for one in history(office) if one.job == job), None)
    staging = Staging(office.register)
    kept = staging.job(job)
    if past is None or not past.may_undo or kept.txn is None:
        raise StoreError("nothing_to_undo")
    undone = _taken_back(office, kept.txn, told)
    staging.forget_rows(job)
    settings = replace(past.settings, taken_back_at=instant(office.clock.now()))
    staging.change(job, TAKEN_BACK, settings.packed())
    return undone


def undo_import_of_another(office: Office, txn: int, told: Told = lambda *_: None) -> Undone:
    """Take back what another laptop of the village brought in under this transaction. StoreError nothing_to_undo."""
    past = next((one for one in history_everywhere(office) if one.elsewhere and one.txn == txn), None)
    if past is None or not past.may_undo:
        raise StoreError("nothing_to_undo")
    return _taken_back(office, txn, told)


def _taken_back(office: Office, txn: int, told: Told) -> Undone:
    before = office.register.count("people")
    found = take_back(office.register, txn, office.operator.id, told)
    people = [record for table, record in found.kept if table == "people"]
    return Undone(
        before - office.register.count("people"), found.emptied,
        tuple((record, str((office.register.get("people", record) or {}).get("name") or "")) for record in people),
    )  # fmt: skip
