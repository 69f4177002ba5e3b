"""Strict canonical CBOR (RFC 8949, section 4.2.1): one value has exactly one encoding, and only that one is read.

Whole numbers, byte strings, text, arrays, maps, true, false and null. No tags, floats, indefinite lengths,
undefined, duplicate keys or longer-than-needed lengths. Every count and length is checked against the bytes
that are really there before anything is built from it.
"""

from typing import Any, Final

from sync.errors import SyncError

DEPTH: Final = 8
ITEMS: Final = 20_000

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_SMALLEST_OF_WIDTH: Final = {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}
_CONSTANTS: Final[dict[int, bool | None]] = {20: False, 21: True, 22: None}
_MAX_UNSIGNED: Final = 2**64 - 1


def encode(obj: Any) -> bytes:
    """Return the only encoding of `obj`; `ValueError` or `TypeError` for what the wire has no form for."""
    out = bytearray()
    _write(out, obj)
    return bytes(out)


def decode(data: bytes, *, max_bytes: int, max_depth: int = DEPTH, max_items: int = ITEMS) -> Any:
    """Return the value that `data`, whole, encodes; arrays are lists, maps are dicts.

    Raises `SyncError`: `too_large` before anything is read, else a `cbor_*` code with the offset.
    """
    if len(data) > max_bytes:
        raise SyncError("too_large", size=len(data), limit=max_bytes)
    reader = _Reader(bytes(data), max_items)
    value = reader.value(max_depth)
    if reader.at != len(data):
        raise SyncError("cbor_trailing", at=reader.at)
    return value


def _write(out: bytearray, obj: Any) -> None:
    if obj is None or isinstance(obj, bool):
        out.append(0xF6 if obj is None else 0xF4 + obj)
    elif isinstance(obj, int):
        _head(out, _UNSIGNED, obj) if obj >= 0 else _head(out, _NEGATIVE, -1 - obj)
    elif isinstance(obj, bytes):
        _head(out, _BYTES, len(obj))
        out += obj
    elif isinstance(obj, str):
        text = obj.encode()
        _head(out, _TEXT, len(text))
        out += text
    elif isinstance(obj, list | tuple):
        _head(out, _ARRAY, len(obj))
        for item in obj:
            _write(out, item)
    elif isinstance(obj, dict):
        _write_map(out, obj)
    else:
        raise TypeError(f"no form on the wire for {type(obj).__name__}")


def _write_map(out: bytearray, obj: dict[Any, Any]) -> None:
    _head(out, _MAP, len(obj))
    for key, value in sorted((_key(key), value) for key, value in obj.items()):
        out += key
        _write(out, value)


def _key(key: Any) -> bytes:
    if isinstance(key, bool) or not isinstance(key, int | str | bytes):
        raise TypeError(f"no map key on the wire of {type(key).__name__}")
    return encode(key)


def _head(out: bytearray, major: int, number: int) -> None:
    if number < 24:
        out.append(major << 5 | number)
    elif number <= _MAX_UNSIGNED:
        width = 1 if number < 1 << 8 else 2 if number < 1 << 16 else 4 if number < 1 << 32 else 8
        out.append(major << 5 | 23 + width.bit_length())
        out += number.to_bytes(width)
    else:
        raise ValueError("a number on the wire has at most 64 bits")


class _Reader:
    """One pass over hostile bytes: position, and how many values may still be built."""

    def __init__(self, data: bytes, max_items: int) -> None:
        self.data = data
        self.at = 0
        self.left = max_items

    def value(self, depth: int) -> Any:
        self.left -= 1
        if self.left < 0:
            raise SyncError("cbor_too_many", at=self.at)
        major, number = self.head()
        if major <= _NEGATIVE:
            return number if major == _UNSIGNED else -1 - number
        if major == _BYTES:
            return self.take(number)
        if major == _TEXT:
            return self.text(number)
        if major == _SIMPLE:
            return self.constant(number)
        if major == _TAG:
            raise SyncError("cbor_tag", at=self.at)
        return self.container(major, number, depth)

    def head(self) -> tuple[int, int]:
        if self.at >= len(self.data):
            raise SyncError("cbor_truncated", at=self.at)
        major, info = divmod(self.data[self.at], 32)
        self.at += 1
        if info < 24:
            return major, info
        if info > 27:
            raise SyncError("cbor_indefinite" if info == 31 else "cbor_reserved", at=self.at - 1)
        if major == _SIMPLE:
            raise SyncError("cbor_simple" if info == 24 else "cbor_float", at=self.at - 1)
        width = 1 << info - 24
        number = int.from_bytes(self.take(width))
        if number < _SMALLEST_OF_WIDTH[width]:
            raise SyncError("cbor_not_shortest", at=self.at - width - 1)
        return major, number

    def take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.data):
            raise SyncError("cbor_truncated", at=self.at)
        piece = self.data[self.at : end]
        self.at = end
        return piece

    def text(self, size: int) -> str:
        start = self.at
        try:
            return self.take(size).decode()
        except UnicodeDecodeError:
            raise SyncError("cbor_bad_text", at=start) from None

    def constant(self, number: int) -> bool | None:
        if number not in _CONSTANTS:
            raise SyncError("cbor_simple", at=self.at - 1)
        return _CONSTANTS[number]

    def container(self, major: int, count: int, depth: int) -> list[Any] | dict[Any, Any]:
        if depth <= 0:
            raise SyncError("cbor_too_deep", at=self.at)
        values = count if major == _ARRAY else 2 * count
        if values > len(self.data) - self.at:  # each value takes a byte at least
            raise SyncError("cbor_truncated", at=self.at)
        if major == _ARRAY:
            return [self.value(depth - 1) for _ in range(count)]
        return self.map(count, depth - 1)

    def map(self, count: int, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        previous = b""
        for _ in range(count):
            start = self.at
            if start < len(self.data) and self.data[start] >> 5 not in {_UNSIGNED, _NEGATIVE, _BYTES, _TEXT}:
                raise SyncError("cbor_key_type", at=start)
            key = self.value(depth)
            encoded = self.data[start : self.at]
            if encoded <= previous:
                raise SyncError("cbor_duplicate_key" if encoded == previous else "cbor_order", at=start)
            previous = encoded
            result[key] = self.value(depth)
        return result
