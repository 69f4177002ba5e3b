"""A return that was recorded for the wrong person is opened, taken back with a reason, and leaves the file."""

from PySide6.QtCore import Qt

from desbumi_app.usecases.read_person import related_rows
from desbumi_app.usecases.record_departure import DepartureForm, record_departure
from desbumi_app.usecases.record_return import ReturnForm, record_return
from ui.pages.person_page import PersonPage
from ui.pages.record_page import RecordPage
from ui.pages.take_back_dialog import TakeBackDialog
from ui.widgets.buttons import Button
from ui.widgets.table import Table

ABROAD = {"country": "MY", "route": "p_to_p", "departed_on": "12 Mar 2026", "arrived_on": "13 Mar 2026"}
HOME = {"arrived_on": "1 Nov 2026", "kind": "contract_ended"}


def shown(opened):
    return opened.window.workplace.places.currentWidget()


def spoken(opened):
    return shown(opened).history().timeline.accessibleDescription()


def test_a_mistake_is_opened_from_the_file_and_taken_back_with_a_reason(opened):
    person = opened.somebody("ahmad junaidi hadi").id
    opened.office(lambda office: record_departure(office, DepartureForm(person, {}, ABROAD, {}, {})))
    home = opened.office(lambda office: record_return(office, ReturnForm(person, HOME))).saved.record
    page = opened.ways.person(person)
    opened.settle()
    page.show_tab("journeys")
    table = page._parts["journeys"].findChild(Table)
    table.select_id(bytes(home))
    opened.qtbot.keyClick(table, Qt.Key.Key_Return)
    opened.settle()
    form = shown(opened)
    assert isinstance(form, RecordPage)
    opened.qtbot.waitUntil(lambda: bool(form.steps), timeout=20_000)
    opened.qtbot.keyClick(form.mistake, Qt.Key.Key_Space)
    dialog = form.findChild(TakeBackDialog)
    dialog.take()
    opened.settle()
    assert dialog.reason_field.note.said() == "Tulis mengapa catatan ini ditarik."
    opened.qtbot.keyClicks(dialog.reason, "yang pulang orang lain")
    dialog.hide()  # what a lock does
    form.take_back()
    opened.settle()
    dialog = form.findChildren(TakeBackDialog)[-1]
    assert dialog.reason.text() == "yang pulang orang lain"
    opened.qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.settle()
    assert isinstance(shown(opened), PersonPage)
    assert opened.office(lambda office: related_rows(office, person)["returns"]) == ()
    assert shown(opened).shown.derived.stage == "working"
    assert "Ditarik: kepulangan (Habis kontrak, 1 Nov 2026), yang pulang orang lain" in spoken(opened)
    undo = [one for one in opened.window.workplace.findChildren(Button) if one.text() == "Urungkan"][-1]
    undo.click()
    opened.settle()
    assert len(opened.office(lambda office: related_rows(office, person)["returns"])) == 1
    opened.settle()
    assert "Ditarik" not in spoken(opened)
