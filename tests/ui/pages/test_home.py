"""Beranda says what waits today and leads there; a copy of the book is made from it; events stand in the file."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desbumi_app.usecases.back_up import last_backup
from desbumi_app.usecases.list_reminders import list_reminders
from desbumi_app.usecases.record_departure import DepartureForm, record_departure
from desbumi_app.usecases.undo_save import undoable
from ui.pages.back_up_dialog import BackUpDialog
from ui.pages.check_in_page import CheckInPage
from ui.pages.departure_wizard import DepartureWizard
from ui.pages.desk_page import DeskPage
from ui.pages.help_dialog import HelpDialog
from ui.pages.people_page import PeoplePage
from ui.pages.person_page import PersonPage
from ui.pages.return_page import ReturnPage
from ui.widgets.list_row import JobRow

ABROAD = {
    "country": "MY", "route": "p_to_p", "departed_on": "12 Mar 2025", "arrived_on": "13 Mar 2025",
    "passport_expires_on": "4 Feb 2027",
}  # fmt: skip


def depart(opened, person, **journey):
    form = DepartureForm(person, {}, {"route": "p_to_p", "country": "MY", **journey}, {}, {})
    return opened.office(lambda office: record_departure(office, form))


def home(opened):
    page = opened.ways.visit("home")
    opened.settle()
    return page


def lines(page):
    return [row.accessibleName() for row in page.findChildren(JobRow)]


def press(opened, page, words):
    next(row for row in page.findChildren(JobRow) if words in row.accessibleName()).click()
    opened.settle()
    return opened.window.workplace.places.currentWidget()


@pytest.mark.parametrize(
    ("key", "page"),
    [(Qt.Key.Key_1, DepartureWizard), (Qt.Key.Key_2, CheckInPage), (Qt.Key.Key_3, ReturnPage), (Qt.Key.Key_4, DeskPage)],
)  # fmt: skip
def test_each_verb_opens_its_page_by_its_key(opened, key, page):
    home(opened)
    QTest.keyClick(opened.window, key, Qt.KeyboardModifier.ControlModifier)
    opened.settle()
    assert isinstance(opened.window.workplace.places.currentWidget(), page)


def test_home_says_the_reminders_that_the_use_case_counts_and_in_its_order(opened):
    for at in range(3):
        depart(opened, opened.somebody("", at).id, **ABROAD)
    page = home(
        opened
    )  # a case user's sealed notes are moved on the way, and the lines of the list are of today
    assert opened.office(lambda office: office.register.meta(".lines_renewed_on")) == "2026-11-21"
    counted = opened.office(list_reminders)
    assert [(one.code, one.count) for one in counted] == [
        ("contacts", 3),
        ("passport", 3),
        ("back_up", 1),
    ]
    assert lines(page) == [
        "3 orang lewat jadwal lapor diri",
        "3 paspor habis dalam 6 bulan",
        "Belum ada cadangan dalam 7 hari terakhir",
    ]
    assert opened.office(lambda office: office.register.count("drops")) == 0


def test_overdue_people_lead_to_the_queue_of_calls_and_passports_to_the_narrowed_list(opened):
    for at in range(2):
        depart(opened, opened.somebody("", at).id, **ABROAD)
    queue = press(opened, home(opened), "lapor diri")
    assert isinstance(queue, CheckInPage)
    assert queue.call is not None
    people = press(opened, home(opened), "paspor")
    assert isinstance(people, PeoplePage)
    assert people.model.rowCount() == 2
    people.narrow(None)
    opened.settle()
    assert people.model.rowCount() > 100


def test_a_village_without_a_district_is_told_of_nothing_that_waits_to_be_sent(opened):
    alone = [label.text() for part in (home(opened), opened.window.workplace.strip)
             for label in part.findChildren(QLabel)]  # fmt: skip
    assert alone.count("Bekerja sendiri") == 2
    assert not any("perubahan" in text for text in alone)


def test_one_person_leads_to_the_file(opened):
    depart(opened, opened.somebody().id, **ABROAD)
    assert isinstance(press(opened, home(opened), "1 paspor"), PersonPage)


def test_a_planned_departure_makes_a_candidate_who_counts_as_preparing(opened):
    person = opened.somebody().id
    depart(opened, person, planned_departure_on="14 Des 2026")
    assert opened.somebody().stage == "candidate"
    depart(opened, opened.somebody("", 1).id, **ABROAD)
    done = depart(opened, opened.somebody("", 1).id, planned_departure_on="14 Des 2026")
    assert opened.somebody("", 1).stage == "working"
    assert opened.office(lambda office: undoable(office, done.saved)) is not None


def test_a_copy_is_made_where_somebody_chose_and_the_reminder_goes(opened, tmp_path):
    page = home(opened)
    assert "Belum ada cadangan dalam 7 hari terakhir" in lines(page)
    press(opened, page, "cadangan")
    dialog = page.findChild(BackUpDialog)
    dialog.keep(tmp_path / "usb")
    opened.qtbot.waitUntil(lambda: any((tmp_path / "usb").glob("*.db")), timeout=20_000)
    opened.qtbot.waitUntil(lambda: not any("cadangan" in line for line in lines(page)), timeout=20_000)
    assert opened.office(last_backup) is not None
    dialog.reject()


def test_a_copy_that_cannot_be_made_says_so_and_the_reminder_stays(opened, tmp_path):
    (tmp_path / "usb").write_bytes(b"")
    page = home(opened)
    press(opened, page, "cadangan")
    dialog = page.findChild(BackUpDialog)
    dialog.keep(tmp_path / "usb")
    opened.qtbot.waitUntil(dialog.main.isEnabled, timeout=20_000)
    opened.settle()
    assert "Belum ada cadangan dalam 7 hari terakhir" in lines(page)
    assert opened.office(last_backup) is None
    dialog.reject()


def test_arrows_walk_the_jobs_and_enter_opens_one(opened):
    depart(opened, opened.somebody().id, **ABROAD)
    page = home(opened)
    opened.window.activateWindow()
    first = page.findChildren(JobRow)[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    opened.settle()
    assert isinstance(opened.window.workplace.places.currentWidget(), PersonPage)


def test_f1_shows_the_keys_and_esc_closes_them(opened):
    home(opened)
    opened.window.workplace.navigation.help_asked.emit()
    dialog = opened.window.findChild(HelpDialog)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
