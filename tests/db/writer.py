"""A village office in a process of its own, which writes until it is killed and says what was acknowledged."""

from multiprocessing.connection import Connection
from pathlib import Path

from tests.db.village import OPERATOR, reopen


def write_on(path: str, key: bytes, told: Connection) -> None:
    """Saves without end; a record's id is sent only after its transaction returned."""
    with reopen(Path(path), bytearray(key)) as store:
        number = 0
        while True:
            with store.transaction(operator=OPERATOR, purpose="crash") as tx:
                record = tx.create("people", {"full_name": f"Siti {number}", "languages": ("id",)})
                tx.create("journeys", {"person_id": record, "country": "MY"})
                tx.change("people", record, {"phone": "0812"})
            told.send_bytes(record)
            number += 1


def write_many(path: str, key: bytes, told: Connection) -> None:
    """One bulk transaction that never ends; says that a good part of it is written."""
    with (
        reopen(Path(path), bytearray(key)) as store,
        store.transaction(operator=OPERATOR, purpose="crash") as tx,
    ):
        tx.create_many("people", ({"full_name": f"Dewi {n}", "phone": "x" * 2000} for n in range(10_000)))
        told.send_bytes(b"begun")
        while True:
            tx.create_many("people", [{"full_name": "Dewi", "phone": "x" * 2000}] * 500)
