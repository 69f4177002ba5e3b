"""Numbers shown in part, on screen and on the copy of a paper: enough to recognise one's own, not enough to copy.

What is hidden stands as one bullet a digit, so that a masked number is as long as the whole one.
"""

from collections.abc import Sequence
from typing import Final

BULLET: Final = "•"
ENDS: Final = 4
_SHORTEST_PHONE: Final = 8
_COUNTRY: Final = 3  # `+62`


def mask_nik(number: str) -> str:
    """`5202••••••••0001`: the district of first registration and the serial; of a NIK or a family card's number."""
    return _covered(number, ENDS)


def mask_phone(phone: str) -> str:
    """`+62•••••••7890`: the country where it can be told, and the last four digits."""
    if len(phone.removeprefix("+")) < _SHORTEST_PHONE:
        return BULLET * len(phone)
    return _covered(phone, _COUNTRY if phone.startswith("+") else 0)


def masked_apart(numbers: Sequence[str]) -> list[str]:
    """Masked numbers that may be compared: besides their ends only the digits that differ are shown."""
    if len({len(number) for number in numbers}) != 1 or len(numbers[0]) <= 2 * ENDS:
        return [mask_nik(number) for number in numbers]
    differ = {at for at, digits in enumerate(zip(*numbers, strict=True)) if len(set(digits)) > 1}
    last = len(numbers[0]) - ENDS
    return [
        "".join(
            digit if at in differ or at < ENDS or at >= last else BULLET for at, digit in enumerate(number)
        )
        for number in numbers
    ]


def _covered(number: str, first: int) -> str:
    if len(number) <= first + ENDS:
        return BULLET * len(number)
    return number[:first] + BULLET * (len(number) - first - ENDS) + number[-ENDS:]
