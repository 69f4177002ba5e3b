"""A backup opens with the same key, holds everything, and is called done only after it was read back."""

from pathlib import Path

import pytest

from db import backup
from db.errors import StoreError
from db.store import Store
from tests.db.village import new_key, person, reopen


@pytest.fixture
def keyring(tmp_path: Path) -> Path:
    path = tmp_path / "sukamaju.keys"
    path.write_bytes(b"the keyring")
    return path


def test_a_backup_holds_everything_and_its_keyring(
    store: Store, tmp_path: Path, key: bytearray, keyring: Path
):
    for number in range(300):
        person(store, f"Siti {number}")
    done = store.back_up(tmp_path / "usb", keyring)
    assert done.keyring.read_bytes() == b"the keyring"
    assert done.size == done.store.stat().st_size
    assert sorted(path.name for path in (tmp_path / "usb").iterdir()) == sorted(
        [done.store.name, done.keyring.name]
    )
    expected = store.state_hash()
    with reopen(done.store, key) as copy:
        assert copy.state_hash() == expected
        assert copy.verify_audit() >= 300
    with pytest.raises(StoreError, match="wrong_key"):
        reopen(done.store, new_key())


def test_a_damaged_copy_is_never_called_done(
    store: Store, tmp_path: Path, keyring: Path, monkeypatch: pytest.MonkeyPatch
):
    for number in range(100):
        person(store, f"Siti {number}")
    copy = backup._copy

    def with_a_bad_sector(session, target: Path) -> None:
        copy(session, target)
        data = bytearray(target.read_bytes())
        data[5 * 4096 + 9] ^= 1
        target.write_bytes(data)

    monkeypatch.setattr(backup, "_copy", with_a_bad_sector)
    with pytest.raises(StoreError, match="damaged"):
        store.back_up(tmp_path / "usb", keyring)
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_missing_keyring_is_no_backup(store: Store, tmp_path: Path):
    with pytest.raises(StoreError):
        store.back_up(tmp_path / "usb", tmp_path / "none.keys")
    assert [path.suffix for path in (tmp_path / "usb").iterdir()] == []


def test_the_store_can_be_written_after_a_backup(store: Store, tmp_path: Path, keyring: Path):
    store.back_up(tmp_path / "usb", keyring)
    person(store)
    assert store.count("people") == 1


def test_a_lock_in_the_middle_is_told_as_a_lock_and_leaves_no_copy(
    store: Store, tmp_path: Path, keyring: Path, monkeypatch: pytest.MonkeyPatch
):
    person(store)
    check = backup.full_check

    def locked_before(target: Path, key: bytearray) -> None:
        store.close()
        check(target, key)

    monkeypatch.setattr(backup, "full_check", locked_before)
    with pytest.raises(StoreError, match="closed"):
        store.back_up(tmp_path / "usb", keyring)
    assert list((tmp_path / "usb").iterdir()) == []
