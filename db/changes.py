"""One save of one record as bytes, in the frozen form that is both the log on disk and the operation on the wire.

Canonical CBOR, a map with small integer keys (docs/operations.md has the same table in prose):

    0 format, always 1            1 table number               2 record, 16-byte wire id
    3 random, 16 bytes            4 hlc, unsigned 64 bits      5 at, instant as text
    6 operator, 16 bytes          7 txn, signed 64 bits        8 {field: [value, [pred, ...]]}
    9 {field: [added value, ...]} (tag = write id and index)   10 {field: [[write id, index], ...]} removed tags
    11 origin, 16-byte device     12 reason, text              13 true: the writer knew its clock was wrong
    14 true: made by an import    15 [drop id, signed plaintext]

Keys 6, 7 and 9 to 15 are left out when empty. Field 0 of key 8 is the archive flag. Unknown keys are kept in `extra`.
Nothing here decides what a field means; unknown tables, fields and keys pass through untouched.
"""

import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import starmap
from typing import Any, NamedTuple

import cbor2

from db.canonical import TRUE, array, blob, head, integer, mapping, scalar, text
from db.errors import StoreError
from db.spec import Scalar

FORMAT = 1
ARCHIVED = 0
MAX_BYTES = 64 * 1024
MAX_BYTES_CASES = 3_900
_ID = 16
_DEPTH = 6
_I63 = 1 << 63
_KNOWN = frozenset(range(16))


class Tag(NamedTuple):
    """One added element of a set field: the write that added it and its index in that write."""

    save: int
    i: int


class Write(NamedTuple):
    """One register field of a save: the new value and the write ids it replaces."""

    value: Scalar
    preds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One save of one record. `record` is the 16-byte wire id; ids of people and devices are 16 bytes."""

    table_no: int
    record: bytes
    random: bytes
    hlc: int
    at: str
    operator: bytes | None = None
    txn: int | None = None
    fields: Mapping[int, Write] = field(default_factory=dict)
    adds: Mapping[int, tuple[Scalar, ...]] = field(default_factory=dict)
    removes: Mapping[int, tuple[Tag, ...]] = field(default_factory=dict)
    origin: bytes | None = None
    reason: str | None = None
    suspect: bool = False
    imported: bool = False
    drop: tuple[bytes, bytes] | None = None
    extra: Mapping[int, Any] = field(default_factory=dict)

    def save(self, device: bytes) -> int:
        """The write id: of the drop it moves, else of the device that made it (`origin` before the signer)."""
        if self.drop is not None:
            return first_64(b"desbumi/drop/1" + self.drop[0])
        return save_id(self.origin or device, self.random)

    def touched(self) -> frozenset[int]:
        """Numbers of all fields this save writes."""
        return frozenset(self.fields) | frozenset(self.adds) | frozenset(self.removes)


def first_64(message: bytes) -> int:
    """The first 64 bits of SHA-256, as a signed integer for SQLite."""
    return int(struct.unpack(">q", hashlib.sha256(message).digest()[:8])[0])


def save_id(device: bytes, random: bytes) -> int:
    """The write id (trust.md 7): nobody can write under another's id or name ids that do not exist yet."""
    return first_64(b"desbumi/save/1" + device + random)


def encode(change: Change) -> bytes:
    """The frozen canonical bytes. The inverse of `decode`."""
    items = [
        (0, head(0, FORMAT)),
        (1, head(0, change.table_no)),
        (2, blob(change.record)),
        (3, blob(change.random)),
        (4, integer(change.hlc)),
        (5, text(change.at)),
    ]
    if change.operator is not None:
        items.append((6, blob(change.operator)))
    if change.txn is not None:
        items.append((7, integer(change.txn)))
    items.append((8, _writes(change.fields)))
    items += _rare(change)
    items += [(key, cbor2.dumps(_ordered(value))) for key, value in sorted(change.extra.items())]
    return mapping(items)


def _writes(fields: Mapping[int, Write]) -> bytes:
    return mapping(
        [
            (
                no,
                b"\x82"
                + scalar(value)
                + (array([integer(one) for one in sorted(preds)]) if preds else b"\x80"),
            )
            for no, (value, preds) in sorted(fields.items())
        ]
    )


