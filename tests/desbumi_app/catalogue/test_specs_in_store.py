"""The declarations in real encrypted stores: every table is made, every field is written and read back."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db.store import Store
from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.catalogue.tables import STORES, load_catalogue
from desbumi_app.register_list import RegisterList

OPERATOR = b"operator-of-test"
SAMPLES = {
    Kind.TEXT: "Sukamaju",
    Kind.NOTE: "Dekat masjid",
    Kind.INTEGER: 7,
    Kind.MONEY: 1_250_000,
    Kind.FLAG: 1,
    Kind.DATE: "2026-11-21",
    Kind.PARTIAL_DATE: "2026-05",
    Kind.INSTANT: "2026-11-21T10:42:00Z",
    Kind.REF: bytes(range(16)),
    Kind.REGION: "52.02.01.2001",
    Kind.COUNTRY: "MY",
    Kind.NIK: "5202015003950001",
    Kind.KK_NUMBER: "5202012101150003",
    Kind.PHONE: "+6281234567890",
    Kind.PASSPORT_NUMBER: "B1234567",
    Kind.EMAIL: "desa@example.org",
    Kind.FILE: bytes(32),
    Kind.BYTES: b"\x00\x01",
}


class StillClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 21, 10, 42, tzinfo=UTC)

    def monotonic(self) -> float:
        return 100.0


def sample(one: Field) -> object:
    """A value of the field's kind; the first code of its list; two values for a set."""
    if one.values is not None:
        codes = load_catalogue().values(one.values).codes
        return tuple(sorted(codes[:2])) if one.many else codes[0]
    return ("Dusun Barat", "Dusun Timur") if one.many else SAMPLES[one.kind]


@pytest.mark.parametrize("kind", STORES)
def test_every_field_of_a_store_is_written_and_read_back(kind: str, tmp_path: Path) -> None:
    catalogue = load_catalogue()
    specs = tuple(spec for store in STORES for spec in catalogue.specs(store))
    projection = RegisterList(lambda: date(2026, 11, 21)) if kind == "register" else None
    with Store.create(
        tmp_path / f"{kind}.db",
        bytearray(os.urandom(32)),
        kind=kind,
        specs=specs,
        clock=StillClock(),
        projection=projection,
    ) as store:
        for table in catalogue.of_store(kind):
            wanted = {one.name: sample(one) for one in table.fields}
            with store.transaction(operator=OPERATOR, purpose="test") as tx:
                record = tx.create(table.name, wanted)
            row = store.get(table.name, record)
            assert row is not None
            assert {name: row[name] for name in wanted} == wanted, table.name
