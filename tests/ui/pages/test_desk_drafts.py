"""What the counter keeps and takes beside the letter itself: drafts, numbers of the paper book, a copy for a message, keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desbumi_app.letter_request import Absent, LetterRequest, Party
from desbumi_app.usecases.keep_draft import keep_draft, list_drafts, open_draft
from desbumi_app.usecases.prepare_letter import templates
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile
from tests.ui.pages.test_desk import MOTHER, domicile, letter, stand, text_of
from ui import office_papers, printing
from ui.models.letter_form import answers_of
from ui.models.paper_form import BY_HAND, DAY_RIGHT
from ui.office_papers import Form, Relative
from ui.pages.letters_page import LettersPage

SLOW = 20000
BOOK = "400.12.2.1/044/SKC/XI/2026"


@pytest.fixture
def page(counter):
    return counter


def test_what_was_typed_comes_back_from_a_draft_to_the_same_request(room, candidate):
    aunt = Relative("contacts", b"r" * 20, "Endah Kuswarini", "aunt")
    asked = LetterRequest(
        template="parent_permission", person=candidate.person, journey=candidate.journey,
        givers=(
            Party("contacts", aunt.record, {"nik": "9901015102720003"}, thumb_print=True),
            Party(typed={"name": "Slamet Riyadi", "relation": "father", "hamlet": "Karang Lor"}),
        ),
        absent=(Absent("father", "Slamet", "merantau", "surat RT"),),
        caregiver=Party("contacts", aunt.record),
        witnesses=(("Darmawan", "Ketua RT"), ("Endah", "Bibi")),
        inputs={"since": "2015"}, marital={"document": "Buku nikah", "seen_on": "12-11-2026"},
        document_births=("1998", "1999"), purpose="membuka rekening", addressee=("Kantor Contoh", "di tempat"),
        residence_reason="menumpang", signatory=b"s" * 16, signer_present=True, card_seen=True, thumb_print=True,
        paper="a4",
    )  # fmt: skip
    template = room.run(lambda office: templates(office.catalogue)["parent_permission"])
    typed = answers_of(asked, template, (aunt,))
    form = Form("parent_permission", candidate.person, candidate.journey, typed, aunt, None, aunt, "a4")
    assert office_papers.request_of(form) == asked


def test_ticked_words_of_a_letter_come_back_as_their_boxes(room):
    found = room.run(lambda office: templates(office.catalogue))
    template = next(one for one in found.values() if any(given.options for given in one.inputs))
    boxes = next(given for given in template.inputs if given.options)
    words = "; ".join(boxes.options[:2])
    typed = answers_of(LetterRequest(template.id, b"p", inputs={boxes.name: words}), template, ())
    assert office_papers.request_of(Form(template.id, b"p", None, typed)).inputs == {boxes.name: words}


def test_draft_is_kept_without_a_number_and_somebody_goes_on_with_it_in_the_book(
    qtbot,
    room,
    candidate,
    page,
    ways,
    tmp_path,
):
    stand(qtbot, page, candidate.person)
    letter(
        qtbot, page, "parent_permission", {key: text for key, text in MOTHER.items() if key != "card_seen"}
    )
    assert page.paper.keep_button.isVisibleTo(page)
    page.keep()
    qtbot.waitUntil(lambda: bool(page.drafting.draft), timeout=SLOW)
    assert "Tersimpan sebagai draf" in page.status.text()
    row = room.run(lambda office: office.register.get("letters", page.drafting.draft))
    assert (row["state"], row["number"], row["paper"]) == ("draft", None, None)

    page.show_nobody()
    assert page.drafting.draft == b""
    [line] = room.run(list_drafts)
    page.open_draft(line.id)
    qtbot.waitUntil(lambda: page.drafting.draft == line.id, timeout=SLOW)
    typed = page.questions.typed()
    assert {key: typed[key] for key in MOTHER if key in typed and key != "card_seen"} == {
        key: text for key, text in MOTHER.items() if key in typed and key != "card_seen"
    }
    page.questions.fill("witnesses.1", "Endah Kuswarini Sari")
    page.keep()
    kept = lambda: room.run(lambda office: open_draft(office, line.id)).witnesses  # noqa: E731
    qtbot.waitUntil(lambda: kept()[1][0] == "Endah Kuswarini Sari", timeout=SLOW)
    assert [one.id for one in room.run(list_drafts)] == [line.id]


def test_letter_that_comes_of_a_draft_ends_it(qtbot, room, candidate, page, tmp_path):
    draft = room.run(lambda office: keep_draft(office, a_domicile(candidate))).record
    page.open_draft(draft)
    qtbot.waitUntil(lambda: page.drafting.draft == draft, timeout=SLOW)
    qtbot.waitUntil(page.print_button.isEnabled, timeout=SLOW)
    page.save(str(tmp_path / "surat.pdf"))
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=SLOW)
    assert room.run(list_drafts) == ()
    assert not page.paper.keep_button.isVisibleTo(page)


def test_number_of_the_paper_book_is_taken_and_a_taken_one_names_its_letter(
    qtbot,
    room,
    candidate,
    page,
    tmp_path,
):
    stand(qtbot, page, candidate.person)
    domicile(qtbot, page)
    page.questions.fill(BY_HAND, "empat")
    page.save(str(tmp_path / "a.pdf"))
    qtbot.waitUntil(lambda: "buku agenda" in page.status.text(), timeout=SLOW)
    assert room.run(lambda office: office.register.count("letters")) == 0
    page.questions.fill(BY_HAND, "44")
    page.save(str(tmp_path / "a.pdf"))
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=SLOW)
    assert BOOK in text_of((tmp_path / "a.pdf").read_bytes())
    [row] = room.run(lambda office: office.register.rows_where("letters"))
    assert (row["number"], row["by_hand"]) == (BOOK, 1)
    page.choose_paper("domicile")
    domicile(qtbot, page)
    page.questions.fill(BY_HAND, "44")
    page.save(str(tmp_path / "b.pdf"))
    qtbot.waitUntil(lambda: BOOK in page.status.text(), timeout=SLOW)
    assert room.run(lambda office: office.register.count("letters")) == 1


def test_copy_for_a_message_is_offered_for_the_issued_letter_alone_and_hides_the_nik(
    qtbot,
    room,
    candidate,
    page,
    tmp_path,
    monkeypatch,
):
    file = tmp_path / "salinan.pdf"
    monkeypatch.setattr("ui.paper_out.QFileDialog.getSaveFileName", lambda *_args: (str(file), ""))
    stand(qtbot, page, candidate.person)
    domicile(qtbot, page)
    assert not page.paper.share_button.isVisibleTo(page)
    page.save(str(tmp_path / "surat.pdf"))
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=SLOW)
    assert page.paper.share_button.isVisibleTo(page)
    page.paper.share_button.click()
    qtbot.waitUntil(file.exists, timeout=SLOW)
    said = text_of(file.read_bytes())
    assert "9901015406980002" in text_of((tmp_path / "surat.pdf").read_bytes())
    assert "9901015406980002" not in said.replace(" ", "")
    assert "Wahyuni" in said


def test_ctrl_f_finds_a_guest_and_ctrl_d_keeps_the_draft(qtbot, room, candidate, page):
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "domicile", {})
    page.activateWindow()
    page.papers.setFocus()
    qtbot.waitUntil(page.papers.hasFocus, timeout=SLOW)
    qtbot.keyClick(page.papers, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is page.guests.search
    qtbot.keyClick(page.guests.search, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(page.drafting.draft), timeout=SLOW)


def test_book_shows_drafts_and_goes_on_checks_or_puts_them_aside(qtbot, room, candidate, ways):
    first, second = (
        room.run(lambda o, p=p: keep_draft(o, a_domicile(candidate, purpose=p)).record) for p in "ab"
    )
    made = LettersPage(room.desk, ways)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 2, timeout=SLOW)
    made.table.select_id(first)
    made.detail.buttons["go_on"].click()
    assert ("draft", first) in ways.went
    made.detail.buttons["check"].click()
    qtbot.waitUntil(lambda: room.get("letters", first)["state"] == "checked", timeout=SLOW)
    qtbot.waitUntil(lambda: any(went[0] == "say" for went in ways.went), timeout=SLOW)
    said = next(went for went in ways.went if went[0] == "say")
    assert said[1] == "ok"
    assert "sendiri" in said[3]
    qtbot.waitUntil(lambda: "check" not in made.detail.buttons, timeout=SLOW)
    made.table.select_id(second)
    made.detail.buttons["discard"].click()
    qtbot.keyClicks(made.detail.line, "Orangnya tidak jadi datang")
    made.detail.buttons["go"].click()
    qtbot.waitUntil(lambda: made.model.rowCount() == 1, timeout=SLOW)
    assert [one.id for one in room.run(list_drafts)] == [first]


@pytest.mark.parametrize("year", [2009, 2099])
def test_clock_of_another_year_gives_no_number_until_somebody_says_the_date_is_right(
    qtbot, room, candidate, page, tmp_path, year
):
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "domicile", {})
    assert not page.questions._checks[DAY_RIGHT].isVisibleTo(page)
    room.clock.at = room.clock.at.replace(year=year)
    typed = {"extra.since": "2015", "extra.known_from": "Ketua RT 003", "purpose": "membuka rekening"}
    letter(qtbot, page, "domicile", typed)
    qtbot.waitUntil(lambda: page.questions._checks[DAY_RIGHT].isVisibleTo(page), timeout=SLOW)
    assert str(year) in page.status.text()
    assert "2026" in page.status.text()
    assert not page.print_button.isEnabled()
    page.questions.fill(DAY_RIGHT, "1")
    qtbot.waitUntil(page.print_button.isEnabled, timeout=SLOW)
    page.save(str(tmp_path / "surat.pdf"))
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=SLOW)
    assert f"/{year}" in text_of((tmp_path / "surat.pdf").read_bytes())


def test_what_is_printed_and_archived_is_what_the_preview_shows(qtbot, room, candidate, page, monkeypatch):
    printed = []
    monkeypatch.setattr(printing, "printers", lambda: ["Epson L3110"])
    monkeypatch.setattr(printing, "named_printer", lambda name: name)
    monkeypatch.setattr(printing, "print_pdf", lambda data, on, _offset: printed.append((data, on)) or 1)
    stand(qtbot, page, candidate.person)
    domicile(qtbot, page)
    page.print()
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=SLOW)
    [row] = room.run(lambda office: office.register.rows_where("letters"))
    archived = room.run(lambda office: office.register.blob(bytes(row["paper"])))
    shown = bytes(page.preview._buffer.data().data())
    assert printed == [(archived, "Epson L3110")]
    assert shown == archived


def test_open_gate_says_postpone_and_refer_and_the_head_reads_the_reasons_before_he_signs(
    qtbot, room, page, tmp_path
):
    one = room.run(lambda office: a_candidate(office, clear=False))
    stand(qtbot, page, one.person)
    letter(qtbot, page, "parent_permission", MOTHER)
    qtbot.waitUntil(page.print_button.isEnabled, timeout=SLOW)
    assert page.status.text().startswith("Tunda dan rujuk")
    page.save(str(tmp_path / "izin.pdf"))
    second = page.finishing.dialog
    second.name.set_code("lalu")
    second.password.setText("empat kata acak desa")
    second.sign()
    assert "Tanya petugas kasus dulu." in page.finishing.dialog.accessibleDescription()


def test_closed_gate_says_postpone_and_refer_over_its_reasons_and_forbids_nothing(qtbot, room, page):
    one = room.run(lambda office: a_candidate(office, counselled=False))
    stand(qtbot, page, one.person)
    letter(qtbot, page, "parent_permission", MOTHER)
    qtbot.waitUntil(lambda: len(page.gaps.sentences()) > 2, timeout=SLOW)
    assert page.gaps.sentences()[1].startswith("Tunda dan rujuk")
    assert not any("larang" in one.casefold() for one in page.gaps.sentences())


def test_ctrl_p_on_an_unfinished_letter_goes_to_the_first_empty_question(qtbot, room, candidate, page):
    page.activateWindow()
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "domicile", {})
    qtbot.waitUntil(lambda: bool(page.links.boxes), timeout=SLOW)
    page.papers.setFocus()
    page.print()
    first = page.questions.fields["purpose"].editor
    qtbot.waitUntil(first.hasFocus, timeout=SLOW)
    assert room.run(lambda office: office.register.count("letters")) == 0
