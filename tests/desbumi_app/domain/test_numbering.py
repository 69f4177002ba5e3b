from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desbumi_app.domain.numbering import (
    BLOCK_SIZE,
    DEFAULT_PATTERN,
    Block,
    after_restore,
    gaps,
    lease,
    next_owned,
    next_serial,
    problems_of,
    tells_apart,
    written,
)  # fmt: skip

DAY = date(2026, 11, 21)
WORDS = {"kode": "474", "singkatan_desa": "SKC", "kode_desa": "9901012001", "seri": "A"}


def test_a_number_as_printed():
    assert written(DEFAULT_PATTERN, 12, DAY, WORDS) == "474/012/SKC/XI/2026"
    assert written(DEFAULT_PATTERN, 12, DAY, WORDS, device_letter="B") == "474/012.B/SKC/XI/2026"
    assert written("{seri}-{urut}/{kode_desa}/{bulan}", 1234, DAY, WORDS) == "A-1234/9901012001/11"
    assert written("{urut:03}", 1234, DAY, WORDS) == "1234"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (DEFAULT_PATTERN, ()),
        ("{kode}/{tahun}", ("no_serial",)),
        ("{urut}/{nama}", ("unknown_token",)),
        ("{urut}/{urut!r}", ("stray_brace",)),
        ("{urut}/{kode.__class__}", ("stray_brace",)),
        ("{urut}/{tahun:04}", ("width",)),
        ("{urut}" + "x" * 120, ("too_long",)),
    ],
)
def test_a_faulty_pattern_is_named_and_never_prints(pattern, expected):
    assert problems_of(pattern) == expected
    if expected:
        with pytest.raises(ValueError, match=expected[0]):
            written(pattern, 1, DAY, WORDS)


@pytest.mark.parametrize(
    ("pattern", "scheme", "expected"),
    [
        ("{urut}/{tahun}", "one", True),
        ("{urut}/{tahun}", "", True),
        ("{urut}/{tahun}", "class_code", False),
        ("{kode}/{urut}", "class_code", True),
        ("{seri}/{urut}", "class_code", True),
        ("{kode}/{urut}", "type", False),
        ("{kode}/{urut}", "group", False),
        ("{seri}/{urut}", "type", True),
        ("{seri}/{urut}", "group", True),
    ],
)
def test_a_pattern_tells_the_series_of_a_village_apart_or_not(pattern, scheme, expected):
    assert tells_apart(pattern, scheme) is expected


def test_a_missing_word_is_an_error_not_a_hole():
    with pytest.raises(KeyError, match="kode"):
        written("{kode}/{urut}", 1, DAY, {})


def test_a_block_is_used_up_and_then_a_new_one_is_needed():
    blocks = [Block(21, 40)]
    assert next_serial([], blocks) == 21
    assert next_serial([21, 25], blocks) == 26
    assert next_serial([40], blocks) is None
    assert next_serial([40], [*blocks, Block(61, 80)]) == 61
    assert next_serial([], blocks, at_least=30) == 30


def test_the_owner_jumps_what_is_leased():
    leased = [Block(21, 40), Block(41, 60)]
    assert next_owned(range(1, 20), leased) == 20
    assert next_owned(range(1, 21), leased) == 61
    assert next_owned([*range(1, 21), 22], leased) == 61
    assert next_owned([], [], at_least=7) == 7


def test_a_lease_is_twenty_numbers_above_everything():
    assert lease([1, 2, 35], [Block(10, 29)]) == Block(36, 35 + BLOCK_SIZE)
    assert BLOCK_SIZE == 20


@pytest.mark.parametrize(
    ("store", "mark", "agenda", "first", "gap"),
    [(5, 9, 7, 10, (6, 7, 8, 9)), (5, 5, 5, 6, ()), (5, 0, 6, 7, (6,)), (9, 5, 5, 10, ())],
)
def test_after_a_restore_the_largest_of_three_counts_and_the_gap_is_listed(store, mark, agenda, first, gap):
    assert after_restore(store, mark, agenda) == (first, gap)


def test_gaps_are_listed_and_reserves_are_not_gaps():
    assert gaps([1, 2, 5]) == (3, 4)
    assert gaps([1, 2, 21, 23], [Block(21, 40)]) == (22,)
    assert gaps([1, 2, 41], [Block(21, 40)]) == tuple(range(3, 21))
    assert gaps([]) == ()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["owner", "b", "c", "lease b", "lease c"]), max_size=120))
def test_whoever_finalises_in_whatever_order_no_number_is_given_twice(turns):
    used, blocks = [], {"b": [], "c": []}
    for turn in turns:
        leased = blocks["b"] + blocks["c"]
        if turn == "owner":
            used.append(next_owned(used, leased))
        elif turn.startswith("lease"):
            blocks[turn[-1]].append(lease(used, leased))
        elif (number := next_serial(used, blocks[turn])) is not None:
            used.append(number)
    assert len(used) == len(set(used))
