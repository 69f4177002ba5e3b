"""Another recovery sheet: in force when it is on paper, for keyring and later backups, and for the district's epochs."""

import pytest

from db import keyring
from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app.backup_folder import automatic_folder, find_backups
from desbumi_app.usecases.adopt_recovery import adopt_recovery, asked_recovery, wants_recovery
from desbumi_app.usecases.back_up import back_up, keep_daily
from desbumi_app.usecases.prepare_restore import Sheet, prepare_restore
from desbumi_app.usecases.recover_register import recover_epochs, recover_register_key
from desbumi_app.usecases.renew_sheet import begin_sheet, keep_sheet, waits_for_district
from desbumi_app.usecases.restore_backup import give_up
from desbumi_app.usecases.send_changes import Courier
from sync.control_log import ControlLog
from sync.errors import SyncError
from sync.speaking import Speaker
from tests.desbumi_app.usecases.joining import PRESENCE, forget_epochs, joined

SARI = "empat kata acak kami"


def begun(office):
    return begin_sheet(office, SARI, cheap=True)


def opens(path, rows):
    try:
        recover_register_key(path, rows, cheap=True)
    except StoreError as error:
        if error.code != "recovery_key":
            raise
        return False
    return True


def test_nothing_is_in_force_before_the_paper_is_kept(founded):
    office = founded.office
    new = begun(office)
    assert (opens(office.files.keyring, founded.sheet), opens(office.files.keyring, new.rows)) == (
        True,
        False,
    )
    with pytest.raises(StoreError, match="wrong_passphrase"):
        begin_sheet(office, "bukan kata sandinya", cheap=True)


def test_the_new_sheet_opens_keyring_and_new_backups_and_the_old_one_only_what_it_opened_before(
    founded,
    tmp_path,
):
    office = founded.office
    keep_daily(office)
    new = begun(office)
    assert [one.register for one in new.still] == [
        one.register for one in find_backups([automatic_folder(office.files)])
    ]
    keep_sheet(office, new, cheap=True)
    back_up(office, tmp_path / "usb")
    (older,), (later,) = find_backups([automatic_folder(office.files)]), find_backups([tmp_path / "usb"])
    assert (opens(older.keyring, founded.sheet), opens(older.keyring, new.rows)) == (True, False)
    for path in (office.files.keyring, later.keyring):
        assert (opens(path, founded.sheet), opens(path, new.rows)) == (False, True)
    assert not any(
        opens(path, founded.sheet) for path in office.files.folder.iterdir() if ".keys" in path.name
    )
    ready = prepare_restore(tmp_path / "fresh", later, Sheet(new.rows), office.clock, cost=CHEAP_FOR_TESTS)
    give_up(ready)
    assert "renew_sheet" in [line.purpose for line in office.register.audit_lines()]


def test_a_repeat_after_a_crash_changes_nothing_more(founded):
    office = founded.office
    new = begun(office)
    keep_sheet(office, new, cheap=True)
    generation = keyring.load(office.files.keyring, cheap=True).generation
    keep_sheet(office, new, cheap=True)
    assert keyring.load(office.files.keyring, cheap=True).generation == generation


def rounds(office, district, link):
    Courier(office, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes(everything=True)


def test_the_district_lets_the_new_sheet_into_every_epoch_and_the_old_one_into_no_later_one(
    founded,
    district,
    link,
):
    office = founded.office
    joined(district, office, link)
    assert not waits_for_district(office)
    new = begun(office)
    keep_sheet(office, new, cheap=True)
    assert waits_for_district(office)
    rounds(office, district, link)
    log = ControlLog(district.register)
    (known,) = [one for one in log.state.villages.values() if one.closed is None]
    assert wants_recovery(district, known)
    assert asked_recovery(district, known) == new.public
    assert adopt_recovery(Speaker(log, link), district, known.id) == 2
    log = ControlLog(district.register)
    assert not wants_recovery(district, log.state.villages[known.id])
    first, second = log.state.epochs[known.register_stream]
    old, now = known.register_recovery.recipient, log.state.villages[known.id].register_recovery.recipient
    assert (old in second.recipients, now in second.recipients, now in first.recipients) == (
        False,
        True,
        True,
    )
    rounds(office, district, link)
    assert not waits_for_district(office)
    forget_epochs(office)
    with pytest.raises(SyncError, match="another_sheet"):
        recover_epochs(office, founded.sheet, link)
    done = recover_epochs(office, new.rows, link)
    assert (done.opened, done.missing) == (2, 0)


def test_a_key_of_another_length_in_the_settings_is_nothing_to_do(founded, district, link):
    office = founded.office
    joined(district, office, link)
    row = office.register.rows_where("village_settings")[-1]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("village_settings", bytes(row["id"]), {"recovery_public": b"short"})
    rounds(office, district, link)
    (known,) = ControlLog(district.register).state.villages.values()
    assert not wants_recovery(district, known)
