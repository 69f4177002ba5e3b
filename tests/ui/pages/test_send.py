"""Kirim with a real relay process: joining by 26 characters and six words, sending, no network, and the stick."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel

from db.trust_store import Alarm, TrustStore
from desbumi_app.list_age import Age
from desbumi_app.send_history import tries
from desbumi_app.usecases.found_district import Founding, found_district
from desbumi_app.usecases.grant_enrolment import Decision, expected_words, grant_enrolment, waiting_requests
from desbumi_app.usecases.invite_village import invite_village
from sync.control_log import ControlLog
from sync.speaking import Speaker
from sync.transport import RelayLink
from tests.sync.relay.world import Process
from tests.ui.pages.rooms import district_room, village_room
from ui import office_sync
from ui.auto_send import AutoSend
from ui.pages.send_page import SendPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

PERSON = {"name": "Siti Aminah", "born_on": "1995-03-10", "sex": "female"}


@pytest.fixture
def room(tmp_path, failures):
    """Made for each test: one district knows them all, and takes no village twice."""
    opened = village_room(tmp_path / "here")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def relay(tmp_path_factory):
    process = Process(tmp_path_factory.mktemp("pusat") / "relay")
    yield process
    process.end()


@pytest.fixture(scope="module")
def founded(tmp_path_factory, relay):
    """One district for this file; every test brings its own village."""
    opened = district_room(tmp_path_factory.mktemp("kab") / "kab")
    plan = Founding("Kabupaten Rekajaya", "disnaker")
    opened.run(lambda o: _at(relay, lambda link: found_district(o, plan, link)))
    yield opened
    opened.close()


@pytest.fixture
def district(founded, failures):
    return founded


def _at(relay, fn):
    link = RelayLink(relay.url)
    try:
        return fn(link)
    finally:
        link.close()


def invited(district, relay):
    def work(office):
        return _at(relay, lambda link: invite_village(Speaker(ControlLog(office.register), link)).code)

    return district.run(work)


def granted(district, relay, words):
    """The district answers the request whose six words these are."""

    def work(office):
        def answer(link):
            speaker = Speaker(ControlLog(office.register), link)
            found = waiting_requests(speaker)
            [request] = [one for one in found if expected_words(speaker.log, one) == tuple(words)]
            grant_enrolment(speaker, request, Decision(" ".join(words), "99.01.01.2001"))

        _at(relay, answer)

    district.run(work)


def shown(qtbot, room, ways):
    page = SendPage(room.desk, ways)
    qtbot.addWidget(page)
    page.resize(1366, 637)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.view is not None)
    return page


@pytest.fixture
def page(qtbot, room, ways):
    return shown(qtbot, room, ways)


@pytest.fixture
def joined(qtbot, room, district, relay, page):
    """A page of a village that has joined by what stands on the page alone."""
    page.join.code.setText(invited(district, relay))
    page.join.address.setText(relay.url)
    page.join.ask()
    qtbot.waitUntil(lambda: len(page.view.words) == 6, timeout=20_000)
    granted(district, relay, page.view.words)
    page.join.take()
    qtbot.waitUntil(lambda: page.view.joined, timeout=20_000)
    return page


def unsent(room):
    return room.run(lambda o: len(o.register.unsealed(everything=True)) + len(o.register.outbox("waiting")))


def test_village_alone_works_in_grey_and_keeps_what_waits(qtbot, room, page):
    room.create("people", **PERSON)
    page.refresh()
    qtbot.waitUntil(lambda: any(one.name == "Siti Aminah" for one in page.view.waiting))
    assert page.state.text() == "Bekerja sendiri"
    assert not page.send_button.isEnabled()
    assert page.join.isVisible()
    assert page.view.total == page.queue.rowCount()


def test_what_did_not_fit_is_said_and_what_was_refused_is_never_called_nothing(qtbot, room, page):
    for kind in ("own_fork", "refused_bad_signature"):
        room.run(lambda o, k=kind: TrustStore(o.register).raise_alarm(Alarm(k, b"", b"d" * 16, 0, 1, "")))
    page.refresh()
    qtbot.waitUntil(lambda: len(page.view.odd) == 2)
    page._show(replace(page.view, joined=True, age=Age("2026-10-01", 51, old=True)))
    said = " ".join(one.text() for one in page._needs_card.findChildren(QLabel))
    assert "Dua komputer mengirim sebagai laptop ini" in said
    assert "Ada kiriman masuk yang ditolak" in said
    assert "Tidak ada yang ditolak" not in said
    assert "Daftar dipastikan kabupaten: 1 Okt 2026" in said
    assert "Lebih dari 30 hari" in said


def test_wrong_code_is_said_under_the_code(qtbot, page, relay):
    page.join.code.setText("ABCD EFGH")
    page.join.address.setText(relay.url)
    page.join.ask()
    qtbot.waitUntil(lambda: page.join.code_field.problem is not None, timeout=10_000)
    assert page.join.code_field.note.said() != ""
    assert page.view.words == ()


def test_joining_shows_six_words_and_they_survive_leaving_the_page(qtbot, room, district, relay, page, ways):
    page.join.code.setText(invited(district, relay))
    page.join.address.setText(relay.url)
    qtbot.keyClick(page.join.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.view.words) == 6, timeout=20_000)
    again = shown(qtbot, room, ways)
    qtbot.waitUntil(again.join.answer_button.isVisible)
    assert again.view.words == page.view.words
    again.join.take()
    qtbot.waitUntil(lambda: bool(again.join._told.text()), timeout=20_000)
    assert not again.view.joined


def test_send_now_empties_the_queue_only_by_receipt(qtbot, room, district, relay, joined, ways, failures):
    room.create("people", **PERSON)
    joined.refresh()
    qtbot.waitUntil(lambda: joined.view.total > 0)
    qtbot.keyClick(joined, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: joined.view.total == 0 and joined.view.sent_at is not None, timeout=30_000)
    assert unsent(room) == 0
    assert joined.view.tries[0].sent > 0
    assert any(went[:2] == ("say", "ok") for went in ways.went)
    assert failures == []


def test_stick_carries_the_changes_and_the_queue_stays_until_the_receipt(
    qtbot, room, district, relay, joined, ways, tmp_path
):
    room.create("people", **PERSON)
    stick = tmp_path / "desbumi-x.desbumi"
    joined.to_usb(str(stick))
    qtbot.waitUntil(
        lambda: any("boleh dicabut" in str(went[2]) for went in ways.went if went[0] == "say"), timeout=20_000
    )
    assert b"Siti Aminah" not in stick.read_bytes()
    qtbot.waitUntil(lambda: joined.view.total > 0)
    other = shown(qtbot, district, ways)
    other.from_usb(str(stick))
    qtbot.waitUntil(lambda: bool(other.view.tries), timeout=20_000)
    names = district.run(lambda o: [row["name"] for row in o.register.rows_where("people")])
    assert "Siti Aminah" in names
    assert other.view.tries[0].received > 0


def test_second_village_does_not_join_with_a_used_code(qtbot, room, district, relay, joined, tmp_path, ways):
    other = village_room(tmp_path / "dua", "bedacontoh")
    try:
        page = shown(qtbot, other, ways)
        page.join.code.setText("A" * 26)
        page.join.address.setText(relay.url)
        page.join.ask()
        qtbot.waitUntil(lambda: page.join.code_field.problem is not None, timeout=10_000)
        assert not other.run(office_sync.look).joined
    finally:
        other.close()


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768), (1.5, 768)])
def test_page_fits_the_small_screen(qtbot, qapp, room, ways, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    page = shown(qtbot, room, ways)
    page.join.show_words(["alas", "buku", "cahaya", "daun", "ekor", "fajar"], "")
    hint = page.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= height - 131


@pytest.fixture
def auto(room):
    parent = QObject()
    made = AutoSend(room.desk, parent)
    yield made
    made.stop()
    parent.deleteLater()


def test_an_open_book_sends_by_itself_what_can_no_longer_be_undone(
    qtbot, room, district, relay, joined, auto, failures
):
    room.create("people", **PERSON)
    room.clock.forward(20)
    room.create("people", **PERSON | {"name": "Baru Saja"})
    with qtbot.waitSignal(auto.sent, timeout=30_000):
        auto.start(0)
    left = room.run(office_sync.look).waiting
    assert [one.name for one in left] == ["Baru Saja"]
    assert failures == []


def test_a_book_opened_again_while_a_round_was_ending_goes_on_sending(
    qtbot, room, district, relay, joined, auto, failures
):
    auto.start(0)
    auto.go()
    auto.stop()
    auto.start(60_000)
    qtbot.waitUntil(lambda: auto.rounds == 1, timeout=30_000)
    assert auto.waits
    auto.stop()
    assert not auto.waits


def test_a_village_that_sends_by_hand_is_left_alone(qtbot, room, district, relay, joined, auto, failures):
    assert joined.by_itself.isChecked()
    qtbot.mouseClick(joined.by_itself, Qt.MouseButton.LeftButton)
    room.create("people", **PERSON)
    room.clock.forward(20)
    before = len(room.run(tries))
    auto.start(0)
    qtbot.waitUntil(lambda: auto.rounds == 1, timeout=30_000)
    assert len(room.run(tries)) == before
    assert room.run(office_sync.look).total > 0
    again = shown(qtbot, room, joined._ways)
    assert not again.by_itself.isChecked()


def test_rounds_in_which_nothing_happened_are_one_line(qtbot, room, district, relay, joined, auto, failures):
    kept = []
    for n in range(1, 5):
        auto.go()
        qtbot.waitUntil(lambda n=n: auto.rounds == n, timeout=30_000)
        kept.append(len(room.run(tries)))
    assert kept[1:] == [kept[1]] * 3


def test_offline_is_grey_and_loses_nothing_and_nobody_is_told_of_rounds_he_did_not_ask_for(
    qtbot, room, relay, joined, ways, auto, failures
):
    room.create("people", **PERSON)
    before = unsent(room)
    relay.kill()
    joined.send()
    qtbot.waitUntil(lambda: joined.view.offline, timeout=30_000)
    said = [went for went in ways.went if went[0] == "say"][-1]
    assert said[1] == "grey"
    assert joined.state.text() == "Menunggu jaringan"
    assert unsent(room) >= before > 0
    assert any(one.name == "Siti Aminah" for one in room.run(office_sync.look).waiting) or joined.view.packed
    assert failures == []
    told = []
    auto.failed.connect(told.append)
    auto.start(0)
    qtbot.waitUntil(lambda: auto.rounds == 1, timeout=60_000)
    assert told == failures == []


def test_changes_that_read_alike_stand_in_one_line_with_their_number():
    one = office_sync.Waiting("drops", "", "Sari", "2026-11-21T02:00:00Z")
    other = office_sync.Waiting("drops", "", "Budi", "2026-11-21T01:00:00Z")
    again = office_sync.Waiting("drops", "", "Sari", "2026-11-20T02:00:00Z")
    assert office_sync.alike([one, other, again]) == [(one, 2), (other, 1)]
