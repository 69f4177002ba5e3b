"""A check-in or a return that was begun waits, encrypted, whatever comes between; its sealed half only where it may."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from desbumi_app.domain.problems import stop
from tests.desbumi_app.offices import a_village
from tests.desbumi_app.usecases.abroad import a_worker
from tests.ui.pages.rooms import on
from ui.models.following_draft import CHECK_IN, RETURN, FollowingDraft
from ui.pages.check_in_page import CheckInPage
from ui.pages.return_page import ReturnPage
from ui.widgets.list_row import JobRow

SOON = 20_000
KINDS = {
    CHECK_IN: (CheckInPage, "call", {"check_ins.source": "family", "check_in_details.note": "Minta dijemput"}),
    RETURN: (ReturnPage, "halves", {"returns.kind": "contract_ended", "return_details.note": "Minta ditemani"}),
}  # fmt: skip


@pytest.fixture
def siti(room):
    return room.run(lambda office: a_worker(office, "Siti Aminah"))[0]


def form_of(qtbot, room, ways, kind, person):
    page = KINDS[kind][0](room.desk, ways, person=person)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: getattr(page, KINDS[kind][1]) is not None, timeout=SOON)
    return page, getattr(page, KINDS[kind][1])


def drafts(room, store):
    def look(office):
        one = getattr(office, store)
        return {} if one is None else {
            name: text for draft in one.drafts(office.operator.id)
            for name, text in json.loads(draft.body)["texts"].items()
        }  # fmt: skip

    return room.run(look)


@pytest.mark.parametrize("kind", [CHECK_IN, RETURN])
def test_what_was_begun_waits_and_its_sealed_half_lies_in_the_case_book_only(qtbot, room, ways, siti, kind):
    page, form = form_of(qtbot, room, ways, kind, siti)
    typed = KINDS[kind][2]
    open_half, sealed = list(typed)
    form.form.fill(typed)
    form.form.changed.emit(sealed)
    qtbot.waitUntil(lambda: drafts(room, "cases") == {sealed: typed[sealed]}, timeout=SOON)
    assert drafts(room, "register")[open_half] == typed[open_half]
    assert sealed not in drafts(room, "register")
    page.close()
    _page, again = form_of(qtbot, room, ways, kind, siti)
    qtbot.waitUntil(lambda: again.form.text(sealed) == typed[sealed], timeout=SOON)
    assert again.form.text(open_half) == typed[open_half]
    said = next(one for one in ways.went if one[0] == "say")
    assert [words for words, _call in said[-1]] == ["Mulai dari awal"]
    said[-1][0][1]()
    qtbot.waitUntil(lambda: drafts(room, "register") == drafts(room, "cases") == {}, timeout=SOON)
    assert again.form.text(open_half) == again.form.text(sealed) == ""


@pytest.mark.parametrize("kind", [CHECK_IN, RETURN])
def test_without_the_case_key_the_sealed_half_is_written_nowhere_and_the_form_says_so(
    qtbot, room, ways, siti, kind
):
    on(room.worker, room.session.screen_lock)  # afterwards a PIN opens the register alone
    page, form = form_of(qtbot, room, ways, kind, siti)
    typed = KINDS[kind][2]
    open_half, sealed = list(typed)
    form.form.fill(typed)
    page.hide()  # a lock or another page
    qtbot.waitUntil(lambda: drafts(room, "register").get(open_half) == typed[open_half], timeout=SOON)
    assert sealed not in drafts(room, "register")
    assert any("Sebelum itu tidak tersimpan." in one.text() for one in page.findChildren(QLabel))


def in_widgets(page):
    return [one.text() for one in page.findChildren(QLineEdit)]


@pytest.mark.parametrize("kind", [CHECK_IN, RETURN])
def test_a_screen_lock_leaves_the_sealed_half_in_the_case_book_and_its_password_brings_it_back(
    qtbot, room, ways, siti, kind
):
    page, form = form_of(qtbot, room, ways, kind, siti)
    open_half, sealed = list(KINDS[kind][2])
    form.form.fill(KINDS[kind][2])
    page.cover()
    assert KINDS[kind][2][sealed] not in in_widgets(page)
    page.hide()
    on(room.worker, room.session.screen_lock)
    page.show()
    cover = form.form.half.cover
    qtbot.waitUntil(lambda: cover.in_book, timeout=SOON)
    assert (form.form.text(open_half), form.texts()[sealed]) == (KINDS[kind][2][open_half], "")
    page.record()
    said = next(one for one in reversed(ways.went) if one[0] == "say")
    assert [words for words, _call in said[-1]] == ["Buka buku kasus", "Catat tanpa itu"]
    assert room.run(lambda office: office.register.count("drops")) == 0
    on(room.worker, lambda: room.session.unlock_cases(a_village().users[0].passphrase))
    cover.opened.emit()  # what the right password does
    qtbot.waitUntil(lambda: form.form.text(sealed) == KINDS[kind][2][sealed], timeout=SOON)
    assert drafts(room, "cases") == {sealed: KINDS[kind][2][sealed]}
    assert not form.form.field(sealed).isHidden()
    page.cover()
    page.hide()
    on(room.worker, room.session.screen_lock)
    page.show()
    qtbot.waitUntil(lambda: cover.in_book, timeout=SOON)
    form.form.fill({"check_ins.source": "worker", "returns.arrived_on": "kemarin"})
    if kind == CHECK_IN:
        form.answer("well")
    page.record(without=True)
    qtbot.waitUntil(lambda: drafts(room, "register") == {}, timeout=SOON)
    on(room.worker, lambda: room.session.unlock_cases(a_village().users[0].passphrase))
    assert drafts(room, "cases") == {sealed: KINDS[kind][2][sealed]}


@pytest.mark.parametrize("kind", [CHECK_IN, RETURN])
def test_without_the_case_book_a_screen_lock_covers_the_sealed_half_until_it_is_asked_for(
    qtbot, room, ways, siti, kind
):
    on(room.worker, room.session.screen_lock)
    page, form = form_of(qtbot, room, ways, kind, siti)
    sealed = list(KINDS[kind][2])[1]
    form.form.fill(KINDS[kind][2])
    for _time in range(2):  # locked again before it was shown
        page.cover()
        room.run(lambda _office: None)
        assert KINDS[kind][2][sealed] not in in_widgets(page)
    recorded = form.form.texts(sealed.partition(".")[0])
    assert recorded == {"note": KINDS[kind][2][sealed]}
    assert form.form.half.cover.button.text() == "Tampilkan"
    form.form.half.cover.press()
    assert form.form.text(sealed) == KINDS[kind][2][sealed]
    assert form.form.half.cover.isHidden()
    page.cover()
    page.kept.uncover_for([stop("Too long.", about=sealed)])  # what is wrong is told under its field
    assert form.form.text(sealed) == KINDS[kind][2][sealed]
    assert sealed not in drafts(room, "register")


@pytest.mark.parametrize("kind", [CHECK_IN, RETURN])
def test_recording_ends_the_draft_and_an_untouched_form_is_none(qtbot, room, ways, siti, kind):
    page, form = form_of(qtbot, room, ways, kind, siti)
    page.hide()
    page.show()
    assert drafts(room, "register") == drafts(room, "cases") == {}
    filled = {"check_ins.source": "worker", "returns.kind": "contract_ended", "returns.arrived_on": "kemarin"}
    form.form.fill(filled)
    if kind == CHECK_IN:
        form.answer("well")
    page.hide()
    qtbot.waitUntil(lambda: drafts(room, "register") != {}, timeout=SOON)
    page.show()
    page.record()
    qtbot.waitUntil(lambda: drafts(room, "register") == {}, timeout=SOON)
    assert room.run(lambda office: office.register.count("check_ins" if kind == CHECK_IN else "returns")) == 1
    page.close()
    assert drafts(room, "register") == {}


@pytest.mark.parametrize("kind", [CHECK_IN, RETURN])
def test_esc_goes_back_to_the_file_and_keeps_what_was_typed(qtbot, room, ways, siti, kind):
    page, form = form_of(qtbot, room, ways, kind, siti)
    page.activateWindow()
    open_half = next(iter(KINDS[kind][2]))
    form.form.fill({open_half: KINDS[kind][2][open_half]})
    form.form.field(open_half).setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=SOON)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert ("person", siti) in ways.went
    page.hide()
    qtbot.waitUntil(lambda: open_half in drafts(room, "register"), timeout=SOON)


def test_ctrl_l_in_the_middle_of_a_word_loses_nothing_and_the_home_page_leads_back(qtbot, opened):
    """Pressed twice while the cursor still stands in the sealed note; the case officer finds it all again."""
    person = opened.office(lambda office: a_worker(office, "Siti Aminah Jauh"))[0]
    page = opened.ways.check_in(person)
    opened.settle()
    page.call.answer("needs_help")
    page.call.form.field("check_in_details.note").setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "Minta dijem")
    opened.window.locks.set_pin("246810")
    opened.window.locks.pressed()
    opened.window.locks.pressed()
    opened.settle()
    assert opened.window.workplace is None
    door = opened.window.centralWidget().currentWidget()
    door.name.setText("sari")
    door.password.setText("empat kata acak kami")
    qtbot.keyClick(door.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.window.workplace is not None, timeout=SOON)
    opened.settle()
    home = opened.ways.visit("home")
    opened.settle()
    line = next(
        one for one in home.jobs.findChildren(JobRow)
        if one.accessibleName() == "Belum selesai: Lapor diri, Siti Aminah Jauh"
    )  # fmt: skip
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    opened.settle()
    page = opened.window.workplace.places.currentWidget()
    assert page.call.answers.value() == "needs_help"
    assert page.call.form.text("check_in_details.note") == "Minta dijem"


def test_what_was_read_for_a_form_that_was_locked_meanwhile_stays_in_the_case_book(qtbot, room, ways, siti):
    page, form = form_of(qtbot, room, ways, CHECK_IN, siti)
    open_half, sealed = list(KINDS[CHECK_IN][2])
    empty = form.texts()
    FollowingDraft(room.desk, CHECK_IN, form.who, empty).keep(empty | KINDS[CHECK_IN][2])
    late, answers = FollowingDraft(room.desk, CHECK_IN, form.who, empty), []
    late.take_up(answers.append, page)
    late.put_away(empty, lambda _in_book: None, page)
    qtbot.waitUntil(lambda: answers != [], timeout=SOON)
    assert (answers[0].get(open_half), answers[0].get(sealed)) == ("family", None)
    late.keep(empty)
    assert drafts(room, "cases") == {sealed: KINDS[CHECK_IN][2][sealed]}
