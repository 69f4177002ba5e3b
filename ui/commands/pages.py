"""`desbumi screenshot`: every page of a village with invented people, in one language and text size."""

import argparse
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from desbumi_app.files import Files
from ui import language
from ui.app import Start, application, make_window
from ui.commands.sample_office import LOGIN, PASSPHRASE, StandingClock, make
from ui.commands.screenshot import SIZE
from ui.compose import Places
from ui.frame.window import MainWindow
from ui.office_session import OfficeSession
from ui.operations import Worker
from ui.session import Opened
from ui.theme import theme as themes
from ui.ways import Ways

PATIENCE: Final = 60.0
ROUNDS: Final = 4


def run(args: argparse.Namespace) -> int:
    """Write the pictures to `args.out`; `args.lang` and `args.scale` (percent) choose how they look."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = application(["desbumi"])
    language.use(args.lang)
    themes.apply(app, themes.named("normal", args.scale / 100))
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for file in pictures(Path(folder), args.out, f"{args.lang}-{args.scale}"):
            print(file.name)
    return 0


def pictures(folder: Path, out: Path, suffix: str) -> list[Path]:
    """Make the sample offices in `folder` and take one picture a page; raises OSError when a file cannot be written."""
    written: list[Path] = []
    desk = Worker("desk")

    def shoot(widget: QWidget, name: str) -> None:
        widget.resize(SIZE)
        widget.show()
        settle(desk)
        file = out / f"{name}-{suffix}.png"
        if not widget.grab().save(str(file)):
            raise OSError(f"could not write {file.name}")
        written.append(file)

    _village(folder, desk, shoot, _district(folder, desk, shoot))
    desk.close()
    return written


def _village(folder: Path, desk: Worker, shoot: Callable[[QWidget, str], None], other: Files) -> None:
    from ui.commands.first_pages import disagreement, first_start, locks, other_ways

    first_start(folder / "baru", desk, shoot)
    session = OfficeSession(make(folder), StandingClock(), cheap=True)
    with _window(session, desk) as (window, places):
        shoot(window, "unlock")
        opened = session_opened(session, desk)
        window.locks.opened(opened.user, full_only=True)
        window.show_workplace(opened)
        take = partial(shoot, window)
        ways, person = _tour(window, places, desk, take)
        if places.desk is not None:
            disagreement(ways, places.desk, person, folder / "laptop-2", take)
        locks(window, opened, take)
    other_ways(session, [session.files, other], desk, shoot)


def _district(folder: Path, desk: Worker, shoot: Callable[[QWidget, str], None]) -> Files:
    from ui.commands import district_pages as district

    session = OfficeSession(district.make_district(folder / "kabupaten"), StandingClock(), cheap=True)
    with _window(session, desk) as (window, places):
        opened = session_opened(session, desk, district.LOGIN, district.PASSPHRASE)
        window.locks.opened(opened.user, full_only=True)
        window.show_workplace(opened)
        ways = places.ways_of(window, desk)
        ways.attach()
        district.district_pages(ways, partial(shoot, window))
    return session.files


@contextmanager
def _window(session: OfficeSession, desk: Worker) -> Iterator[tuple[MainWindow, Places]]:
    places = Places(session, StandingClock())
    window = make_window(Start(session, places, StandingClock()), desk)
    yield window, places
    window.close()
    settle(desk)
    places.end()


def session_opened(
    session: OfficeSession, desk: Worker, login: str = LOGIN, passphrase: str = PASSPHRASE
) -> Opened:
    """Unlock on the worker, where the stores stay."""
    answer: list[Opened] = []
    done = threading.Event()

    def unlock() -> None:
        answer.append(session.unlock(login, passphrase))
        done.set()

    desk.submit(unlock)
    if not done.wait(PATIENCE):
        raise TimeoutError("unlocking took too long")
    return answer[0]


def settle(desk: Worker) -> None:
    """Wait until the worker has answered everything that the page asked, and the page has shown it."""
    for _round in range(ROUNDS):
        done = threading.Event()
        desk.submit(done.set)
        while not done.wait(0.01):
            QCoreApplication.processEvents()
        QCoreApplication.processEvents()
    QApplication.processEvents()


def _tour(
    window: MainWindow, places: Places, desk: Worker, take: Callable[[str], None]
) -> tuple[Ways, bytes]:
    from ui.commands.import_pages import import_pages
    from ui.commands.list_pages import list_pages
    from ui.pages.departure_wizard import DepartureWizard

    ways = places.ways_of(window, desk)
    ways.attach()
    for code in places.codes():
        ways.visit(code)
        take(code)
    person = _somebody(places, desk)
    ways.person(person)
    take("person")
    ways.back_register()
    take("back")
    for kind in ("person", "journey", "sealed_journey", "child", "consent"):
        ways.record(kind, person)
        take(f"record-{kind}")
    ways.compare(person)
    take("compare")
    wizard = ways.departure()
    take("departure-search")
    if isinstance(wizard, DepartureWizard):
        _departure(ways, person, desk, take)
    ways.import_people()
    take("import")
    import_pages(ways, take)
    list_pages(ways, person, take)
    if places.desk is not None:
        from ui.commands.paper_pages import paper_pages
        from ui.commands.record_pages import record_pages
        from ui.commands.safety_pages import safety_pages

        record_pages(ways, places.desk, person, take)
        paper_pages(ways, places.desk, person, take)
        safety_pages(ways, places.desk, take)
    return ways, person


def _departure(ways: Ways, person: bytes, desk: Worker, take: Callable[[str], None]) -> None:
    from ui.pages.departure_wizard import DepartureWizard

    wizard = ways.departure(person)
    if not isinstance(wizard, DepartureWizard):
        raise TypeError("not the departure form")
    take("departure-person")
    wizard.next()
    form = wizard.steps[1].forms[0]
    form.fill({
        "journeys.country": "HK", "journeys.route": "p_to_p", "journeys.job": "caregiver",
        "journeys.planned_departure_on": "14 Des 2026",
    })  # fmt: skip
    form.changed.emit("journeys.route")
    take("departure-destination")
    wizard.next()
    take("departure-documents")
    wizard.next()
    take("departure-check")
    wizard.next()
    take("departure-done")
    settle(desk)


def _somebody(places: Places, desk: Worker) -> bytes:
    from desbumi_app.usecases.find_people import Chosen, find_people

    found: list[bytes] = []
    office_desk = places.desk
    if office_desk is None:
        raise RuntimeError("the window has no office")
    working = Chosen(stages=frozenset({"departed", "working"}))
    office_desk.ask(lambda office: find_people(office, "", working, limit=1).lines[0].id).success(
        found.append
    ).start()
    settle(desk)
    return found[0]
