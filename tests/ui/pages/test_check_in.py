"""Lapor Diri on a real encrypted register: keys answer, Ctrl+Enter records, the next person comes, undo takes it back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.desbumi_app.usecases.abroad import a_worker
from tests.ui.pages.rooms import on
from ui.pages.check_in_page import CheckInPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def siti(room):
    return room.run(lambda office: a_worker(office, "Siti Aminah"))[0]


def opened(qtbot, room, ways, **asked):
    page = CheckInPage(room.desk, ways, **asked)
    qtbot.addWidget(page)
    page.resize(1366, 559)
    page.show()
    page.refresh()
    qtbot.waitExposed(page)
    return page


@pytest.fixture
def page(qtbot, room, ways, siti):
    made = opened(qtbot, room, ways, person=siti)
    qtbot.waitUntil(lambda: made.call is not None)
    return made


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def rows(room, table="check_ins"):
    return room.run(lambda office: office.register.rows_where(table))


def chosen(page, name):
    return page.call.form.text(name)


def texts(page):
    return {one.text() for one in page.findChildren(QLabel) if one.isVisible()}


def reads_of(room, person):
    """How often this person's file was opened, as the audit book has it."""
    return room.run(lambda office: sum(one.kind == "read" and person[-16:] in one.records
                                       for one in office.register.audit_lines()))  # fmt: skip


def test_a_call_is_recorded_with_a_handful_of_keys(qtbot, room, ways, page, siti, failures):
    press(qtbot, Qt.Key.Key_1)
    assert page.call.answers.value() == "well"
    press(qtbot, Qt.Key.Key_Y)
    press(qtbot, Qt.Key.Key_T)
    assert chosen(page, "check_ins.same_employer") == "yes"
    assert chosen(page, "check_in_details.wage_as_agreed") == "no"
    page.call.form.fill({"check_ins.source": "family"})
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(rows(room)) == 1, timeout=5000)
    row = rows(room)[0]
    assert (row["answer"], row["same_employer"], row["contacted_on"]) == ("well", "yes", "2026-11-21")
    assert row["last_contact_on"] == "2026-11-21"
    assert "wage_as_agreed" not in row
    assert len(rows(room, "drops")) == 1
    qtbot.waitUntil(lambda: ("person", siti) in ways.went)
    assert failures == []


@pytest.mark.parametrize(
    ("key", "code"), [(Qt.Key.Key_1, "well"), (Qt.Key.Key_2, "needs_help"), (Qt.Key.Key_3, "not_reached")]
)
def test_the_digits_say_how_it_went(qtbot, page, key, code):
    press(qtbot, key)
    assert page.call.answers.value() == code


@pytest.mark.parametrize(
    ("key", "code"), [(Qt.Key.Key_Y, "yes"), (Qt.Key.Key_T, "no"), (Qt.Key.Key_Minus, "unknown")]
)
def test_the_question_in_focus_is_the_one_that_is_answered(qtbot, page, key, code):
    wage = page.call.form.field("check_in_details.wage_as_agreed")
    wage.setFocus()
    press(qtbot, key)
    assert chosen(page, "check_in_details.wage_as_agreed") == code
    assert chosen(page, "check_ins.same_employer") == ""


def test_letters_and_digits_typed_into_a_field_answer_nothing(qtbot, page):
    note = page.call.form.field("check_in_details.note")
    note.setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "1 yt-3")
    assert chosen(page, "check_in_details.note") == "1 yt-3"
    assert page.call.answers.value() is None
    assert chosen(page, "check_in_details.wage_as_agreed") == ""


def test_what_is_missing_is_said_under_its_field_and_nothing_is_stored(qtbot, room, page):
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.call.answer_field.problem is not None, timeout=5000)
    assert page.call.answer_field.note.said() == "Bagian ini harus diisi."
    assert page.call.form.field("check_ins.source").problem is not None
    assert page.call.answers.isAncestorOf(QApplication.focusWidget()), "the first on the page comes first"
    assert rows(room) == rows(room, "drops") == []


def test_a_day_to_come_is_refused_in_words(qtbot, room, page):
    press(qtbot, Qt.Key.Key_1)
    page.call.form.fill({"check_ins.source": "worker", "check_ins.contacted_on": "besok"})
    press(qtbot, Qt.Key.Key_Return, CTRL)
    date = page.call.form.field("check_ins.contacted_on")
    qtbot.waitUntil(lambda: date.problem is not None, timeout=5000)
    assert date.note.said() == "Tanggal ini belum tiba."
    assert rows(room) == []


