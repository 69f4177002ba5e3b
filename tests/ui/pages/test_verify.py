"""Checking a brought letter in the window: scanner, photo, footer code; every answer says what to do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desbumi_app.documents.answers import SENTENCES
from desbumi_app.documents.token import Answer, Claims
from desbumi_app.domain.problems import Message
from desbumi_app.list_age import Age
from desbumi_app.usecases.check_paper import Verdict
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.list_letters import list_letters
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.documents.reading import picture_of, qr_of
from tests.desbumi_app.usecases.letters import OPEN_TO_ALL, a_candidate, a_domicile
from ui.language import _
from ui.models.verdict import look_of
from ui.pages.verify_page import VerifyPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped

SLOW = 20000
CLAIMS = Claims("L07", "400.12.2.1/001/SKC/XI/2026", "2026-11-21", "2027-02-21", b"", b"", initials="WP")
FRESH = Verdict(
    Answer.ISSUED, Message(SENTENCES[Answer.ISSUED], {}), "https://x/v#y", CLAIMS, ("Sukacontoh (99.01.01.2001)",),
    "Rekajaya", Age("2026-11-09", 12, old=False),
)  # fmt: skip


@pytest.fixture
def page(qtbot, room, ways):
    made = VerifyPage(room.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, 637)
    made.show()
    return made


def said(page):
    words = [page.findChildren(Banner)[-1].accessibleName()] if page.findChildren(Banner) else []
    return " ".join([*words, *(one.text() for one in page.findChildren(Wrapped))])


@pytest.fixture
def letter(room):
    def work(office):
        prepared = prepare_letter(office, a_domicile(a_candidate(office)))
        return issue_letter(office, prepared, scanning=OPEN_TO_ALL, cheap=True).paper.pdf

    return room.run(work)


def test_scanner_types_the_code_and_enter_and_an_office_without_a_district_says_so(
    qtbot, page, letter, tmp_path
):
    [url] = qr_of(letter, tmp_path)
    page.code.setFocus()
    qtbot.keyClicks(page.code, url)
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.verdict is not None, timeout=SLOW)
    assert page.verdict.answer is Answer.UNKNOWN_KEY
    assert "belum bergabung" in said(page)
    assert page.code.text() == ""
    assert page.code.hasFocus()


def test_photo_of_the_letter_is_read(qtbot, page, letter, tmp_path):
    file = tmp_path / "foto.jpg"
    picture_of(letter, tmp_path).convert("RGB").save(file, "JPEG", quality=75)
    page.photo(str(file))
    qtbot.waitUntil(lambda: page.verdict is not None, timeout=SLOW)
    assert page.verdict.answer is Answer.UNKNOWN_KEY


def test_footer_code_typed_by_hand_finds_the_own_letter(qtbot, room, page, letter):
    [line] = room.run(list_letters)
    qtbot.keyClicks(page.code, line.code.lower())
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.verdict is not None, timeout=SLOW)
    assert "buku" in said(page)
    assert line.number in said(page)


def test_issued_letter_shows_what_to_compare_and_how_old_the_list_is(page):
    page.show_verdict(FRESH)
    words = said(page)
    for part in (
        "400.12.2.1/001/SKC/XI/2026",
        "Sukacontoh (99.01.01.2001)",
        "W. P.",
        "21 Nov 2026",
        "9 Nov 2026",
        "12 hari lalu",
    ):
        assert part in words
    assert page._compare.isVisible()
    assert page.name.hasFocus()
    assert page._fact.label.text().replace("&", "") == "Desa yang menerbitkan"


def test_old_list_is_said_to_be_old(page):
    page.show_verdict(replace(FRESH, age=Age("2026-09-01", 81, old=True)))
    assert "belum diketahui" in said(page)
    page.show_verdict(replace(FRESH, age=Age("", 0, old=True)))
    assert "belum pernah" in said(page)


@pytest.mark.parametrize("answer", list(Answer))
def test_every_answer_has_a_headline_a_drawing_and_a_next_step(page, answer):
    page.show_verdict(replace(FRESH, answer=answer, message=Message(SENTENCES[answer], {})))
    look = look_of(page.verdict)
    assert look.headline in said(page)
    assert look.next
    detail = page.findChildren(Banner)[-1].accessibleDescription()
    assert detail
    assert not detail.startswith(f"{look.headline}.")
    assert "isi pokok" not in said(page).lower()
    assert page._compare.isVisible() == (answer in {Answer.ISSUED, Answer.GENUINE, Answer.WRONG_FACTS})


def test_name_check_waits_until_everything_is_typed(qtbot, page):
    page.show_verdict(FRESH)
    page.compare()
    assert page.compare_button.isEnabled()
    for line, text in ((page.name, "Wahyuni"), (page.born, "14-06-1998"), (page.fact, "Sukacontoh")):
        qtbot.keyClicks(line, text)
    qtbot.keyClick(page.fact, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.verdict is not FRESH, timeout=SLOW)


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768)])
def test_page_fits_the_small_screen(qtbot, qapp, room, ways, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    page = VerifyPage(room.desk, ways)
    qtbot.addWidget(page)
    page.show()
    page.show_verdict(FRESH)
    hint = page.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= height - 131


def test_beside_the_counter_there_is_a_way_back_and_as_a_place_none(qtbot, room, ways, page):
    beside = VerifyPage(room.desk, ways, beside=True)
    qtbot.addWidget(beside)
    (back,) = [one for one in beside.findChildren(Button) if one.text().replace("&", "") == _("Counter")]
    back.click()
    assert ways.went[-1] == ("visit", "desk")
    assert _("Counter") not in [one.text().replace("&", "") for one in page.findChildren(Button)]
