"""What two replicas say they have, and what follows from it."""

import pytest

from sync import cbor
from sync.errors import SyncError
from sync.frontier import (
    Chain,
    Fork,
    Position,
    Span,
    compare,
    covers,
    encode_frontier,
    frontier_digest,
    parse_frontier,
    regressed,
)

MINE, OTHER = b"m" * 16, b"o" * 16
A, B = Chain(MINE, 1), Chain(OTHER, 5)


def link(n, branch=b"L"):
    return (branch + bytes([n])).ljust(32, b".")


def at(n, branch=b"L"):
    return Position(n, link(n, branch))


def own(_, dseq):
    return link(dseq)


def refusal(data):
    with pytest.raises(SyncError) as caught:
        parse_frontier(data)
    return caught.value.code


def test_a_frontier_is_read_back_and_its_bytes_do_not_depend_on_the_order_it_was_built_in():
    frontier = {B: at(9), A: at(4)}
    data = encode_frontier(frontier)
    assert parse_frontier(data) == frontier
    assert encode_frontier({A: at(4), B: at(9)}) == data
    assert parse_frontier(encode_frontier({})) == {}


def test_the_digest_names_stream_and_every_position():
    frontier = {A: at(4), B: at(9)}
    others = [frontier_digest(b"T" * 16, frontier)] + [
        frontier_digest(b"S" * 16, other)
        for other in ({A: at(4)}, {}, {**frontier, A: at(5)}, {**frontier, B: at(9, b"X")})
    ]
    assert len({frontier_digest(b"S" * 16, frontier), *others}) == 6


def test_a_second_spelling_of_a_frontier_is_refused():
    rows = [[*A, *at(4)], [*B, *at(9)]]
    assert refusal(cbor.encode(rows[::-1])) == "malformed"
    assert refusal(cbor.encode([rows[0], rows[0]])) == "malformed"
    assert refusal(cbor.encode([[MINE, 1, 0, link(0)]])) == "malformed"
    assert refusal(cbor.encode([[MINE, 1, 4]])) == "malformed"
    assert refusal(cbor.encode([[MINE[:15], 1, 4, link(4)]])) == "malformed"


def test_level_replicas_have_nothing_to_say():
    assert compare({A: at(4)}, {A: at(4)}, own, MINE).level


def test_what_one_side_lacks_the_other_sends():
    found = compare({A: at(9), B: at(2)}, {A: at(4), B: at(7)}, own, MINE)
    assert (found.send, found.fetch) == ((Span(A, 5, 9),), (Span(B, 3, 7),))
    assert (found.forks, found.rolled_back) == ((), ())
    found = compare({A: at(3)}, {B: at(2)}, own, MINE)
    assert (found.send, found.fetch) == ((Span(A, 1, 3),), (Span(B, 1, 2),))


def test_a_store_behind_its_own_chain_was_rolled_back():
    found = compare({A: at(4)}, {A: at(9)}, own, MINE)
    assert (found.rolled_back, found.fetch) == ((A,), (Span(A, 5, 9),))
    assert compare({}, {A: at(1)}, own, MINE).rolled_back == (A,)
    assert compare({B: at(4)}, {B: at(9)}, own, MINE).rolled_back == ()


@pytest.mark.parametrize("dseq", [9, 4])
def test_another_link_at_or_below_the_own_position_is_a_fork(dseq):
    found = compare({A: at(9)}, {A: at(dseq, b"X")}, own, MINE)
    assert found.forks == (Fork(A, dseq, link(dseq), link(dseq, b"X")),)
    assert (found.send, found.fetch, found.level) == ((), (), False)


def test_a_link_no_longer_known_is_not_called_a_fork():
    found = compare({A: at(9)}, {A: at(4, b"X")}, lambda *_: None, MINE)
    assert (found.forks, found.send) == ((), (Span(A, 5, 9),))


def test_a_peer_that_shows_less_than_before_was_restored():
    before = {A: at(4), B: at(9)}
    assert regressed(before, {A: at(5), B: at(9)}) == ()
    assert regressed(before, {A: at(3), B: at(9)}) == (A,)
    assert regressed(before, {A: at(4)}) == (B,)
    assert regressed(before, {A: at(4, b"X"), B: at(10)}) == (A,)


def test_only_a_position_on_the_own_branch_proves_that_a_peer_holds_a_batch():
    span = Span(A, 3, 6)
    assert covers({A: at(6)}, span, own)
    assert covers({A: at(8)}, span, own)
    assert not covers({A: at(5)}, span, own)
    assert not covers({}, span, own)
    assert not covers({A: at(6, b"X")}, span, own)
    assert not covers({A: at(8, b"X")}, span, own)
    assert not covers({A: at(8)}, span, lambda *_: None)
