"""What was begun in a small form waits encrypted after a lock, and not after it was cancelled on purpose."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desbumi_app.catalogue.regions import load_regions
from tests.ui.pages.test_person import file_of, happened
from ui.pages.counselling_dialog import CounsellingDialog
from ui.pages.life_event_dialog import LifeEventDialog
from ui.widgets.list_row import JobRow


def test_an_event_or_a_counselling_that_was_begun_waits_after_a_lock_and_not_after_cancel(opened):
    page = file_of(opened)
    dialog = happened(opened, page, "stopped", reason="Lowongan tidak benar", place="Batam")
    dialog.form.jump("life_events.place")
    opened.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    for _time in range(2):  # once locks the screen, twice locks everything, also from within a dialog
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        opened.settle()
        assert not dialog.isVisible()
    door = opened.window.centralWidget().currentWidget()
    door.name.setText("sari")
    door.password.setText("empat kata acak kami")
    opened.qtbot.keyClick(door.password, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.window.workplace is not None, timeout=20_000)
    opened.settle()
    home = opened.ways.visit("home")
    opened.settle()
    (line,) = [one for one in home.jobs.findChildren(JobRow) if "Catat peristiwa" in one.accessibleName()]
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    opened.settle()
    page = opened.window.workplace.places.currentWidget()
    (dialog,) = page.findChildren(LifeEventDialog)
    assert (dialog.kind.code(), dialog.form.typed()["life_events.place"]) == ("stopped", "Batam")
    dialog.reject()
    opened.settle()
    page._happened()
    opened.settle()
    assert page.findChildren(LifeEventDialog)[-1].kind.code() is None
    page.findChildren(LifeEventDialog)[-1].reject()
    page._counsel()
    opened.settle()
    counselling = page.findChildren(CounsellingDialog)[-1]
    next(iter(counselling.topics.values())).click()
    counselling.form.fill({"counselling.minutes": "45"})
    counselling.hide()
    opened.settle()
    page._counsel()
    opened.settle()
    again = page.findChildren(CounsellingDialog)[-1]
    assert again.form.typed()["counselling.minutes"] == "45"
    assert next(iter(again.topics.values())).isChecked()
    again.reject()


def test_an_event_that_was_undone_stands_in_its_form_as_it_was_typed(opened):
    page = file_of(opened)
    dialog = happened(opened, page, "moved")
    dialog.choose_village(load_regions().villages("batuj", limit=1)[0])
    dialog.record()
    opened.settle()
    opened.window.workplace._told.buttons[0].click()
    opened.settle()
    page._happened()
    opened.settle()
    again = page.findChildren(LifeEventDialog)[-1]
    assert (again.kind.code(), again.moved_to) == ("moved", dialog.moved_to)
    again.reject()
