"""store.insert, store.lookup and store.search: an encrypted register of people against plain sqlite3."""

import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desbumi_app import bootstrap
from tests.bench import plain, village
from tests.bench.figures import ROUNDS, SMALL, Figure, measured

PEOPLE = 300 if SMALL else 100_000
LOOKUPS = 200 if SMALL else 5_000
TYPED = ("siti", "nur", "baiq", "sri wahyuni", "lalu", "9901", "hidayat", "contoh lauk", "dewi", "su")


def figures(folder: Path) -> Iterator[Figure]:
    """store.insert, then store.lookup and store.search on the last register and the last plain file."""
    turn = _Inserts(folder)
    yield measured("store.insert", turn.ours, turn.floor, unit="s")
    office, conn, ids = turn.office, turn.conn, turn.ids
    _same_ids(conn, ids)
    rng = random.Random(5)
    chosen = [rng.choice(ids) for _ in range(LOOKUPS)]

    def find() -> None:
        for text in TYPED:
            office.register.page(office.register.search(text)[:50])

    yield _reading("store.lookup", turn, lambda: [office.register.get("people", one) for one in chosen])
    yield _reading("store.search", turn, find)
    conn.close()
    bootstrap.lock(office)


class _Inserts:
    """A fresh register and a fresh plain file each round; the floor stores what a register of the same people holds."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.rounds = folder, 0
        self.rows = village.people(11, PEOPLE)
        self.office = village.office(folder / "first")
        village.create(self.office, self.rows)
        self.statements, self.stored = plain.schema(self.office.register), plain.rows_of(self.office.register)
        self.conn = plain.begin(folder / "first.db", self.statements)
        self.ids: list[bytes] = []

    def ours(self) -> float:
        """The product's own way for many people: one transaction with its audit line, list and search."""
        bootstrap.lock(self.office)
        shutil.rmtree(self.office.files.folder)
        self.rounds += 1
        self.office = village.office(self.folder / f"ours{self.rounds}")
        start = time.perf_counter()
        self.ids = village.create(self.office, self.rows)
        return time.perf_counter() - start

    def floor(self) -> float:
        """The same rows by executemany."""
        self.conn.close()
        for file in self.folder.glob("*.db*"):
            file.unlink()
        self.rounds += 1
        self.conn = plain.begin(self.folder / f"plain{self.rounds}.db", self.statements)
        start = time.perf_counter()
        plain.insert(self.conn, self.stored)
        return time.perf_counter() - start


def _same_ids(conn: sqlite3.Connection, ids: list[bytes]) -> None:
    """The plain file gets the record ids of the register that is read, so that both look up the same people."""
    conn.execute("BEGIN")
    conn.executemany("UPDATE people SET id = ? WHERE rid = ?", [(one, at + 1) for at, one in enumerate(ids)])
    conn.execute("COMMIT")


def _reading(name: str, turn: _Inserts, work: Callable[[], object]) -> Figure:
    """The store's own calls against the very statements that they execute, fetched whole."""
    reads: list[plain.Read] = []
    conn = turn.conn
    with plain.watched(reads):
        work()
    count = len([found for sql, values in reads for found in conn.execute(sql, values)])
    assert count, "the floor reads something"

    def ours() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    def floor() -> float:
        start = time.perf_counter()
        for sql, values in reads:
            conn.execute(sql, values).fetchall()
        return time.perf_counter() - start

    return measured(name, ours, floor, unit="s", rounds=ROUNDS * 2 + 1)
