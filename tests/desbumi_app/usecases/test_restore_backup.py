"""A backup takes the place of the book, by passphrase or by sheet, and nothing that was given out is given again."""

from pathlib import Path

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.backup_folder import find_backups, with_state
from desbumi_app.files import offices_in
from desbumi_app.usecases import restore_backup as restoring
from desbumi_app.usecases.back_up import back_up
from desbumi_app.usecases.prepare_restore import Passphrase, Sheet, prepare_restore
from desbumi_app.usecases.restore_backup import give_up, put_in_place
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.abroad import put
from tests.desbumi_app.usecases.restoring import SARI, backed_up, names, prepared, said, the_backup, unlocked


def test_a_damaged_book_is_replaced_by_its_backup_and_kept_aside(village, tmp_path):
    office, _sheet, root = village
    backed_up(office, tmp_path / "usb", "Siti", "Dewi")
    bootstrap.lock(office)
    data = bytearray(office.files.register.read_bytes())
    data[4096 * 3 : 4096 * 5] = bytes(8192)
    office.files.register.write_bytes(data)
    ready = prepared(root, tmp_path / "usb", office.clock)
    assert (ready.loss.present, ready.loss.days, ready.people, ready.cases) == ("damaged", 3, 2, "kept")
    done = put_in_place(ready, said(ready), office.clock)
    assert (done.aside / "sukacontoh.db").read_bytes() == bytes(data)
    again = unlocked(root, office.clock)
    assert names(again) == ["Dewi", "Siti"]
    assert again.cases is not None
    assert not office.files.restoring.folder.exists()
    bootstrap.lock(again)


def test_what_is_newer_than_the_backup_is_told_before_it_is_given_up(village, tmp_path):
    office, _sheet, root = village
    backed_up(office, tmp_path / "usb", "Siti")
    put(office, "people", name="Wulan")
    put(office, "people", name="Ratna")
    bootstrap.lock(office)
    ready = prepared(root, tmp_path / "usb", office.clock)
    assert (ready.loss.present, ready.loss.newer, ready.loss.unsent) == ("open", 2, 2)
    give_up(ready)
    again = unlocked(root, office.clock)
    assert names(again) == ["Ratna", "Siti", "Wulan"]
    bootstrap.lock(again)


def test_a_fresh_laptop_gets_the_book_from_a_stick_with_both_compartments(village, tmp_path):
    office, _sheet, _root = village
    backed_up(office, tmp_path / "usb", "Siti")
    before = office.register.identity()
    fresh = tmp_path / "fresh"
    ready = prepared(fresh, tmp_path / "usb", office.clock)
    assert (ready.loss.present, ready.cases) == ("gone", "backup")
    done = put_in_place(ready, said(ready), office.clock)
    assert done.aside is None
    assert [files.name for files in offices_in(fresh)] == ["sukacontoh"]
    again = unlocked(fresh, office.clock)
    assert names(again) == ["Siti"]
    assert again.cases is not None
    assert (again.profile.place, again.profile.above) == (office.profile.place, office.profile.above)
    now = again.register.identity()
    assert now.device == before.device
    assert now.incarnation > before.incarnation
    bootstrap.lock(again)


def test_a_restored_book_begins_one_new_incarnation_in_each_compartment(village, tmp_path):
    office, _sheet, _root = village
    backed_up(office, tmp_path / "usb", "Siti")
    before = (office.register.identity().incarnation, office.cases.identity().incarnation)
    ready = prepared(tmp_path / "fresh", tmp_path / "usb", office.clock)
    put_in_place(ready, said(ready), office.clock)
    seen = []
    for _ in range(2):
        again = unlocked(tmp_path / "fresh", office.clock)
        seen.append((again.register.identity().incarnation, again.cases.identity().incarnation))
        bootstrap.lock(again)
    assert seen[0] == seen[1]
    assert all(new > old for new, old in zip(seen[0], before, strict=True))


def test_the_sheet_opens_a_backup_and_gives_its_user_a_new_passphrase(village, tmp_path):
    office, sheet, _root = village
    backed_up(office, tmp_path / "usb", "Siti")
    secret = Sheet(sheet, "lalu", "kata sandi yang baru")
    ready = prepared(tmp_path / "fresh", tmp_path / "usb", office.clock, secret)
    assert ready.cases == "unread"
    put_in_place(ready, said(ready), office.clock)
    again = unlocked(tmp_path / "fresh", office.clock, Passphrase("lalu", "kata sandi yang baru"))
    assert names(again) == ["Siti"]
    assert any(line.purpose == "restore_backup" for line in again.register.audit_lines())
    bootstrap.lock(again)
    other = unlocked(tmp_path / "fresh", office.clock)
    assert other.cases is not None
    bootstrap.lock(other)


def test_a_wrong_secret_or_a_damaged_backup_changes_nothing(village, tmp_path):
    office, sheet, root = village
    backed_up(office, tmp_path / "usb", "Siti")
    bootstrap.lock(office)
    before = sorted(path.name for path in office.files.folder.iterdir())
    slip = (*sheet[:3], sheet[3][::-1])
    for secret, code in (
        (Passphrase("sari", "salah sama sekali"), "wrong_passphrase"),
        (Passphrase("orang lain", "salah sama sekali"), "no_such_user"),
        (Sheet(slip), "recovery_row"),
    ):
        with pytest.raises(StoreError, match=code):
            prepared(root, tmp_path / "usb", office.clock, secret)
    found = the_backup(tmp_path / "usb")
    data = bytearray(found.register.read_bytes())
    data[9000] ^= 1
    found.register.write_bytes(data)
    assert (found.state, with_state(found)) == ("checked", "damaged")
    with pytest.raises(StoreError, match="damaged"):
        prepared(root, tmp_path / "usb", office.clock)
    found.register.write_bytes(data[:8192])
    assert the_backup(tmp_path / "usb").state == "damaged"
    assert sorted(path.name for path in office.files.folder.iterdir()) == before
    assert not (tmp_path / "fresh").exists()


