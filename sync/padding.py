"""Padding of a body before it is sealed: the length lies inside the AEAD, the zeros after the content.

Register bodies grow in 64-byte steps from 256; case bodies are 1, 2 or 4 KiB and nothing else.
"""

from enum import Enum
from typing import Final

from sync.errors import SyncError
from sync.limits import CASES_PAD_SIZES, REGISTER_PAD_FLOOR, REGISTER_PAD_STEP

LENGTH_SIZE: Final = 3


class Padding(Enum):
    """Which sizes a stream's bodies may have."""

    REGISTER = "register"
    CASES = "cases"

    def padded_size(self, content: int) -> int:
        """Return the smallest allowed size for `content` bytes and their length; `body_too_large` if none is."""
        need = content + LENGTH_SIZE
        if self is Padding.REGISTER:
            return max(REGISTER_PAD_FLOOR, -(-need // REGISTER_PAD_STEP) * REGISTER_PAD_STEP)
        for size in CASES_PAD_SIZES:
            if need <= size:
                return size
        raise SyncError("body_too_large", size=content, limit=CASES_PAD_SIZES[-1] - LENGTH_SIZE)


def pad(content: bytes, padding: Padding) -> bytes:
    """Return length (3 bytes) ‖ content ‖ zeros up to an allowed size."""
    return (len(content).to_bytes(LENGTH_SIZE) + content).ljust(padding.padded_size(len(content)), b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the content; `malformed` if the length or the zeros do not fit."""
    end = LENGTH_SIZE + int.from_bytes(padded[:LENGTH_SIZE])
    if len(padded) < LENGTH_SIZE or end > len(padded) or padded[end:].strip(b"\0"):
        raise SyncError("malformed", what="padding")
    return padded[LENGTH_SIZE:end]
