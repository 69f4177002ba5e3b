"""The roles of an office's users, as codes of the register and as one byte in the keyring.

The byte only says what a user's desk shows; what he can read is decided by the keys in his box (trust.md 1).
"""

from collections.abc import Iterable
from typing import Final

OFFICER: Final = "officer"
DESK: Final = "desk"
CASE_OFFICER: Final = "case_officer"
VILLAGE_HEAD: Final = "village_head"
DISTRICT_ADMIN: Final = "district_admin"

_BITS: Final = {OFFICER: 1, DESK: 2, CASE_OFFICER: 4, VILLAGE_HEAD: 8, DISTRICT_ADMIN: 16}


def to_byte(roles: Iterable[str]) -> int:
    """The byte of a set of roles; KeyError for an unknown one."""
    return sum({_BITS[role] for role in roles})


def from_byte(byte: int) -> frozenset[str]:
    """The roles of a byte; unknown bits of a newer program are ignored."""
    return frozenset(role for role, bit in _BITS.items() if byte & bit)
