"""Real encrypted offices behind the pages of these tests, opened on the desk worker like in the window."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.office import Files, Office
from tests.desbumi_app.offices import RecordedClock, a_village
from ui.commands.sample_copies import written_elsewhere
from ui.office_desk import OfficeDesk
from ui.office_session import OfficeSession
from ui.operations import Worker


def on(worker: Worker, fn: Callable[[], Any]) -> Any:
    """Run something on the worker and wait for its answer."""
    done, held = threading.Event(), []

    def work() -> None:
        try:
            held.append((True, fn()))
        except BaseException as error:
            held.append((False, error))
        done.set()

    worker.submit(work)
    assert done.wait(60)
    fine, answer = held[0]
    if not fine:
        raise answer
    return answer


class Room:
    """One unlocked office: `desk` for pages, `run(fn)` for the test itself."""

    def __init__(
        self, folder: Path, new: NewOffice, clock: RecordedClock, user: int = 0, *, made: bool = False
    ) -> None:
        self.worker = Worker("desk")
        self.clock = clock
        files = Files(folder, new.name) if made else on(self.worker, lambda: _made(folder, new, clock))
        self.session = OfficeSession(files, clock, cheap=True)
        who = new.users[user]
        on(self.worker, lambda: self.session.unlock(who.login, who.passphrase))
        self.desk = OfficeDesk(self.session, self.worker, clock)

    def run(self, fn: Callable[[Office], Any]) -> Any:
        """Something with the office on its worker."""
        return on(self.worker, lambda: fn(self.session.office()))

    def create(self, table: str, **values: Any) -> bytes:
        """A record, straight into the store."""

        def write(office: Office) -> bytes:
            with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
                return tx.create(table, values)

        return self.run(write)

    def change(self, table: str, record: bytes, **values: Any) -> None:
        """A change, straight into the store."""

        def write(office: Office) -> None:
            with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
                tx.change(table, record, values)

        self.run(write)

    def get(self, table: str, record: bytes) -> Any:
        """A record as it is now."""
        return self.run(lambda office: office.register.get(table, record))

    def close(self) -> None:
        """Lock it and end its threads."""
        on(self.worker, self.session.full_lock)
        self.desk.close()
        self.worker.close()


def village_room(
    folder: Path, name: str = "sukacontoh", clock: RecordedClock | None = None, **settings: Any
) -> Room:
    """A village, opened by Bu Sari."""
    return Room(folder, a_village(name, **settings), clock or RecordedClock())


def copied_room(template: Path, folder: Path) -> Room:
    """The same village from a folder in which it was made before: tests write into a copy of their own."""
    shutil.copytree(template, folder)
    return Room(folder, a_village(), RecordedClock(), made=True)


def make_village(folder: Path) -> None:
    """A village in a folder, closed."""
    village_room(folder).close()


def district_room(folder: Path, clock: RecordedClock | None = None) -> Room:
    """A district office, opened by its admin."""
    users = (
        NewUser("admin", "Dewi Kartika", "Admin", frozenset({"district_admin"}), "kata sandi kabupaten"),
    )
    new = NewOffice("district", "rekajaya", "Kabupaten Rekajaya", "Provinsi Contoh", users)
    return Room(folder, new, clock or RecordedClock())


def disagree(room: Room, folder: Path, record: bytes, here: dict[str, Any], there: dict[str, Any]) -> None:
    """The same record of the room changed on another laptop too, neither knowing of the other."""
    new = a_village(folder.name)
    source, theirs = room.run(lambda office: written_elsewhere(office, new, folder, record, there))
    room.change("people", record, **here)
    room.run(lambda office: office.register.apply_remote(source, theirs))


def _made(folder: Path, new: NewOffice, clock: RecordedClock) -> Any:
    office = bootstrap.set_up(folder, new, clock, cost=CHEAP_FOR_TESTS).office
    bootstrap.lock(office)
    return office.files


class RecordedWays:
    """Where a page wanted to go and what it said, in order."""

    def __init__(self) -> None:
        self.went: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        def go(*args: Any, **more: Any) -> None:
            self.went.append((name, *args, *more.values()))

        return go
