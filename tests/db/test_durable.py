"""What lies beside a store is this user's alone; what is meant for others follows the folder."""

import errno
import os
import stat

import pytest

from db.durable import keep_private, write_atomic


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def open_handed():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_file_beside_a_store_is_for_its_user_only_also_after_what_a_crash_left(tmp_path):
    (tmp_path / "village.keys.new").write_bytes(b"half")
    (tmp_path / "village.keys.new").chmod(0o644)
    write_atomic(tmp_path / "village.keys", b"one", keep_old=True)
    write_atomic(tmp_path / "village.keys", b"two", keep_old=True)
    assert {path.name: mode(path) for path in tmp_path.iterdir()} == {
        "village.keys": 0o600,
        "village.keys.bak": 0o600,
    }
    assert (tmp_path / "village.keys.bak").read_bytes() == b"one"


def test_a_paper_that_is_handed_on_is_as_readable_as_its_folder_says(tmp_path):
    write_atomic(tmp_path / "surat.pdf", b"%PDF", private=False)
    assert mode(tmp_path / "surat.pdf") == 0o644


def test_files_that_came_with_a_stick_s_permissions_become_private_and_folders_stay(tmp_path):
    came, folder = tmp_path / "village.db", tmp_path / "village.restoring"
    came.write_bytes(b"x")
    came.chmod(0o755)
    folder.mkdir(mode=0o755)
    keep_private([came, folder, tmp_path / "gone"])
    assert (mode(came), mode(folder)) == (0o600, 0o755)


def test_a_file_on_a_stick_whose_folder_cannot_be_synced_is_kept_all_the_same(tmp_path, monkeypatch):
    sync = os.fsync

    def as_on_that_stick(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not for folders")
        sync(handle)

    monkeypatch.setattr(os, "fsync", as_on_that_stick)
    write_atomic(tmp_path / "lembar.pdf", b"%PDF")
    assert (tmp_path / "lembar.pdf").read_bytes() == b"%PDF"
