"""Joins the window to a real office: which places it has, and what happens after unlocking.

The only module that knows all pages; each is imported at its first visit, the desk behind the door when it opens.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from db.clock import Clock
from ui.frame.window import MainWindow
from ui.language import N_, _
from ui.office_session import OfficeSession
from ui.operations import Worker
from ui.session import Opened

if TYPE_CHECKING:
    from ui.frame.navigation import Entry
    from ui.office_desk import OfficeDesk
    from ui.ways import Ways

Build = Callable[["OfficeDesk", "Ways"], QWidget]
PIN_WIDTH: Final = 440


def _home(desk: "OfficeDesk", ways: "Ways") -> QWidget:
    from ui.pages.home_page import HomePage

    return HomePage(desk, ways)


def _people(desk: "OfficeDesk", ways: "Ways") -> QWidget:
    from ui.pages.people_page import PeoplePage

    return PeoplePage(desk, ways)


def _counter(desk: "OfficeDesk", ways: "Ways") -> QWidget:
    from ui.pages.desk_page import DeskPage

    return DeskPage(desk, ways)


def _send(desk: "OfficeDesk", ways: "Ways") -> QWidget:
    from ui.pages.send_page import SendPage

    return SendPage(desk, ways)


def _pairs(desk: "OfficeDesk", ways: "Ways") -> QWidget:
    from ui.pages.pairs_page import PairsPage

    return PairsPage(desk, ways)


def _conflicts(desk: "OfficeDesk", ways: "Ways") -> QWidget:
    from ui.pages.conflicts_page import ConflictsPage

    return ConflictsPage(desk, ways)


def _villages(desk: "OfficeDesk", ways: "Ways") -> QWidget:
    from ui.pages.villages_page import VillagesPage

    return VillagesPage(desk, ways)


def _packs(desk: "OfficeDesk", ways: "Ways") -> QWidget:
    from ui.pages.packs_page import PacksPage

    return PacksPage(desk, ways)


def _verify(desk: "OfficeDesk", ways: "Ways") -> QWidget:
    from ui.pages.verify_page import VerifyPage

    return VerifyPage(desk, ways)


VILLAGE: Final[Sequence[tuple[str, str, str, Build]]] = (
    ("home", N_("Home"), "home", _home),
    ("people", N_("People"), "users", _people),
    ("desk", N_("Counter"), "printer", _counter),
    ("send", N_("Send"), "cloud-upload", _send),
)
DISTRICT: Final[Sequence[tuple[str, str, str, Build]]] = (
    ("pairs", N_("Pairs"), "copy", _pairs),
    ("conflicts", N_("Different entries"), "arrows-diff", _conflicts),
    ("villages", N_("Villages"), "building-community", _villages),
    ("packs", N_("Lists"), "list-check", _packs),
    ("verify", N_("Check a letter"), "shield-lock", _verify),
    ("send", N_("Send"), "cloud-upload", _send),
)


class Places:
    """Called by the window for its entries; keeps one set of ways a window."""

    def __init__(self, session: OfficeSession, clock: Clock) -> None:
        self._session, self._clock = session, clock
        self._ways: Ways | None = None
        self.desk: OfficeDesk | None = None

    def __call__(self, window: MainWindow, worker: Worker) -> "Sequence[Entry]":
        """The places of this office, in the language in force."""
        from ui.frame.navigation import Entry

        ways, desk = self._of(window, worker)
        places = DISTRICT if self._session.profile().kind == "district" else VILLAGE

        def entry(code: str, words: str, icon: str, build: Build) -> "Entry":
            def made() -> QWidget:
                ways.attach()
                return build(desk, ways)

            return Entry(code, _(words), icon, made)

        return [entry(*place) for place in places]

    def codes(self) -> list[str]:
        """The places of this office, in order."""
        places = DISTRICT if self._session.profile().kind == "district" else VILLAGE
        return [code for code, _words, _icon, _build in places]

    def ways_of(self, window: MainWindow, worker: Worker) -> "Ways":
        """The ways of this window."""
        return self._of(window, worker)[0]

    def end(self) -> None:
        """Join the worker beside the desk."""
        if self.desk is not None:
            self.desk.close()

    def _of(self, window: MainWindow, worker: Worker) -> "tuple[Ways, OfficeDesk]":
        from ui.daily_copy import DailyCopy
        from ui.office_desk import OfficeDesk
        from ui.ways import Ways

        if self._ways is None or self.desk is None:
            self.desk = OfficeDesk(self._session, worker, self._clock)
            self._ways = Ways(window, self.desk)
            self._send_by_itself(window, self.desk, self._ways)
            window.unlocked.connect(lambda opened: ask_for_pin(window, opened))
            keeper = DailyCopy(self.desk, window)
            window.unlocked.connect(lambda _opened: keeper.start())
        return self._ways, self.desk

    def _send_by_itself(self, window: MainWindow, desk: "OfficeDesk", ways: "Ways") -> None:
        from ui.auto_send import AutoSend

        auto = ways.auto = AutoSend(desk, window)
        window.unlocked.connect(lambda _opened: auto.start())
        window.locked.connect(auto.stop)
        auto.sent.connect(lambda _tried: ways.saved())
        auto.failed.connect(lambda failure: ways.say("warn", failure.happened, failure.sentence))


def ask_for_pin(window: MainWindow, opened: Opened) -> None:
    """After the passphrase: the PIN for today, unless the village wants full lock only."""
    from PySide6.QtCore import Qt

    from ui.pages.choose_pin import ChoosePin
    from ui.widgets.card import Page

    if opened.full_lock_only or window.workplace is None:
        return
    workplace = window.workplace
    first = workplace.places.code()
    card = ChoosePin(window.locks)
    card.setFixedWidth(PIN_WIDTH)
    page = Page()
    page.begin_at(card.first)
    page.body.addStretch(1)
    page.body.addWidget(card, alignment=Qt.AlignmentFlag.AlignHCenter)
    page.body.addStretch(2)
    card.done.connect(lambda: workplace.visit(first))
    workplace.places.show_over(page)
    card.first.setFocus()
