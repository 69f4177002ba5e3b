"""A program killed at any moment loses nothing that was acknowledged and keeps no half save."""

import contextlib
import os
import random
import time
from pathlib import Path

from db.rebuild import check_lists
from tests.db.village import make, new_key, reopen
from tests.db.writer import write_on
from tests.forked import CONTEXT

ROUNDS = 100 if os.environ.get("DESBUMI_SOAK") else 20
MINIMUM = 20


def killed_writer(path: Path, key: bytearray, after: float) -> list[bytes]:
    """Runs a writer, kills it without warning, returns the records it had acknowledged."""
    heard, told = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=write_on, args=(str(path), bytes(key), told))
    process.start()
    told.close()
    records = [heard.recv_bytes()]
    time.sleep(after)
    process.kill()
    process.join()
    with contextlib.suppress(EOFError, OSError):
        while True:
            records.append(heard.recv_bytes())
    heard.close()
    process.close()
    return records


def test_acknowledged_writes_survive_a_kill(tmp_path: Path):
    seed = int(os.environ.get("DESBUMI_SEED", "20261121"))
    rng, key, path, acknowledged, kills = random.Random(seed), new_key(), tmp_path / "v.db", [], 0
    make(path, key).close()
    for _ in range(ROUNDS):
        acknowledged += killed_writer(path, key, rng.uniform(0, 0.15))
        kills += 1
    with reopen(path, key) as store:
        store.full_check()
        store.verify_audit()
        check_lists(store.session)
        for record in acknowledged:
            assert store.get("people", record)["phone"] == "0812"
        people, journeys = store.rows_where("people"), store.rows_where("journeys")
        assert [row["phone"] for row in people] == ["0812"] * len(people)
        assert len(people) == len(journeys) == len(store.search("siti")) >= len(acknowledged)
        before = store.state_hash()
        store.rebuild()
        assert store.state_hash() == before
    print(f"crash: {kills} kills, {len(acknowledged)} acknowledged, {len(people)} stored, seed {seed}")
    assert kills >= MINIMUM
    assert len(acknowledged) > kills
