"""What a replica has, per chain: (device, incarnation) -> (dseq, link). One exchange finds rollback, gaps, forks.

Pure: it compares what two sides say and looks up own links; what to do about it is the caller's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from sync.cbor import decode, encode
from sync.crypto import digest, label_bytes
from sync.limits import FRONTIER_BYTES, FRONTIER_CHAINS
from sync.shapes import array, at_most, hashed, identity, number, refuse

_LABEL: Final = label_bytes("desbumi/frontier/1")
_PARTS: Final = 4


class Chain(NamedTuple):
    """One device's one incarnation within a stream."""

    device: bytes
    incarnation: int


class Position(NamedTuple):
    """The last envelope held of a chain, and the link after it."""

    dseq: int
    link: bytes


Frontier = Mapping[Chain, Position]
LinkAt = Callable[[Chain, int], bytes | None]


@dataclass(frozen=True, slots=True)
class Span:
    """Envelopes of one chain, both ends included."""

    chain: Chain
    first_dseq: int
    last_dseq: int


@dataclass(frozen=True, slots=True)
class Fork:
    """Two links for one number of one chain: both branches are kept, and somebody is told."""

    chain: Chain
    dseq: int
    mine: bytes
    theirs: bytes


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an exchange found. `rolled_back`: own chains of which the other side holds more than this store."""

    send: tuple[Span, ...]
    fetch: tuple[Span, ...]
    forks: tuple[Fork, ...]
    rolled_back: tuple[Chain, ...]

    @property
    def level(self) -> bool:
        """Both sides hold the same."""
        return not (self.send or self.fetch or self.forks)


def encode_frontier(frontier: Frontier) -> bytes:
    """Return the canonical bytes: [device, incarnation, dseq, link] in the order of the chains."""
    return encode([[*chain, *frontier[chain]] for chain in sorted(frontier)])


def parse_frontier(data: bytes) -> dict[Chain, Position]:
    """Read a frontier from hostile bytes; raises `SyncError`; refuses a second spelling of the same one."""
    rows = decode(data, max_bytes=FRONTIER_BYTES, max_depth=2, max_items=(_PARTS + 1) * FRONTIER_CHAINS + 1)
    frontier: dict[Chain, Position] = {}
    previous: Chain | None = None
    for row in at_most(rows, FRONTIER_CHAINS, "frontier"):
        device, incarnation, dseq, at = array(row, _PARTS, "frontier row")
        chain = Chain(identity(device, "device"), number(incarnation, "incarnation"))
        if previous is not None and chain <= previous:
            refuse("frontier order")
        frontier[chain] = Position(number(dseq, "dseq", least=1), hashed(at, "link"))
        previous = chain
    return frontier


def frontier_digest(stream: bytes, frontier: Frontier) -> bytes:
    """Return the 32 bytes that stand for a stream's frontier in every batch header and checkpoint."""
    return digest(_LABEL, stream, encode_frontier(frontier))


def compare(mine: Frontier, theirs: Frontier, link_at: LinkAt, own_device: bytes) -> Comparison:
    """Compare two frontiers of one stream.

    `link_at(chain, dseq)` returns this store's link there, or None where it no longer knows it. A fork above
    our own position shows when the fetched batch does not continue the chain (`chain_broken`).
    """
    send, fetch, forks, rolled_back = [], [], [], []
    for chain in sorted({*mine, *theirs}):
        here, there = mine.get(chain), theirs.get(chain)
        fork = _fork(chain, here, there, link_at)
        if fork is not None:
            forks.append(fork)
            continue
        held, known = (here.dseq if here else 0), (there.dseq if there else 0)
        if held > known:
            send.append(Span(chain, known + 1, held))
        elif known > held:
            fetch.append(Span(chain, held + 1, known))
            if chain.device == own_device:
                rolled_back.append(chain)
    return Comparison(tuple(send), tuple(fetch), tuple(forks), tuple(rolled_back))


def regressed(before: Frontier, now: Frontier) -> tuple[Chain, ...]:
    """Return the chains of which a peer now shows less, or another link, than it showed before: it was restored."""
    return tuple(
        chain
        for chain, (dseq, at) in sorted(before.items())
        if chain not in now or now[chain].dseq < dseq or (now[chain].dseq == dseq and now[chain].link != at)
    )


def covers(frontier: Frontier, span: Span, link_at: LinkAt) -> bool:
    """Say whether a peer's signed frontier proves that it holds the span as this store holds it.

    Its position must lie on our own chain, at the span's end or after it: a peer on the other branch of a
    fork may be further and still lack every envelope of ours.
    """
    position = frontier.get(span.chain)
    if position is None or position.dseq < span.last_dseq:
        return False
    return link_at(span.chain, position.dseq) == position.link


def _fork(chain: Chain, here: Position | None, there: Position | None, link_at: LinkAt) -> Fork | None:
    if here is None or there is None or there.dseq > here.dseq:
        return None
    ours = here.link if here.dseq == there.dseq else link_at(chain, there.dseq)
    if ours is None or ours == there.link:
        return None
    return Fork(chain, there.dseq, ours, there.link)
