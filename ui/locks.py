"""The two locks, without Qt: when the screen locks, when everything locks, and what a PIN may do.

Screen lock: 5 idle minutes or Ctrl+L. Full lock: Ctrl+L again, 30 idle minutes, a gap in time (the laptop slept),
five wrong PINs. The PIN lives in memory only, as a slow hash, and dies with the process or the full lock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from db.clock import Clock

SCREEN_AFTER: Final = 5 * 60.0
FULL_AFTER: Final = 30 * 60.0
SLEPT_AFTER: Final = 60.0  # ticks come every few seconds; a longer gap means that the computer slept
TRIES: Final = 5
PIN_LENGTH: Final = 6


class Lock(StrEnum):
    """How far the desk is closed."""

    OPEN = "open"
    SCREEN = "screen"
    FULL = "full"


class PinAnswer(StrEnum):
    """What became of a typed PIN."""

    OPENED = "opened"
    WRONG = "wrong"
    FULL_LOCK = "full_lock"


@dataclass(frozen=True, slots=True)
class _Pin:
    salt: bytes
    digest: bytes


class Locks:
    """The state of the locks. The callbacks close stores and zero keys; they run before the state is told."""

    def __init__(
        self,
        clock: Clock,
        *,
        on_screen: Callable[[], object],
        on_full: Callable[[], object],
        on_open: Callable[[], object],
        full_only: bool = False,
    ) -> None:
        self._clock = clock
        self._on_screen, self._on_full, self._on_open = on_screen, on_full, on_open
        self._full_only = full_only
        self._pins: dict[str, _Pin] = {}
        self._user = ""
        self._tries = TRIES
        self.state = Lock.FULL
        self._touch()

    def opened(self, user: str, *, full_only: bool | None = None) -> None:
        """The passphrase was right; called after the stores are open. A village may set full lock only."""
        if full_only is not None:
            self._full_only = full_only
        self._user, self._tries, self.state = user, TRIES, Lock.OPEN
        self._touch()

    def activity(self) -> None:
        """A key or the mouse; counts only while open."""
        if self.state is Lock.OPEN and not self._slept():
            self._touch()

    def tick(self) -> None:
        """Called every few seconds: locks when it is time."""
        if self.state is Lock.FULL:
            return
        idle = self._clock.monotonic() - self._active
        if self._slept() or idle >= FULL_AFTER:
            self.lock_fully()
        elif self.state is Lock.OPEN and idle >= SCREEN_AFTER:
            self.lock_screen()
        self._seen = (self._clock.monotonic(), self._clock.now().timestamp())

    def pressed(self) -> None:
        """Ctrl+L: once locks the screen, twice locks everything."""
        if self.state is Lock.OPEN:
            self.lock_screen()
        elif self.state is Lock.SCREEN:
            self.lock_fully()

    def lock_screen(self) -> None:
        """Close the screen; without a PIN of this user it is a full lock, since nothing else could open it."""
        if self.state is not Lock.OPEN:
            return
        if self._full_only or self._user not in self._pins:
            self.lock_fully()
            return
        self.state = Lock.SCREEN
        self._on_screen()

    def lock_fully(self) -> None:
        """Zero the keys; every PIN is forgotten."""
        if self.state is Lock.FULL:
            return
        self._pins.clear()
        self._user, self.state = "", Lock.FULL
        self._on_full()

    def suspended(self) -> None:
        """The computer is about to sleep, or did."""
        self.lock_fully()

    def set_pin(self, pin: str) -> None:
        """Give the open user a PIN; raises ValueError unless it is 6 digits that are not all the same."""
        if self.state is not Lock.OPEN:
            raise ValueError("a PIN is chosen while the desk is open")
        if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdigit()) or len(set(pin)) == 1:
            raise ValueError("a PIN has 6 digits and not all the same")
        import secrets  # behind the door

        salt = secrets.token_bytes(16)
        self._pins[self._user] = _Pin(salt, _slow(pin, salt))

    @property
    def has_pin(self) -> bool:
        """Whether the open user has chosen a PIN."""
        return self._user in self._pins

    @property
    def tries_left(self) -> int:
        """How many wrong PINs are left before full lock."""
        return self._tries

    def try_pin(self, pin: str) -> PinAnswer:
        """Open the screen lock with a PIN; the fifth wrong one locks everything."""
        known = self._pins.get(self._user)
        if self.state is not Lock.SCREEN or known is None:
            return PinAnswer.FULL_LOCK
        import hmac

        if hmac.compare_digest(_slow(pin, known.salt), known.digest):
            self._tries, self.state = TRIES, Lock.OPEN
            self._touch()
            self._on_open()
            return PinAnswer.OPENED
        self._tries -= 1
        if self._tries > 0:
            return PinAnswer.WRONG
        self.lock_fully()
        return PinAnswer.FULL_LOCK

    def _touch(self) -> None:
        self._active = self._clock.monotonic()
        self._seen = (self._active, self._clock.now().timestamp())

    def _slept(self) -> bool:
        steady, wall = self._seen
        gap = self._clock.monotonic() - steady
        return gap > SLEPT_AFTER or abs(self._clock.now().timestamp() - wall - gap) > SLEPT_AFTER


def _slow(pin: str, salt: bytes) -> bytes:
    import hashlib  # behind the door: nobody has a PIN before

    return hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
