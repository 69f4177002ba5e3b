"""The signed header of a batch: where it stands in its chain and what its device had seen when it was formed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from sync.cbor import decode, encode
from sync.crypto import digest
from sync.envelope import Context, Lane, link0, parse_context
from sync.errors import SyncError
from sync.limits import (
    BATCH_ENVELOPES,
    CONTEXT_BYTES,
    EXTENSION_BYTES,
    EXTENSION_COUNT,
    HEADER_BYTES,
    NUMBER_MAX,
)
from sync.shapes import array, blob, hashed, number, refuse

_PARTS: Final = 10
_NO_EXTENSIONS: Final[Mapping[int, bytes]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ControlSeen:
    """The newest control entry a device holds: its number and hash."""

    n: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Parent:
    """Where the device's previous incarnation ended; only in the first batch of a later one."""

    incarnation: int
    dseq: int
    link: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """One batch header. `previous_link` is `link0(ctx)` when `first_dseq` is 1; extensions are kept unread."""

    ctx: Context
    first_dseq: int
    count: int
    previous_link: bytes
    parent: Parent | None
    lane: Lane
    frontier_digest: bytes
    control_seen: ControlSeen
    audit_head: bytes
    extensions: Mapping[int, bytes] = field(default_factory=lambda: _NO_EXTENSIONS)

    @property
    def last_dseq(self) -> int:
        """The number of the batch's last envelope."""
        return self.first_dseq + self.count - 1

    def encoded(self) -> bytes:
        """Return the canonical bytes that are sent and signed."""
        parent = self.parent and [self.parent.incarnation, self.parent.dseq, self.parent.link]
        return encode(
            [
                self.ctx.encoded(),
                self.first_dseq,
                self.count,
                self.previous_link,
                parent,
                int(self.lane),
                self.frontier_digest,
                [self.control_seen.n, self.control_seen.hash],
                self.audit_head,
                dict(self.extensions),
            ]
        )

    def counting(self, count: int) -> "Header":
        """Return the same header for another number of envelopes."""
        return replace(self, count=count)


@dataclass(frozen=True, slots=True)
class HeaderBytes:
    """A header as received: the parsed parts, the very bytes that came, and their hashes."""

    header: Header
    data: bytes = field(repr=False)
    context_hash: bytes
    hash: bytes


def parse_header(data: bytes) -> HeaderBytes:
    """Read a header from hostile bytes; raises `SyncError`."""
    parts = array(decode(data, max_bytes=HEADER_BYTES, max_depth=2, max_items=96), _PARTS, "header")
    context_bytes = blob(parts[0], 1, CONTEXT_BYTES, "context")
    header = Header(
        ctx=parse_context(context_bytes),
        first_dseq=number(parts[1], "first dseq", least=1, most=NUMBER_MAX - BATCH_ENVELOPES),
        count=number(parts[2], "count", least=1, most=BATCH_ENVELOPES),
        previous_link=hashed(parts[3], "previous link"),
        parent=_parent(parts[4]),
        lane=_lane(parts[5]),
        frontier_digest=hashed(parts[6], "frontier digest"),
        control_seen=_control_seen(parts[7]),
        audit_head=hashed(parts[8], "audit head"),
        extensions=_extensions(parts[9]),
    )
    check_start(header)
    return HeaderBytes(header, data, digest(context_bytes), digest(data))


def check_start(header: Header) -> None:
    """Refuse (`chain_start`) a chain that does not begin at its own link 0, or a parent anywhere but there."""
    first = header.first_dseq == 1
    if first and header.previous_link != link0(header.ctx):
        raise SyncError("chain_start", dseq=1)
    if header.parent is not None and (not first or header.parent.incarnation == header.ctx.incarnation):
        raise SyncError("chain_start", dseq=header.first_dseq)


def _parent(value: Any) -> Parent | None:
    if value is None:
        return None
    parts = array(value, 3, "parent")
    return Parent(
        incarnation=number(parts[0], "parent incarnation"),
        dseq=number(parts[1], "parent dseq", least=1),
        link=hashed(parts[2], "parent link"),
    )


def _lane(value: Any) -> Lane:
    try:
        return Lane(number(value, "lane"))
    except ValueError:
        raise SyncError("unsupported_lane", lane=value) from None


def _control_seen(value: Any) -> ControlSeen:
    parts = array(value, 2, "control seen")
    return ControlSeen(number(parts[0], "control number"), hashed(parts[1], "control hash"))


def _extensions(value: Any) -> Mapping[int, bytes]:
    if not isinstance(value, dict) or len(value) > EXTENSION_COUNT:
        refuse("extensions")
    return MappingProxyType(
        {
            number(key, "extension number"): blob(item, 0, EXTENSION_BYTES, "extension")
            for key, item in value.items()
        }
    )
