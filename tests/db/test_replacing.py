"""Killed at any boundary, a replacement leaves the old book or the new one, whole, and never neither."""

import os
from pathlib import Path

import pytest

from db import durable, replacing

OLD = {"v.db": b"old", "v.db-wal": b"old log", "v.keys": b"old keys", "v.mark": b"old mark"}
NEW = {"v.db": b"new", "v.keys": b"new keys", "v.profile.json": b"new profile"}


class Killed(BaseException):
    """The power went."""


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def replace(place: Path) -> None:
    replacing.replace_all(place / "v.restoring", place, place / "aside", tuple(OLD))


def prepared(tmp_path: Path) -> Path:
    place = lay(tmp_path / "v", OLD)
    lay(place / "v.restoring", NEW)
    return place


def test_the_new_set_is_in_place_and_the_old_one_aside(tmp_path: Path):
    place = prepared(tmp_path)
    replace(place)
    assert held(place) == NEW
    assert held(place / "aside") == OLD
    assert not (place / "v.restoring").exists()
    assert replacing.settle(place, "v.restoring") is False


def killing_at(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Ends the program at the n-th durable step: a rename, a removal or a synced folder."""
    left = [step]

    def counted(real):
        def wrapped(*args, **kwargs):
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return real(*args, **kwargs)

        return wrapped

    monkeypatch.setattr(Path, "replace", counted(Path.replace))
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    monkeypatch.setattr(os, "unlink", counted(os.unlink))
    monkeypatch.setattr(os, "fsync", counted(os.fsync))
    monkeypatch.setattr(durable, "sync_folder", counted(durable.sync_folder))


def test_killed_at_every_boundary_it_is_the_old_book_or_the_new_one(tmp_path: Path):
    steps, old, new = 0, 0, 0
    for step in range(200):
        place = prepared(tmp_path / str(step))
        with pytest.MonkeyPatch.context() as patch:
            killing_at(patch, step)
            try:
                replace(place)
            except Killed:
                steps += 1
            else:
                break
        replacing.settle(place, "v.restoring")
        now = held(place)
        assert now in (OLD, NEW), step
        old, new = old + (now == OLD), new + (now == NEW)
        if now == NEW:
            assert held(place / "aside") == OLD
    else:
        pytest.fail("it never ended")
    assert (old > 3, new > 10) == (True, True)
    print(f"replacing: killed at {steps} boundaries, {old} times the old book, {new} times the new one")


def test_killed_again_while_it_goes_on_it_still_ends(tmp_path: Path):
    place = prepared(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        killing_at(patch, 12)
        with pytest.raises(Killed):
            replace(place)
    for step in range(1, 100):
        with pytest.MonkeyPatch.context() as patch:
            killing_at(patch, step)
            try:
                replacing.settle(place, "v.restoring")
            except Killed:
                continue
        break
    replacing.settle(place, "v.restoring")
    assert held(place) == NEW
    assert held(place / "aside") == OLD


def test_a_prepared_folder_without_a_decision_changes_nothing(tmp_path: Path):
    place = prepared(tmp_path)
    assert replacing.settle(place, "v.restoring") is False
    assert held(place) == OLD
