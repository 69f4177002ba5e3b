"""Failures in words: what happened, whether the data is safe, what to do now. Below the window there are codes only.

An error is known by its `code`; what nobody foresaw gets a code of its own, made from its kind and place, and never
shows its text, since that could hold a name.
"""

import hashlib
import traceback
from dataclasses import dataclass
from typing import Final

from ui.language import N_, _

SAFE: Final = N_("Everything recorded before is safe.")


@dataclass(frozen=True, slots=True)
class Explained:
    """Three sentences and the code a helper can ask for."""

    code: str
    happened: str
    safe: str
    do: str

    @property
    def sentence(self) -> str:
        """Second and third sentence as one line of a banner."""
        return f"{self.safe} {self.do}"


NOTHING: Final = N_("Nothing has changed.")
BACKUPS: Final = N_("Backups are not affected.")
WAITS: Final = N_("Your work is safe on this laptop and waits to be sent.")
RESTORE: Final = N_("Restore the newest backup that was checked, or call the district.")
AGAIN: Final = N_("Open the page again and repeat the last step.")

_Known = tuple[str, str, str]
KNOWN: Final[dict[str, _Known]] = {
    "wrong_passphrase": (
        N_("The password does not match."),
        NOTHING,
        N_("Look whether Caps Lock is on and type it again."),
    ),
    "no_such_user": (
        N_("This user name is not known on this laptop."),
        NOTHING,
        N_("Check the spelling, or choose another user."),
    ),
    "no_memory_for_passphrase": (
        N_("The laptop has too little free memory to check the password."),
        NOTHING,
        N_("Close other programs and try again."),
    ),
    "missing": (
        N_("The village book was not found on this laptop."),
        BACKUPS,
        N_("Look whether the disk is connected, or restore a backup."),
    ),
    "damaged": (N_("The village book cannot be read."), BACKUPS, RESTORE),
    "cut": (N_("A part of the village book is missing."), BACKUPS, RESTORE),
    "not_a_register": (N_("This file is not a village book."), NOTHING, N_("Choose another file.")),
    "wrong_key": (N_("This book belongs to another key."), NOTHING, N_("Choose the book of this village.")),
    "key_length": (N_("The key of this book is not complete."), BACKUPS, RESTORE),
    "exists": (N_("There is already a book in this place."), NOTHING, N_("Choose another place.")),
    "someone_elses_keyring": (
        N_("The key file belongs to another village."),
        NOTHING,
        N_("Choose the folder of this village."),
    ),
    "keyring_damaged": (N_("The key file cannot be read."), BACKUPS, RESTORE),
    "keyring_tampered": (N_("The key file was changed by someone else."), BACKUPS, RESTORE),
    "keyring_parameters": (N_("The key file has values that are not allowed."), BACKUPS, RESTORE),
    "mark_tampered": (N_("The safety mark beside the book was changed."), BACKUPS, RESTORE),
    "recovery_row": (
        N_("One row of the recovery sheet is not right."),
        NOTHING,
        N_("Compare it letter by letter with the paper."),
    ),
    "recovery_key": (
        N_("This recovery sheet belongs to another book."),
        NOTHING,
        N_("Look for the sheet of this village."),
    ),
    "newer_format": (
        N_("This village book was written by a newer version of Desbumi."),
        NOTHING,
        N_("Install the newer version on this laptop."),
    ),
    "locked_by_other": (
        N_("Another Desbumi window has this village book open."),
        NOTHING,
        N_("Close the other window first."),
    ),
    "disk_full": (
        N_("The disk is full; this entry could not be recorded."),
        SAFE,
        N_("Delete files you no longer need, then press the button again."),
    ),
    "read_only": (
        N_("This folder cannot be written to."),
        SAFE,
        N_("Move the book to another folder, or ask who set up the laptop."),
    ),
    "closed": (N_("The book is locked."), SAFE, N_("Unlock it and do this step again.")),
    "value_too_long": (N_("One entry is too long."), SAFE, N_("Shorten it and record it again.")),
    "no_such_record": (N_("This entry is no longer in the book."), SAFE, AGAIN),
    "in_dispute": (
        N_("This field has two different entries."),
        N_("Both entries are kept."),
        N_("Settle them on the page Different entries first."),
    ),
    "already_sealed": (
        N_("It is too late to undo this entry."),
        SAFE,
        N_("Correct the entry instead; the history shows both."),
    ),
    "already_built_upon": (
        N_("Somebody has already worked on with this entry."),
        SAFE,
        N_("Correct the entry instead; the history shows both."),
    ),
    "nothing_to_undo": (N_("There is nothing left to undo."), NOTHING, AGAIN),
    "bad_operation": (N_("This change does not fit the book."), NOTHING, AGAIN),
    "backup_failed": (
        N_("The backup could not be made."),
        SAFE,
        N_("Look whether the disk has room and is connected, then try again."),
    ),
    "audit_broken": (
        N_("The record of who did what has a gap."),
        SAFE,
        N_("Go on working and tell the district today."),
    ),
    "no_network": (
        N_("There is no connection to the district."),
        WAITS,
        N_("It will be tried again; you can also save to USB."),
    ),
    "no_printer": (
        N_("No printer was found."),
        N_("The paper is kept."),
        N_("Connect a printer, or save the paper to USB."),
    ),
}


def explain(error: BaseException) -> Explained:
    """The three sentences for a failure; a `code` that is not known here is shown with the general sentences."""
    code = getattr(error, "code", None)
    if isinstance(error, OSError) and not isinstance(code, str):
        code = _of_system(error)
    if isinstance(code, str):
        return sentences(str(code))
    return sentences(fingerprint(error))


def sentences(code: str) -> Explained:
    """The three sentences for a code."""
    happened, safe, do = KNOWN.get(code, (None, SAFE, None))
    return Explained(
        code,
        _(happened) if happened else _("This step did not work (code {code}).", code=code),
        _(safe),
        _(do) if do else _("Try once more. If it happens again, write down the code and call the district."),
    )


def fingerprint(error: BaseException) -> str:
    """A short code from the kind and the place of an error, never from its text: "E-4F2A"."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    digest = hashlib.sha256(f"{type(error).__name__}@{place}".encode()).hexdigest()
    return f"E-{digest[:4].upper()}"


def redacted_report(error: BaseException) -> str:
    """What may be passed on: kinds, files of this program, functions and lines; no values, no text of errors."""
    lines = [f"{fingerprint(error)} {type(error).__name__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        file = frame.filename.replace("\\", "/").split("/")
        lines.append(f"  {'/'.join(file[-2:])}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


def _of_system(error: OSError) -> str | None:
    import errno

    names = {errno.ENOSPC: "disk_full", errno.EROFS: "read_only", errno.EACCES: "read_only"}
    return names.get(error.errno or 0)
