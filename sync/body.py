"""What is sealed for one save: the operation's bytes, stored as they are or compressed by zstd.

A shipped dictionary is an argument. Text from outsiders is never compressed together with our own secrets:
such a body is packed with `compress=False`. Decompression happens only after opening, with an output cap.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sync.errors import SyncError
from sync.limits import REGISTER_OPERATION_BYTES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STORED: Final = 0
COMPRESSED: Final = 1
WITH_DICTIONARY: Final = 2
# Left out on the wire: every frame begins with it (RFC 8878).
_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_LEVEL: Final = 19
_WINDOW_LOG: Final = 17
_COMPRESS: Final[dict[int, int]] = {
    zstd.CompressionParameter.compression_level: _LEVEL,
    zstd.CompressionParameter.window_log: _WINDOW_LOG,
    zstd.CompressionParameter.checksum_flag: 0,
    zstd.CompressionParameter.dict_id_flag: 0,
}
_DECOMPRESS: Final[dict[int, int]] = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dictionary shipped with the program: its number on the wire (1 to 255) and its trained bytes."""

    number: int
    data: bytes = field(repr=False)
    loaded: zstd.ZstdDict = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 255:
            raise ValueError("a dictionary's number is 1 to 255")
        object.__setattr__(self, "loaded", zstd.ZstdDict(self.data))


def pack(operation: bytes, dictionary: Dictionary | None = None, *, compress: bool = True) -> bytes:
    """Return codec byte ‖ (dictionary number) ‖ bytes, whichever form is shorter."""
    stored = bytes([STORED]) + operation
    if not compress:
        return stored
    if dictionary is None:
        packed = bytes([COMPRESSED]) + _compressed(operation, None)
    else:
        packed = bytes([WITH_DICTIONARY, dictionary.number]) + _compressed(operation, dictionary.loaded)
    return min(packed, stored, key=len)


def unpack(
    content: bytes, dictionaries: Mapping[int, Dictionary], *, limit: int = REGISTER_OPERATION_BYTES
) -> bytes:
    """Return the operation's bytes from what `pack` made.

    Raises `unknown_codec`, `unknown_dictionary` (keep the body, retry after the upgrade), `too_large` once
    `limit` bytes are passed, or `malformed`.
    """
    codec = content[0] if content else None
    if codec == STORED:
        return _capped(content[1:], limit)
    if codec == COMPRESSED:
        return _expanded(content[1:], None, limit)
    if codec != WITH_DICTIONARY or len(content) < 2:
        raise SyncError("unknown_codec", codec=codec)
    dictionary = dictionaries.get(content[1])
    if dictionary is None:
        raise SyncError("unknown_dictionary", number=content[1])
    return _expanded(content[2:], dictionary.loaded, limit)


def _compressed(data: bytes, dictionary: zstd.ZstdDict | None) -> bytes:
    compressor = zstd.ZstdCompressor(
        options=_COMPRESS, zstd_dict=None if dictionary is None else dictionary.as_digested_dict
    )
    frame = compressor.compress(data, mode=zstd.ZstdCompressor.FLUSH_FRAME)
    return frame.removeprefix(_MAGIC)


def _expanded(frame: bytes, dictionary: zstd.ZstdDict | None, limit: int) -> bytes:
    decompressor = zstd.ZstdDecompressor(options=_DECOMPRESS, zstd_dict=dictionary)
    try:
        data = decompressor.decompress(_MAGIC + frame, max_length=limit + 1)
    except zstd.ZstdError:
        raise SyncError("malformed", what="compressed body") from None
    _capped(data, limit)
    if not decompressor.eof or decompressor.unused_data:
        raise SyncError("malformed", what="compressed body")
    return data


def _capped(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise SyncError("too_large", limit=limit)
    return data
