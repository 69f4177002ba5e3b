"""A long list knows its row numbers at once and its people as they are looked at."""

from array import array

import pytest

from ui.models.list_ids import ListIds


def test_rows_are_numbers_until_they_were_read_and_then_the_person():
    ids = ListIds(array("q", [7, 3, 9]))
    ids.put(1, b"siti")
    assert list(ids) == [7, b"siti", 9]
    assert ids[0:2] == [7, b"siti"]
    assert (len(ids), ids[-1]) == (3, 9)
    assert ids.index(b"siti") == 1


def test_whoever_was_not_read_is_nowhere():
    with pytest.raises(ValueError, match="siti"):
        ListIds(array("q", [7])).index(b"siti")
