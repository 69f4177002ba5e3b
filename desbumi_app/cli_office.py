"""`desbumi import` and `desbumi sync`: an office opened by a passphrase for one job, and closed again.

The passphrase comes from a prompt, a file or the environment, never from an argument. stdout holds one JSON object.
"""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from db.clock import SystemClock
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.cli_words import both, complain, say_both
from desbumi_app.domain.problems import Message
from desbumi_app.files import LOOKS_BROKEN
from desbumi_app.office import Files, Office
from desbumi_app.profile_found import profile_of
from desbumi_app.usecases.import_residents import Imported, import_residents, read_residents
from sync.errors import SyncError

PASSPHRASE: Final = "DESBUMI_PASSPHRASE"  # noqa: S105 - the name of the variable
_FINDINGS_SHOWN: Final = 200
_HARMLESS: Final = frozenset({"n", "row", "limit", "size", "choices", "least", "most"})


def bring_in(args: argparse.Namespace) -> int:
    """`import FILE --register PATH`: print in, new, filled, skipped, rejected; findings by row number on stderr."""
    if profile_of(files_of(args.register)).kind != "village":
        raise SyncError("not_a_village")
    with opened(args) as office:
        done = import_residents(office, read_residents(office, args.file))
    _tell_findings(done)
    counts = {"in": done.rows, "new": done.new, "filled": done.filled, "skipped": done.skipped}
    print(json.dumps({**counts, "rejected": done.rejected}))
    return 0


def _tell_findings(done: Imported) -> None:
    """Row numbers and reasons, never a name or number of a person: a terminal is scrolled back and copied."""
    for row, problem in done.problems[:_FINDINGS_SHOWN]:
        print(both("Row {row}", row=row), say_both(_nameless(problem.message)), sep=": ", file=sys.stderr)
    if len(done.problems) > _FINDINGS_SHOWN:
        left = len(done.problems) - _FINDINGS_SHOWN
        print(both("and {n} more findings", n=left), file=sys.stderr)
    if done.not_taken:
        print(both("Not taken: {columns}", columns=", ".join(done.not_taken)), file=sys.stderr)


def _nameless(message: Message) -> Message:
    """The finding without what the row says: a name may stand in any column."""
    params = {key: value if key in _HARMLESS else "…" for key, value in message.params.items()}
    return Message(message.msgid, params)


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Office]:
    """The office of `--register`, opened for `--user` or whoever opened it last; StoreError, SyncError no_passphrase."""
    files = files_of(args.register)
    profile = profile_of(files)
    login = args.user or next((name for _ident, name in profile.users), "")
    try:
        office = bootstrap.unlock(files, login, _passphrase(args.passphrase_file), SystemClock())
    except StoreError as error:
        if error.code in LOOKS_BROKEN and files.no_room():
            raise StoreError("disk_full") from error
        if error.code == "wrong_key" and not profile.guessed:
            # The key file is this office's and opened: it is the book that is not whole.
            raise StoreError("damaged") from error
        raise
    try:
        if office.cases_broken:  # the register's part of the job goes on
            complain(StoreError("cases_unreadable"))
        if office.register.session.shared.mark_renewed:
            complain(StoreError("mark_renewed"))
        yield office
    finally:
        bootstrap.lock(office)


def files_of(register: Path) -> Files:
    """The files of the office whose register lies at this path, such as `folder/sukamaju.db`."""
    return Files(register.parent, register.name.removesuffix(".db"))


def _passphrase(file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig").split("\n", 1)[0].rstrip("\r")
        except (OSError, UnicodeDecodeError):
            raise SyncError("passphrase_file") from None
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE]
    if not sys.stdin.isatty():
        raise SyncError("no_passphrase")
    return getpass.getpass(both("Password") + ": ")
