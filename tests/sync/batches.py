"""A device, an epoch and a batch with every random byte fixed, for the tests of the wire."""

from dataclasses import dataclass, replace

from sync.crypto import public_bytes, signing_key
from sync.envelope import Context, DeviceId, DistrictId, Lane, StreamId, link0
from sync.epochs import EpochKey
from sync.header import ControlSeen, Header
from sync.padding import Padding
from sync.wire import SealedBatch, Sealer, form_batch


class Counted:
    """Randomness that counts: the n-th byte ever asked for is n modulo 251."""

    def __init__(self):
        self.given = 0

    def __call__(self, size):
        start, self.given = self.given, self.given + size
        return bytes(n % 251 for n in range(start, start + size))


SIGN_KEY = signing_key(bytes(range(32)))
PUBLIC = public_bytes(SIGN_KEY)
EPOCH_KEY = EpochKey(b"E" * 32)
CTX = Context(
    format=1,
    suite=1,
    district=DistrictId(b"D" * 16),
    stream=StreamId(b"S" * 16),
    device=DeviceId(b"V" * 16),
    incarnation=7,
    epoch=3,
    commitment=EPOCH_KEY.commitment,
)
HEADER = Header(
    ctx=CTX,
    first_dseq=1,
    count=1,
    previous_link=link0(CTX),
    parent=None,
    lane=Lane.DATA,
    frontier_digest=b"F" * 32,
    control_seen=ControlSeen(12, b"C" * 32),
    audit_head=b"A" * 32,
)


@dataclass(frozen=True)
class Village:
    """Keeps the state of one chain between batches, as the outbox does."""

    header: Header = HEADER
    padding: Padding = Padding.REGISTER

    def form(self, bodies) -> SealedBatch:
        return form_batch(bodies, self.header, Sealer(SIGN_KEY, EPOCH_KEY, self.padding, Counted()))

    def after(self, sealed: SealedBatch) -> "Village":
        following = replace(self.header, first_dseq=sealed.last_dseq + 1, previous_link=sealed.last_link)
        return replace(self, header=following)


def three():
    """Return a batch of three short bodies."""
    return Village().form([b"one", b"two", b"three"])
