"""Only an encrypted file of ours opens; every other is named for what it is, and nothing is created by mistake."""

import shutil
from pathlib import Path

import pytest

from db import engine, schema
from db.durable import from_os, write_atomic
from db.engine import full_check, open_store, quick_check
from db.errors import StoreError
from db.store import Store
from tests.db.village import make, new_key, person, reopen

NAME = "Kurniasih Widyaningrum"


def filled(folder: Path, key: bytearray) -> Path:
    with make(folder / "v.db", key) as store:
        for number in range(40):
            person(store, f"{NAME} {number}")
    return folder / "v.db"


def code_of(path: Path, key: bytearray) -> str:
    with pytest.raises(StoreError) as caught:
        reopen(path, key).close()
    return caught.value.code


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_is_refused_and_creates_nothing(tmp_path: Path, length: int):
    with pytest.raises(StoreError, match="key_length"):
        make(tmp_path / "v.db", bytearray(length))
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_key_is_a_wrong_key(tmp_path: Path):
    path = filled(tmp_path, new_key())
    assert code_of(path, new_key()) == "wrong_key"


def test_a_missing_file_is_missing_and_stays_missing(tmp_path: Path):
    assert code_of(tmp_path / "v.db", new_key()) == "missing"
    assert list(tmp_path.iterdir()) == []


def test_a_plaintext_database_is_not_a_register(tmp_path: Path):
    (tmp_path / "v.db").write_bytes(b"SQLite format 3\0" + bytes(4080))
    assert code_of(tmp_path / "v.db", new_key()) == "not_a_register"


def test_an_encrypted_file_of_another_program_is_not_a_register(tmp_path: Path):
    key = new_key()
    conn = open_store(tmp_path / "v.db", key, create=True)
    conn.execute("CREATE TABLE other(a)")
    conn.close()
    assert code_of(tmp_path / "v.db", key) == "not_a_register"


def test_an_empty_file_is_cut(tmp_path: Path):
    (tmp_path / "v.db").touch()
    assert code_of(tmp_path / "v.db", new_key()) == "cut"


@pytest.mark.parametrize("left", [-1, -4096, -3 * 4096])
def test_a_shortened_file_is_cut(tmp_path: Path, left: int):
    key = new_key()
    path = filled(tmp_path, key)
    path.write_bytes(path.read_bytes()[:left])
    assert code_of(path, key) == "cut"


def test_a_flipped_bit_is_damage(tmp_path: Path):
    key = new_key()
    path = filled(tmp_path, key)
    data = bytearray(path.read_bytes())
    data[9 * 4096 + 77] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        full_check(path, key)


