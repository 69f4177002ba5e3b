"""What lies in a folder of backups: each with its day, its size, and whether its bytes are still those that were checked.

Opens no store and needs no key: a list beside each backup holds the sizes and hashes of its files, and what the door
of that book shows anyway. A backup without that list is offered too, unchecked.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from db.durable import write_atomic
from desbumi_app.files import KEPT, Files
from desbumi_app.profile import Profile, profile_body, read_profile

MANIFEST: Final = ".backup.json"
_FORMAT: Final = 1
# An office's short name and nothing else: a name from a stick becomes a folder on this computer.
_STAMP: Final = re.compile(r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)-(?P<stamp>[0-9]{8}T[0-9]{6}Z)")
_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_PARTS: Final = ("register", "keyring", "cases")
_BLOCK: Final = 1 << 20

State = Literal["checked", "damaged", "unchecked"]


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """One backup. `name` is the office's short name; `profile` is None where only the files lie there.

    `state`: checked (the bytes are those that were read back when it was made), damaged, unchecked.
    """

    name: str
    at: datetime
    size: int
    state: State
    register: Path
    keyring: Path
    cases: Path | None
    profile: Profile | None

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.register.parent

    @property
    def manifest(self) -> Path:
        """The list beside it, whether or not it is there."""
        return self.register.with_name(f"{self.register.stem}{MANIFEST}")


def automatic_folder(files: Files) -> Path:
    """Where the daily backups of an office lie."""
    return files.folder / KEPT


def write_manifest(profile: Profile, parts: Mapping[str, Path]) -> Path:
    """Writes the list of a finished backup; `parts`: register, keyring and perhaps cases. StoreError disk_full, …."""
    register = parts["register"]
    body = {
        "format": _FORMAT,
        "profile": profile_body(profile),
        "files": {
            part: {"name": path.name, "size": path.stat().st_size, "sha256": _hash(path)}
            for part, path in parts.items()
        },
    }
    path = register.with_name(f"{register.stem}{MANIFEST}")
    write_atomic(path, json.dumps(body, ensure_ascii=False, indent=1).encode())
    return path


def keyring_changed(path: Path) -> None:
    """The list beside a backup, after its keyring was written anew; nothing where there is none or it lists another."""
    manifest = path.with_name(f"{path.stem}{MANIFEST}")
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        body = json.loads(manifest.read_bytes())
        row = body["files"]["keyring"]
        if row["name"] == path.name:
            row |= {"size": path.stat().st_size, "sha256": _hash(path)}
            write_atomic(manifest, json.dumps(body, ensure_ascii=False, indent=1).encode())


def find_backups(folders: Iterable[Path]) -> tuple[FoundBackup, ...]:
    """The backups in these folders and one level below, newest first. Folders that cannot be read hold none."""
    found = {
        path.resolve(): backup
        for folder in folders
        for path in _stores_in(folder)
        if (backup := _found(path)) is not None
    }
    return tuple(sorted(found.values(), key=lambda one: one.at, reverse=True))


def with_state(one: FoundBackup) -> State:
    """Reads every byte of a backup and says how it is; slow for a large one, so asked on a worker."""
    if one.state != "checked":
        return one.state
    files = _listed(one.manifest)
    whole = all(_hash(one.folder / row["name"]) == row["sha256"] for row in files.values())
    return "checked" if whole else "damaged"


def cases_near(one: FoundBackup) -> Path | None:
    """The case book's copy of a backup, or the newest one in its folder: a desk user's copy has none of its own."""
    if one.cases is not None:
        return one.cases
    try:
        found = sorted(one.folder.glob(f"{one.name}.cases-*.db"))
    except OSError:
        return None
    return found[-1] if found else None


def _stores_in(folder: Path) -> list[Path]:
    try:
        below = [path for path in sorted(folder.iterdir()) if path.is_dir()] if folder.is_dir() else []
        return [path for where in (folder, *below) for path in sorted(where.glob("*.db"))]
    except OSError:
        return []


def _found(path: Path) -> FoundBackup | None:
    match = _STAMP.fullmatch(path.stem)
    keyring = path.with_suffix(".keys")
    if match is None or not keyring.exists():
        return None
    at, name = _instant(match["stamp"]), match["name"]
    if at is None:
        return None
    beside = path.with_name(f"{name}.cases-{match['stamp']}.db")
    profile: Profile | None = None
    state: State = "unchecked"
    cases = beside
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        profile, state, cases = _manifest_says(path, beside)
    parts = [path, keyring, *([cases] if cases.exists() else [])]
    size = sum(part.stat().st_size for part in parts)
    return FoundBackup(name, at, size, state, path, keyring, cases if cases.exists() else None, profile)


def _manifest_says(register: Path, cases: Path) -> tuple[Profile, State, Path]:
    """The profile, what sizes alone tell, and where the case compartment's copy lies."""
    path = register.with_name(f"{register.stem}{MANIFEST}")
    profile = read_profile(json.loads(path.read_bytes())["profile"])
    files = _listed(path)
    sizes = {register.parent / row["name"]: row["size"] for row in files.values()}
    whole = all(part.exists() and part.stat().st_size == size for part, size in sizes.items())
    if "cases" in files:
        cases = register.parent / files["cases"]["name"]
    return profile, "checked" if whole else "damaged", cases


def _listed(manifest: Path) -> dict[str, Any]:
    files = json.loads(manifest.read_bytes())["files"]
    rows = {part: files[part] for part in _PARTS if part in files}
    if any(_FILE.fullmatch(row["name"]) is None for row in rows.values()):
        raise ValueError("a name with a folder in it")
    return rows


def _instant(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
