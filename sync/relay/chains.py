"""Where an arriving batch belongs in its device's chain: it follows, is known, leaves a gap, or forks.

Pure: numbers and links in, a verdict out. The storage asks inside the transaction that holds the stream's row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

FIRST_DSEQ = 1


class Place(StrEnum):
    """What becomes of a batch."""

    FOLLOWS = "accepted"
    KNOWN = "duplicate"
    GAP = "gap"
    FORK = "fork"


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive envelopes of one chain: the link before the first, and the link after each of them."""

    first: int
    previous: bytes
    links: tuple[bytes, ...]

    @property
    def last(self) -> int:
        """The number of the last envelope."""
        return self.first + len(self.links) - 1

    def link_at(self, dseq: int) -> bytes | None:
        """Return the link after envelope `dseq`, None where this span does not reach."""
        if dseq == self.first - 1:
            return self.previous
        return self.links[dseq - self.first] if self.first <= dseq <= self.last else None


@dataclass(frozen=True, slots=True)
class Branch:
    """The end of one branch of a chain; an honest chain has exactly one, named by no bytes."""

    name: bytes
    next_dseq: int
    link: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """`branch` for a batch to store; the `stored` one for a known one; `need` for a gap; `other` link of a fork."""

    place: Place
    branch: bytes = b""
    stored: "Stored | None" = None
    need: int = 0
    other: bytes = b""


@dataclass(frozen=True, slots=True)
class Stored:
    """A batch the relay holds, as far as the decision needs it, and the receipt it got."""

    seq: int
    span: Span
    receipt: bytes = b""


Covering = Callable[[int], Sequence[Stored]]


def place(span: Span, branches: Iterable[Branch], covering: Covering) -> Verdict:
    """Say where `span` belongs. `covering(dseq)` returns the stored batches of this chain that hold `dseq`.

    A gap names the number to send from: the next missing one, or, where the sender's past differs from what is
    stored, an earlier one, until both agree; from there the difference is a fork, and both sides are kept.
    """
    ends = list(branches)
    for end in ends:
        if span.first <= end.next_dseq <= span.last and span.link_at(end.next_dseq - 1) == end.link:
            return Verdict(Place.FOLLOWS, end.name)
    if not ends:
        return Verdict(Place.FOLLOWS) if span.first == FIRST_DSEQ else Verdict(Place.GAP, need=FIRST_DSEQ)
    known = [stored for stored in covering(span.last) if stored.span.link_at(span.last) == span.links[-1]]
    if known:
        return Verdict(Place.KNOWN, stored=known[0])
    return _gap_or_fork(span, ends, covering)


def _gap_or_fork(span: Span, ends: Sequence[Branch], covering: Covering) -> Verdict:
    before = span.first - 1
    if span.first > max(end.next_dseq for end in ends):
        return Verdict(Place.GAP, need=ends[0].next_dseq)
    past = covering(before)
    if span.first == FIRST_DSEQ or any(stored.span.link_at(before) == span.previous for stored in past):
        return Verdict(Place.FORK, branch=span.links[-1], other=_other_link(span, ends, covering))
    return Verdict(Place.GAP, need=min(stored.span.first for stored in past))


def _other_link(span: Span, ends: Sequence[Branch], covering: Covering) -> bytes:
    """Return the link that is stored where this span's own differs first, as evidence for the alarm."""
    for dseq in range(span.first, span.last + 1):
        for stored in covering(dseq):
            if stored.span.link_at(dseq) != span.link_at(dseq):
                return stored.span.link_at(dseq) or b""
    return ends[0].link
