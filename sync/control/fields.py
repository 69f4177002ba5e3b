"""How one field of a control entry's body is written and strictly read back.

A body is a dataclass whose fields carry a codec; on the wire it is an array in the order of the fields.
Nothing here knows what a field means or who may sign it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from sync.crypto import HPKE_PUBLIC_SIZE
from sync.limits import HASH_SIZE, ID_SIZE, KEY_SIZE
from sync.shapes import array, at_most, blob, number, refuse, text

# 9999-12-31T23:59:59Z: later instants have no date that a screen could show.
INSTANT_MAX: Final = 253_402_300_799
P256_POINT: Final = 65
_NAMES: Final = 120
_CODE: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LETTER: Final = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Codec:
    """`read(value, name)` checks a decoded value and returns the field; `write(field)` is its inverse."""

    read: Callable[[Any, str], Any]
    write: Callable[[Any], Any] = lambda value: value


def wire(codec: Codec) -> dict[str, Codec]:
    """Return the metadata by which a dataclass field declares its codec."""
    return {"codec": codec}


def _sized(size: int) -> Codec:
    return Codec(lambda value, what: blob(value, size, size, what))


def _code(value: Any, what: str) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        refuse(what)
    return value


def _name(value: Any, what: str) -> str:
    found = text(value, _NAMES, what)
    if not found.strip() or not found.isprintable():
        refuse(what)
    return found


def _letter(value: Any, what: str) -> str:
    if not isinstance(value, str) or not _LETTER.fullmatch(value):
        refuse(what)
    return value


def _flag(value: Any, what: str) -> bool:
    if not isinstance(value, bool):
        refuse(what)
    return value


ID: Final = _sized(ID_SIZE)
HASH: Final = _sized(HASH_SIZE)
SIGN_KEY: Final = _sized(KEY_SIZE)
HPKE_KEY: Final = _sized(HPKE_PUBLIC_SIZE)
P256_KEY: Final = _sized(P256_POINT)
NAME: Final = Codec(_name)
CODE: Final = Codec(_code)
LETTER: Final = Codec(_letter)
FLAG: Final = Codec(_flag)
NUMBER: Final = Codec(number)
COUNT: Final = Codec(lambda value, what: number(value, what, least=1))
INSTANT: Final = Codec(lambda value, what: number(value, what, most=INSTANT_MAX))


def optional(codec: Codec) -> Codec:
    """Return a codec that also takes null."""
    return Codec(
        lambda value, what: None if value is None else codec.read(value, what),
        lambda value: None if value is None else codec.write(value),
    )


def many(codec: Codec, *, most: int, least: int = 0) -> Codec:
    """Return the codec of a tuple in strictly ascending order of what is written: one set, one spelling."""

    def read(value: Any, what: str) -> tuple[Any, ...]:
        items = tuple(codec.read(item, what) for item in at_most(value, most, what))
        written = [codec.write(item) for item in items]
        if len(items) < least or any(one >= other for one, other in pairwise(written)):
            refuse(what)
        return items

    return Codec(read, lambda items: sorted(codec.write(item) for item in items))


def structure(cls: type[Any], *codecs: Codec) -> Codec:
    """Return the codec of a small dataclass written as an array of its fields, in order."""

    def read(value: Any, what: str) -> Any:
        parts = array(value, len(codecs), what)
        return cls(*(codec.read(part, what) for codec, part in zip(codecs, parts, strict=True)))

    def write(item: Any) -> list[Any]:
        values = (getattr(item, name) for name in cls.__dataclass_fields__)
        return [codec.write(value) for codec, value in zip(codecs, values, strict=True)]

    return Codec(read, write)
