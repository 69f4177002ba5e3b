"""`desbumi picture`: the other side of `pictures`. Bytes on channel 0, an answer on channel 1, nothing else.

Channels by number: a frozen program without a console has no sys.stdin. It opens no file and reads no register.
"""

import argparse
import importlib
import json
import os
from contextlib import suppress
from typing import Final

from desbumi_app.documents.logo import LogoError, clean_logo
from desbumi_app.documents.read_qr import MOST_BYTES, PictureError, codes_in
from desbumi_app.pictures import FINE, LOGO

MEMORY: Final = 1 << 30
CPU_SECONDS: Final = 40


def picture(args: argparse.Namespace) -> int:
    """Decode one picture: `logo` answers a small PNG, `codes` the texts of its QR codes as JSON."""
    _with_little()
    with open(0, "rb", closefd=False) as given:
        data = given.read(MOST_BYTES + 1)
    with open(1, "wb", closefd=False) as answer:
        answer.write(_answer(args.what, data))
    return 0


def _answer(what: str, data: bytes) -> bytes:
    try:
        if what == LOGO:
            return f"{FINE}\n".encode() + clean_logo(data)
        return f"{FINE}\n".encode() + json.dumps(codes_in(data)).encode()
    except LogoError as refused:
        return refused.code.encode() + b"\n"
    except PictureError as refused:
        return refused.msgid.encode() + b"\n"


def _with_little() -> None:
    """A picture that wants more memory or time than any honest one ends this process and no other."""
    if os.name != "posix":
        return
    resource = importlib.import_module("resource")
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
