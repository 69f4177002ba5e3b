"""A backup can be opened and read; a save is taken back within ten seconds and not later."""

import pytest

from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.back_up import back_up, last_backup
from desbumi_app.usecases.record_counselling import record_counselling
from desbumi_app.usecases.undo_save import undo_save, undoable
from tests.desbumi_app.usecases.abroad import a_worker, put


def restored(office, copies, folder):
    """The backup, opened as an office of its own by its first user."""
    folder.mkdir()
    files = type(office.files)(folder, office.files.name)
    files.register.write_bytes(copies.register.store.read_bytes())
    files.keyring.write_bytes(copies.register.keyring.read_bytes())
    files.profile.write_bytes(office.files.profile.read_bytes())
    if copies.cases:
        files.cases.write_bytes(copies.cases.store.read_bytes())
    return bootstrap.unlock(files, "sari", "empat kata acak kami", office.clock, cheap=True)


def test_a_backup_of_both_compartments_opens_with_the_keyring_beside_it(office, tmp_path):
    person, _journey = a_worker(office)
    assert last_backup(office) is None
    done = back_up(office, tmp_path / "usb")
    assert last_backup(office).isoformat() == "2026-11-21T02:00:00+00:00"
    assert done.size == done.register.store.stat().st_size + done.cases.store.stat().st_size
    again = restored(office, done, tmp_path / "elsewhere")
    assert again.register.get("people", person)["name"] == "Siti Aminah"
    assert again.cases is not None
    bootstrap.lock(again)


def test_no_copy_holds_a_readable_word(office, tmp_path):
    a_worker(office, "Nama Yang Unik")
    done = back_up(office, tmp_path / "usb")
    everything = b"".join(path.read_bytes() for path in (tmp_path / "usb").iterdir())
    assert b"Nama Yang Unik" not in everything
    assert done.register.store.read_bytes()[:15] != b"SQLite format 3"


def test_without_the_case_key_only_the_register_is_copied_and_the_answer_says_so(desk_office, tmp_path):
    done = back_up(desk_office, tmp_path / "usb")
    assert done.cases is None
    assert desk_office.register.meta(".cases_backed_up_at") is None
    assert last_backup(desk_office) is not None


def test_a_backup_that_fails_is_not_remembered(office, tmp_path):
    (tmp_path / "usb").write_bytes(b"a file where a folder should be")
    with pytest.raises(StoreError):
        back_up(office, tmp_path / "usb")
    assert last_backup(office) is None


def counselled(office):
    person = put(office, "people", name="Siti")
    office.clock.forward(20)
    saved = record_counselling(office, person, {"held_on": "hari ini", "topics": ["documents"]})
    assert isinstance(saved, Saved)
    return saved


def test_a_save_is_taken_back_within_ten_seconds(office):
    saved = counselled(office)
    one = undoable(office, saved)
    office.clock.forward(10)
    assert undo_save(office, one) == 1
    assert office.register.count("counselling") == 0


def test_after_ten_seconds_it_stays_whatever_the_wall_clock_says(office):
    saved = counselled(office)
    one = undoable(office, saved)
    office.clock.ticks += 10.1
    assert isinstance(undo_save(office, one), Refused)
    assert office.register.count("counselling") == 1


def test_what_was_worked_on_since_is_not_taken_back(office):
    saved = counselled(office)
    one = undoable(office, saved)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("counselling", saved.record, {"held_on": "2026-11-20"})
    refused = undo_save(office, one)
    assert "worked on" in refused.problems[0].message.msgid
    assert office.register.count("counselling") == 1


def test_a_save_is_taken_back_once(office):
    saved = counselled(office)
    one = undoable(office, saved)
    assert undo_save(office, one) == 1
    assert isinstance(undo_save(office, one), Refused)
