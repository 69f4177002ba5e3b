"""Puts a prepared set of files in the place of another, all of it or nothing, whenever the power goes.

The prepared folder holds the new files under their final names. From the moment its plan is written the new set
counts: `settle` carries the plan out, and again after a crash, until it is gone. What lay there before is kept aside.
A folder without a plan decides nothing; whoever prepares removes it.
"""

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from db.durable import from_os, sync_folder, write_atomic
from db.errors import StoreError

PLAN = "plan.json"
_FORMAT = 1


def replace_all(prepared: Path, place: Path, aside: Path, old: Sequence[str]) -> None:
    """Moves every file of `prepared` to `place`, and those named `old` to `aside` first.

    Raises StoreError disk_full, read_only; before the plan was written nothing has changed.
    """
    names = sorted(path.name for path in prepared.iterdir() if path.is_file())
    plan = {"format": _FORMAT, "new": names, "old": sorted({*old, *names}), "aside": aside.name}
    try:
        for name in names:
            _sync_file(prepared / name)
        sync_folder(prepared)
        sync_folder(place)
    except OSError as error:
        raise from_os(error) from error
    write_atomic(prepared / PLAN, json.dumps(plan).encode())
    settle(place, prepared.name)


def settle(place: Path, prepared: str) -> bool:
    """Finishes what was decided before a crash; True if there was something. Cheap where there is nothing."""
    folder = place / prepared
    if not (folder / PLAN).exists():
        return False
    try:
        _carry_out(folder, place, _plan(folder / PLAN))
        (folder / PLAN).unlink()
        sync_folder(folder)
        shutil.rmtree(folder)
        sync_folder(place)
    except OSError as error:
        raise from_os(error) from error
    return True


def _plan(path: Path) -> tuple[list[str], list[str], str]:
    body = json.loads(path.read_bytes())
    names = [*body["new"], *body["old"], body["aside"]]
    if body["format"] != _FORMAT or any(Path(name).name != name for name in names):
        raise StoreError("backup_failed", "plan")
    return list(body["new"]), list(body["old"]), str(body["aside"])


def _carry_out(folder: Path, place: Path, plan: tuple[list[str], list[str], str]) -> None:
    """First everything old goes aside, then the new comes; each step may have happened already."""
    new, old, kept = plan
    aside = place / kept
    if not (folder / "old-is-aside").exists():
        aside.mkdir(mode=0o700, exist_ok=True)
        for name in _there(place, old):
            (place / name).replace(aside / name)
        sync_folder(aside)
        sync_folder(place)
        write_atomic(folder / "old-is-aside", b"")
    for name in _there(folder, new):
        (folder / name).replace(place / name)
    sync_folder(place)


def _there(folder: Path, names: Iterable[str]) -> list[str]:
    return [name for name in names if (folder / name).exists()]


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
