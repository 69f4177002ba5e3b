"""Beda isi on a real encrypted register: both values stand until a person chooses one and says why."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.pages.rooms import disagree
from ui.office_desk import OfficeDesk
from ui.pages.conflicts_page import OWN, ConflictsPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL
from ui.widgets.choice_card import ChoiceCard

PERSON = {"name": "Halimah", "born_on": "1981-03-10", "phone": "+6281237004400", "hamlet": "Montong"}


@pytest.fixture
def record(room, tmp_path):
    made = room.create("people", **PERSON, nik="9901015003810001")
    disagree(room, tmp_path / "there", made, {"phone": "+6281237004415"}, {"phone": "+6281237004451"})
    return made


def shown(qtbot, room, ways):
    page = ConflictsPage(room.desk, ways)
    qtbot.addWidget(page)
    page.resize(1366, 637)
    page.show()
    page.refresh()
    return page


@pytest.fixture
def page(qtbot, room, record, ways):
    made = shown(qtbot, room, ways)
    qtbot.waitUntil(lambda: len(made.cards) == 2)
    return made


def values(room, record):
    return room.get("people", record)["phone"], len(room.run(lambda o: o.register.conflicts()))


def test_nothing_is_chosen_when_it_opens_and_nothing_can_be_settled(qtbot, room, record, page):
    assert [card.radio.isChecked() for card in page.cards] == [False, False]
    assert not page.settle_button.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(50)
    assert values(room, record)[1] == 1


def test_keys_choose_and_settle_with_a_reason(qtbot, room, record, page, failures):
    wanted = next(i for i, card in enumerate(page.cards) if "4451" in card.accessibleName())
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_1 if wanted == 0 else Qt.Key.Key_2)
    assert [card.radio.isChecked() for card in page.cards] == [wanted == 0, wanted == 1]
    qtbot.keyClicks(page.reason, "sudah ditelepon")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: values(room, record) == ("+6281237004451", 0), timeout=5000)
    reasons = room.run(lambda o: [entry.reason for entry in o.register.history(record)])
    assert reasons[-1] == "sudah ditelepon"
    assert failures == []


def test_a_question_that_was_settled_is_open_again_when_it_is_taken_back(qtbot, room, record, page, ways):
    page.pick(0)
    page.reason.setText("sudah ditelepon")
    page.settle()
    qtbot.waitUntil(lambda: any(went[0] == "say" for went in ways.went), timeout=20_000)
    assert values(room, record)[1] == 0
    next(went for went in ways.went if went[0] == "say")[-1][0][1]()
    qtbot.waitUntil(lambda: len(page.cards) == 2 and page._now is not None, timeout=20_000)
    assert values(room, record)[1] == 1
    qtbot.waitUntil(lambda: page.reason.text() == "sudah ditelepon", timeout=20_000)


def test_a_reason_and_own_writing_wait_after_a_lock_until_it_is_settled(qtbot, room, record, page, ways):
    def drafts():
        return [one.body["texts"] for one in room.run(OfficeDesk.drafts)]

    page.reason.setText("belum sempat telep")
    page.own.editor.setText("081237004451")
    page.hide()
    qtbot.waitUntil(lambda: len(drafts()) == 1, timeout=20_000)
    again = shown(qtbot, room, ways)
    qtbot.waitUntil(lambda: again.reason.text() == "belum sempat telep", timeout=20_000)
    assert again.own.editor.text() == "081237004451"
    assert not again.settle_button.isEnabled()  # nothing is chosen when it opens
    again.pick(0)
    again.settle()
    qtbot.waitUntil(lambda: drafts() == [], timeout=20_000)


def test_without_a_reason_nothing_is_stored_and_the_field_says_so(qtbot, room, record, page):
    qtbot.keyClick(page.list, Qt.Key.Key_1)
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.reason_field.problem is not None)
    assert values(room, record)[1] == 1
    assert page.reason_field.note.said() == "Tulis mengapa isi ini yang benar."


def test_own_writing_is_checked_like_a_form_and_stored(qtbot, room, record, page):
    qtbot.keyClick(page.list, Qt.Key.Key_3)
    assert page.own.radio.isChecked()
    qtbot.keyClicks(page.own.editor, "12")
    page.quick[0].click()
    page.settle()
    qtbot.waitUntil(lambda: page.reason_field.problem is not None)
    assert values(room, record)[1] == 1
    page.own.editor.setText("0812 3700 4488")
    page.settle()
    qtbot.waitUntil(lambda: values(room, record) == ("+6281237004488", 0), timeout=5000)


def test_digits_typed_into_a_field_choose_nothing(qtbot, page):
    page.reason.setFocus()
    qtbot.keyClicks(page.reason, "12")
    assert (page.reason.text(), [card.radio.isChecked() for card in page.cards]) == ("12", [False, False])


def test_question_settled_meanwhile_is_refused_and_said(qtbot, room, record, page):
    from desbumi_app.usecases.settle_conflict import list_conflicts, settle_conflict

    room.run(lambda o: settle_conflict(o, list_conflicts(o)[0].conflict, "+6281237004499", "lain"))
    page.pick(0)
    page.quick[0].click()
    page.settle()
    qtbot.waitUntil(lambda: page.reason_field.problem is not None)
    assert values(room, record) == ("+6281237004499", 0)


def test_opening_a_question_leaves_an_audit_line(qtbot, room, record, page):
    def read(office):
        lines = office.register.audit_lines()
        return [line for line in lines if line.kind == "read" and line.purpose == "settle_conflict"]

    qtbot.waitUntil(lambda: len(room.run(read)) == 1)


def test_card_numbers_show_only_ends_and_what_differs(qtbot, room, tmp_path, record, ways):
    disagree(room, tmp_path / "third", record, {"nik": "9901015003810002"}, {"nik": "9901015008310002"})
    page = shown(qtbot, room, ways)
    qtbot.waitUntil(lambda: len(page.list.rows()) == 2)
    page.list.chosen.emit(next(line.id for line in page.list.rows() if line.second == "NIK"))
    texts = [card.accessibleName().split(": ")[1] for card in page.findChildren(ChoiceCard)]
    assert sorted(texts)[-2:] == sorted(["9901•••••38•0002", "9901•••••83•0002"])


def test_last_question_leaves_an_empty_desk_and_asks_the_strip_to_look(qtbot, room, record, page, ways):
    page.pick(0)
    page.quick[1].click()
    page.settle()
    qtbot.waitUntil(lambda: ("saved",) in ways.went)
    assert page._stack.currentWidget() is page._empty
    assert page.list.rows()[0].side == "Selesai"


def test_file_of_the_person_is_one_press_away(qtbot, record, page, ways):
    from PySide6.QtWidgets import QPushButton

    next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "Buka berkas").click()
    assert ways.went == [("person", record)]


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768)])
def test_page_fits_the_small_screen(qtbot, qapp, room, record, ways, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    page = shown(qtbot, room, ways)
    qtbot.waitUntil(lambda: len(page.cards) == 2)
    page.pick(OWN)
    hint = page.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= height - 131