def test_not_reached_asks_for_no_news_and_proposes_another_try(qtbot, room, page):
    press(qtbot, Qt.Key.Key_3)
    assert not page.call.form.field("check_ins.source").isEnabled()
    assert chosen(page, "check_ins.next_contact_on") == "28 Nov 2026"
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(rows(room)) == 1, timeout=5000)
    row = rows(room)[0]
    assert (row["answer"], row["source"], row["last_contact_on"]) == ("not_reached", None, None)
    assert row["next_contact_on"] == "2026-11-28"


def test_three_in_vain_say_that_the_family_is_to_be_visited(qtbot, room, ways, siti):
    for count in range(3):
        page = opened(qtbot, room, ways, person=siti)
        qtbot.waitUntil(lambda page=page: page.call is not None)
        press(qtbot, Qt.Key.Key_3)
        press(qtbot, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda n=count: sum(one[0] == "say" for one in ways.went) == n + 1, timeout=5000)
    said = [one for one in ways.went if one[0] == "say"]
    assert [one[1] for one in said] == ["ok", "ok", "warn"]
    assert "Kunjungi keluarganya di rumah." in said[-1][3]


def test_thirty_sixty_ninety_days_fill_the_day(qtbot, room, page):
    press(qtbot, Qt.Key.Key_1)
    page.call.form.fill({"check_ins.source": "worker"})
    qtbot.mouseClick(page.call.days._group.button(1), Qt.MouseButton.LeftButton)
    assert chosen(page, "check_ins.next_contact_on") == "20 Jan 2027"
    page.record()
    qtbot.waitUntil(lambda: len(rows(room)) == 1, timeout=5000)
    assert rows(room)[0]["next_contact_on"] == "2027-01-20"


def test_the_queue_goes_on_to_the_next_and_ends(qtbot, room, ways, siti):
    room.run(lambda office: a_worker(office, "Halimah", departed_on="2025-02-01", arrived_on="2025-02-02"))
    page = opened(qtbot, room, ways, queue=True)
    qtbot.waitUntil(lambda: page.call is not None and page.call.who.name == "Halimah", timeout=5000)
    assert "2 orang" in page.waiting.text()
    press(qtbot, Qt.Key.Key_1)
    page.call.form.fill({"check_ins.source": "worker"})
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "Berikutnya" in page.record_button.text(), timeout=20_000)
    assert not page.skip_button.isVisible()
    assert texts(page) >= {"Berikutnya: Siti Aminah"}
    assert reads_of(room, siti) == 0  # nobody's file is opened before somebody wants to go on
    qtbot.waitUntil(page.record_button.hasFocus, timeout=20_000)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.call is not None and page.call.who.name == "Siti Aminah", timeout=5000)
    assert page.call.answers.value() is None
    press(qtbot, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not page.record_button.isVisible(), timeout=20_000)
    assert page.call is None
    assert len(rows(room)) == 1


def test_behind_the_last_answer_tab_reaches_record_and_then_skip(qtbot, room, ways, siti):
    page = opened(qtbot, room, ways, queue=True)
    qtbot.waitUntil(lambda: page.call is not None, timeout=20_000)
    page.call.form.last.setFocus()
    press(qtbot, Qt.Key.Key_Tab)
    assert page.record_button.hasFocus()
    press(qtbot, Qt.Key.Key_Tab)
    assert page.skip_button.hasFocus()


def test_undone_in_the_queue_the_form_stands_there_as_it_was(qtbot, room, ways, siti):
    room.run(lambda office: a_worker(office, "Halimah", departed_on="2025-02-01", arrived_on="2025-02-02"))
    page = opened(qtbot, room, ways, queue=True)
    qtbot.waitUntil(lambda: page.call is not None, timeout=20_000)
    first = page.call.who.id
    press(qtbot, Qt.Key.Key_2)
    page.call.form.fill({"check_ins.source": "family", "check_in_details.note": "Minta dijemput"})
    page.record()
    qtbot.waitUntil(lambda: any(one[0] == "say" for one in ways.went), timeout=20_000)
    next(one for one in ways.went if one[0] == "say")[4][0][1]()
    qtbot.waitUntil(lambda: page.call is not None and page.call.who.id == first, timeout=20_000)
    assert page.call.answers.value() == "needs_help"
    assert chosen(page, "check_ins.source") == "family"
    assert chosen(page, "check_in_details.note") == "Minta dijemput"
    assert "Catat" in page.record_button.text()
    assert rows(room) == rows(room, "drops") == []


def test_without_a_person_it_shows_who_waits_and_begins_with_the_first(qtbot, room, ways, siti):
    page = opened(qtbot, room, ways)
    qtbot.waitUntil(lambda: bool(page.start.begin and page.start.begin.isVisible()), timeout=5000)
    assert page.start.begin is not None
    page.start.begin.click()
    qtbot.waitUntil(lambda: page.call is not None and page.call.who.id == siti, timeout=5000)


