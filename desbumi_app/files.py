"""Where an office lies on this computer: the names of its files. Opens none of them."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.durable import keep_private
from db.errors import StoreError
from db.replacing import settle

UNFINISHED: Final = ".baru"
# A folder inside an office's, in which the files that will replace it are prepared.
RESTORING: Final = ".restoring"
# Where the copies lie that this computer makes by itself.
KEPT: Final = "cadangan"
# Where files under a key that was changed lie for a moment; whoever was shut out could open them, so they go.
OLD_KEY: Final = "kunci-lama"
ROOM: Final = 1_000_000  # bytes; with less a store cannot open its log
# What a store says of itself when its log could not be opened.
LOOKS_BROKEN: Final = frozenset({"damaged", "cut", "wrong_key", "disk_error"})


@dataclass(frozen=True, slots=True)
class Files:
    """Where one office lies on this computer. `name` is the short name of village or district in file names."""

    folder: Path
    name: str

    @property
    def register(self) -> Path:
        """The main store: a village's register or a district's."""
        return self.folder / f"{self.name}.db"

    @property
    def cases(self) -> Path:
        """The case compartment, present from set-up whatever roles the village has (trust.md 1)."""
        return self.folder / f"{self.name}.cases.db"

    @property
    def keyring(self) -> Path:
        """The users' boxes."""
        return self.folder / f"{self.name}.keys"

    @property
    def profile(self) -> Path:
        """What is shown before unlocking: place name, users, last opened; no key and no person of the register."""
        return self.folder / f"{self.name}.profile.json"

    @property
    def restoring(self) -> "Files":
        """The same office while it is prepared from a backup."""
        return Files(self.folder / f"{self.name}{RESTORING}", self.name)

    def settle(self) -> bool:
        """Finishes a restore that a crash interrupted after its decision; StoreError disk_full, read_only, …."""
        done = settle(self.folder, self.restoring.folder.name)
        shutil.rmtree(self.folder / OLD_KEY, ignore_errors=True)
        return done

    @property
    def there(self) -> bool:
        """Whether anything of this office lies here: any of its files, or copies that were kept of it."""
        try:
            inside = list(self.folder.iterdir())
        except OSError:
            return False
        own = f"{self.name}."
        return any(path.name == KEPT or (path.name.startswith(own) and path.is_file()) for path in inside)

    def no_room(self) -> bool:
        """Whether the disk is so full that a store cannot open its log, and seems to be broken."""
        return shutil.disk_usage(self.folder).free < ROOM

    def keep_private(self) -> None:
        """Makes every file of this office this user's alone: a copy from a stick comes with whatever the stick had."""
        with suppress(OSError):
            keep_private(self.folder.glob(f"{self.name}.*"))


def offices_in(root: Path) -> list[Files]:
    """The offices of this computer, by name; what was never finished does not count.

    One whose files are damaged or partly gone counts too: nobody may take this computer for a new one. A folder that
    was given another name is found by what lies in it, unless the book lies here under its own name as well.
    """
    folders = sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    found = [Files(path, path.name) for path in folders if not path.name.endswith(UNFINISHED)]
    for files in found:
        with suppress(StoreError):  # told when it is opened
            files.settle()
    named = [files for files in found if files.there]
    own = {files.name for files in named}
    renamed = [_renamed(files.folder) for files in found if files not in named]
    return named + [files for files in renamed if files is not None and files.name not in own]


def _renamed(folder: Path) -> Files | None:
    """The office whose files lie in a folder of another name."""
    with suppress(OSError):
        for ending in (".profile.json", ".keys"):
            for path in sorted(folder.glob(f"*{ending}")):
                return Files(folder, path.name.removesuffix(ending))
    return None
