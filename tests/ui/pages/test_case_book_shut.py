"""After the PIN nothing in the window holds what the case book holds; the passphrase opens it again from the file."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.record_entry import EntryForm, record_entry
from tests.desbumi_app.usecases.abroad import a_worker
from ui.pages.departure_wizard import CHECK
from ui.pages.open_cases_dialog import OpenCasesDialog
from ui.pages.person_page import PersonPage
from ui.pages.sealed_form import SealedForm
from ui.pages.sealed_page import SealedCard, SealedPage
from ui.widgets.buttons import Button
from ui.widgets.table import Table

CHILD = {"name": "Lalu Kecil", "caregiver": "grandparent", "needs": "violence", "has_jkn": "no"}
PIN = "246810"
RECRUITER = "journey_recruitment.recruiter_name"


def everything_said(window):
    """All that a person could read, select or have read aloud, in sight or not."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    said = [one.accessibleName() + one.toolTip() for one in window.findChildren(QWidget)]
    said += [one.text() for kind in (QLabel, QLineEdit, Button) for one in window.findChildren(kind)]
    return "\n".join(said)


def lock_and_return(opened):
    opened.window.locks.pressed()
    assert "Lalu Kecil" not in everything_said(opened.window)
    opened.settle()
    opened.window.locks.try_pin(PIN)
    opened.settle()
    assert opened.office(lambda office: office.cases) is None


def test_the_sealed_step_of_a_departure_is_covered_after_the_pin_until_the_case_book_is_open(opened):
    person = opened.somebody("ahmad junaidi hadi").id
    opened.window.locks.set_pin(PIN)
    page = opened.ways.departure(person)
    opened.settle()
    page.go(CHECK)
    opened.settle()
    page._check.sealed.editors[RECRUITER].set_text("Lalu Kecil")  # in the middle of the field
    lock_and_return(opened)
    page = opened.window.workplace.places.currentWidget()
    assert page._check.cover.in_book
    assert "Lalu Kecil" not in everything_said(opened.window)
    opened.window.change_look(scale=1.25)
    opened.settle()
    opened.window.change_look(scale=1.0)
    opened.settle()
    page = opened.window.workplace.places.currentWidget()
    page.go(CHECK)
    assert page._check.cover.in_book
    page._record()
    words = [one.text() for one in opened.window.workplace.findChildren(Button)]
    assert {"Buka buku kasus", "Catat tanpa itu"} <= set(words)
    assert not page.recorded
    page._check.cover.press()
    (dialog,) = page.findChildren(OpenCasesDialog)
    dialog.password.setText("empat kata acak kami")
    opened.qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    opened.settle()
    assert page._check.sealed.typed()[RECRUITER] == "Lalu Kecil"
    assert page._check.cover.isHidden()
    opened.window.locks.lock_fully()  # whoever comes next finds nothing of it
    opened.settle()
    assert "Lalu Kecil" not in everything_said(opened.window)


def shut(opened):
    page = opened.window.workplace.places.currentWidget()
    assert isinstance(page, PersonPage)
    said = everything_said(opened.window)
    assert "Lalu Kecil" not in said
    assert "kekerasan" not in said.lower()
    assert "untuk petugas kasus" not in said
    (card,) = page.findChildren(SealedCard)
    return card


def test_the_pin_shows_the_file_without_what_is_sealed_and_the_password_opens_the_case_book(opened):
    person = opened.somebody("ahmad junaidi hadi").id
    opened.office(lambda office: record_entry(office, EntryForm("child", person, {"child_needs": CHILD})))
    opened.office(partial(move_drops, everything=True))
    opened.window.locks.set_pin(PIN)
    page = opened.ways.sealed(person, "Ahmad")
    opened.settle()
    assert "Lalu Kecil" in everything_said(opened.window)
    page.correct(page.entries[0])
    opened.settle()
    form = opened.window.workplace.places.currentWidget()
    assert isinstance(form, SealedForm)
    form.steps[0].form.editors["child_needs.name"].set_text("Lalu Kecil Hadi")
    opened.window.change_look(scale=1.25)
    opened.settle()
    form = opened.window.workplace.places.currentWidget()
    assert form.steps[0].form.typed()["child_needs.name"] == "Lalu Kecil Hadi"
    opened.window.change_look(scale=1.0)
    opened.settle()
    lock_and_return(opened)
    shut(opened)
    lock_and_return(opened)  # the file itself, with the card
    card = shut(opened)
    (way,) = card.findChildren(Button)
    assert way.text() == "Buka buku kasus"
    way.click()
    (dialog,) = card.findChildren(OpenCasesDialog)
    dialog.password.setText("bukan kata sandinya")
    opened.qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    opened.settle()
    assert opened.office(lambda office: office.cases) is None
    assert "Kata sandi tidak cocok" in dialog.told.text()
    dialog.password.setText("empat kata acak kami")
    opened.qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    opened.settle()
    assert "1 catatan, untuk petugas kasus" in everything_said(opened.window)
    again = opened.ways.sealed(person, "Ahmad")
    opened.settle()
    assert isinstance(again, SealedPage)
    assert [one.values["name"] for one in again.entries] == ["Lalu Kecil"]
    again.correct(again.entries[0])
    opened.settle()
    form = opened.window.workplace.places.currentWidget()
    assert form.steps[0].form.typed()["child_needs.name"] == "Lalu Kecil Hadi"
    form.record()
    opened.settle()
    assert opened.office(lambda office: len(office.open_cases().drafts(office.operator.id))) == 0
    lock_and_return(opened)
    shut(opened)


def test_a_visit_that_a_childs_sheet_names_is_listed_only_while_the_case_book_is_open(opened):
    opened.window.locks.set_pin(PIN)
    away = {"departed_on": "2026-11-19", "arrived_on": "2026-11-20"}
    person, _trip = opened.office(lambda office: a_worker(office, "Ditunggu", **away))
    told = CHILD | {"next_visit_on": "24 Nov 2026"}
    opened.office(lambda office: record_entry(office, EntryForm("child", person, {"child_needs": told})))
    opened.office(partial(move_drops, everything=True))
    page = opened.ways.visits()
    opened.settle()
    assert [one.person for one in page.lines] == [person]
    lock_and_return(opened)
    assert opened.window.workplace.places.currentWidget() is page
    assert (page.lines, page.findChildren(Table)) == ((), [])


def test_a_message_whose_button_holds_what_was_typed_goes_at_the_screen_lock_and_another_stays(opened):
    opened.window.locks.set_pin(PIN)
    opened.ways.check_in()
    opened.ways.say("ok", "Tercatat", jumps=[("Urungkan", lambda: None)])
    lock_and_return(opened)
    assert "Tercatat" not in everything_said(opened.window)
    opened.ways.say("danger", "Disk penuh")
    lock_and_return(opened)
    assert "Disk penuh" in everything_said(opened.window)
