"""A real encrypted village behind a real window; keys come through Qt, answers through the desk worker."""

import shutil
import threading

import pytest
from PySide6.QtCore import QCoreApplication, Qt

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.import_residents import import_residents, read_residents
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.letters import a_candidate
from ui import printing
from ui.app import Start, make_window
from ui.compose import Places
from ui.office_session import OfficeSession
from ui.operations import Operation
from ui.pages.desk_page import DeskPage

SARI = ("sari", "empat kata acak kami")


@pytest.fixture(scope="session")
def village_with_residents(tmp_path_factory):
    """Made once: 200 imported residents; every test works on a copy."""
    folder = tmp_path_factory.mktemp("desa")
    office = bootstrap.set_up(folder / "buku", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
    write_opensid_workbook(folder / "penduduk.xlsx", generate(7, 200, SUKACONTOH))
    import_residents(office, read_residents(office, folder / "penduduk.xlsx"))
    bootstrap.lock(office)
    return office.files


@pytest.fixture
def files(village_with_residents, tmp_path):
    shutil.copytree(village_with_residents.folder, tmp_path / "buku")
    return bootstrap.Files(tmp_path / "buku", village_with_residents.name)


@pytest.fixture
def candidate(room):
    """Somebody about to leave, in the room of a test."""
    return room.run(a_candidate)


@pytest.fixture
def counter(qtbot, room, ways, monkeypatch):
    """The counter in that room, on the small screen, without printers."""
    monkeypatch.setattr(printing, "printers", list)
    page = DeskPage(room.desk, ways, cheap=True)
    qtbot.addWidget(page)
    page.resize(1366, 637)
    page.show()
    return page


@pytest.fixture
def clock():
    return RecordedClock()


class Opened:
    """An open window and short ways to wait and to look behind it."""

    def __init__(self, qtbot, window, places, desk, session):
        self.qtbot, self.window, self.places, self.worker, self.session = qtbot, window, places, desk, session

    @property
    def ways(self):
        return self.places.ways_of(self.window, self.worker)

    def settle(self):
        """Everything asked was answered and shown."""
        for _round in range(4):
            done = threading.Event()
            self.worker.submit(done.set)
            while not done.wait(0.005):
                QCoreApplication.processEvents()
            QCoreApplication.processEvents()

    def office(self, fn):
        """What a use case answers on the desk worker."""
        answer = []
        self.places.desk.ask(fn).success(answer.append).start()
        self.settle()
        return answer[0]

    def somebody(self, text="", at=0):
        return self.office(lambda office: find_people(office, text)).lines[at]


@pytest.fixture
def opened(qtbot, files, clock, desk):
    session = OfficeSession(files, clock, cheap=True)
    places = Places(session, clock)
    window = make_window(Start(session, places, clock), desk)
    qtbot.addWidget(window)
    window.show()
    door = window.centralWidget().currentWidget()
    door.name.setText(SARI[0])
    door.password.setText(SARI[1])
    qtbot.keyClick(door.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
    made = Opened(qtbot, window, places, desk, session)
    made.settle()
    window.activateWindow()
    yield made
    window.locks.lock_fully()
    made.settle()
    places.end()
    Operation.default_failure = None
