"""Pictures of what stands before and around a book: the first start, the door's other ways, the lock, disagreeing laptops."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QMainWindow, QWidget

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.catalogue.regions import load_regions
from desbumi_app.files import Files
from desbumi_app.office import Office
from ui.commands.sample_copies import written_elsewhere
from ui.commands.sample_office import StandingClock, new_village
from ui.compose import ask_for_pin
from ui.frame.window import MainWindow
from ui.office_desk import OfficeDesk
from ui.office_session import OfficeSession
from ui.operations import Worker
from ui.pages.books_page import BooksPage
from ui.pages.conflicts_page import ConflictsPage
from ui.pages.first_run_page import FirstRunPage
from ui.pages.recovery_page import RecoveryPage
from ui.session import Opened
from ui.ways import Ways

Take = Callable[[str], None]
Shoot = Callable[[QWidget, str], None]
PIN: Final = "482915"  # of a desk that is thrown away
SHEET_ROW: Final = "QW7E 2MRT GSX3 XYM5"
REASON: Final = "Sudah ditelepon"


def first_start(folder: Path, desk: Worker, shoot: Shoot) -> None:
    """The four steps of a new book, on a computer without any."""
    page = FirstRunPage(folder, desk, StandingClock(), cost=CHEAP_FOR_TESTS)
    window = QMainWindow()
    window.setCentralWidget(page)
    shoot(window, "first-run-kind")
    page.next()
    page.village.setText("sukamaju")
    page.village.textEdited.emit("sukamaju")
    page.offer(load_regions().villages("sukamaju", limit=4))
    shoot(window, "first-run-place")
    page.choose_village(load_regions().villages("sukamaju", limit=1)[0])
    page.hamlets.setText("Montong, Lendang, Gubuk Daya")
    page.next()
    for edit, text in ((page.person, "Sari Wahyuni"), (page.position, "Petugas PPIT"), (page.login, "sari")):
        edit.setText(text)
    page.use_suggestion()
    shoot(window, "first-run-user")
    page.next()
    shoot(window, "first-run-sheet")
    made = page.made
    if made is None:
        raise RuntimeError("no book was made")
    desk.submit(lambda: bootstrap.lock(made.office))
    window.close()


def other_ways(session: OfficeSession, books: list[Files], desk: Worker, shoot: Shoot) -> None:
    """Two books on one computer, and a password that was forgotten."""
    for name, page in (("books", BooksPage(books)), ("recovery", RecoveryPage(session, desk))):
        window = QMainWindow()
        window.setCentralWidget(page)
        if isinstance(page, RecoveryPage):
            page.name.setCurrentIndex(1)
            page.rows[0].setText(SHEET_ROW)
        shoot(window, name)
        window.close()


def disagreement(ways: Ways, desk: OfficeDesk, person: bytes, folder: Path, take: Take) -> None:
    """Two laptops wrote one telephone number; and people who asked for their data."""
    ways.requests()
    take("requests-none")
    desk.write(lambda office: _disagree(office, person, folder)).start()
    desk.write(lambda office: _ask_for_data(office, person)).start()
    ways.person(person)
    take("person-disputed")
    page = ways.conflicts()
    take("conflicts")
    if isinstance(page, ConflictsPage):
        page.pick(0)
        page.reason.setText(REASON)
        take("conflicts-chosen")
    ways.requests()
    take("requests")


def locks(window: MainWindow, opened: Opened, take: Take) -> None:
    """The PIN of the day, and the locked screen."""
    window.locks.opened(opened.user, full_only=False)
    ask_for_pin(window, opened)
    take("pin-choose")
    window.locks.set_pin(PIN)
    window.locks.lock_screen()
    take("pin")


def _disagree(office: Office, person: bytes, folder: Path) -> None:
    source, theirs = written_elsewhere(
        office, new_village("laptop-2"), folder, person, {"phone": "+6287855550222"}
    )
    _write(office, "people", {"phone": "+6281255550133"}, person)
    office.register.apply_remote(source, theirs)


def _ask_for_data(office: Office, person: bytes) -> None:
    asked = {
        "kind": "request",
        "person_id": person[4:],
        "received_at": "2026-11-19T02:00:00Z",
        "purpose": "registry",
    }
    for more in (
        {"request": "access", "due_at": "2026-11-22T02:00:00Z"},
        {"request": "correction", "due_at": "2026-11-24T02:00:00Z", "purpose": "family"},
        {
            "request": "information",
            "due_at": "2026-11-22T02:00:00Z",
            "closed_on": "2026-11-20",
            "outcome": "granted",
        },
    ):
        _write(office, "notices", asked | more)


def _write(office: Office, table: str, values: Mapping[str, Any], record: bytes | None = None) -> None:
    with office.register.transaction(operator=office.operator.id, purpose="sample") as tx:
        if record is None:
            tx.create(table, dict(values))
        else:
            tx.change(table, record, dict(values))
