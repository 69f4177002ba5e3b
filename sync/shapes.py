"""Checks that a decoded value has the shape a message declares: how many parts, of which kind, how long.

Refuses with `malformed` and the name of the part, never with its content.
"""

from typing import Any, NoReturn

from sync.errors import SyncError
from sync.limits import HASH_SIZE, ID_SIZE, NUMBER_MAX


def refuse(what: str) -> NoReturn:
    """Raise `malformed` naming the part."""
    raise SyncError("malformed", what=what)


def array(value: Any, size: int, what: str) -> list[Any]:
    """Return the value if it is an array of exactly `size` parts."""
    if not isinstance(value, list) or len(value) != size:
        refuse(what)
    return value


def at_most(value: Any, most: int, what: str) -> list[Any]:
    """Return the value if it is an array of no more than `most` parts."""
    if not isinstance(value, list) or len(value) > most:
        refuse(what)
    return value


def blob(value: Any, least: int, most: int, what: str) -> bytes:
    """Return the value if it is a byte string of `least` to `most` bytes."""
    if not isinstance(value, bytes) or not least <= len(value) <= most:
        refuse(what)
    return value


def identity(value: Any, what: str) -> bytes:
    """Return the value if it is an id of 16 bytes."""
    return blob(value, ID_SIZE, ID_SIZE, what)


def hashed(value: Any, what: str) -> bytes:
    """Return the value if it is a hash of 32 bytes."""
    return blob(value, HASH_SIZE, HASH_SIZE, what)


def number(value: Any, what: str, *, least: int = 0, most: int = NUMBER_MAX) -> int:
    """Return the value if it is a whole number from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        refuse(what)
    return value


def text(value: Any, most: int, what: str) -> str:
    """Return the value if it is text of no more than `most` characters."""
    if not isinstance(value, str) or len(value) > most:
        refuse(what)
    return value
