"""A small office for the tests of the window: real threads, invented people, no store."""

from datetime import UTC, datetime

from db.errors import StoreError
from ui.session import LastOpened, Opened, PersonFound, Place, SendState

NOW = datetime(2026, 11, 21, 3, 42, tzinfo=UTC)
PEOPLE = [
    PersonFound(1, "Siti Aminah", 32, "Montong", "working"),
    PersonFound(2, "Siti Khadijah", 27, "Lendang", "candidate"),
    PersonFound(3, "Siti Maryam", 44, "Gubuk Lauk", "settled"),
    PersonFound(4, "Hj. Siti Rahmah", 58, "Montong", "settled"),
    PersonFound(5, "Nurul Siti Hajar", 23, "Gubuk Daya", "processing"),
    PersonFound(6, "Siti Zubaidah", 36, "Lendang", "working"),
]


class FakeClock:
    """A clock that goes only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.jump = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(NOW.timestamp() + self.seconds - 1000.0 + self.jump, UTC)

    def monotonic(self) -> float:
        return self.seconds


class Office:
    """Answers what the window asks; the password is "benar"."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def place(self) -> Place:
        return Place("Desa Sukamaju", "Kec. Praya, Kab. Lombok Tengah")

    def users(self) -> list[str]:
        return ["Sari Wahyuni", "Lalu Wirajaya"]

    def last_opened(self) -> LastOpened:
        return LastOpened(datetime(2026, 11, 20, 9, 4, tzinfo=UTC), "Sari Wahyuni")

    def unlock(self, user: str, passphrase: str) -> Opened:
        self.calls.append("unlock")
        if passphrase != "benar":
            raise StoreError("wrong_passphrase")
        return Opened(user)

    def row_is_right(self, row: int, typed: str) -> bool:
        return typed == f"BENAR{row}"

    def recover(self, rows: list[str], user: str, passphrase: str) -> tuple[Opened, bool]:
        self.calls.append("recover")
        return Opened(user), False

    def screen_lock(self) -> None:
        self.calls.append("screen_lock")

    def full_lock(self) -> None:
        self.calls.append("full_lock")

    def search_people(self, text: str, limit: int) -> tuple[list[PersonFound], int]:
        found = [p for p in PEOPLE if text.casefold() in p.name.casefold()]
        return found[:limit], len(found)

    def send_state(self) -> SendState:
        return SendState(NOW, 3, datetime(2026, 11, 17, 6, 2, tzinfo=UTC))
