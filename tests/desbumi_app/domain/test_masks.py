"""Masked numbers are as long as the whole ones, and show too little to copy."""

import pytest

from desbumi_app.domain.masks import mask_nik, mask_phone, masked_apart


@pytest.mark.parametrize(
    ("mask", "number", "shown"),
    [
        (mask_nik, "9901015003950001", "9901••••••••0001"),
        (mask_nik, "990101500395", "9901••••0395"),
        (mask_nik, "99010150", "••••••••"),
        (mask_nik, "", ""),
        (mask_phone, "+6281234567890", "+62•••••••7890"),
        (mask_phone, "081234567890", "••••••••7890"),
        (mask_phone, "+62123", "••••••"),
    ],
)
def test_the_ends_are_shown_and_the_rest_is_covered(mask, number, shown):
    assert mask(number) == shown
    assert len(shown) == len(number)


def test_numbers_that_are_compared_show_the_digits_that_differ():
    assert masked_apart(["9901015003810002", "9901015003830002"]) == ["9901•••••••10002", "9901•••••••30002"]
    assert masked_apart(["9901", "9902"]) == ["••••", "••••"]
    assert masked_apart(["9901015003810002", "990101500381000"]) == ["9901••••••••0002", "9901•••••••1000"]
