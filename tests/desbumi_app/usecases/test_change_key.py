"""New file keys: whoever stays opens the book with what he always typed, whoever left opens nothing; a kill harms nobody."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from db import keyring
from db.boxes import BOX_BYTES, CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.backup_folder import automatic_folder, find_backups, with_state
from desbumi_app.bootstrap import NewUser
from desbumi_app.files import OLD_KEY, Files
from desbumi_app.letter_login import Login
from desbumi_app.usecases import change_key as changing
from desbumi_app.usecases.back_up import back_up, keep_daily
from desbumi_app.usecases.change_key import change_key, key_changed
from desbumi_app.usecases.change_users import add_user, reset_user, shut_out
from desbumi_app.usecases.list_users import list_users
from desbumi_app.usecases.number_letters import found_series
from desbumi_app.usecases.prepare_restore import Passphrase, Sheet, prepare_restore
from desbumi_app.usecases.restore_backup import put_in_place
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.abroad import put
from tests.desbumi_app.usecases.restoring import numbered, said

SARI = ("sari", "empat kata acak kami")
LALU = ("lalu", "empat kata acak desa")
WATI = ("wati", "kata sandi yang baru")


@pytest.fixture
def book(tmp_path):
    """A village with a user who has been shut out, and a copy of everything that he took along; closed."""
    made = bootstrap.set_up(tmp_path / "buku", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    office = made.office
    put(office, "people", name="Siti")
    found_series(office, "surat", 1)
    numbered(office, 2)
    new = NewUser(
        WATI[0], "Wati", "", frozenset({"officer", "case_officer"}), WATI[1], duress="lain sama sekali"
    )
    user = add_user(office, new, Login(*SARI), cost=CHEAP_FOR_TESTS, cheap=True).user
    for store in (office.register, office.cases):
        store.session.read("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(tmp_path / "buku", tmp_path / "taken")
    yield SimpleNamespace(
        office=office,
        files=office.files,
        sheet=made.sheet,
        user=user,
        taken=Files(tmp_path / "taken", "sukacontoh"),
    )
    bootstrap.lock(office)


def at_its_place(book, tmp_path):
    """The backup on the stick, and the book where the program looks for books: (backup, root, files)."""
    (found,) = find_backups([tmp_path / "usb"])
    root = tmp_path / "root"
    root.mkdir()
    book.files.folder.rename(root / "sukacontoh")
    return found, root, Files(root / "sukacontoh", "sukacontoh")


def unlocked(files, who):
    return bootstrap.unlock(files, *who, RecordedClock(), cheap=True)


def change(book, who=SARI):
    change_key(book.files, *who, RecordedClock(), cheap=True)


def names(office):
    return [row["name"] for row in office.register.rows_where("people")]


def shut(book):
    shut_out(book.office, book.user, Login(*SARI), cheap=True)
    bootstrap.lock(book.office)


def test_everybody_who_stays_opens_the_new_files_with_what_he_always_typed(book):
    shut(book)
    before = book.files.register.read_bytes()
    change(book)
    assert book.files.register.read_bytes() != before
    for who, cases in ((SARI, True), (LALU, False), (("kades", "kepala desa yang jujur"), False)):
        office = unlocked(book.files, who)
        assert names(office) == ["Siti"]
        assert (office.cases is not None) is cases
        assert bool(office.letter_scalar) is True
        bootstrap.lock(office)


def test_who_left_opens_neither_the_new_files_nor_them_with_the_keys_he_took(book):
    shut(book)
    change(book)
    with pytest.raises(StoreError, match="no_such_user"):
        unlocked(book.files, WATI)
    ring = keyring.load(book.taken.keyring, cheap=True)
    old = ring.unlock(book.user, WATI[1])
    for path, key in ((book.files.register, old.register), (book.files.cases, old.cases)):
        copy = book.taken.folder / f"now-{path.name}"
        shutil.copyfile(path, copy)
        with pytest.raises(StoreError, match="wrong_key"):
            keyring_open(copy, key)
    now = keyring.load(book.files.keyring, cheap=True)
    assert not now.belongs_to(old.register)
    assert list(book.files.folder.rglob("*.bak")) == []
    assert not (book.files.folder / OLD_KEY).exists()


def keyring_open(path, key):
    from db.engine import open_store

    open_store(path, key).close()


def test_numbers_mark_identity_and_recovery_sheet_go_on(book):
    before = (book.office.register.identity(), book.office.register.next_number("surat/2026", 0))
    shut(book)
    change(book)
    office = unlocked(book.files, SARI)
    assert (office.register.identity(), office.register.next_number("surat/2026", 0)) == before
    assert "change_key" in [line.purpose for line in office.register.audit_lines()]
    office.register.verify_audit()
    assert key_changed(office)
    assert not any(one.unfinished for one in list_users(office, cheap=True))
    bootstrap.lock(office)
    register = keyring.load(book.files.keyring, cheap=True).recover(book.sheet)
    keyring_open(book.files.register, register)


def test_it_may_be_done_again_and_passwords_change_as_before(book):
    shut(book)
    change(book)
    change(book)
    ring = keyring.load(book.files.keyring, cheap=True)
    lalu = next(entry.id for entry in ring.users if entry.label == "lalu")
    ring.with_passphrase(lalu, LALU[1], "kata yang lebih baru").save(book.files.keyring)
    office = unlocked(book.files, ("lalu", "kata yang lebih baru"))
    reset_user(office, lalu, book.sheet, "kata ketiga yang baru", cost=CHEAP_FOR_TESTS, cheap=True)
    bootstrap.lock(office)
    change(book)
    for who in (SARI, ("lalu", "kata ketiga yang baru")):
        bootstrap.lock(unlocked(book.files, who))


def test_a_duress_passphrase_gets_the_register_and_never_the_case_book(book):
    bootstrap.lock(book.office)
    change(book)
    office = unlocked(book.files, (WATI[0], "lain sama sekali"))
    assert (names(office), office.cases) == (["Siti"], None)
    bootstrap.lock(office)
    full = unlocked(book.files, WATI)
    assert full.cases is not None
    bootstrap.lock(full)


def test_handovers_do_not_show_which_box_is_which(book):
    bootstrap.lock(book.office)
    change(book)
    ring = keyring.load(book.files.keyring, cheap=True)
    shapes = {
        tuple(len(part) for pair in (*entry.publics, *entry.handover) for part in pair)
        + tuple(map(len, entry.boxes))
        for entry in ring.users
    }
    assert shapes == {(32, 32, 32, 32, 81, 81, 81, 81, BOX_BYTES, BOX_BYTES)}


def test_without_the_case_books_key_nothing_is_changed(book):
    shut(book)
    before = book.files.keyring.read_bytes()
    with pytest.raises(StoreError, match="closed"):
        change(book, LALU)
    with pytest.raises(StoreError, match="wrong_passphrase"):
        change(book, ("sari", "bukan kata sandinya"))
    assert book.files.keyring.read_bytes() == before
    bootstrap.lock(unlocked(book.files, SARI))


def test_a_handover_that_somebody_altered_is_noticed(book):
    bootstrap.lock(book.office)
    change(book)
    data = bytearray(book.files.keyring.read_bytes())
    ring = keyring.load(book.files.keyring, cheap=True)
    at = bytes(data).index(ring.users[0].handover[0][0])
    data[at + 40] ^= 1
    book.files.keyring.write_bytes(data)
    with pytest.raises(StoreError, match="keyring_tampered"):
        unlocked(book.files, (ring.users[0].label, dict([SARI, LALU])[ring.users[0].label]))


@pytest.mark.parametrize("after", [0, 1, 3, 5, 7])
def test_killed_while_the_files_change_places_the_book_opens_with_the_same_passwords(
    book, monkeypatch, after
):
    shut(book)
    left, real = [after], Path.replace

    def killed(path, target):
        if left[0] == 0 and path.suffix != ".new":
            raise KeyboardInterrupt
        left[0] -= path.suffix != ".new"
        return real(path, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        change(book)
    monkeypatch.undo()
    for who in (SARI, LALU):
        office = unlocked(book.files, who)
        assert names(office) == ["Siti"]
        bootstrap.lock(office)
    assert not book.files.restoring.folder.exists()


def test_killed_before_the_decision_the_old_files_stay(book, monkeypatch):
    shut(book)

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(changing, "replace_all", killed)
    with pytest.raises(KeyboardInterrupt):
        change(book)
    monkeypatch.undo()
    office = unlocked(book.files, SARI)
    assert names(office) == ["Siti"]
    assert not key_changed(office)
    bootstrap.lock(office)


@pytest.mark.parametrize("by_sheet", [False, True])
def test_a_backup_from_before_comes_back_under_the_key_of_today_and_nobody_who_left_with_it(
    book, tmp_path, by_sheet
):
    back_up(book.office, tmp_path / "usb")
    shut(book)
    change(book)
    found, root, files = at_its_place(book, tmp_path)
    secret = Sheet(book.sheet) if by_sheet else Passphrase(*SARI)
    ready = prepare_restore(root, found, secret, RecordedClock(), cost=CHEAP_FOR_TESTS)
    assert (ready.old_users, ready.cases) == (False, "kept")
    put_in_place(ready, said(ready), RecordedClock())
    for who in (SARI, LALU):
        office = unlocked(files, who)
        assert names(office) == ["Siti"]
        bootstrap.lock(office)
    with pytest.raises(StoreError, match="no_such_user"):
        unlocked(files, WATI)


def test_a_broken_case_book_comes_back_from_before_under_the_key_of_today(book, tmp_path):
    back_up(book.office, tmp_path / "usb")
    shut(book)
    change(book)
    found, root, files = at_its_place(book, tmp_path)
    files.cases.unlink()
    ready = prepare_restore(root, found, Passphrase(*SARI), RecordedClock(), cost=CHEAP_FOR_TESTS)
    assert (ready.cases, ready.register_kept) == ("backup", True)
    put_in_place(ready, said(ready), RecordedClock())
    office = unlocked(files, SARI)
    assert office.cases is not None
    bootstrap.lock(office)


def test_a_case_book_under_a_newer_key_never_stays_beside_an_older_keyring(book, tmp_path):
    back_up(book.office, tmp_path / "usb")
    shut(book)
    change(book)
    found, root, files = at_its_place(book, tmp_path)
    files.keyring.write_bytes(bytes(100))
    secret = Sheet(book.sheet, "kades", "kata sandi baru sekali")
    ready = prepare_restore(root, found, secret, RecordedClock(), cost=CHEAP_FOR_TESTS)
    assert ready.cases == "unread"
    done = put_in_place(ready, said(ready), RecordedClock())
    assert (done.aside / files.cases.name).exists()
    office = unlocked(files, SARI)
    assert office.cases is not None
    bootstrap.lock(office)


def test_by_the_sheet_the_case_book_stays_where_only_the_keyring_is_broken(book, tmp_path):
    back_up(book.office, tmp_path / "usb")
    bootstrap.lock(book.office)
    found, root, files = at_its_place(book, tmp_path)
    files.keyring.write_bytes(bytes(100))
    ready = prepare_restore(root, found, Sheet(book.sheet), RecordedClock(), cost=CHEAP_FOR_TESTS)
    assert ready.cases == "kept"
    put_in_place(ready, said(ready), RecordedClock())
    office = unlocked(files, SARI)
    assert office.cases is not None
    bootstrap.lock(office)


def at_root(book, tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    book.files.folder.rename(root / "sukacontoh")
    return root, Files(root / "sukacontoh", "sukacontoh")


def test_who_was_shut_out_restores_no_copy_from_before_while_the_keyring_of_today_is_there(book, tmp_path):
    back_up(book.office, tmp_path / "usb")
    shut(book)
    root, files = at_root(book, tmp_path)
    (found,) = find_backups([tmp_path / "usb"])
    for rekeyed in (False, True):
        if rekeyed:
            change_key(files, *SARI, RecordedClock(), cheap=True)
        with pytest.raises(StoreError, match="no_such_user"):
            prepare_restore(root, found, Passphrase(*WATI), RecordedClock(), cost=CHEAP_FOR_TESTS)


def test_after_a_new_key_the_copies_of_this_laptop_open_for_who_stays_and_not_for_who_left(book, tmp_path):
    keep_daily(book.office)
    shut(book)
    clock = RecordedClock()
    clock.forward(60)
    change_key(book.files, *SARI, clock, cheap=True)
    newest, oldest = find_backups([automatic_folder(book.files)])
    assert (with_state(newest), with_state(oldest), newest.cases is not None) == ("checked", "checked", True)
    now = keyring.load(book.files.keyring, cheap=True)
    then = keyring.load(oldest.keyring, cheap=True)
    copies = sorted(automatic_folder(book.files).glob("*.keys"))
    assert len(copies) == 4
    assert all(book.user not in [one.id for one in keyring.load(path, cheap=True).users] for path in copies)
    assert keyring.load(newest.keyring, cheap=True).hash() == now.hash()
    keyring_open(oldest.register, then.unlock(then.labelled(SARI[0]).id, SARI[1]).register)
    keyring_open(oldest.register, then.recover(book.sheet))


def test_after_a_new_key_the_files_set_aside_open_for_nobody_who_left(book, tmp_path):
    back_up(book.office, tmp_path / "usb")
    bootstrap.lock(book.office)
    root, files = at_root(book, tmp_path)
    (found,) = find_backups([tmp_path / "usb"])
    ready = prepare_restore(root, found, Passphrase(*SARI), RecordedClock(), cost=CHEAP_FOR_TESTS)
    aside = put_in_place(ready, said(ready), RecordedClock()).aside
    office = unlocked(files, SARI)
    shut_out(office, book.user, Login(*SARI), cheap=True)
    bootstrap.lock(office)
    change_key(files, *SARI, RecordedClock(), cheap=True)
    assert list(aside.glob("*.bak")) == []
    ring = keyring.load(aside / files.keyring.name, cheap=True)
    assert book.user not in [entry.id for entry in ring.users]
    keyring_open(aside / files.register.name, ring.unlock(ring.labelled(SARI[0]).id, SARI[1]).register)
