"""A population list in two steps, as scripts and the practice village take it: read and judge, then store.

in = new + filled + skipped + rejected, always. Importing the same file again changes nothing. Special data that a
foreign file brings (OpenSID's cacat_id, hamil, cara_kb_id) is never read; the report names the columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from db.staging import Staging
from desbumi_app.catalogue.import_rows import ImportRow
from desbumi_app.domain.problems import Problem
from desbumi_app.office import Office
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_decide import give_up
from desbumi_app.usecases.import_read import propose, read_list
from desbumi_app.usecases.import_staged import GOOD, REJECTED, Settings, unpack


@dataclass(frozen=True, slots=True)
class Plan:
    """A file read and judged, waiting in the encrypted staging table under its `job`."""

    job: int
    rows: int
    rejected: int
    not_taken: tuple[str, ...]
    problems: tuple[tuple[int, Problem], ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """The counts of one import; `txn` marks its records, so that it can be taken back."""

    rows: int
    new: int
    filled: int
    skipped: int
    rejected: int
    txn: int | None
    problems: tuple[tuple[int, Problem], ...]
    not_taken: tuple[str, ...]


def read_residents(office: Office, path: Path, *, respell: bool = False) -> Plan:
    """Read and judge a workbook or CSV. WorkbookError for a file that is none, or `no_header`.

    With `respell`, names in capitals are stored as they are spelled otherwise.
    """
    job = read_list(office, path, replace(propose(office, path), respell=respell))
    staging = Staging(office.register)
    counts = staging.counts(job)
    rejected = sum(count for (verdict, _found), count in counts.items() if verdict == REJECTED)
    problems = tuple(
        (row.number, problem) for row in judged(office, job, doubtful=True) for problem in row.problems
    )
    not_taken = Settings.of(staging.job(job)).not_taken
    return Plan(job, sum(counts.values()), rejected, not_taken, problems)


def judged(office: Office, job: int, *, doubtful: bool = False) -> Iterator[ImportRow]:
    """The rows of a list in the order of the file; with `doubtful` only those with something to look at."""
    for batch in Staging(office.register).every(job):
        for one in batch:
            if not doubtful or one.verdict != GOOD:
                yield unpack(one).row


def import_residents(office: Office, plan: Plan) -> Imported:
    """Store a plan in one transaction: new people, blanks filled, households; equal rows are skipped."""
    try:
        done = apply_list(office, plan.job)
    except BaseException:
        give_up(office, plan.job)
        raise
    return Imported(
        done.rows, done.new, done.filled, done.skipped, done.rejected, done.txn, plan.problems, plan.not_taken
    )