def test_every_page_is_authenticated(tmp_path: Path):
    key = new_key()
    path = filled(tmp_path, key)
    data = path.read_bytes()
    for page in range(1, len(data) // 4096, 11):
        changed = bytearray(data)
        changed[page * 4096 + 5] ^= 0x80
        path.write_bytes(changed)
        with pytest.raises(StoreError):
            full_check(path, key)
    path.write_bytes(data)
    full_check(path, key)
    quick_check(path, key)


def test_a_page_half_written_when_the_disk_took_no_more_is_no_damage(tmp_path: Path):
    key = new_key()
    (tmp_path / "after").mkdir()
    with make(tmp_path / "v.db", key) as store:
        person(store, NAME)
        for file in tmp_path.glob("v.*"):  # as a program leaves them that could not end
            shutil.copy(file, tmp_path / "after")
    with (tmp_path / "after" / "v.db").open("ab") as file:
        file.write(bytes(1000))
    with reopen(tmp_path / "after" / "v.db", key) as again:
        assert again.count("people") == 1
        again.full_check()
    (tmp_path / "after" / "v.db").write_bytes((tmp_path / "v.db").read_bytes() + bytes(1000))
    assert code_of(tmp_path / "after" / "v.db", key) == "cut"


def test_creating_over_a_file_is_refused(tmp_path: Path):
    (tmp_path / "v.db").write_text("something of somebody else")
    with pytest.raises(StoreError, match="exists"):
        make(tmp_path / "v.db", new_key())
    assert (tmp_path / "v.db").read_text() == "something of somebody else"


def test_a_known_name_is_nowhere_in_the_files(tmp_path: Path):
    key = new_key()
    with make(tmp_path / "v.db", key) as store:
        person(store, NAME)
        (tmp_path / "v.keys").write_bytes(b"keyring")
        store.back_up(tmp_path / "backup", tmp_path / "v.keys")
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert any(path.name.endswith("-wal") for path in files)
        for path in files:
            data = path.read_bytes()
            for needle in (NAME, NAME.casefold(), "Widyaningrum", "people_list"):
                assert needle.encode() not in data, path.name
        assert not (tmp_path / "v.db").read_bytes().startswith(b"SQLite format 3")


def test_attach_is_denied(tmp_path: Path):
    with make(tmp_path / "v.db", new_key()) as store, pytest.raises(Exception, match="not authorized"):
        store.session.read("ATTACH 'x' AS y KEY ''")


def test_a_read_only_folder_is_said_to_be_read_only(tmp_path: Path):
    with pytest.raises(StoreError) as caught:
        write_atomic(Path("/proc/desbumi.keys"), b"x")
    assert caught.value.code in {"read_only", "missing"}


def test_a_store_that_is_there_and_cannot_be_opened_is_not_called_missing(tmp_path: Path, monkeypatch):
    make(tmp_path / "v.db", key := new_key()).close()

    def shut(*_args, **_given):
        raise engine.driver.OperationalError("unable to open database file")

    monkeypatch.setattr(engine, "_keyed", shut)
    codes = []
    for may_write in (False, True):
        monkeypatch.setattr(engine.os, "access", lambda _folder, _how, may_write=may_write: may_write)
        with pytest.raises(StoreError) as caught:
            open_store(tmp_path / "v.db", key)
        codes.append(caught.value.code)
    assert codes == ["read_only", "disk_error"]


def test_a_full_disk_keeps_the_old_file_whole():
    full = Path("/dev/full")
    if not full.exists():
        pytest.fail("this test needs /dev/full")
    with pytest.raises(OSError) as caught, full.open("wb", buffering=0) as file:
        file.write(b"x" * 10)
    assert from_os(caught.value).code == "disk_full"


def fill_up(store: Store) -> None:
    for _ in range(200):
        person(store, "x" * 3000)


def test_a_full_database_refuses_the_save_and_stays_whole(tmp_path: Path):
    key = new_key()
    with make(tmp_path / "v.db", key) as store:
        first = person(store, "Sebelum penuh")
        pages = store.session.read("PRAGMA page_count")[0][0]
        store.session.read(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="disk_full"):
            fill_up(store)
        before = store.count("people")
        store.session.read("PRAGMA max_page_count = 1000000")
        person(store, "Sesudah")
        assert store.count("people") == before + 1
        assert store.get("people", first)["full_name"] == "Sebelum penuh"
        store.verify_audit()
    full_check(tmp_path / "v.db", key)


def test_a_store_locked_by_another_program_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("db.engine.BUSY_MS", 50)
    key = new_key()
    with make(tmp_path / "v.db", key) as store:
        other = open_store(tmp_path / "v.db", key)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked_by_other"):
            person(store)
        other.execute("ROLLBACK")
        other.close()
        person(store)


def test_no_copy_of_the_key_is_made_in_the_statement_text(tmp_path: Path):
    key = new_key()
    with make(tmp_path / "v.db", key) as store:
        store.close()
        assert store.session.shared.key == bytearray(32)
    assert key != bytearray(32)


def test_files_are_for_their_owner_only(tmp_path: Path):
    with make(tmp_path / "v.db", new_key()):
        assert (tmp_path / "v.db").stat().st_mode & 0o077 == 0


def test_a_store_that_need_not_grow_opens_without_what_grows_it(
    tmp_path: Path, key: bytearray, monkeypatch: pytest.MonkeyPatch
):
    with make(tmp_path / "a.db", key) as store:
        record = person(store, "Siti")

    def asked():
        raise AssertionError("sqlite-utils was asked for")

    monkeypatch.setattr(schema, "toolkit", asked)
    with reopen(tmp_path / "a.db", key) as again:
        assert again.get("people", record)["full_name"] == "Siti"
    with pytest.raises(AssertionError):
        make(tmp_path / "b.db", new_key())
