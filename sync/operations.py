"""Changes of the register as bodies of envelopes, and back: the only wire code that knows `db`.

What arrives is hostile: unpacked with a cap, read by the strict decoder, then checked in shape by `db.changes`.
"""

from collections.abc import Mapping
from typing import Final

from db import changes
from db.changes import Change
from db.errors import StoreError
from sync import cbor
from sync.body import Dictionary, pack, unpack
from sync.errors import SyncError
from sync.limits import CASES_OPERATION_BYTES, REGISTER_OPERATION_BYTES
from sync.padding import Padding

# An operation nests at most map > list > list > list; anything deeper is not one of ours.
_DEPTH: Final = 8
LIMITS: Final[Mapping[Padding, int]] = {
    Padding.REGISTER: REGISTER_OPERATION_BYTES,
    Padding.CASES: CASES_OPERATION_BYTES,
}


def to_body(operation: bytes, dictionary: Dictionary | None = None) -> bytes:
    """Return the content of an envelope for the stored bytes of one change (`db.changes.encode`).

    A change that carries a drop holds a sealed writer's text beside our own, so it is stored uncompressed.
    """
    carries_drop = changes.decode_own(operation).drop is not None
    return pack(operation, dictionary, compress=not carries_drop)


def from_body(
    content: bytes, dictionaries: Mapping[int, Dictionary], padding: Padding = Padding.REGISTER
) -> Change:
    """Return the change in an opened envelope.

    Raises `unknown_codec` or `unknown_dictionary` (keep the body, retry after an upgrade), `too_large`, a
    `cbor_*` code or `bad_operation`; each concerns this envelope only.
    """
    limit = LIMITS[padding]
    operation = unpack(content, dictionaries, limit=limit)
    cbor.decode(operation, max_bytes=limit, max_depth=_DEPTH)
    try:
        return changes.decode(operation)
    except StoreError as error:
        raise SyncError("bad_operation", what=error.detail) from None
