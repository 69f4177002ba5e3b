"""Where an arriving batch belongs in a chain this store already holds a part of.

Pure: links in, a verdict out. The signature is checked first (`sync.wire.verify_signature`): nobody else may
raise the alarm of a fork. An overlap is genuine without starting where the chain stands.
"""

from dataclasses import dataclass
from enum import StrEnum

from sync.frontier import Chain, LinkAt, Position
from sync.wire import Batch


class Fit(StrEnum):
    """What becomes of a batch."""

    NEXT = "next"
    KNOWN = "known"
    GAP = "gap"
    FORK = "fork"


@dataclass(frozen=True, slots=True)
class Placement:
    """NEXT: items from index `fresh` on are new. GAP: ask from `dseq` on. FORK: links differ first at `dseq`.

    KNOWN and NEXT need nothing more of the chain; a fork is kept beside what is there, never instead of it.
    """

    fit: Fit
    fresh: int = 0
    dseq: int = 0


def chain_of(batch: Batch) -> Chain:
    """Return the chain a batch belongs to, within its stream."""
    return Chain(batch.header.ctx.device, batch.header.ctx.incarnation)


def place(batch: Batch, position: Position | None, link_at: LinkAt) -> Placement:
    """Compare a batch with where its chain stands here; `position` is None for a chain not seen before.

    `link_at(chain, dseq)` returns the link held there, or None where only the position is still known; what
    lies below it then counts as known.
    """
    header = batch.header
    if position is None:
        return Placement(Fit.NEXT) if header.first_dseq == 1 else Placement(Fit.GAP, dseq=1)
    if header.first_dseq > position.dseq + 1:
        return Placement(Fit.GAP, dseq=position.dseq + 1)
    forked = _first_difference(batch, position, link_at)
    if forked is not None:
        return Placement(Fit.FORK, dseq=forked)
    if header.last_dseq <= position.dseq:
        return Placement(Fit.KNOWN)
    return Placement(Fit.NEXT, fresh=position.dseq + 1 - header.first_dseq)


def _first_difference(batch: Batch, position: Position, link_at: LinkAt) -> int | None:
    chain, first = chain_of(batch), batch.header.first_dseq
    claimed = [batch.header.previous_link, *batch.links]
    for dseq, claim in enumerate(claimed, first - 1):
        if dseq < 1 or dseq > position.dseq:
            continue
        held = position.link if dseq == position.dseq else link_at(chain, dseq)
        if held is not None and held != claim:
            return dseq
    return None
