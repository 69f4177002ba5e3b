"""Whoever goes somewhere by key finds the cursor where work begins, and Tab reaches everything else."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui.pages.back_page import BackPage

MOST = 60


def test_keys_reach_what_the_page_is_for_and_tab_everything_else(opened):
    """In the list arrows walk, Ctrl+N adds; nothing that stands before the place where work begins is jumped over."""
    page = visited(opened, "people")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert page.table.hasFocus()
    assert page.table.currentIndex().row() == 0
    for code in ("people", "home", "desk", "send"):
        assert not jumped_over(visited(opened, code)), code
    for go in (opened.ways.import_people, opened.ways.letters):
        page = go()
        opened.settle()
        assert not jumped_over(page)
    visited(opened, "people")
    QTest.keyClick(opened.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    places = opened.window.workplace.places
    opened.qtbot.waitUntil(lambda: isinstance(places.currentWidget(), BackPage))


def visited(opened, code):
    page = opened.ways.visit(code)
    opened.settle()
    return page


def jumped_over(page):
    """What Tab does not reach from where the cursor stands; of parts that exclude one another one is enough."""
    wanted = {part: part.accessibleName() for part in page.findChildren(QWidget) if stops(part)}
    for _time in range(MOST):
        wanted.pop(QApplication.focusWidget(), None)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    return list(wanted.values())


def stops(part):
    group = part.group() if isinstance(part, QAbstractButton) else None
    one_of_many = isinstance(part, QAbstractButton) and (
        part.autoExclusive() or (group and group.exclusive())
    )
    takes = part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible() and part.isEnabled()
    return bool(takes) and not one_of_many and part.focusProxy() is None
