"""The window's session over a real office: unlocks, locks, finds people, says what waits to be sent.

It keeps the one opened office and hands it out on the desk worker only; the window's thread never sees a store.
What lies behind the door is imported when the door is used, so that the door itself shows at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from db.clock import Clock
from db.errors import StoreError
from desbumi_app.files import LOOKS_BROKEN, Files
from desbumi_app.profile import Profile
from desbumi_app.profile_found import profile_of
from desbumi_app.sample.practice_name import practice_password
from desbumi_app.zones import ZONES
from ui.dates import use_zone
from ui.session import LastOpened, Opened, PersonFound, Place, SendState

if TYPE_CHECKING:
    from desbumi_app.office import Office
    from desbumi_app.usecases.find_people import PersonLine


class OfficeSession:
    """Implements `ui.session.Session`. `cheap` admits the test cost of the keyring."""

    def __init__(self, files: Files, clock: Clock, *, cheap: bool = False) -> None:
        self.files, self.clock = files, clock
        self._cheap = cheap
        self._office: Office | None = None
        self._saved_at: datetime | None = None

    @property
    def cheap(self) -> bool:
        """Whether the test cost of the keyring is admitted."""
        return self._cheap

    def profile(self) -> Profile:
        """What may be known before unlocking."""
        return profile_of(self.files)

    def place(self) -> Place:
        """Whose book it is."""
        profile = self.profile()
        use_zone(ZONES[profile.zone])
        practice = practice_password(self.files.name, [login for _ident, login in profile.users])
        return Place(profile.place, profile.above, practice, guessed=profile.guessed)

    def users(self) -> Sequence[str]:
        """User names, the last one first."""
        return [login for _ident, login in self.profile().users]

    def last_opened(self) -> LastOpened | None:
        """When and by whom; None before the first time."""
        profile = self.profile()
        if profile.opened_at is None:
            return None
        return LastOpened(datetime.fromisoformat(profile.opened_at), profile.users[0][1])

    def unlock(self, user: str, passphrase: str) -> Opened:
        """Desk worker. Open the office; a case user's waiting drops are moved in at once."""
        from desbumi_app import bootstrap
        from desbumi_app.usecases.move_drops import move_drops
        from ui.printing import forget_opened

        self._close()
        forget_opened(self.files.folder)  # a power cut leaves what a reader was shown
        try:
            office = bootstrap.unlock(self.files, user, passphrase, self.clock, cheap=self._cheap)
        except StoreError as error:
            if error.code in LOOKS_BROKEN and self.files.no_room():
                raise StoreError("disk_full") from error
            raise
        if office.cases_broken and self.files.no_room():
            bootstrap.lock(office)
            raise StoreError("disk_full")
        self._office = office
        if office.cases is not None:
            try:
                move_drops(office)
            except StoreError as error:
                if error.code not in bootstrap.UNREADABLE:
                    raise
                self._office = office = office.without_cases()
        renewed = "mark_renewed" if office.register.session.shared.mark_renewed else ""
        failed = "cases_unreadable" if office.cases_broken else renewed
        return Opened(office.operator.name, full_lock_only=_full_lock_only(office), failed=failed)

    def row_is_right(self, row: int, typed: str) -> bool:
        """Whether a row of the recovery sheet was copied without a slip."""
        from desbumi_app.usecases.renew_passphrase import row_is_right

        return row_is_right(row, typed)

    def recover(self, rows: Sequence[str], user: str, passphrase: str) -> tuple[Opened, bool]:
        """Desk worker. A new passphrase by the sheet, then the door opens with it."""
        from db.boxes import CHEAP_FOR_TESTS, PRODUCTION
        from desbumi_app.usecases.renew_passphrase import renew_passphrase

        cost = CHEAP_FOR_TESTS if self._cheap else PRODUCTION
        renewed = renew_passphrase(self.files, rows, (user, passphrase), self.clock, cost=cost)
        return self.unlock(user, passphrase), renewed.lost_cases

    def change_key(self, passphrase: str) -> None:
        """Desk worker. New file keys: the book is closed for it and opened again, whatever became of it."""
        from db import keyring
        from desbumi_app.usecases.change_key import change_key

        login = self.office().operator.login
        keyring.load(self.files.keyring, cheap=self._cheap).unlock(
            self.office().operator.id, passphrase
        ).zero()
        self._close()
        try:
            change_key(self.files, login, passphrase, self.clock, cheap=self._cheap)
        finally:
            self.unlock(login, passphrase)

    def unlock_cases(self, passphrase: str) -> None:
        """Desk worker. Open the case store again after a screen lock."""
        from desbumi_app import bootstrap
        from desbumi_app.usecases.move_drops import move_drops

        self._office = bootstrap.unlock_cases(self.office(), passphrase, cheap=self._cheap)
        move_drops(self._office)

    def office(self) -> "Office":
        """Desk worker. The open office; StoreError closed while it is locked."""
        if self._office is None:
            raise StoreError("closed")
        return self._office

    @property
    def locked(self) -> bool:
        """Desk worker. Whether no office is open."""
        return self._office is None

    def screen_lock(self) -> None:
        """Desk worker. Close `cases` and zero its key; papers opened in a reader are taken away."""
        from ui.printing import forget_opened

        forget_opened(self.files.folder)
        office = self._office
        if office is not None and office.cases is not None:
            office.cases.close()
            self._office = replace(office, cases=None)

    def full_lock(self) -> None:
        """Desk worker. Close everything; papers opened in a reader are taken away."""
        from ui.printing import forget_opened

        forget_opened(self.files.folder)
        self._close()

    def saved(self) -> None:
        """Desk worker. Something was stored just now; the strip says so."""
        self._saved_at = self.clock.now()

    def search_people(self, text: str, limit: int) -> tuple[Sequence[PersonFound], int]:
        """Desk worker. The best matches and how many there are."""
        office = self.office()
        if office.profile.kind != "village":
            return [], 0
        from desbumi_app.usecases.find_people import find_people

        found = find_people(office, text, limit=limit)
        return [_result(line) for line in found.lines], found.total

    def send_state(self) -> SendState:
        """Desk worker. What the strip says."""
        from db.trust_store import TrustStore
        from desbumi_app.send_history import SENT_AT, unsent

        office = self.office()
        if office.profile.kind == "village" and TrustStore(office.register).alone():
            return SendState(self._saved_at, alone=True)
        sent = office.register.meta(SENT_AT)
        return SendState(self._saved_at, unsent(office), datetime.fromisoformat(sent) if sent else None)

    def _close(self) -> None:
        if self._office is not None:
            from desbumi_app import bootstrap

            bootstrap.lock(self._office)
        self._office = None


def _full_lock_only(office: "Office") -> bool:
    if office.profile.kind != "village":
        return False
    return any(row["full_lock_only"] for row in office.register.rows_where("village_settings"))


def _result(line: "PersonLine") -> PersonFound:
    """An age that the birth date leaves open is not shown as a number."""
    exact = line.ages is not None and line.ages[0] == line.ages[1]
    age = line.ages[0] if line.ages is not None and exact else None
    return PersonFound(line.id, line.name, age, line.hamlet, line.stage, line.born_on or "")