def test_another_villages_backup_of_the_same_name_never_replaces_this_book(village, tmp_path):
    office, _sheet, root = village
    bootstrap.lock(office)
    other = bootstrap.set_up(tmp_path / "o", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
    back_up(other, tmp_path / "usb")
    bootstrap.lock(other)
    with pytest.raises(StoreError, match="someone_elses_keyring"):
        prepared(root, tmp_path / "usb", office.clock)


def test_who_was_erased_after_the_backup_is_not_there_after_it(village, tmp_path):
    office, _sheet, root = village
    person = put(office, "people", name="Nama Yang Unik")
    backed_up(office, tmp_path / "usb", "Dewi")
    office.register.erase(person, control_n=4)
    bootstrap.lock(office)
    ready = prepared(root, tmp_path / "usb", office.clock)
    assert ready.people == 1
    put_in_place(ready, said(ready), office.clock)
    again = unlocked(root, office.clock)
    assert names(again) == ["Dewi"]
    bootstrap.lock(again)


def test_the_list_of_erasures_travels_beside_the_backups_and_covers_older_ones(village, tmp_path):
    office, _sheet, _root = village
    person = put(office, "people", name="Nama Yang Unik")
    backed_up(office, tmp_path / "usb", "Dewi")
    office.register.erase(person, control_n=4)
    back_up(office, tmp_path / "usb")
    oldest = find_backups([tmp_path / "usb"])[-1]
    ready = prepare_restore(tmp_path / "fresh", oldest, SARI, office.clock, cost=CHEAP_FOR_TESTS)
    assert ready.people == 1
    give_up(ready)
    assert not (tmp_path / "fresh" / "sukacontoh").exists()


def test_a_passphrase_changed_since_the_backup_stays_changed(village, tmp_path):
    from db import keyring

    office, _sheet, root = village
    backed_up(office, tmp_path / "usb", "Siti")
    ring = keyring.load(office.files.keyring, cheap=True)
    ring.with_passphrase(office.operator.id, SARI.text, "kata yang lebih baru").save(office.files.keyring)
    bootstrap.lock(office)
    new = Passphrase("sari", "kata yang lebih baru")
    ready = prepared(root, tmp_path / "usb", office.clock, new)
    put_in_place(ready, said(ready), office.clock)
    with pytest.raises(StoreError, match="wrong_passphrase"):
        unlocked(root, office.clock)
    again = unlocked(root, office.clock, new)
    assert names(again) == ["Siti"]
    bootstrap.lock(again)


def test_killed_after_the_decision_the_next_opening_finishes_it(village, tmp_path, monkeypatch):
    office, _sheet, root = village
    backed_up(office, tmp_path / "usb", "Siti")
    put(office, "people", name="Wulan")
    bootstrap.lock(office)
    ready = prepared(root, tmp_path / "usb", office.clock)
    moved, real = [], Path.replace

    def killed(path, target):
        if moved and path.parent == ready.files.restoring.folder and path.suffix != ".new":
            raise KeyboardInterrupt
        moved.append(path)
        return real(path, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        put_in_place(ready, said(ready), office.clock)
    monkeypatch.setattr(Path, "replace", real)
    assert not office.files.profile.exists()
    assert [files.name for files in offices_in(root)] == ["sukacontoh"]
    again = unlocked(root, office.clock)
    assert names(again) == ["Siti"]
    bootstrap.lock(again)


def test_killed_before_the_decision_the_old_book_is_untouched(village, tmp_path, monkeypatch):
    office, _sheet, root = village
    backed_up(office, tmp_path / "usb", "Siti")
    put(office, "people", name="Wulan")
    bootstrap.lock(office)
    ready = prepared(root, tmp_path / "usb", office.clock)

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "replace_all", killed)
    with pytest.raises(KeyboardInterrupt):
        put_in_place(ready, said(ready), office.clock)
    again = unlocked(root, office.clock)
    assert names(again) == ["Siti", "Wulan"]
    bootstrap.lock(again)


def test_a_lost_case_compartment_begins_empty_only_after_a_restore(village, tmp_path):
    office, _sheet, root = village
    bootstrap.lock(office)
    lone = bootstrap.unlock(office.files, "lalu", "empat kata acak desa", office.clock, cheap=True)
    put(lone, "people", name="Siti")
    back_up(lone, tmp_path / "usb")
    bootstrap.lock(lone)
    ready = prepared(tmp_path / "fresh", tmp_path / "usb", office.clock)
    assert ready.cases == "new"
    put_in_place(ready, said(ready), office.clock)
    again = unlocked(tmp_path / "fresh", office.clock)
    assert again.cases is not None
    assert again.register.meta(bootstrap.INBOX_PUBLIC) is not None
    bootstrap.lock(again)
    for path in root.rglob("*.cases.db*"):
        path.unlink()
    without = unlocked(root, office.clock)
    assert (without.cases, without.cases_broken) == (None, True)
    bootstrap.lock(without)
    assert list(root.rglob("*.cases.db*")) == []
