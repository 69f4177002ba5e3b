"""Starts this program once more as a process of its own. The only place that knows source from frozen."""

import os
import subprocess
import sys
from collections.abc import Sequence

# Of what a child inherits, nothing that opens anything.
_KEPT_BACK = "DESBUMI_"


def command(words: Sequence[str]) -> list[str]:
    """The words that start `desbumi` with these arguments, from a checkout as from the frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "desbumi_app", *words]


def start(words: Sequence[str]) -> "subprocess.Popen[str]":
    """Start it; its standard output is read by the caller, its errors go where ours go."""
    return subprocess.Popen(command(words), stdout=subprocess.PIPE, text=True)  # noqa: S603 our own program


def filtered(words: Sequence[str], data: bytes, *, seconds: float) -> bytes | None:
    """What it answers to these bytes; None when it broke down or was not done in time. Nothing touches the disk."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_KEPT_BACK)}
    try:
        done = subprocess.run(  # noqa: S603 our own program
            command(words), input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds, env=kept,
            check=False, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
