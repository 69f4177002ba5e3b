"""After five wrong passwords the door waits a minute, whoever typed them. Without Qt.

It ends with the program: what guards the book itself is that every try takes a second and 64 MiB (trust.md 2).
"""

import math
from typing import Final

from db.clock import Clock

TRIES: Final = 5
PAUSE: Final = 60.0  # seconds


class DoorPause:
    """Counts wrong passwords between two pauses."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wrong = 0
        self._until = 0.0  # of the monotonic clock

    @property
    def seconds(self) -> int:
        """How long the door still waits; 0 when it does not."""
        return max(0, math.ceil(self._until - self._clock.monotonic()))

    def refused(self) -> int:
        """A wrong password: how many more may come before the pause; 0 when it begins now."""
        self._wrong += 1
        if self._wrong < TRIES:
            return TRIES - self._wrong
        self._wrong, self._until = 0, self._clock.monotonic() + PAUSE
        return 0

    def passed(self) -> None:
        """The right password: all is forgotten."""
        self._wrong = 0
