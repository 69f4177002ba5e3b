"""Keeps None, True and False alive under Python 3.11, where the Qt binding gives back more of them than it took.

The wheels of PySide6 6.12 are built for the stable interface of Python 3.12, in which these constants are immortal
and "return None" takes no reference. Under 3.11 every void call of Qt therefore drops one reference to None, and
after some thousand calls the process ends with "deallocating None". This gives them the count they have in 3.12.
"""

import ctypes
import sys
from typing import Final

IMMORTAL_SINCE: Final = (3, 12)
LIFE: Final = 1 << 48  # at a million lost references a second, nine years


def keep_constants_alive() -> None:
    """Call before the first use of Qt; does nothing from Python 3.12 on, and nothing when called again."""
    if sys.version_info >= IMMORTAL_SINCE:
        return
    for constant in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(constant))
        if count.value < LIFE // 2:
            count.value += LIFE
