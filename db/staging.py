"""Lists on their way in, inside the encrypted file: jobs, their rows, and remembered column layouts.

Rows are texts that the application packs; nothing here reads them. Nothing here is synced or written to the audit:
nobody has done anything to a person yet.
"""
# ruff: noqa: S608 - clauses are built from fixed text, values are always bound

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.errors import StoreError
from db.session import Writing, writing

if TYPE_CHECKING:
    from db.session import Session
    from db.store import Store

BATCH = 500
# Rows that one statement deletes: some ten milliseconds.
FORGOTTEN = 2_500
_JOB = "SELECT id, state, at, operator, txn, body FROM import_job"


@dataclass(frozen=True, slots=True)
class Job:
    """One list: `state` and `body` are the application's; `txn` is the transaction that applied it."""

    id: int
    state: str
    at: str
    operator: bytes | None
    txn: int | None
    body: str


@dataclass(frozen=True, slots=True)
class Staged:
    """One row: its number in the file, the application's verdict and finding (small numbers), cells and reading."""

    n: int
    verdict: int
    found: int
    cells: str
    body: str


class Staging:
    """The staging tables of one store, on the thread of the view that is given."""

    def __init__(self, store: "Store") -> None:
        self._session: Session = store.session

    def begin(self, state: str, at: str, operator: bytes, body: str) -> int:
        """A new job; returns its number, which is never given again."""
        with writing(self._session, kind="staging") as work:
            made = work.conn.execute(
                "INSERT INTO import_job(state, at, operator, body) VALUES (?, ?, ?, ?)",
                (state, at, operator, body),
            )
            return int(made.lastrowid)

    def jobs(self, *states: str) -> list[Job]:
        """Jobs in these states, newest first."""
        marks = ", ".join("?" * len(states))
        found = self._session.read(f"{_JOB} WHERE state IN ({marks}) ORDER BY id DESC", states)
        return [Job(*row) for row in found]

    def job(self, job: int) -> Job:
        """One job; StoreError no_such_record when it was dropped."""
        row = self._session.one(f"{_JOB} WHERE id = ?", (job,))
        if row is None:
            raise StoreError("no_such_record")
        return Job(*row)

    def change(self, job: int, state: str, body: str) -> None:
        """Another state or body."""
        with writing(self._session, kind="staging") as work:
            work.conn.execute("UPDATE import_job SET state = ?, body = ? WHERE id = ?", (state, body, job))

    def put(self, job: int, rows: Iterable[Staged]) -> None:
        """Stores rows of a job, replacing those of the same number; a short transaction each 500."""
        batch: list[Staged] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                self._put(job, batch)
                batch = []
        if batch:
            self._put(job, batch)

    def _put(self, job: int, batch: Sequence[Staged]) -> None:
        with writing(self._session, kind="staging") as work:
            work.conn.executemany(
                "REPLACE INTO import_row(job, n, verdict, found, cells, body) VALUES (?, ?, ?, ?, ?, ?)",
                [(job, one.n, one.verdict, one.found, one.cells, one.body) for one in batch],
            )

    def counts(self, job: int) -> dict[tuple[int, int], int]:
        """How many rows have each (verdict, found)."""
        rows = self._session.read(
            "SELECT verdict, found, count(*) FROM import_row WHERE job = ? GROUP BY verdict, found", (job,)
        )
        return {(verdict, found): count for verdict, found, count in rows}

    def numbers(
        self, job: int, verdicts: Sequence[int] | None = None, found: int | None = None
    ) -> "array[int]":
        """Row numbers in the order of the file, of some verdicts or findings only."""
        clauses, values = ["job = ?"], [job]
        if verdicts is not None:
            clauses.append(f"verdict IN ({', '.join('?' * len(verdicts))})")
            values += verdicts
        if found is not None:
            clauses.append("found = ?")
            values.append(found)
        rows = self._session.read(
            f"SELECT n FROM import_row WHERE {' AND '.join(clauses)} ORDER BY n", values
        )
        return array("q", (row[0] for row in rows))

    def rows(self, job: int, numbers: Sequence[int]) -> list[Staged]:
        """These rows, by number."""
        marks = ", ".join("?" * len(numbers))
        found = self._session.read(
            f"SELECT n, verdict, found, cells, body FROM import_row WHERE job = ? AND n IN ({marks}) ORDER BY n",
            (job, *numbers),
        )
        return [Staged(*row) for row in found]

    def every(self, job: int, *, batch: int = BATCH, cells: bool = True) -> Iterator[list[Staged]]:
        """All rows in the order of the file, a batch at a time; safe while the same rows are rewritten or deleted.

        Without `cells` they are left empty, when only their reading is wanted.
        """
        last, taken = -1, "cells" if cells else "''"
        while found := self._session.read(
            f"SELECT n, verdict, found, {taken}, body FROM import_row WHERE job = ? AND n > ? ORDER BY n LIMIT ?",
            (job, last, batch),
        ):
            yield [Staged(*row) for row in found]
            last = found[-1][0]

    def forget_rows(self, job: int, verdicts: Sequence[int] | None = None) -> None:
        """Deletes rows of a job, all or those of some verdicts, in short transactions."""
        numbers = self.numbers(job, verdicts)
        among = "" if verdicts is None else f" AND verdict IN ({', '.join('?' * len(verdicts))})"
        for start in range(0, len(numbers), FORGOTTEN):
            part = numbers[start : start + FORGOTTEN]
            with writing(self._session, kind="staging") as work:
                work.conn.execute(
                    f"DELETE FROM import_row WHERE job = ? AND n BETWEEN ? AND ?{among}",
                    (job, part[0], part[-1], *(verdicts or ())),
                )

    def drop(self, job: int) -> None:
        """Leaves nothing of a job."""
        self.forget_rows(job)
        with writing(self._session, kind="staging") as work:
            work.conn.execute("DELETE FROM import_job WHERE id = ?", (job,))

    def layout(self, fingerprint: bytes) -> str | None:
        """The remembered layout of a header, or None."""
        row = self._session.one("SELECT body FROM import_layout WHERE fingerprint = ?", (fingerprint,))
        return None if row is None else str(row[0])

    def keep_layout(self, fingerprint: bytes, body: str, at: str) -> None:
        """Remembers a layout for the next list with this header."""
        with writing(self._session, kind="staging") as work:
            work.conn.execute(
                "REPLACE INTO import_layout(fingerprint, body, at) VALUES (?, ?, ?)", (fingerprint, body, at)
            )


