"""Every way in which a batch can meet a chain."""

from dataclasses import replace

import pytest

from sync.frontier import Position
from sync.placing import Fit, Placement, chain_of, place
from sync.wire import parse_batch
from tests.sync.batches import CTX, HEADER, Village

FIRST = Village().form([b"one", b"two", b"three"])
SECOND = Village().after(FIRST).form([b"four", b"five"])
WHOLE = Village().form([b"one", b"two", b"three", b"four", b"five"])
FORKED = Village().form([b"one", b"two", b"other"])
LINKS = dict(enumerate(parse_batch(FIRST.data).links, 1))
AT_3 = Position(3, FIRST.last_link)


def link_at(_, dseq):
    return LINKS.get(dseq)


def forgotten(*_):
    return None


def test_the_chain_of_a_batch_is_device_and_incarnation():
    assert chain_of(parse_batch(FIRST.data)) == (CTX.device, CTX.incarnation)


@pytest.mark.parametrize(
    ("sealed", "position", "expected"),
    [
        (FIRST, None, Placement(Fit.NEXT)),
        (SECOND, None, Placement(Fit.GAP, dseq=1)),
        (SECOND, AT_3, Placement(Fit.NEXT)),
        (SECOND, Position(2, LINKS[2]), Placement(Fit.GAP, dseq=3)),
        (FIRST, AT_3, Placement(Fit.KNOWN)),
        (FIRST, Position(2, LINKS[2]), Placement(Fit.NEXT, fresh=2)),
        (FORKED, AT_3, Placement(Fit.FORK, dseq=3)),
        (FORKED, Position(2, LINKS[2]), Placement(Fit.NEXT, fresh=2)),
        (SECOND, Position(3, b"x" * 32), Placement(Fit.FORK, dseq=3)),
    ],
)
def test_a_batch_follows_is_known_leaves_a_gap_or_forks(sealed, position, expected):
    assert place(parse_batch(sealed.data), position, link_at) == expected


def test_a_longer_batch_over_the_same_start_is_taken_from_where_the_chain_stands():
    # The nonces of the tests count from the start of each batch, so the two share their first three envelopes.
    assert parse_batch(WHOLE.data).links[2] == FIRST.last_link
    assert place(parse_batch(WHOLE.data), AT_3, link_at) == Placement(Fit.NEXT, fresh=3)


def test_a_fork_below_the_position_is_found_where_links_are_still_held():
    longer = Position(9, b"n" * 32)
    assert place(parse_batch(FORKED.data), longer, link_at) == Placement(Fit.FORK, dseq=3)
    assert place(parse_batch(FIRST.data), longer, link_at) == Placement(Fit.KNOWN)
    assert place(parse_batch(FORKED.data), longer, forgotten) == Placement(Fit.KNOWN)


def test_another_incarnation_is_another_chain():
    ctx = replace(CTX, incarnation=8)
    other = parse_batch(
        Village(replace(HEADER, ctx=ctx, first_dseq=2, previous_link=b"y" * 32)).form([b"x"]).data
    )
    assert place(other, None, link_at) == Placement(Fit.GAP, dseq=1)
    assert chain_of(other) != chain_of(parse_batch(FIRST.data))
