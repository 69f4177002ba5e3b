"""`desbumi relay`: the blind server as a process of its own, handed its page folder. It knows no register."""

import argparse
import importlib.resources
import os
import sys
from typing import Final

from desbumi_app.cli_words import USAGE, both
from sync.errors import SyncError

# May hold a password, so it is no argument.
DATABASE: Final = "DESBUMI_DATABASE_URL"
_LAST_PORT: Final = 65535
_LIBRARIES: Final = frozenset({"starlette", "uvicorn", "sqlalchemy", "alembic"})


def port_number(text: str) -> int:
    """A port as typed; argparse says what is wrong with any other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= len("65535") and int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(both("A port is a whole number from 0 to 65535."))
    return int(text)


def relay(args: argparse.Namespace) -> int:
    """Serve until it is told to end; prints one line with address and port once it listens."""
    if (args.certificate is None) != (args.key is None):
        # Half of it must not quietly mean none.
        said = both("A certificate needs its key: give both --certificate and --key, or neither.")
        print(said, file=sys.stderr)
        return USAGE
    try:
        from sync.relay.server import Options, Tls, run
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _LIBRARIES:
            raise
        raise SyncError("relay_not_installed") from None
    tls = Tls(args.certificate, args.key) if args.certificate and args.key else None
    run(
        args.data,
        args.port,
        host=args.host,
        database_url=os.environ.get(DATABASE),
        pages=pages(),
        options=Options(tls=tls, restored=args.restored),
    )
    return 0


def pages() -> dict[str, bytes]:
    """The public pages the relay serves a copy of, by their path."""
    folder = importlib.resources.files("resources") / "web"
    if not folder.is_dir():
        return {}
    found: dict[str, bytes] = {}
    for page in folder.iterdir():
        if page.is_dir():
            found |= {f"{page.name}/{one.name}": one.read_bytes() for one in page.iterdir() if one.is_file()}
    return found
