"""Starts this program once more as a process of its own. The only place that knows source from frozen."""

import subprocess
import sys
from collections.abc import Sequence


def command(words: Sequence[str]) -> list[str]:
    """The words that start `desbumi` with these arguments, from a checkout as from the frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "desbumi_app", *words]


def start(words: Sequence[str]) -> "subprocess.Popen[str]":
    """Start it; its standard output is read by the caller, its errors go where ours go."""
    return subprocess.Popen(command(words), stdout=subprocess.PIPE, text=True)  # noqa: S603 our own program
