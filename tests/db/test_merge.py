"""The merge is a function of the set of writes: any order, any repetition, nothing silently lost."""

import os
import random
from itertools import permutations

import pytest

from db import merge
from db.changes import Tag
from db.merge import Gathered, Head, Registered
from db.spec import Fold

SOAK = bool(os.environ.get("DESBUMI_SOAK"))
SCHEDULES = 100_000 if SOAK else 10_000
MINIMUM = 10_000
NO_HEADS, NO_TAGS = Registered({}), Gathered({})

Written = tuple[Head, tuple[int, ...]]
Changed = tuple[int, dict[Tag, str], tuple[Tag, ...]]


def deliver(writes: list[Written]) -> Registered:
    """Writes one by one, each at most once: the store drops duplicates by write id."""
    state, seen = NO_HEADS, set()
    for head, preds in writes:
        if head.save in seen:
            continue
        state = merge.write(state, head, preds, seen & set(preds))
        seen.add(head.save)
    return state


def deliver_sets(changes: list[Changed]) -> Gathered:
    state, seen = NO_TAGS, set()
    for save, added, removed in changes:
        if save not in seen:
            state = merge.alter(state, added, removed, seen)
            seen.add(save)
    return state


def schedule(rng: random.Random) -> tuple[list[Written], list[Changed]]:
    """Three to five laptops with clocks decades wrong write, and hear each other now and then."""
    laptops = [
        {"writes": {}, "changes": {}, "wrong": rng.uniform(-6e11, 2e12)} for _ in range(rng.randint(3, 5))
    ]
    all_writes: list[Written] = []
    all_changes: list[Changed] = []
    for step in range(rng.randint(4, 14)):
        one = rng.choice(laptops)
        if rng.random() < 0.35:
            other = rng.choice(laptops)
            one["writes"].update(other["writes"])
            one["changes"].update(other["changes"])
            continue
        save, clock = rng.getrandbits(63), int(2e12 + one["wrong"] + step)
        now = deliver(list(one["writes"].values()))
        written = (Head(save, rng.choice("abcd"), clock), tuple(now.heads))
        tags = deliver_sets(list(one["changes"].values())).tags
        gone = tuple(tag for tag in tags if rng.random() < 0.4)
        added = {Tag(save, i): rng.choice("xyz") for i in range(rng.randint(0, 2))}
        one["writes"][save], one["changes"][save] = written, (save, added, gone)
        all_writes.append(written)
        all_changes.append((save, added, gone))
    return all_writes, all_changes


def shuffled(rng: random.Random, items: list) -> list:
    """Another order, with repetitions: what relays, bundles and retries do."""
    mixed = items + [item for item in items if rng.random() < 0.3]
    rng.shuffle(mixed)
    return mixed


def test_any_order_and_any_repetition_end_alike_and_lose_nothing():
    seed = int(os.environ.get("DESBUMI_SEED", "20261121"))
    rng, done, written, contested = random.Random(seed), 0, 0, 0
    for _ in range(SCHEDULES):
        writes, changes = schedule(rng)
        expected = merge.heads_of(writes)
        first, second = deliver(shuffled(rng, writes)), deliver(shuffled(rng, writes))
        assert first.heads == second.heads == expected
        assert first.ahead == second.ahead == frozenset()
        tags = deliver_sets(shuffled(rng, changes))
        assert tags == deliver_sets(changes)
        named = {pred for _, preds in writes for pred in preds}
        assert {head.save for head, _ in writes} == named | set(expected)
        removed = {tag for _, _, gone in changes for tag in gone}
        assert {tag for _, added, _ in changes for tag in added} == removed | set(tags.tags)
        done, written, contested = done + 1, written + len(writes), contested + (len(expected) > 1)
    print(f"merge: {done} schedules, {written} writes, {contested} contested, seed {seed}")
    assert done >= MINIMUM
    assert contested > done // 10


def test_all_orders_of_a_chain_and_a_rival_leave_two_heads():
    a, b, c, rival = (Head(n, "v" + str(n), n) for n in (1, 2, 3, 9))
    writes = [(a, ()), (b, (1,)), (c, (2,)), (rival, (1,))]
    for order in permutations(writes):
        assert set(deliver(list(order)).heads) == {3, 9}


def test_a_causally_later_write_wins_whatever_its_clock_says():
    early, late = Head(1, "old", hlc=2**60), Head(2, "new", hlc=1)
    state = deliver([(early, ()), (late, (1,))])
    assert merge.shown(state.heads.values()) == late


def test_a_write_that_was_named_before_it_came_does_not_return():
    ahead = merge.write(NO_HEADS, Head(2, "b", 2), (1,), ())
    assert ahead.ahead == {1}
    after = merge.write(ahead, Head(1, "a", 1), (), ())
    assert set(after.heads) == {2}
    assert after.ahead == frozenset()


def test_a_write_cannot_name_itself_away():
    assert set(merge.write(NO_HEADS, Head(1, "a", 1), (1,), ()).heads) == {1}
    assert set(merge.heads_of([(Head(1, "a", 1), (1,))])) == {1}


def test_a_remove_takes_only_the_tags_it_saw():
    first = {Tag(1, 0): "id"}
    second = {Tag(2, 0): "id"}
    state = deliver_sets([(1, first, ()), (2, second, ()), (3, {}, (Tag(1, 0),))])
    assert state.tags == second


def test_a_remove_that_comes_before_its_add_still_counts():
    state = deliver_sets([(3, {}, (Tag(1, 0),)), (1, {Tag(1, 0): "id", Tag(1, 1): "ar"}, ())])
    assert state.tags == {Tag(1, 1): "ar"}


def test_a_late_clock_is_shown_last_but_stays_a_head():
    honest, future = Head(1, "honest", 10), Head(2, "future", 10**15, late=True)
    assert merge.shown([honest, future]) == honest
    assert merge.differ([honest, future], Fold.EXACT)


@pytest.mark.parametrize(
    ("one", "other", "fold", "alike"),
    [
        ("Siti Aminah", "siti  aminah ", Fold.CASEFOLD, True),
        ("Siti Aminah", "siti aminah", Fold.EXACT, False),
        ("0812-3456", "(0812) 3456", Fold.DIGITS, True),
        ("0812", "0813", Fold.DIGITS, False),
        (None, "", Fold.CASEFOLD, False),
        (1, 1, Fold.DIGITS, True),
    ],
)
def test_equal_after_folding_is_no_conflict(one: str, other: str, fold: Fold, alike: bool):  # noqa: FBT001
    assert merge.differ([Head(1, one, 1), Head(2, other, 2)], fold) is not alike
