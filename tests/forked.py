"""Processes of their own that begin in milliseconds: each is forked from one that has everything imported already.

Real processes with everything that belongs to one: a kill reaches them alone, and nothing is shared but files.
"""

import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from desbumi_app.__main__ import main

# One for all: the process to fork from is started once a run, and imports what it was told of before that.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        "tests.db.writer",
        "tests.desbumi_app.usecases.letter_writer",
        "sync.relay.server",
        "desbumi_app.cli_office",
    ]
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


def run_program(words: list[str], variables: dict[str, str], out: str, errors: str) -> None:
    """`python -m desbumi_app words…` with this environment and no standard input; what it says goes to two files."""
    os.environ.clear()
    os.environ.update(variables)
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, out, os.O_WRONLY | os.O_CREAT),
        (2, errors, os.O_WRONLY | os.O_CREAT),
    ):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  (until the process ends)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.argv = ["desbumi", *words]
    code = main()
    sys.stdout.flush()
    sys.exit(code)
