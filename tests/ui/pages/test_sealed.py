"""Case officers read, correct and follow up what is sealed; the note about a child becomes a case by a press."""

from functools import partial

from PySide6.QtCore import Qt

from desbumi_app.usecases.ask_concern import Concern
from desbumi_app.usecases.follow_child import follow_children
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.read_sealed import read_sealed
from desbumi_app.usecases.record_entry import EntryForm, record_entry
from ui.pages.concern_dialog import ConcernDialog
from ui.pages.sealed_form import SealedForm
from ui.pages.sealed_page import SealedPage
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Wrapped

CHILD = {"name": "Lalu Kecil", "caregiver": "grandparent", "needs": "violence", "has_jkn": "no"}


def shown(opened):
    return opened.window.workplace.places.currentWidget()


def press_undo(opened):
    undo = [one for one in opened.window.workplace.findChildren(Button) if one.text() == "Urungkan"][-1]
    undo.click()
    opened.settle()
    opened.settle()


def sentences(page):
    return [one.text() for one in page.findChildren(Wrapped)]


def test_a_childs_note_is_corrected_and_its_need_becomes_a_case(opened):
    person = opened.somebody("ahmad junaidi hadi").id
    opened.office(lambda office: record_entry(office, EntryForm("child", person, {"child_needs": CHILD})))
    opened.office(partial(move_drops, everything=True))
    page = opened.ways.sealed(person, "Ahmad")
    opened.settle()
    assert isinstance(page, SealedPage)
    assert "Kebutuhan ini perlu dibuka sebagai kasus." in sentences(page)
    assert "Dibuka oleh" in [one.title.text() for one in page.findChildren(Card) if one.title is not None]
    (press,) = [one for one in page.findChildren(Button) if one.text().startswith("Buka kasus")]
    opened.qtbot.keyClick(press, Qt.Key.Key_Space)
    (asked,) = page.findChildren(ConcernDialog)
    assert not any(one.isDefault() for one in asked.answers.values())
    asked.answers[Concern.UNSURE].click()
    opened.settle()
    assert "Tidak ada kasus yang dibuka di sini." in " ".join(sentences(asked))
    assert opened.office(lambda office: office.open_cases().count("cases")) == 0
    asked.reject()
    page.open_case(opened.office(lambda office: follow_children(office, person))[0].child)
    page.findChildren(ConcernDialog)[-1].answers[Concern.NO].click()
    opened.settle()
    assert opened.office(lambda office: office.open_cases().count("cases")) == 1
    assert "Kebutuhan ini perlu dibuka sebagai kasus." not in sentences(page)
    page.correct(page.entries[0])
    opened.settle()
    form = shown(opened)
    assert isinstance(form, SealedForm)
    form.steps[0].form.editors["child_needs.name"].set_text("Lalu Kecil Hadi")
    form.record()
    opened.settle()
    (entry,) = opened.office(lambda office: read_sealed(office, person))
    assert entry.values["name"] == "Lalu Kecil Hadi"
    assert isinstance(shown(opened), SealedPage)
    press_undo(opened)
    (entry,) = opened.office(lambda office: read_sealed(office, person))
    assert entry.values["name"] == "Lalu Kecil"
    form = shown(opened)
    assert isinstance(form, SealedForm)
    assert form.steps[0].form.typed()["child_needs.name"] == "Lalu Kecil Hadi"
    form.leave()
    opened.settle()
    shown(opened).correct(shown(opened).entries[0])
    opened.settle()
    form = shown(opened)
    assert form.steps[0].form.typed()["child_needs.name"] == "Lalu Kecil Hadi"
    form._start_over()
    opened.settle()
    assert form.steps[0].form.typed()["child_needs.name"] == "Lalu Kecil"
    assert opened.office(lambda office: office.open_cases().drafts(office.operator.id)) == ()


def test_no_step_of_a_sealed_correction_scrolls_at_the_smallest_screen(opened):
    person = opened.somebody("ahmad junaidi hadi").id
    opened.office(lambda office: record_entry(office, EntryForm("child", person, {"child_needs": CHILD})))
    opened.office(partial(move_drops, everything=True))
    page = opened.ways.sealed(person, "Ahmad")
    opened.settle()
    page.correct(page.entries[0])
    opened.settle()
    form = shown(opened)
    opened.window.resize(1366, 768)
    assert len(form.steps) > 1
    for at in range(len(form.steps)):
        form.go(at)
        opened.settle()
        area = form.steps[at].layout().itemAt(0).widget()
        assert area.verticalScrollBar().maximum() == 0, form._plans[at].name
