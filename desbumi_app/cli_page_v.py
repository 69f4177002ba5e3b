"""`desbumi page-v`: the page that checks letters, with a district's root key in it, for a host other than the relay."""

import argparse
import hashlib
import importlib.resources
import re
from typing import Final

from desbumi_app.cli_words import both
from sync.relay.page_root import with_root

_WORKER: Final = "sw.js"
_ROOT: Final = re.compile(r"[0-9a-f]{64}")


def root_key(text: str) -> str:
    """A root key as typed; argparse says what is wrong with any other text."""
    if not _ROOT.fullmatch(text.lower()):
        raise argparse.ArgumentTypeError(both("A root key has 64 digits 0-9 and a-f."))
    return text.lower()


def page_v(args: argparse.Namespace) -> int:
    """Write the page and, beside it, the worker that keeps it; print the page's SHA-256, as the control chain names it.

    The same program and the same root give the same bytes.
    """
    folder = importlib.resources.files("resources") / "web" / "v"
    page = with_root((folder / "index.html").read_bytes(), args.root)
    args.out.write_bytes(page)
    args.out.with_name(_WORKER).write_bytes((folder / _WORKER).read_bytes())
    print(hashlib.sha256(page).hexdigest())
    return 0