def test_undo_takes_the_check_in_back(qtbot, room, ways, page):
    press(qtbot, Qt.Key.Key_3)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: any(one[0] == "say" for one in ways.went), timeout=5000)
    jumps = next(one for one in ways.went if one[0] == "say")[4]
    assert [words for words, _call in jumps] == ["Urungkan"]
    jumps[0][1]()
    qtbot.waitUntil(lambda: rows(room) == [], timeout=5000)
    assert rows(room, "drops") == []


def test_the_arrival_is_asked_of_who_has_only_departed(qtbot, room, ways):
    person, journey = room.run(lambda office: a_worker(office, "Baru Pergi", arrived_on=None))
    page = opened(qtbot, room, ways, person=person)
    qtbot.waitUntil(lambda: page.call is not None)
    page.call.answer("well")
    page.call.form.fill({"check_ins.source": "family", "journeys.arrived_on": "7 Jan 2026"})
    page.record()
    qtbot.waitUntil(lambda: room.get("journeys", journey)["arrived_on"] == "2026-01-07", timeout=5000)


def test_the_arrival_is_not_asked_of_who_works_there(page):
    assert not page.call.form.has("journeys.arrived_on")


def test_opening_somebody_leaves_an_audit_line(room, page):
    def read(office):
        return [
            one for one in office.register.audit_lines() if one.kind == "read" and one.purpose == "check_in"
        ]

    assert len(room.run(read)) == 1


@pytest.mark.parametrize(("scale", "height"), [(1.0, 559), (1.25, 623)])
def test_nothing_scrolls_on_the_smallest_screen(qtbot, qapp, room, ways, siti, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    on(room.worker, room.session.screen_lock)  # without the case book the form has most to say
    page = opened(qtbot, room, ways, person=siti)
    page.resize(1366, height)
    qtbot.waitUntil(lambda: page.call is not None)
    qtbot.waitUntil(page.call.area.isVisible)
    assert page.minimumSizeHint().height() <= height
    bar = page.call.area.verticalScrollBar()
    qtbot.wait(50)
    assert (bar.maximum(), page.call.area.horizontalScrollBar().maximum()) == (0, 0)


def test_a_changed_employer_is_asked_about_the_new_contract(qtbot, room, page):
    assert not page.call.renewal.isVisible()
    page.call.form.field("check_ins.same_employer").setFocus()
    press(qtbot, Qt.Key.Key_T)
    assert page.call.renewal.isVisible()
    assert not page.call.form.field("check_ins.renewed_until").isVisible()
    page.call.form.fill({"check_ins.renewal": "changed_employer"})
    page.call._changed("")
    assert page.call.form.field("check_ins.renewed_until").isVisible()
    page.call.answer("well")
    page.call.form.fill({"check_ins.source": "worker", "check_ins.renewed_until": "1 Jun 2028"})
    page.record()
    qtbot.waitUntil(lambda: len(rows(room)) == 1, timeout=5000)
    assert (rows(room)[0]["renewal"], rows(room)[0]["renewed_until"]) == ("changed_employer", "2028-06-01")


def test_in_the_real_window_a_recorded_check_in_shows_the_file_and_offers_undo(qtbot, opened):
    person = opened.office(lambda office: a_worker(office, "Siti Aminah Jauh"))[0]
    page = opened.ways.check_in(person)
    opened.settle()
    press(qtbot, Qt.Key.Key_3)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    opened.settle()
    calls = opened.office(lambda office: office.register.rows_where("check_ins"))
    assert [call["answer"] for call in calls] == ["not_reached"]
    assert opened.window.workplace.places.currentWidget() is not page
    banner = opened.window.workplace._told
    assert banner.accessibleName() == "Lapor diri Siti Aminah Jauh dicatat"
    banner.buttons[0].click()
    opened.settle()
    assert opened.office(lambda office: office.register.count("check_ins")) == 0
    assert opened.window.workplace._told.accessibleName() == "Diurungkan. Tidak ada yang tersimpan darinya."


def test_in_the_real_window_the_return_page_takes_the_keys(qtbot, opened):
    person = opened.office(lambda office: a_worker(office, "Siti Pulang Jauh"))[0]
    page = opened.ways.came_home(person)
    opened.settle()
    page.halves.form.fill({"returns.kind": "contract_ended", "returns.arrived_on": "kemarin"})
    press(qtbot, Qt.Key.Key_Return, CTRL)
    opened.settle()
    assert opened.office(lambda office: office.register.count("returns")) == 1
    assert page.halves is None


def test_without_any_number_it_says_so_and_opens_the_file(page, ways, siti):
    assert page.call.who.phones == ()
    head = next(one for one in page.call.findChildren(QLabel) if "Belum ada nomor" in one.text())
    button = next(b for b in head.parentWidget().findChildren(QPushButton))
    assert button.accessibleName() == "Buka berkas"
    button.click()
    assert ways.went[-1] == ("person", siti)
