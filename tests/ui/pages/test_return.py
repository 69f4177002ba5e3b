"""Catat Pulang on a real encrypted register: one page, the stage follows, help is offered once, leave ends by leaving."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.desbumi_app.usecases.abroad import a_worker, put, stage_of
from tests.ui.pages.rooms import on
from ui.pages.return_page import ReturnPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL
from ui.widgets.card import Card

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def siti(room):
    return room.run(lambda office: a_worker(office, "Siti Aminah"))[0]


def opened(qtbot, room, ways, person):
    page = ReturnPage(room.desk, ways, person=person)
    qtbot.addWidget(page)
    page.resize(1366, 559)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.halves is not None, timeout=5000)
    return page


@pytest.fixture
def page(qtbot, room, ways, siti):
    return opened(qtbot, room, ways, siti)


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def rows(room, table="returns"):
    return room.run(lambda office: office.register.rows_where(table))


def texts(page):
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def test_a_return_is_recorded_by_keys_and_the_stage_follows(qtbot, room, page, siti, failures):
    page.halves.form.fill({"returns.kind": "contract_ended", "returns.arrived_on": "kemarin"})
    page.halves.form.field("returns.documents_withheld").setFocus()
    press(qtbot, Qt.Key.Key_Y)
    page.halves.form.field("return_details.fears_recruiter").setFocus()
    press(qtbot, Qt.Key.Key_T)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(rows(room)) == 1, timeout=5000)
    row = rows(room)[0]
    assert (row["kind"], row["arrived_on"], row["documents_withheld"]) == (
        "contract_ended",
        "2026-11-20",
        "yes",
    )
    assert "fears_recruiter" not in row
    assert len(rows(room, "drops")) == 1
    assert room.run(lambda office: stage_of(office, siti)) == "returned"
    assert failures == []


def test_help_is_offered_once_for_what_was_said(qtbot, room, ways, page):
    page.halves.form.fill({
        "returns.kind": "assisted", "returns.arrived_on": "kemarin", "return_details.circumstance": "deported",
        "return_details.body": "needs_care",
    })  # fmt: skip
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.halves is None, timeout=5000)
    shown = texts(page)
    assert {"Tawarkan mencatat pengaduan", "Antar ke puskesmas", "Ceritakan program desa"} <= set(shown)
    assert "Bantu urus upah yang belum dibayar" not in shown
    assert not page.record_button.isVisible()
    assert any(one[0] == "say" and one[2] == "Kepulangan Siti Aminah dicatat" for one in ways.went)


def test_what_is_missing_is_said_and_nothing_is_stored(qtbot, room, page):
    page.halves.form.fill({"returns.arrived_on": "besok"})
    press(qtbot, Qt.Key.Key_Return, CTRL)
    kind, day = (page.halves.form.field(f"returns.{name}") for name in ("kind", "arrived_on"))
    qtbot.waitUntil(lambda: kind.problem is not None, timeout=5000)
    assert day.note.said() == "Tanggal ini belum tiba."
    assert rows(room) == rows(room, "drops") == []


def test_a_note_goes_sealed_with_the_rest(qtbot, room, page):
    page.halves.form.fill({"returns.kind": "contract_ended", "returns.arrived_on": "kemarin"})
    page.halves.form.field("return_details.note").setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "Minta ditemani ke puskesmas")
    assert page.halves.typed().details["note"] == "Minta ditemani ke puskesmas"
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(rows(room)) == 1, timeout=5000)
    assert len(rows(room, "drops")) == 1


def test_handover_is_asked_only_where_an_office_brought_the_person(page):
    form = page.halves.form
    assert not page.halves.handover.isVisible()
    form.fill({"returns.escorted_by": "bp3mi"})
    page.halves._changed("")
    assert form.field("returns.handover_number").isVisible()
    form.fill({"returns.escorted_by": "family"})
    page.halves._changed("")
    assert not page.halves.handover.isVisible()


def test_what_is_hidden_is_not_recorded(qtbot, room, page):
    form = page.halves.form
    form.fill({"returns.kind": "leave", "returns.arrived_on": "kemarin"})
    page.halves._changed("")
    assert form.field("returns.redeparture_expected_on").isVisible()
    form.fill({"returns.redeparture_expected_on": "+14"})
    form.fill({"returns.kind": "contract_ended"})
    page.halves._changed("")
    page.record()
    qtbot.waitUntil(lambda: len(rows(room)) == 1, timeout=5000)
    assert rows(room)[0]["redeparture_expected_on"] is None


def test_a_leave_ends_by_leaving_again(qtbot, room, ways):
    def on_leave(office):
        person, journey = a_worker(office, "Sahrul")
        put(
            office,
            "returns",
            person_id=person[-16:],
            journey_id=journey[-16:],
            kind="leave",
            arrived_on="2026-11-01",
        )
        return person

    person = room.run(on_leave)
    page = opened(qtbot, room, ways, person)
    page.halves.redeparted.setFocus()
    qtbot.keyClicks(page.halves.redeparted, "31 Okt 2026")
    page.leave_again()
    qtbot.waitUntil(lambda: page.halves.redeparted_field.problem is not None, timeout=5000)
    assert rows(room)[0]["redeparted_on"] is None
    page.halves.redeparted.setText("kemarin")
    page.leave_again()
    qtbot.waitUntil(lambda: rows(room)[0]["redeparted_on"] == "2026-11-20", timeout=5000)
    assert room.run(lambda office: stage_of(office, person)) == "working"
    qtbot.waitUntil(lambda: ("person", person) in ways.went)


def test_nobody_else_is_asked_whether_he_left_again(page):
    assert not page.halves.redeparted.isVisible()


def test_undo_takes_the_return_back(qtbot, room, ways, page, siti):
    page.halves.form.fill({"returns.kind": "contract_ended", "returns.arrived_on": "kemarin"})
    page.record()
    qtbot.waitUntil(lambda: any(one[0] == "say" for one in ways.went), timeout=5000)
    next(one for one in ways.went if one[0] == "say")[4][0][1]()
    qtbot.waitUntil(lambda: rows(room) == rows(room, "drops") == [], timeout=5000)
    assert room.run(lambda office: stage_of(office, siti)) == "working"


@pytest.mark.parametrize(("scale", "height"), [(1.0, 559), (1.25, 623)])
def test_nothing_scrolls_on_the_smallest_screen(qtbot, qapp, room, ways, siti, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    on(room.worker, room.session.screen_lock)  # without the case book the form has most to say
    page = opened(qtbot, room, ways, siti)
    said = [one for one in page.findChildren(QLabel) if one.text().startswith("Disegel saat dicatat.")]
    assert [one.text() for one in said] == ["Disegel saat dicatat. Sebelum itu tidak tersimpan."]
    assert any("mengganti ukuran huruf" in one.toolTip() for one in page.findChildren(Card))
    page.resize(1366, height)
    qtbot.wait(50)
    assert page.minimumSizeHint().height() <= height
    bars = page.halves.area.verticalScrollBar(), page.halves.area.horizontalScrollBar()
    assert [bar.maximum() for bar in bars] == [0, 0]
