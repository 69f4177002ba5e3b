"""A village with backups, and the steps by which one of them takes the place of its book."""

from pathlib import Path

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.backup_folder import find_backups
from desbumi_app.files import Files
from desbumi_app.usecases.back_up import back_up
from desbumi_app.usecases.number_letters import next_serial_of, place_for, take
from desbumi_app.usecases.prepare_restore import Passphrase, prepare_restore
from tests.desbumi_app.usecases.abroad import put

SARI = Passphrase("sari", "empat kata acak kami")


def the_backup(folder: Path):
    (found,) = find_backups([folder])
    return found


def prepared(root, folder, clock, secret=SARI):
    return prepare_restore(root, the_backup(folder), secret, clock, cost=CHEAP_FOR_TESTS)


def said(ready) -> dict[str, int]:
    """What an officer reads in an agenda book that has nothing beyond the backup."""
    return {one.key: one.stored for one in ready.series}


def unlocked(root, clock, who=SARI):
    return bootstrap.unlock(Files(root / "sukacontoh", "sukacontoh"), who.login, who.text, clock, cheap=True)


def names(office) -> list[str]:
    return sorted(row["name"] for row in office.register.rows_where("people"))


def backed_up(office, folder: Path, *people: str) -> None:
    for name in people:
        put(office, "people", name=name)
    back_up(office, folder)
    office.clock.forward(3 * 86_400)


def numbered(office, count: int) -> None:
    for _ in range(count):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            place = place_for(office, ("surat",), 2026)
            serial = next_serial_of(office, place)
            row = take(office, tx, place, serial)
            tx.create("letters", {"series_id": row[-16:], "sequence": serial, "number": str(serial)})


def broken(path):
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 5] = bytes(8192)
    path.write_bytes(data)
