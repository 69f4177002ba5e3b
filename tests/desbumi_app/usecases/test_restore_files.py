"""Which copies there are and what may be taken from a stick: lists, names, kinds, and a case book on its own."""

import json
import shutil
from dataclasses import replace

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.backup_folder import automatic_folder, find_backups, with_state
from desbumi_app.usecases.back_up import DAILY, back_up, keep_daily, superfluous
from desbumi_app.usecases.number_letters import found_series
from desbumi_app.usecases.prepare_restore import prepare_restore
from desbumi_app.usecases.restore_backup import give_up, put_in_place
from tests.desbumi_app.usecases.abroad import put
from tests.desbumi_app.usecases.restoring import (
    SARI,
    backed_up,
    broken,
    names,
    numbered,
    prepared,
    said,
    the_backup,
    unlocked,
)


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
