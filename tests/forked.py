"""Processes of their own that begin in milliseconds: each is forked from one that has everything imported already.

Real processes with everything that belongs to one: a kill reaches them alone, and nothing is shared but files.
"""

import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

# One for all: the process to fork from is started once a run, and imports what it was told of before that.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["tests.db.writer", "tests.desbumi_app.usecases.letter_writer", "sync.relay.server"]
)


def execute(program: str, says: Connection, log: str) -> None:
    """Run `program` as `python -c` would, with its standard output to `says` and its errors to `log`."""
    sys.stdout.flush()
    os.dup2(says.fileno(), 1)
    says.close()
    errors = os.open(Path(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(errors, 2)
    os.close(errors)
    exec(program, {"__name__": "__main__"})
