"""letter.preview: from choosing a letter at the open counter until its page is shown, against the same page in bare reportlab.

The office is real and encrypted, the window offscreen; what is measured is what an officer waits for after a click.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.figures import Figure, measured

CHOSEN = "domicile"
PATIENCE = 20.0


def figure(folder: Path, bare: Callable[[str], bytes]) -> Figure:
    """Milliseconds of both."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication

    from tests.ui.pages.rooms import RecordedWays
    from ui.app import application
    from ui.commands.pages import session_opened, settle
    from ui.commands.sample_office import StandingClock, make
    from ui.office_desk import OfficeDesk
    from ui.office_papers import CHECKLIST, find_guests
    from ui.office_session import OfficeSession
    from ui.operations import Worker
    from ui.pages.desk_page import DeskPage

    app = application(["desbumi"])
    worker, session = Worker("desk"), OfficeSession(make(folder / "preview"), StandingClock(), cheap=True)
    session_opened(session, worker)
    desk = OfficeDesk(session, worker, StandingClock())
    page = DeskPage(desk, RecordedWays(), cheap=True)
    page.show()
    found: list[bytes] = []
    desk.ask(lambda office: found.append(find_guests(office, "a")[0].id)).start()
    settle(worker)
    page.show_person(found[0])
    settle(worker)

    def click() -> float:
        page.choose_paper(CHECKLIST)
        settle(worker)
        shown: list[float] = []
        held = page.preview.shown.connect(lambda _pages: shown.append(time.perf_counter()))
        begun = time.perf_counter()
        page.choose_paper(CHOSEN)
        while not shown and time.perf_counter() - begun < PATIENCE:
            QCoreApplication.processEvents()
        page.preview.shown.disconnect(held)
        return (shown[0] - begun) * 1000

    def floor() -> float:
        begun = time.perf_counter()
        bare("https://desa.invalid/v#x")
        return (time.perf_counter() - begun) * 1000

    result = measured("letter.preview", click, floor, unit="ms")
    page.close()
    desk.close()
    worker.close()
    del app
    return result
