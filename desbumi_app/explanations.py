"""What went wrong, in three sentences: what happened, whether the data is safe, what to do now.

The one table for the window and the command line. English msgids; whoever shows them translates. A code that is not
here is shown as itself, and what nobody foresaw gets a code made from its kind and place, never its text.
"""

import errno
import hashlib
import traceback
from dataclasses import dataclass
from typing import Final

from desbumi_app.catalogue.load import CatalogueError
from desbumi_app.catalogue.workbook import MESSAGES as OF_WORKBOOKS
from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.documents.errors import PaperError
from desbumi_app.domain.problems import Message
from desbumi_app.known_failures import KNOWN, NOT_TAKEN, SAFE, TRY, UNKNOWN

# What to do about a list that cannot be read; its own sentence already says how to mend it.
MEND: Final = "Mend the file and import it again; nobody is recorded twice."
FIND: Final = "Look whether its stick is plugged in and its name is right, then choose it again."

CORRECT: Final = "Correct the entry and print the paper again."


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code that a helper can ask for, and three messages that are still in English."""

    code: str
    happened: Message
    safe: Message
    do: Message


def explain(error: BaseException) -> Explanation:
    """The three messages of a failure, whatever it is; the text of an unknown one is never shown."""
    if isinstance(error, WorkbookError):
        mend = FIND if error.code == "not_found" else MEND
        return Explanation(f"workbook_{error.code}", error.message, Message(NOT_TAKEN), Message(mend))
    if isinstance(error, PaperError):
        return Explanation(f"paper_{error.code}", error.message(), Message(SAFE), Message(CORRECT))
    if isinstance(error, CatalogueError):
        return of_code("content_damaged")
    code = getattr(error, "code", None)
    if isinstance(error, OSError) and not isinstance(code, str):
        code = _OF_SYSTEM.get(error.errno or 0)
    return of_code(code if isinstance(code, str) else fingerprint(error))


def of_code(code: str) -> Explanation:
    """The three messages of a code; one that is not known here is shown so that it can be told on."""
    known = KNOWN.get(code)
    if known is None:
        return Explanation(code, Message(UNKNOWN, {"code": code}), Message(SAFE), Message(TRY))
    happened, safe, do = known
    return Explanation(code, Message(happened), Message(safe), Message(do))


def sentences() -> frozenset[str]:
    """Every msgid this module can say, without those of workbooks, which are the catalogue's own."""
    fixed = {SAFE, UNKNOWN, TRY, NOT_TAKEN, MEND, FIND, CORRECT}
    return frozenset(fixed.union(*KNOWN.values())) - frozenset(OF_WORKBOOKS.values())


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


_OF_SYSTEM: Final = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EIO: "disk_error",
    errno.EFBIG: "disk_error",
}