def applied(work: Writing, job: int, state: str, body: str) -> None:
    """Inside the transaction that applies a job: from now on it is that transaction's."""
    work.conn.execute(
        "UPDATE import_job SET state = ?, txn = ?, body = ? WHERE id = ?", (state, work.txn, body, job)
    )


def left(work: Writing, job: int, numbers: Sequence[int], verdict: int) -> None:
    """Inside the transaction that applies a job: these rows keep lying there, under another verdict."""
    work.conn.executemany(
        "UPDATE import_row SET verdict = ? WHERE job = ? AND n = ?", [(verdict, job, n) for n in numbers]
    )


def stored(work: Writing, job: int, numbers: Sequence[int], verdicts: Sequence[int]) -> None:
    """Inside the transaction that applies a job: rows between the first and the last number go, those of some verdicts.

    What is stored next takes their pages: the file does not grow by the list, and no page is written for having been it.
    """
    marks = ", ".join("?" * len(verdicts))
    work.conn.execute(
        f"DELETE FROM import_row WHERE job = ? AND n BETWEEN ? AND ? AND verdict IN ({marks})",
        (job, numbers[0], numbers[-1], *verdicts),
    )


def forget_everybody(work: Writing) -> None:
    """No row of any list stays: an erased person may stand in one."""
    work.conn.execute("DELETE FROM import_row")
