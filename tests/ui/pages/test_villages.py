"""Desa & perangkat with a real relay process: an invitation on paper, a request, six words, and what is refused."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from desbumi_app.usecases.exchange_bundle import accept_grant_file, write_request_file
from desbumi_app.usecases.found_district import Founding, found_district
from desbumi_app.usecases.request_enrolment import Applicant
from sync.control_log import ControlLog
from sync.transport import RelayLink
from tests.sync.relay.world import Process
from tests.ui.pages.rooms import district_room, village_room
from ui import office_sync, office_village_acts
from ui.office_villages import Asked, LaptopLine, VillageLine, VillagesView
from ui.pages.village_card import RevokeDialog, VillageCard
from ui.pages.villages_page import VillagesPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

NOW = datetime(2026, 11, 21, 1, 42, tzinfo=UTC)


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
    """One district for this file; the tests come in the order of its life."""
    opened = district_room(tmp_path_factory.mktemp("kab") / "kab")

    def found(office):
        link = RelayLink(relay.url)
        found_district(office, Founding("Kabupaten Rekajaya", "disnaker"), link)
        link.close()

    opened.run(found)
    yield opened
    opened.close()


@pytest.fixture
def district(founded, failures):
    return founded


def shown(qtbot, room, ways):
    page = VillagesPage(room.desk, ways)
    qtbot.addWidget(page)
    page.resize(1366, 637)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.view is not None)
    return page


@pytest.fixture
def page(qtbot, district, ways):
    return shown(qtbot, district, ways)


def words(part) -> str:
    return " ".join(one.text() for one in part.findChildren(QLabel) if not one.isHidden())


def click(part, name) -> None:
    next(one for one in part.findChildren(QPushButton) if one.accessibleName() == name).click()


def invitation(qtbot, page):
    """The code as it stands on the paper that the page made."""
    page.show_invite()
    page.invite.village.setText("Desa Sukacontoh")
    page.invite.person.setText("Sari Wahyuni")
    qtbot.keyClick(page.invite.person, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.invite.paper is not None, timeout=20_000)
    qtbot.wait(150)  # the list behind it is read anew; the paper stays in sight
    assert page.invite.preview.isVisible()
    text = PdfReader(io.BytesIO(page.invite.paper)).pages[0].extract_text()
    assert "Desa Sukacontoh" in text
    return "".join(line for line in text.splitlines() if len(line) == 1 and line != "-")


def request(qtbot, room, relay, page):
    code = invitation(qtbot, page)
    assert len(code) == 26
    words = room.run(lambda o: office_sync.ask_to_join(o, code, relay.url))
    page.fetch()
    qtbot.waitUntil(lambda: bool(page.request.asked), timeout=20_000)
    mine = room.session.profile().office
    page.show_asked(tuple(one for one in page.request.asked if one.request.laptop.village == mine))
    return words


def test_district_without_villages_says_what_to_do(page):
    assert page.view.founded
    assert page._empty.isVisible()
    assert page.invite.make_button.isVisible()


def test_invited_village_joins_by_its_six_words(qtbot, room, district, relay, page, ways, failures):
    words = request(qtbot, room, relay, page)
    assert page.request.village.text() == "Desa Sukacontoh"
    page.request.words.setText(" ".join(words))
    page.request.region.setText("99.01.01.2001")
    qtbot.keyClick(page.request.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.view.villages), timeout=20_000)
    [village] = page.view.villages
    assert (village.name, village.region, len(village.laptops)) == ("Desa Sukacontoh", "99.01.01.2001", 1)
    assert room.run(office_sync.take_answer).district == "Kabupaten Rekajaya"
    room.create("people", name="Siti Aminah")
    room.run(lambda o: office_sync.send_now(o, lambda: False))
    district.run(lambda o: office_sync.send_now(o, lambda: False))
    district.run(lambda o: office_sync.send_now(o, lambda: False))
    page.refresh()
    qtbot.waitUntil(lambda: page.view.villages[0].people == 1, timeout=10_000)
    assert page.view.villages[0].received > 0
    assert failures == []


def test_wrong_word_is_named_by_its_place_and_nothing_is_signed(qtbot, room, relay, page):
    words = list(request(qtbot, room, relay, page))
    words[2] = "salah"
    page.request.words.setText(" ".join(words))
    page.request.grant()
    qtbot.waitUntil(lambda: page.request.words_field.problem is not None, timeout=20_000)
    assert "Kata ke-3" in page.request.words_field.note.said()
    before = page.view.villages
    page.refresh()
    qtbot.wait(100)
    assert page.view.villages == before
    assert page.request.asked


def test_five_words_are_not_sent_at_all(qtbot, room, relay, page):
    words = request(qtbot, room, relay, page)
    page.request.words.setText(" ".join(words[:5]))
    page.request.grant()
    assert "5" in page.request.words_field.note.said()


def test_invitation_without_a_name_is_not_made(qtbot, page):
    page.show_invite()
    page.invite.make()
    assert page.invite.village_field.problem is not None
    assert page.invite.paper is None


def test_after_one_request_the_next_opens_by_itself_and_what_was_typed_for_the_first_is_gone(page, ways):
    page.show_asked((Asked(b"1", "Desa Sukacontoh", new=False), Asked(b"2", "Desa Bedacontoh", new=False)))
    page.request.words.setText("satu dua tiga empat lima enam")
    page.request._answered(page.request.asked[0], 0)
    assert (page.request.village.text(), page.request.words.text()) == ("Desa Bedacontoh", "")
    assert page._right.currentWidget() is page.request
    page.request._answered(page.request.asked[0], 0)
    assert page._right.currentWidget() is page.one


def test_request_and_answer_travel_on_a_stick(qtbot, room, relay, page, tmp_path, monkeypatch):
    code = invitation(qtbot, page)
    chain, asked, answer = (tmp_path / f"{name}.desbumi-join" for name in ("chain", "request", "answer"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(chain), ""))
    assert not page.invite.stick_button.isHidden()
    page.invite.stick_button.click()
    qtbot.waitUntil(chain.exists, timeout=10_000)
    made = room.run(lambda o: write_request_file(o, code, Applicant(), chain, asked))
    before = len(page.view.villages)
    page.by_file(str(asked))
    qtbot.waitUntil(lambda: bool(page.request.asked), timeout=10_000)
    page.request.words.setText(" ".join(made.words))
    page.request.region.setText("99.01.01.2001")
    page.request.grant(str(answer))
    qtbot.waitUntil(lambda: len(page.view.villages) == before + 1, timeout=10_000)
    assert room.run(lambda o: accept_grant_file(o, answer)).district == "Kabupaten Rekajaya"


def test_what_each_laptop_last_said_stands_in_the_card(qtbot, page):
    qtbot.waitUntil(lambda: bool(page.view.villages), timeout=20_000)
    heard = next(one for one in page.view.villages if one.received)
    page._selected(heard.id)
    qtbot.waitUntil(lambda: "Terakhir terlihat" in words(page.one), timeout=20_000)
    page.one.details.click()
    qtbot.waitUntil(lambda: "daftar pengguna ke-" in words(page.one), timeout=20_000)


def test_letter_keys_and_a_new_sheet_are_confirmed_by_a_person(qtbot, district, page, ways):
    heard = next(one for one in page.view.villages if one.received)
    page._selected(heard.id)
    qtbot.waitUntil(lambda: "Kunci surat menunggu" in words(page.one), timeout=20_000)
    before = district.run(lambda o: len(ControlLog(o.register).state.letter_keys))
    click(page.one, "Sahkan kunci surat")
    qtbot.waitUntil(
        lambda: district.run(lambda o: len(ControlLog(o.register).state.letter_keys)) > before, timeout=30_000
    )
    qtbot.waitUntil(lambda: "Kunci surat menunggu" not in words(page.one), timeout=20_000)
    assert district.run(lambda o: office_village_acts.waiting(o, heard.id)).signers == ()


def test_a_laptop_is_revoked_only_with_the_villages_name_typed(qtbot, district, page, ways, failures):
    heard = next(one for one in page.view.villages if one.received)
    page._selected(heard.id)
    (laptop,) = [one for one in heard.laptops if not one.revoked]
    page.one.buttons[laptop.id].click()
    dialog = page.findChild(RevokeDialog)
    assert "Data yang sudah ada di laptop itu tidak bisa dihapus dari sini." in words(dialog)
    dialog.name.setText("Desa Lain")
    dialog.go_on()
    assert dialog.field.problem is not None
    assert district.run(lambda o: ControlLog(o.register).state.devices[laptop.id].revoked) is None
    dialog.name.setText("  desa   SUKACONTOH ")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: district.run(lambda o: ControlLog(o.register).state.devices[laptop.id].revoked) is not None,
        timeout=30_000,
    )
    qtbot.waitUntil(lambda: "dicabut" in words(page.one), timeout=20_000)
    assert laptop.id not in page.one.buttons
    assert failures == []


def test_code_of_an_invitation_is_stored_nowhere_readable(qtbot, district, page):
    code = invitation(qtbot, page)
    folder = district.session.files.folder
    assert not any(code.encode() in path.read_bytes() for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768)])
def test_page_fits_the_small_screen(qtbot, qapp, district, ways, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    page = shown(qtbot, district, ways)
    hint = page.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= height - 145


def test_no_server_is_said_and_the_page_stays_usable(qtbot, district, relay, page, failures):
    relay.kill()
    page.fetch()
    qtbot.waitUntil(lambda: len(failures) == 1, timeout=30_000)
    assert failures[0].code in {"offline", "timeout"}
    qtbot.waitUntil(page.fetch_button.isEnabled)


def test_numbers_of_a_laptop_are_behind_details_and_long_waits_are_told_in_days(qtbot):
    card = VillageCard()
    qtbot.addWidget(card)
    seen = office_village_acts.Seen(NOW - timedelta(days=9), "0.1.0", 31, 200, 3)
    line = LaptopLine("A", "4f2a91", 214, revoked=False, id=b"a" * 16, seen=seen)
    card.show_village(VillageLine(b"s" * 16, "Sukacontoh", "99.01.01.2001", (line,), 2), NOW)
    assert "8 hari" in words(card)
    assert not any(one in words(card) for one in ("4f2a91", "0.1.0", "daftar pengguna", "jam"))
    card.details.click()
    assert all(one in words(card) for one in ("4f2a91", "0.1.0", "daftar pengguna ke-3"))


def test_before_the_founding_only_the_founding_is_spoken_of(page):
    page.show_view(VillagesView(founded=False))
    assert page._empty.isHidden()
    assert not page._unfounded.isHidden()
    assert "Dirikan dulu" in words(page._unfounded)
