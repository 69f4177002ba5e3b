"""Stores a staged list in one transaction: new people, blanks filled, households, journeys; all of it or nothing.

in = new + filled + skipped + rejected, always. What is already there is never overwritten.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from db.clock import instant
from db.staging import Staging
from desbumi_app import collector
from desbumi_app.office import Office
from desbumi_app.usecases.import_look import fingerprint
from desbumi_app.usecases.import_staged import APPLIED, GOOD, LEFT, LOOK, Settings, unpack_many
from desbumi_app.usecases.import_writer import Writer

Told = Callable[[int, int], object]
PURPOSE: Final = "import_residents"


@dataclass(frozen=True, slots=True)
class Applied:
    """The counts of one import; `txn` marks its records, None when it changed nothing. `left`: skipped, undecided."""

    rows: int
    new: int
    filled: int
    skipped: int
    rejected: int
    left: int
    txn: int | None
    not_taken: tuple[str, ...]


def apply_list(office: Office, job: int, told: Told = lambda *_: None) -> Applied:
    """Store a staged list. `told(done, total)` may raise to stop; nothing is then stored, the list stays staged.

    StoreError not_a_village in the book of a district.
    """
    office.only_village()
    staging = Staging(office.register)
    kept = staging.job(job)
    settings, store = Settings.of(kept), office.register
    total = sum(staging.counts(job).values())
    with (
        collector.at_rest(),
        store.transaction(operator=office.operator.id, purpose=PURPOSE, imported=True) as tx,
    ):
        writer = Writer(store, tx, settings.same)
        done = 0
        for batch in staging.every(job, cells=False):
            undecided = len(writer.left)
            writer.batch(unpack_many(batch))
            # What is stored need not lie here any longer; what was not is given back as a workbook.
            tx.left(job, writer.left[undecided:], LEFT)
            tx.stored(job, [one.n for one in batch], (GOOD, LOOK))
            done += len(batch)
            told(done, total)
        writer.end()
        counts = writer.counts
        settings = replace(settings, counts=dict(counts), applied_at=instant(office.clock.now()))
        tx.staged(job, APPLIED, settings.packed())
    _remember(office, settings)
    return Applied(
        total, counts["new"], counts["filled"], counts["skipped"], counts["rejected"], len(writer.left),
        tx.txn if writer.wrote else None, settings.not_taken,
    )  # fmt: skip


def _remember(office: Office, settings: Settings) -> None:
    body = {"columns": dict(settings.columns), "respell": settings.respell, "same": settings.same.value}
    Staging(office.register).keep_layout(
        fingerprint(settings.head), json.dumps(body), instant(office.clock.now())
    )
