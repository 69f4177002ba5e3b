"""A backup takes the place of the book, by passphrase or by sheet, and nothing that was given out is given again."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.backup_folder import automatic_folder, find_backups, with_state
from desbumi_app.files import Files, offices_in
from desbumi_app.usecases import restore_backup as restoring
from desbumi_app.usecases.agenda_book import agenda
from desbumi_app.usecases.back_up import DAILY, back_up, keep_daily, superfluous
from desbumi_app.usecases.number_letters import found_series, next_serial_of, place_for, take
from desbumi_app.usecases.prepare_restore import Passphrase, Sheet, prepare_restore
from desbumi_app.usecases.restore_backup import give_up, put_in_place
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.abroad import put

SARI = Passphrase("sari", "empat kata acak kami")


@pytest.fixture
def village(tmp_path):
    """(open office in its usual place, its recovery sheet, root of the books)."""
    root = tmp_path / "books"
    founded = bootstrap.set_up(root / "sukacontoh", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    yield founded.office, founded.sheet, root
    bootstrap.lock(founded.office)


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


def numbered(office, count: int) -> None:
    for _ in range(count):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            place = place_for(office, ("surat",), 2026)
            serial = next_serial_of(office, place)
            row = take(office, tx, place, serial)
            tx.create("letters", {"series_id": row[-16:], "sequence": serial, "number": str(serial)})


def test_a_letter_number_is_never_given_twice_and_the_gap_is_listed(village, tmp_path):
    office, _sheet, root = village
    found_series(office, "surat", 1)
    numbered(office, 3)
    backed_up(office, tmp_path / "usb")
    numbered(office, 2)
    bootstrap.lock(office)
    ready = prepared(root, tmp_path / "usb", office.clock)
    (series,) = ready.series
    assert (series.key, series.stored, series.marked) == ("surat/2026", 3, 5)
    done = put_in_place(ready, {"surat/2026": 7}, office.clock)
    assert done.gaps == (("surat/2026", (4, 5, 6, 7)),)
    again = unlocked(root, office.clock)
    assert next_serial_of(again, place_for(again, ("surat",), 2026)) == 8
    numbered(again, 1)
    assert [(line.serial, line.state) for line in agenda(again, 2026) if line.state == "gap"] == [
        (number, "gap") for number in (4, 5, 6, 7)
    ]
    bootstrap.lock(again)


def test_on_a_fresh_laptop_without_a_mark_the_agenda_book_decides(village, tmp_path):
    office, _sheet, _root = village
    found_series(office, "surat", 1)
    numbered(office, 3)
    backed_up(office, tmp_path / "usb")
    ready = prepared(tmp_path / "fresh", tmp_path / "usb", office.clock)
    assert [(one.stored, one.marked) for one in ready.series] == [(3, 0)]
    put_in_place(ready, {"surat/2026": 40}, office.clock)
    again = unlocked(tmp_path / "fresh", office.clock)
    assert next_serial_of(again, place_for(again, ("surat",), 2026)) == 41
    bootstrap.lock(again)


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


def test_a_backup_without_its_list_is_offered_unchecked_and_opens(village, tmp_path):
    office, _sheet, _root = village
    backed_up(office, tmp_path / "usb", "Siti")
    the_backup(tmp_path / "usb").manifest.unlink()
    found = the_backup(tmp_path / "usb")
    assert (found.state, found.profile) == ("unchecked", None)
    ready = prepare_restore(tmp_path / "fresh", found, SARI, office.clock, cost=CHEAP_FOR_TESTS)
    put_in_place(ready, said(ready), office.clock)
    again = unlocked(tmp_path / "fresh", office.clock)
    assert (names(again), again.profile.place) == (["Siti"], "Sukacontoh")
    bootstrap.lock(again)


def test_a_list_beside_a_backup_that_names_other_folders_is_not_followed(village, tmp_path):
    office, _sheet, _root = village
    backed_up(office, tmp_path / "usb", "Siti")
    found = the_backup(tmp_path / "usb")
    body = json.loads(found.manifest.read_bytes())
    body["files"]["register"]["name"] = "../../etc/passwd"
    found.manifest.write_text(json.dumps(body))
    assert the_backup(tmp_path / "usb").state == "unchecked"


@pytest.mark.parametrize(
    "name", ["..", ".", "a.b", "Suka", "sukacontoh.cases", "suka contoh", "-suka", "suka\n"]
)
def test_a_file_on_a_stick_names_no_folder_but_an_offices(village, tmp_path, name):
    office, _sheet, _root = village
    back_up(office, tmp_path / "usb")
    (tmp_path / "other").mkdir()
    for path in (tmp_path / "usb").glob("sukacontoh-*"):
        shutil.copyfile(path, tmp_path / "other" / path.name.replace("sukacontoh", name))
    assert find_backups([tmp_path / "other"]) == ()


def test_what_kind_of_office_it_is_says_the_store_and_not_the_list_beside_it(village, tmp_path):
    office, _sheet, root = village
    backed_up(office, tmp_path / "usb", "Siti")
    bootstrap.lock(office)
    found = the_backup(tmp_path / "usb")
    body = json.loads(found.manifest.read_bytes())
    body["profile"]["kind"] = "district"
    found.manifest.write_text(json.dumps(body))
    with pytest.raises(StoreError, match="damaged: kind of office"):
        prepared(root, tmp_path / "usb", office.clock)
    assert not office.files.restoring.folder.exists()


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


def test_a_copy_is_kept_by_itself_once_a_day(village):
    office, _sheet, _root = village
    assert keep_daily(office) is not None
    assert keep_daily(office) is None
    office.clock.forward(DAILY.total_seconds() + 4 * 3600)
    assert keep_daily(office) is not None
    found = find_backups([automatic_folder(office.files)])
    assert [(one.state, one.cases is not None) for one in found] == [("checked", True)] * 2
    assert with_state(found[0]) == "checked"
    office.clock.at = office.clock.at.replace(year=2009)
    assert keep_daily(office) is not None


def test_of_a_year_of_daily_copies_stay_seven_days_four_weeks_and_twelve_months(village, tmp_path):
    office, _sheet, _root = village
    back_up(office, tmp_path / "usb")
    one = the_backup(tmp_path / "usb")
    from datetime import timedelta

    year = [
        replace(one, at=one.at + timedelta(days=day), register=one.register.with_name(f"{day}.db"))
        for day in range(366)
    ]
    gone = set(superfluous(year))
    left = [copy for copy in year if copy not in gone]
    assert year[-7:] == left[-7:]
    assert len(left) <= 7 + 4 + 12
    assert len({copy.at.strftime("%Y-%m") for copy in left}) == 12
    assert superfluous(left) == ()


def test_a_full_disk_is_said_before_anything_is_prepared(village, tmp_path, monkeypatch):
    office, _sheet, root = village
    backed_up(office, tmp_path / "usb", "Siti")
    bootstrap.lock(office)
    full = shutil._ntuple_diskusage(1, 1, 0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)
    with pytest.raises(StoreError, match="disk_full"):
        prepared(root, tmp_path / "usb", office.clock)
    assert not office.files.restoring.folder.exists()


def broken(path):
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 5] = bytes(8192)
    path.write_bytes(data)


def test_when_only_the_case_book_is_broken_the_register_stays_as_it_is_now(village, tmp_path):
    office, _sheet, root = village
    found_series(office, "surat", 1)
    numbered(office, 1)
    backed_up(office, tmp_path / "usb", "Siti")
    put(office, "people", name="Wulan")
    before = office.register.identity().incarnation
    bootstrap.lock(office)
    broken(office.files.cases)
    without = unlocked(root, office.clock)
    assert without.cases_broken
    bootstrap.lock(without)
    ready = prepared(root, tmp_path / "usb", office.clock)
    assert (ready.register_kept, ready.cases, ready.loss.newer, ready.series) == (True, "backup", 0, ())
    put_in_place(ready, said(ready), office.clock)
    again = unlocked(root, office.clock)
    assert names(again) == ["Siti", "Wulan"]
    assert again.register.identity().incarnation == before
    assert again.cases is not None
    bootstrap.lock(again)


def test_a_desk_users_copy_takes_the_case_book_from_the_newest_copy_beside_it(village, tmp_path):
    office, _sheet, _root = village
    backed_up(office, tmp_path / "usb", "Siti")
    bootstrap.lock(office)
    desk = bootstrap.unlock(office.files, "lalu", "empat kata acak desa", office.clock, cheap=True)
    back_up(desk, tmp_path / "usb")
    bootstrap.lock(desk)
    newest = find_backups([tmp_path / "usb"])[0]
    assert newest.cases is None
    ready = prepare_restore(tmp_path / "fresh", newest, SARI, office.clock, cost=CHEAP_FOR_TESTS)
    assert ready.cases == "backup"
    give_up(ready)


def test_days_without_the_case_book_never_push_out_its_last_copies(village, tmp_path):
    from datetime import timedelta

    office, _sheet, _root = village
    back_up(office, tmp_path / "usb")
    one = the_backup(tmp_path / "usb")
    copies = [
        replace(
            one,
            at=one.at + timedelta(days=day),
            register=one.register.with_name(f"{day}.db"),
            cases=one.cases if day in {3, 5, 8} else None,
        )
        for day in range(200)
    ]
    gone = {copy.register.name for copy in superfluous(copies)}
    assert ("8.db" in gone, "5.db" in gone) == (False, False)
