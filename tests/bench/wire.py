"""What leaves the laptop: 10,000 records of 25 fields pushed by one laptop and pulled by another, through a real relay."""

import json
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from db.kept import KeptStore
from desbumi_app.office import Office
from desbumi_app.sample.saves import creates
from desbumi_app.usecases.send_changes import Courier, packing, presence
from tests.bench.figures import SMALL, Figure, measured
from ui.commands import demo_joining
from ui.commands.demo_world import World, fresh_folder, relay

RECORDS = 100 if SMALL else 10_000
FIELDS = 25
SEED = 100  # the dictionary was trained on another


def figures(folder: Path) -> Iterator[Figure]:
    """sync.push, sync.pull, sync.wire."""
    out = folder / "district"
    fresh_folder(out)
    with relay(out / "relay") as address, ExitStack() as opened:
        world = World(out, address)
        demo_joining.found(world)
        demo_joining.join_all(world)
        laptops = [opened.enter_context(world.laptops[name].opened()) for name in ("a1", "a2")]
        turn = _Turns(folder, laptops, [_courier(world, office) for office in laptops])
        yield measured("sync.push", turn.push, turn.floor, unit="s")
        yield measured("sync.pull", turn.pull, turn.floor, unit="s")
        yield Figure("sync.wire", statistics.median(turn.sealed), statistics.median(turn.plain), "bytes")


def _courier(world: World, office: Office) -> Courier:
    return Courier(office, world.link(), presence(office), dictionary=packing())


class _Turns:
    """Laptop 1 writes new people and pushes; laptop 2 pulls them. Opening a register is no part of it."""

    def __init__(self, folder: Path, laptops: list[Office], couriers: list[Courier]) -> None:
        self.folder, self.laptops, self.couriers = folder, laptops, couriers
        self.rounds, self.sent = 0, 0
        self.batches: list[bytes] = []
        # Bytes of one create on the wire, its share of header and padding included, and of its plain JSON, by round.
        self.sealed: list[float] = []
        self.plain: list[float] = []
        for one in (0, 1, 0, 1):
            self._round(one)
        self._new_batches()

    def push(self) -> float:
        """Seal and send everything, until the last receipt."""
        self._write()
        took = self._round(0)
        self.batches = self._new_batches()
        self.sealed.append(sum(map(len, self.batches)) / RECORDS)
        return took

    def pull(self) -> float:
        """Fetch, verify, open and merge, until it is durable."""
        self._round(1)
        self.push()
        before = self.laptops[1].register.count("people")
        took = self._round(1)
        assert self.laptops[1].register.count("people") == before + RECORDS
        return took

    def floor(self) -> float:
        """The same sealed bytes by executemany, durable."""
        path = self.folder / "floor.db"
        for file in self.folder.glob("floor.db*"):
            file.unlink()
        conn = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            conn.execute(f"PRAGMA {pragma}")
        conn.execute("CREATE TABLE batch(n INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
        start = time.perf_counter()
        conn.execute("BEGIN")
        conn.executemany("INSERT INTO batch(bytes) VALUES (?)", [(data,) for data in self.batches])
        conn.execute("COMMIT")
        took = time.perf_counter() - start
        conn.close()
        return took

    def _write(self) -> None:
        self.rounds += 1
        office = self.laptops[0]
        rows = [values for _, values in creates(office.catalogue, SEED + self.rounds, RECORDS)]
        assert {len(values) for values in rows} == {FIELDS}
        self.plain.append(sum(map(_json, rows)) / RECORDS)
        with office.register.transaction(operator=office.operator.id, purpose="import", imported=True) as tx:
            tx.create_many("people", rows)

    def _round(self, laptop: int) -> float:
        """One round of a laptop with the relay; seconds."""
        start = time.perf_counter()
        self.couriers[laptop].send_changes(everything=True)
        return time.perf_counter() - start

    def _new_batches(self) -> list[bytes]:
        """What left the first laptop since the last call, as it went."""
        register = self.laptops[0].register
        kept = list(KeptStore(register).own_batches(register.streams()[0]))
        assert all(receipt is not None for _, _, receipt in kept)
        new, self.sent = kept[self.sent :], len(kept)
        return [data for _, data, _ in new]


def _json(values: dict[str, Any]) -> int:
    """Bytes of the record as plain JSON: its values and what every record says of itself."""
    record = {"table": "people", "record": "0" * 32, "operator": "0" * 32, "at": "2026-11-21T10:42:00Z"}
    text = json.dumps(
        record | {"values": values}, separators=(",", ":"), ensure_ascii=False, default=bytes.hex
    )
    return len(text.encode())
