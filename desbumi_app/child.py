"""Starts this program once more as a process of its own. The only place that knows source from frozen."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Final

# Of what a child inherits, nothing that opens anything.
_KEPT_BACK = "DESBUMI_"
# The largest answer that is read: a logo as it is printed takes a small part of it.
MOST: Final = 32 << 20


def command(words: Sequence[str]) -> list[str]:
    """The words that start `desbumi` with these arguments, from a checkout as from the frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "desbumi_app", *words]


def start(words: Sequence[str]) -> "subprocess.Popen[str]":
    """Start it; its standard output is read by the caller, its errors go where ours go."""
    return subprocess.Popen(command(words), stdout=subprocess.PIPE, text=True)  # noqa: S603 our own program


def filtered(words: Sequence[str], data: bytes, *, seconds: float, most: int = MOST) -> bytes | None:
    """What it answers to these bytes; None when it broke down, was not done in time, or answered with more than `most`.

    Nothing touches the disk, and no more than `most` bytes of an answer are ever held.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_KEPT_BACK)}
    try:
        process = subprocess.Popen(  # noqa: S603 our own program
            command(words), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except OSError:
        return None
    late = threading.Timer(seconds, process.kill)
    late.start()
    try:
        return _answer(process, data, most)
    finally:
        late.cancel()


def _answer(process: "subprocess.Popen[bytes]", data: bytes, most: int) -> bytes | None:
    with process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("started without pipes")
        feed = threading.Thread(target=_feed, args=(process.stdin, data), daemon=True)
        feed.start()
        answer = process.stdout.read(most + 1)
        if len(answer) > most:
            process.kill()
        feed.join()
        done = process.wait()
    return answer if done == 0 and len(answer) <= most else None


def _feed(into: IO[bytes], data: bytes) -> None:
    """A child that stops reading has broken down, or answers without."""
    with suppress(OSError), into:
        into.write(data)
