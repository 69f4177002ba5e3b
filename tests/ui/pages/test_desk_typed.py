"""What is typed for a letter waits by itself until the letter has its number, and nothing of a case is kept."""

import pytest

from desbumi_app.usecases.prepare_letter import templates
from tests.ui.pages.test_desk import domicile, letter, stand
from ui import printing
from ui.office_desk import OfficeDesk
from ui.pages.desk_page import DeskPage
from ui.pages.desk_typed import FORM

SLOW = 20_000


def counter(qtbot, room, ways):
    page = DeskPage(room.desk, ways, cheap=True)
    qtbot.addWidget(page)
    page.resize(1366, 637)
    page.show()
    return page


def kept(room):
    return [one.body["texts"] for one in room.run(OfficeDesk.drafts) if one.form == FORM]


@pytest.fixture(autouse=True)
def no_printers(monkeypatch):
    monkeypatch.setattr(printing, "printers", list)


def test_answers_wait_after_a_lock_come_back_for_the_same_letter_only_and_can_be_thrown_away(
    qtbot, room, candidate, ways
):
    page = counter(qtbot, room, ways)
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "domicile", {"purpose": "membuka rekening"})
    page.hide()
    qtbot.waitUntil(lambda: kept(room) == [{"purpose": "membuka rekening"}], timeout=SLOW)
    again = counter(qtbot, room, ways)
    stand(qtbot, again, candidate.person)
    again.choose_paper("parent_permission")
    qtbot.waitUntil(lambda: again.prepared is not None, timeout=SLOW)
    assert "membuka rekening" not in again.questions.typed().values()
    again.choose_paper("domicile")
    qtbot.waitUntil(lambda: again.questions.typed()["purpose"] == "membuka rekening", timeout=SLOW)
    said = next(one for one in ways.went if one[0] == "say")
    said[-1][0][1]()
    qtbot.waitUntil(lambda: kept(room) == [], timeout=SLOW)
    assert again.questions.typed()["purpose"] == ""


def test_a_letter_with_its_number_leaves_no_draft(qtbot, room, candidate, ways, tmp_path):
    page = counter(qtbot, room, ways)
    stand(qtbot, page, candidate.person)
    domicile(qtbot, page)
    qtbot.waitUntil(lambda: kept(room) != [], timeout=SLOW)
    page.save(str(tmp_path / "surat.pdf"))
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=SLOW)
    page.hide()
    qtbot.waitUntil(lambda: kept(room) == [], timeout=SLOW)


def test_what_nobody_printed_within_a_week_is_forgotten(qtbot, room, candidate, ways):
    page = counter(qtbot, room, ways)
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "domicile", {"purpose": "membuka rekening"})
    page.hide()
    qtbot.waitUntil(lambda: kept(room) != [], timeout=SLOW)
    room.clock.forward(6 * 86_400)
    counter(qtbot, room, ways)
    assert kept(room) != []
    room.clock.forward(2 * 86_400)
    counter(qtbot, room, ways)
    qtbot.waitUntil(lambda: kept(room) == [], timeout=SLOW)


def test_a_screen_lock_takes_a_letter_of_a_case_out_of_the_window_until_it_is_chosen_again(
    qtbot, room, candidate, ways
):
    page = counter(qtbot, room, ways)
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "labour_referral", {"extra.called": "Bunga"})
    page.cover()
    assert "Bunga" not in page.questions.typed().values()
    assert page._paper != "labour_referral"
    page.choose_paper("labour_referral")
    assert page.questions.typed()["extra.called"] == "Bunga"
    page.choose_paper("domicile")
    page.choose_paper("labour_referral")
    assert "Bunga" not in page.questions.typed().values()
    assert kept(room) == []


def test_nothing_of_a_case_is_kept(qtbot, room, candidate, ways):
    secret = next(
        name for name, one in room.run(lambda o: templates(o.catalogue)).items() if one.confidential
    )
    page = counter(qtbot, room, ways)
    stand(qtbot, page, candidate.person)
    assert not page.paper.unkept.isVisible()
    page.typed.begin(candidate.person, secret, confidential=True)
    assert "hilang bila buku dikunci" in page.paper.unkept.text()
    page.questions.fill("purpose", "rahasia")
    page.typed.keep()
    page.hide()
    assert kept(room) == []
    page.show()
    page.show_stranger()
    qtbot.waitUntil(lambda: not page.guest.person and page.paper.unkept.isVisible(), timeout=SLOW)
    assert page.paper.unkept.text().startswith("Tamu ini belum ada di buku")
