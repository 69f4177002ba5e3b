from sync.relay.chains import Branch, Place, Span, Stored, place


def link(dseq: int, branch: str = "a") -> bytes:
    return f"{branch}{dseq}".encode()


def span(first: int, last: int, branch: str = "a", *, since: int = 1) -> Span:
    """Envelopes first..last; from number `since` on they belong to `branch`, before that to the chain `a`."""

    def at(dseq: int) -> bytes:
        return b"start" if dseq == 0 else link(dseq, branch if dseq >= since else "a")

    return Span(first, at(first - 1), tuple(at(dseq) for dseq in range(first, last + 1)))


def relay(*spans: Span):
    stored = [Stored(seq, one) for seq, one in enumerate(spans, 1)]
    return lambda dseq: [one for one in stored if one.span.first <= dseq <= one.span.last]


MAIN = [Branch(b"", 11, link(10))]
HELD = relay(span(1, 4), span(5, 10))


def test_the_first_batch_of_a_chain_begins_it():
    assert place(span(1, 5), [], relay()).place is Place.FOLLOWS


def test_a_chain_that_does_not_begin_at_one_is_asked_for_its_beginning():
    verdict = place(span(6, 9), [], relay())
    assert (verdict.place, verdict.need) == (Place.GAP, 1)


def test_the_next_batch_follows():
    assert place(span(11, 12), MAIN, HELD).place is Place.FOLLOWS


def test_a_batch_that_begins_inside_and_ends_beyond_with_equal_links_follows():
    assert place(span(8, 14), MAIN, HELD).place is Place.FOLLOWS


def test_a_batch_held_already_is_known_by_its_links_wherever_it_was_cut():
    verdict = place(span(3, 7), MAIN, HELD)
    assert verdict.place is Place.KNOWN
    assert verdict.stored is not None
    assert verdict.stored.seq == 2


def test_a_hole_names_the_first_missing_number():
    verdict = place(span(13, 14), MAIN, HELD)
    assert (verdict.place, verdict.need) == (Place.GAP, 11)


def test_another_history_from_a_shared_past_is_a_fork_with_the_other_link():
    verdict = place(
        span(11, 12, "b", since=11), [Branch(b"", 13, link(12))], relay(span(1, 10), span(11, 12))
    )
    assert (verdict.place, verdict.branch, verdict.other) == (Place.FORK, link(12, "b"), link(11))


def test_a_fork_inside_a_batch_is_found():
    verdict = place(span(8, 12, "b", since=9), MAIN, HELD)
    assert (verdict.place, verdict.other) == (Place.FORK, link(9))


def test_a_fork_at_the_very_first_envelope_is_kept_too():
    assert place(span(1, 2, "b"), MAIN, HELD).place is Place.FORK


def test_a_past_nobody_knows_is_asked_for_until_both_agree():
    verdict = place(span(9, 12, "b", since=3), MAIN, HELD)
    assert (verdict.place, verdict.need) == (Place.GAP, 5)
    verdict = place(span(5, 8, "b", since=3), MAIN, HELD)
    assert (verdict.place, verdict.need) == (Place.GAP, 1)
    assert place(span(1, 4, "b", since=3), MAIN, HELD).place is Place.FORK


def test_at_the_end_of_the_chain_another_past_is_asked_for_too():
    verdict = place(span(11, 12, "b", since=8), MAIN, HELD)
    assert (verdict.place, verdict.need) == (Place.GAP, 5)


def test_each_branch_goes_on_by_itself():
    branches = [*MAIN, Branch(link(9, "b"), 10, link(9, "b"))]
    held = relay(span(1, 4), span(5, 10), span(8, 9, "b", since=9))
    assert place(span(10, 11, "b", since=9), branches, held).branch == link(9, "b")
    assert place(span(11, 11), branches, held).branch == b""
    assert place(span(8, 9, "b", since=9), branches, held).place is Place.KNOWN
