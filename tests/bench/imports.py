"""import.rows and import.apply: a population workbook read, judged and stored, beside executemany of the same rows."""

import gc
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from desbumi_app import bootstrap
from desbumi_app.office import Office
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_read import propose, read_list
from tests.bench import plain, village
from tests.bench.figures import SMALL, Figure, measured

ROWS = 300 if SMALL else 50_000
ROUNDS = 2
# What an import leaves: people with their lists, households and their members, and the log of all of them.
TABLES = (*plain.TABLES, "households", "household_members")


def figures(folder: Path) -> Iterator[Figure]:
    """The whole import, then its final transaction alone, in which saves have to wait."""
    turn = _Turn(folder)
    whole = measured("import.rows", turn.ours, turn.floor, unit="s", rounds=ROUNDS)
    yield whole
    yield Figure("import.apply", min(turn.applied[1:]), whole.floor, "s")


class _Turn:
    """A fresh register and a fresh plain file each round; the floor stores what the first import left."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.rounds = folder, 0
        self.applied: list[float] = []
        self.workbook = folder / "penduduk.xlsx"
        write_opensid_workbook(self.workbook, generate(7, ROWS, SUKACONTOH))
        office = village.office(folder / "first")
        self._bring(office)
        self.statements = plain.schema(office.register, TABLES)
        self.stored = plain.rows_of(office.register, TABLES)
        bootstrap.lock(office)
        shutil.rmtree(office.files.folder)
        # The floor's rows are no part of the product: its collector shall not walk through them.
        gc.collect()
        gc.freeze()

    def ours(self) -> float:
        """From the file to the counts: look, read, judge, store."""
        self.rounds += 1
        office = village.office(self.folder / f"ours{self.rounds}")
        start = time.perf_counter()
        self._bring(office)
        cost = time.perf_counter() - start
        bootstrap.lock(office)
        shutil.rmtree(office.files.folder)
        return cost

    def floor(self) -> float:
        """The rows that the import left, by executemany."""
        self.rounds += 1
        path = self.folder / f"plain{self.rounds}.db"
        conn = plain.begin(path, self.statements)
        start = time.perf_counter()
        plain.insert(conn, self.stored)
        cost = time.perf_counter() - start
        conn.close()
        for file in self.folder.glob("plain*.db*"):
            file.unlink()
        return cost

    def _bring(self, office: Office) -> None:
        job = read_list(office, self.workbook, propose(office, self.workbook))
        start = time.perf_counter()
        done = apply_list(office, job)
        self.applied.append(time.perf_counter() - start)
        assert done.rows == ROWS == done.new + done.filled + done.skipped + done.rejected
