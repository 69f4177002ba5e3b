"""The window from the door to the lock: nothing of a person in its title, pages at first visit, locks that hold."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton

from tests.ui.desk import FakeClock
from ui.app import Start, make_window
from ui.door_pause import DoorPause
from ui.frame.navigation import Entry
from ui.frame.workplace import Workplace
from ui.locks import Lock
from ui.operations import Operation
from ui.pages.choose_pin import ChoosePin
from ui.pages.pin_page import PinPage
from ui.pages.unlock_page import UnlockPage
from ui.widgets.card import Page
from ui.widgets.field import FieldLabel
from ui.widgets.search_results import SearchResults


@pytest.fixture
def built():
    return []


@pytest.fixture
def entries(built):
    def page(code):
        def build():
            built.append(code)
            return Page(code)

        return build

    return [Entry(code, code.title(), "home", page(code)) for code in ("home", "people", "counter", "send")]


@pytest.fixture
def window(qtbot, office, desk, clock, entries):
    made = make_window(Start(office, lambda _w, _d: entries, clock), desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    Operation.default_failure = None


def unlock(qtbot, window, password="benar"):
    door = window.centralWidget().currentWidget()
    assert isinstance(door, UnlockPage)
    door.password.setText(password)
    qtbot.keyClick(door.password, Qt.Key.Key_Return)
    return door


def enter(qtbot, window):
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.workplace is not None)
    return window.workplace


def test_after_five_wrong_passwords_the_door_waits_a_minute_and_says_how_long(qtbot, window, clock, office):
    for left in ("4", "3", "2", "1"):
        door = unlock(qtbot, window, "salah")
        qtbot.waitUntil(lambda left=left, door=door: f"{left} kali" in door.password_field.note.said())
    unlock(qtbot, window, "salah")
    qtbot.waitUntil(lambda: "60 detik" in door.password_field.note.said())
    asked = office.calls.count("unlock")
    unlock(qtbot, window)
    assert not door.open_button.isEnabled()
    clock.seconds += 45
    qtbot.waitUntil(lambda: "15 detik" in door.password_field.note.said())
    window.change_look(words="id")
    door = window.centralWidget().currentWidget()
    assert not door.open_button.isEnabled(), "a new page is no way around the pause"
    clock.seconds += 16
    qtbot.waitUntil(door.open_button.isEnabled)
    assert office.calls.count("unlock") == asked == 5
    enter(qtbot, window)


def test_right_password_opens_and_title_names_nobody(qtbot, window):
    enter(qtbot, window)
    assert window.windowTitle() == "Desbumi"
    assert window.locks.state is Lock.OPEN


def test_wrong_password_says_so_under_the_field_and_lets_try_again(qtbot, window):
    door = unlock(qtbot, window, "salah")
    qtbot.waitUntil(lambda: door.password_field.problem is not None and door.open_button.isEnabled())
    assert door.password_field.note.said() == (
        "Kata sandi tidak cocok. Tidak ada yang berubah. Lihat apakah Caps Lock menyala, lalu ketik lagi. "
        "Sisa 4 kali sebelum jeda 1 menit."
    )
    assert window.workplace is None


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.times += event.type() is QEvent.Type.Paint
        return super().eventFilter(watched, event)


def test_the_letters_of_the_door_s_fields_are_painted_when_alt_goes_down(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    label = next(one for one in window.findChildren(FieldLabel) if one.isVisible())
    QApplication.processEvents()
    painted = Painted(label)
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_Alt)
    qtbot.waitUntil(lambda: painted.times > 0)
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_Alt)


def test_with_the_book_open_each_label_is_painted_once_when_alt_goes_down(qtbot, window, monkeypatch):
    enter(qtbot, window)
    label, updates = FieldLabel("Nama"), []
    qtbot.addWidget(label)
    monkeypatch.setattr(label, "update", lambda: updates.append(label))
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_Alt)
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_Alt)
    assert len(updates) == 2, "once down, once up"


def test_pages_are_built_at_their_first_visit_only(qtbot, window, built):
    workplace = enter(qtbot, window)
    assert built == ["home"]
    workplace.visit("people")
    workplace.visit("home")
    workplace.visit("people")
    assert built == ["home", "people"]


def test_ctrl_l_without_pin_closes_everything_and_zeroes_keys(qtbot, window, office):
    enter(qtbot, window)
    window.locks.pressed()
    qtbot.waitUntil(lambda: "full_lock" in office.calls)
    assert isinstance(window.centralWidget().currentWidget(), UnlockPage)
    assert window.workplace is None


def test_pin_reopens_the_same_page_and_five_wrong_ones_do_not(qtbot, window, office):
    workplace = enter(qtbot, window)
    workplace.visit("people")
    window.locks.set_pin("135790")
    window.locks.pressed()
    page = window.centralWidget().currentWidget()
    assert isinstance(page, PinPage)
    for digit in "135790":
        qtbot.keyClick(page, digit)
    qtbot.waitUntil(lambda: window.locks.state is Lock.OPEN)
    assert window.centralWidget().currentWidget() is workplace
    assert workplace.places.code() == "people"
    window.locks.pressed()
    page = window.centralWidget().currentWidget()
    for _attempt in range(5):
        for digit in "000001":
            page.type_digit(digit)
        page.submit()
    assert window.locks.state is Lock.FULL
    qtbot.waitUntil(lambda: office.calls == ["unlock", "screen_lock", "screen_lock", "full_lock"])


def test_lock_page_shows_no_digit_and_no_search(qtbot, window):
    workplace = enter(qtbot, window)
    workplace.header.search.setText("siti")
    window.locks.set_pin("135790")
    window.locks.pressed()
    page = window.centralWidget().currentWidget()
    page.type_digit("1")
    said = [w.text() for w in page.findChildren(QPushButton)] + [page.dots.accessibleName()]
    assert "1 dari 6 angka" in said
    assert workplace.header.search.text() == ""
    assert not page.findChildren(QLineEdit)


def test_search_finds_opens_and_offers_to_add(qtbot, window):
    workplace, opened, added = enter(qtbot, window), [], []
    workplace.person_opened.connect(opened.append)
    workplace.person_added.connect(added.append)
    search = workplace.header.search
    search.setFocus()
    qtbot.keyClicks(search, "siti")
    qtbot.waitUntil(lambda: any(r.isVisible() for r in window.findChildren(SearchResults)))
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert opened == [2]
    qtbot.keyClicks(search, "zz")
    qtbot.waitUntil(lambda: any(r.isVisible() for r in window.findChildren(SearchResults)))
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert added == ["zz"]


def test_failure_is_told_above_the_page(qtbot, window, desk):
    workplace = enter(qtbot, window)
    Operation(desk, lambda _t: 1 / 0).start()
    qtbot.waitUntil(lambda: workplace._told is not None)
    assert "E-" in workplace._told.accessibleName()


def test_language_and_size_change_while_a_page_is_open(qtbot, window):
    enter(qtbot, window).visit("people")
    window.change_look(scale=1.25, words="en")
    assert window.workplace.places.code() == "people"
    assert window.workplace.header.lock.accessibleName() == "Lock"


@pytest.mark.parametrize("size", [1.0, 1.25])
def test_frame_fits_the_small_screen(qtbot, window, size):
    enter(qtbot, window)
    window.change_look(scale=size)
    hint = window.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= (690 if size == 1.0 else 768)


def test_door_and_lock_fit_the_small_screen_in_every_look(qtbot, office, desk, clock, window, look):
    door = UnlockPage(office, desk, DoorPause(FakeClock()))
    pin = PinPage(office.place(), "Sari Wahyuni", window.locks, clock)
    for page in (door, pin):
        qtbot.addWidget(page)
        page.grab()
        assert page.minimumSizeHint().width() <= 1366
        assert page.minimumSizeHint().height() <= 768


def test_everything_that_is_pressed_or_typed_into_has_a_name(qtbot, window):
    workplace = enter(qtbot, window)
    kinds = (QLineEdit, QPushButton, QToolButton)
    assert [w for kind in kinds for w in workplace.findChildren(kind) if not w.accessibleName()] == []


def test_focus_ring_follows_the_focus(qtbot, window):
    workplace = enter(qtbot, window)
    window.activateWindow()
    workplace.header.lock.setFocus()
    QApplication.processEvents()
    assert window._ring.widget() is workplace.header.lock
    ring, button = window._ring.geometry(), workplace.header.lock.geometry()
    assert ring.width() == button.width() + 8
    workplace.header.search.setFocus()
    QApplication.processEvents()
    assert window._ring.widget() is None


def test_chosen_pin_must_be_typed_twice(qtbot, window):
    enter(qtbot, window)
    card, done = ChoosePin(window.locks), []
    qtbot.addWidget(card)
    card.done.connect(lambda: done.append(1))
    card.first.setText("135790")
    card.second.setText("135791")
    card.choose()
    assert (window.locks.has_pin, card.second_field.problem is not None) == (False, True)
    card.second.setText("135790")
    card.choose()
    assert (window.locks.has_pin, done, card.first.text()) == (True, [1], "")


def test_workplace_strip_says_what_waits(qtbot, window):
    workplace: Workplace = enter(qtbot, window)
    from PySide6.QtWidgets import QLabel

    qtbot.waitUntil(
        lambda: any("3 perubahan" in label.text() for label in workplace.strip.findChildren(QLabel))
    )
