"""What the window needs from the application, as protocols; the composition root hands in the real ones.

A method that touches a store says so: it is called on the "desk" worker only and may raise errors with a `code`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """Whose book it is: "Desa Sukamaju" and "Kec. Praya, Kab. Lombok Tengah".

    `practice`: the password of a practice village, whose people are invented; empty for every real book.
    `guessed`: the file that says whose book it is could not be read.
    """

    name: str
    above: str
    practice: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class LastOpened:
    """When and by whom the book was last opened on this laptop; shown before unlocking."""

    at: datetime
    user: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Who has opened the book: the name shown in the header; whether the village wants full lock only.

    `failed`: the code of what could not be opened beside it, empty when all is well.
    """

    user: str
    full_lock_only: bool = False
    failed: str = ""


@dataclass(frozen=True, slots=True)
class PersonFound:
    """One search result: age in years or None, hamlet, stage code, birth day as it is stored."""

    id: Any
    name: str
    age: int | None
    hamlet: str
    stage: str
    born_on: str = ""


@dataclass(frozen=True, slots=True)
class SendState:
    """What the strip says: last save, unsent saves, last success; `alone`: a village that belongs to no district."""

    saved_at: datetime | None = None
    unsent: int = 0
    sent_at: datetime | None = None
    alone: bool = False


class Doorkeeper(Protocol):
    """Before and around unlocking; owns the keys."""

    def place(self) -> Place:
        """Whose book it is; no store needed."""

    def users(self) -> Sequence[str]:
        """User names on this laptop, the last one first; no store needed."""

    def last_opened(self) -> LastOpened | None:
        """No store needed."""

    def unlock(self, user: str, passphrase: str) -> Opened:
        """Desk worker. Derives keys, opens stores. Raises StoreError."""

    def row_is_right(self, row: int, typed: str) -> bool:
        """Whether a row (0 to 3) of the recovery sheet was copied without a slip; no store needed."""

    def recover(self, rows: Sequence[str], user: str, passphrase: str) -> tuple[Opened, bool]:
        """Desk worker. A new passphrase by the sheet, then open; True: the case book stays closed to this user."""

    def screen_lock(self) -> None:
        """Desk worker. Closes `cases` and zeroes its key; the register stays open."""

    def full_lock(self) -> None:
        """Desk worker. Closes everything and zeroes all keys."""


class Session(Doorkeeper, Protocol):
    """What the frame itself asks for; pages ask for more in their own protocols."""

    def search_people(self, text: str, limit: int) -> tuple[Sequence[PersonFound], int]:
        """Desk worker. The best matches and how many there are."""

    def send_state(self) -> SendState:
        """Desk worker. What the strip says."""
