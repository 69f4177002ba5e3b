"""Copies never take the last of a disk: the book needs it for the next entry, and somebody is told."""

from pathlib import Path

import pytest

from db.errors import StoreError
from desbumi_app import backup_room
from desbumi_app.backup_folder import automatic_folder, find_backups
from desbumi_app.usecases.back_up import DAILY, back_up, keep_daily, last_backup, not_made
from desbumi_app.usecases.list_reminders import list_reminders
from tests.desbumi_app.usecases.abroad import put


class Disk:
    """A disk of a size: what the copies take of it is no longer free."""

    def __init__(self, office, monkeypatch):
        self.office, self.total = office, 10**12
        monkeypatch.setattr(backup_room, "free_in", lambda _folder: self.free)

    @property
    def free(self):
        folder = automatic_folder(self.office.files)
        taken = sum(path.stat().st_size for path in folder.iterdir()) if folder.exists() else 0
        return self.total - taken

    def leave(self, room):
        """From now on this much is free."""
        self.total += room - self.free


@pytest.fixture
def disk(office, monkeypatch):
    put(office, "people", name="Siti Aminah")
    return Disk(office, monkeypatch)


def need(office):
    return backup_room.needed((office.files.register, office.files.cases))


def days(office, count):
    for _ in range(count):
        office.clock.forward(DAILY.total_seconds() + 4 * 3600)
        keep_daily(office)


def kept(office):
    return find_backups([automatic_folder(office.files)])


def test_a_copy_made_by_itself_leaves_half_a_gigabyte_and_is_told_of_until_one_was_made(office, disk):
    disk.leave(backup_room.FREE_AFTER + need(office) - 1)
    with pytest.raises(StoreError, match="disk_nearly_full"):
        keep_daily(office)
    assert (kept(office), not_made(office)) == ((), "disk_nearly_full")
    told = next(one for one in list_reminders(office) if one.code == "no_room")
    assert (told.urgency, told.target.kind) == ("late", "back_up")
    disk.leave(backup_room.FREE_AFTER + 2 * need(office))
    assert keep_daily(office) is not None
    assert not_made(office) == ""
    assert "no_room" not in {one.code for one in list_reminders(office)}


def test_its_own_oldest_copies_go_first_and_the_newest_three_never(office, disk):
    days(office, 6)
    before = [one.at for one in kept(office)]
    disk.leave(backup_room.FREE_AFTER + need(office) - 1)
    days(office, 1)
    left = [one.at for one in kept(office)]
    assert left[1:] == before[: len(left) - 1]
    assert len(left) in {6, 7}
    disk.leave(0)
    office.clock.forward(DAILY.total_seconds() + 4 * 3600)
    with pytest.raises(StoreError, match="disk_nearly_full"):
        keep_daily(office)
    assert [one.at for one in kept(office)] == left, "nothing goes for nothing"


def test_three_copies_stay_however_full_the_disk_is(office, disk):
    days(office, 3)
    disk.leave(backup_room.FREE_AFTER - 1)
    office.clock.forward(DAILY.total_seconds() + 4 * 3600)
    with pytest.raises(StoreError, match="disk_nearly_full"):
        keep_daily(office)
    assert len(kept(office)) == 3


def test_a_copy_somebody_asked_for_is_refused_before_its_first_byte(office, disk, tmp_path):
    disk.leave(backup_room.FREE_AFTER_ASKED + need(office) - 1)
    with pytest.raises(StoreError, match="disk_full"):
        back_up(office, tmp_path / "usb")
    assert not (tmp_path / "usb").exists()
    assert last_backup(office) is None
    disk.leave(backup_room.FREE_AFTER_ASKED + 2 * need(office))
    assert back_up(office, tmp_path / "usb").cases is not None


def test_the_room_of_a_folder_that_is_not_there_yet_is_that_of_its_disk(tmp_path):
    assert backup_room.free_in(tmp_path / "usb" / "cadangan") > 0


def test_a_stick_that_was_pulled_is_missing_and_no_fault_of_the_program(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "exists", lambda _path: False)
    with pytest.raises(StoreError, match="missing"):
        backup_room.free_in(tmp_path / "stick" / "copies")