def _rare(change: Change) -> Iterator[tuple[int, bytes]]:
    """Keys 9 to 15, those that are not empty."""
    if change.adds:
        yield (
            9,
            mapping([(no, array(list(map(scalar, values)))) for no, values in sorted(change.adds.items())]),
        )
    if change.removes:
        tags = {
            no: [b"\x82" + integer(save) + integer(i) for save, i in sorted(t)]
            for no, t in change.removes.items()
        }
        yield 10, mapping([(no, array(pairs)) for no, pairs in sorted(tags.items())])
    if change.origin is not None:
        yield 11, blob(change.origin)
    if change.reason is not None:
        yield 12, text(change.reason)
    if change.suspect:
        yield 13, TRUE
    if change.imported:
        yield 14, TRUE
    if change.drop is not None:
        yield 15, array(list(map(blob, change.drop)))


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(item) for key, item in sorted(value.items())}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def decode(data: bytes) -> Change:
    """A save from its bytes, checked in shape: types, ranges, canonical form. Raises StoreError bad_operation."""
    if len(data) > MAX_BYTES:
        raise StoreError("bad_operation", "longer than 64 KiB")
    try:
        body = cbor2.loads(data, max_depth=_DEPTH + 10, allow_indefinite=False, allow_duplicate_keys=False)
        change = _change(body)
    except (cbor2.CBORError, ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise StoreError("bad_operation", type(error).__name__) from None
    if encode(change) != data:
        raise StoreError("bad_operation", "not canonical")
    return change


def decode_own(data: bytes) -> Change:
    """A save from our own log, whose form was checked when it was written."""
    body = cbor2.loads(data)
    drop = body.get(15)
    return Change(
        table_no=body[1],
        record=body[2],
        random=body[3],
        hlc=body[4],
        at=body[5],
        operator=body.get(6),
        txn=body.get(7),
        fields={no: Write(value, tuple(preds)) for no, (value, preds) in body[8].items()},
        adds={no: tuple(values) for no, values in body.get(9, {}).items()},
        removes={no: tuple(starmap(Tag, tags)) for no, tags in body.get(10, {}).items()},
        origin=body.get(11),
        reason=body.get(12),
        suspect=13 in body,
        imported=14 in body,
        drop=tuple(drop) if drop is not None else None,
        extra={key: value for key, value in body.items() if key not in _KNOWN},
    )


def _require(condition: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not condition:
        raise ValueError(what)


def _whole(value: object, low: int, high: int) -> int:
    if type(value) is not int or not low <= value < high:
        raise ValueError("integer")
    return value


def _id_of(value: object, length: int = _ID) -> bytes:
    if type(value) is not bytes or len(value) != length:
        raise ValueError("id")
    return value


def _scalar(value: object) -> Scalar:
    _require(value is None or type(value) in {str, int, bytes}, "value")
    if type(value) is int:
        _whole(value, -_I63, _I63)
    return value  # type: ignore[return-value]


def _text(value: object) -> str:
    if type(value) is not str:
        raise ValueError("text")
    return value


def _field_no(value: object) -> int:
    return _whole(value, 0, 1 << 16)


def _write(pair: Any) -> Write:
    value, preds = pair
    named = tuple(_whole(pred, -_I63, _I63) for pred in preds)
    _require(len(set(named)) == len(named), "a pred twice")
    return Write(_scalar(value), named)


def _drop(pair: Any) -> tuple[bytes, bytes]:
    ident, signed = pair
    if type(signed) is not bytes:
        raise ValueError("drop")
    return _id_of(ident), signed


def _tags(pairs: Any) -> tuple[Tag, ...]:
    return tuple(Tag(_whole(save, -_I63, _I63), _whole(i, 0, 1 << 16)) for save, i in pairs)


def _frozen(value: Any, depth: int = _DEPTH) -> Any:
    """A value of an unknown key: kept if it is plain data, refused if it holds tags, floats or odd keys."""
    _require(depth > 0, "depth")
    if isinstance(value, list):
        return [_frozen(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return {_whole(key, 0, 1 << 32): _frozen(item, depth - 1) for key, item in value.items()}
    return value if isinstance(value, bool) else _scalar(value)


def _change(body: Any) -> Change:
    _require(type(body) is dict and body[0] == FORMAT, "format")
    for key in (13, 14):
        _require(body.get(key, True) is True, "flag")
    drop = body.get(15)
    return Change(
        table_no=_whole(body[1], 1, 1 << 16),
        record=_id_of(body[2]),
        random=_id_of(body[3]),
        hlc=_whole(body[4], 0, _I63),
        at=_text(body[5]),
        operator=_id_of(body[6]) if 6 in body else None,
        txn=_whole(body[7], -_I63, _I63) if 7 in body else None,
        fields={_field_no(no): _write(pair) for no, pair in body[8].items()},
        adds={_field_no(no): tuple(map(_scalar, values)) for no, values in body.get(9, {}).items()},
        removes={_field_no(no): _tags(pairs) for no, pairs in body.get(10, {}).items()},
        origin=_id_of(body[11]) if 11 in body else None,
        reason=_text(body[12]) if 12 in body else None,
        suspect=13 in body,
        imported=14 in body,
        drop=_drop(drop) if drop is not None else None,
        extra={_whole(k, 0, 1 << 32): _frozen(v) for k, v in body.items() if k not in _KNOWN},
    )


def same_content(one: bytes, other: bytes) -> bool:
    """Whether two operations say the same, whichever identity signed them (`origin` set aside)."""
    return one == other or replace(decode(one), origin=None) == replace(decode(other), origin=None)
