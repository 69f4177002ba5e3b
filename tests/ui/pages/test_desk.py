"""Loket on a real encrypted register: find, choose, sign, print; what is on the paper is read back by another reader."""

import io

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.desbumi_app.usecases.letters import a_candidate
from tests.ui.pages.second_person import asked
from ui import printing
from ui.office_papers import CHECKLIST
from ui.pages.desk_page import DeskPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

NUMBER = "400.12.2.1/001/SKC/XI/2026"
MOTHER = {
    "givers.name": "Sulastri Handayani", "givers.nik": "9901015102720003", "givers.relation": "mother",
    "givers.address": "Karang Lor", "witnesses.0": "Darmawan Sutisna", "witnesses.1": "Endah Kuswarini",
    "witness_roles.0": "", "signer_present": "1", "card_seen": "1",
}  # fmt: skip


@pytest.fixture
def page(counter):
    return counter


def stand(qtbot, page, person):
    page.show_person(person)
    qtbot.waitUntil(lambda: page.guest is not None and page._pdf is not None, timeout=5000)


def letter(qtbot, page, name, typed):
    page.choose_paper(name)
    qtbot.waitUntil(lambda: page.prepared is not None)
    for key, text in typed.items():
        if key in page.questions.typed():
            page.questions.fill(key, text)
    page._prepare()


def domicile(qtbot, page):
    typed = {"extra.since": "2015", "extra.known_from": "Ketua RT 003", "purpose": "membuka rekening"}
    letter(qtbot, page, "domicile", typed)
    qtbot.waitUntil(page.print_button.isEnabled, timeout=5000)


def text_of(data):
    return " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(data)).pages)


def test_guest_is_found_by_typing_and_enter_and_the_checklist_is_ready(qtbot, room, candidate, page):
    page.guests.search.setFocus()
    qtbot.keyClicks(page.guests.search, "wahyu")
    qtbot.waitUntil(lambda: len(page.guests.list.rows()) == 1)
    qtbot.keyClick(page.guests.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._pdf is not None, timeout=5000)
    assert page._paper == CHECKLIST
    assert "Daftar dokumen: Taiwan" in text_of(page._pdf)
    assert page.print_button.isEnabled()
    assert [row.first for row in page.guests.list.rows()] == ["Wahyuni Puspitasari"]


def test_draft_has_no_number_and_the_saved_letter_reads_back_with_it(
    qtbot, room, candidate, page, tmp_path, failures
):
    stand(qtbot, page, candidate.person)
    domicile(qtbot, page)
    assert "DRAF" in text_of(page._pdf)
    assert room.run(lambda o: o.register.count("letters")) == 0
    page.save(str(tmp_path / "surat.pdf"))
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=5000)
    said = text_of((tmp_path / "surat.pdf").read_bytes())
    assert NUMBER in said
    assert "WAHYUNI PUSPITASARI" in said
    assert "DRAF" not in said
    assert room.run(lambda o: [row["number"] for row in o.register.rows_where("letters")]) == [NUMBER]
    assert NUMBER in page.status.text()
    assert failures == []


def test_second_print_is_a_counted_copy_not_a_second_number(qtbot, room, candidate, page, tmp_path):
    stand(qtbot, page, candidate.person)
    domicile(qtbot, page)
    page.save(str(tmp_path / "a.pdf"))
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=5000)
    page.save(str(tmp_path / "b.pdf"))
    qtbot.waitUntil((tmp_path / "b.pdf").exists, timeout=5000)
    assert "SALINAN" in text_of((tmp_path / "b.pdf").read_bytes())
    rows = room.run(lambda o: [(row["number"], row["copies"]) for row in o.register.rows_where("letters")])
    assert rows == [(NUMBER, 1)]


def test_no_printer_keeps_the_letter_and_says_three_sentences(qtbot, room, candidate, page, ways):
    stand(qtbot, page, candidate.person)
    domicile(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(went[0] == "say" for went in ways.went), timeout=5000)
    said = next(went for went in ways.went if went[0] == "say")
    assert said[1] == "grey"
    assert "pencetak" in said[2].casefold() or "printer" in said[2].casefold()
    assert room.run(lambda o: o.register.count("letters")) == 1
    assert page.finishing.issued is not None
    assert not page.finishing.printed


def test_missing_value_is_a_yellow_box_that_leads_to_its_question(qtbot, room, candidate, page):
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "domicile", {})
    qtbot.waitUntil(lambda: len(page.links.boxes) == 3)
    assert "keperluan" in text_of(page.prepared.draft)
    assert page.preview.isVisible()
    box = next(one for one in page.links.boxes if "Keperluan" in one.link.accessibleName())
    box.link.click()
    assert page.questions.fields["purpose"].editor.hasFocus()
    assert page.questions.fields["purpose"].editor.property("state") == "warn"
    assert not page.print_button.isEnabled()
    assert "kosong" in page.status.text()


def test_permission_needs_a_second_person_whose_password_is_proved(qtbot, room, candidate, page, tmp_path):
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "parent_permission", MOTHER)
    qtbot.waitUntil(page.print_button.isEnabled, timeout=5000)
    page.save(str(tmp_path / "izin.pdf"))
    dialog = asked(page, room)
    dialog.name.set_code("lalu")
    dialog.password.setText("salah sekali")
    dialog.sign()
    qtbot.waitUntil(lambda: dialog.password_field.problem is not None, timeout=5000)
    assert room.run(lambda o: o.register.count("letters")) == 0
    dialog.password.setText("empat kata acak desa")
    dialog.sign()
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=5000)
    assert dialog.password.text() == ""
    assert "SULASTRI HANDAYANI" in text_of((tmp_path / "izin.pdf").read_bytes())


def test_without_the_case_officers_word_only_the_head_with_a_reason_prints(qtbot, room, page, tmp_path):
    one = room.run(lambda office: a_candidate(office, clear=False))
    stand(qtbot, page, one.person)
    line = next(line for line in page.guest.papers if line.id == "parent_permission")
    assert line.answer.value == "head_decides"
    letter(qtbot, page, "parent_permission", MOTHER)
    qtbot.waitUntil(page.print_button.isEnabled, timeout=5000)
    page.save(str(tmp_path / "izin.pdf"))
    second = page.finishing.dialog
    second.name.set_code("lalu")
    second.password.setText("empat kata acak desa")
    second.sign()
    head = page.finishing.dialog
    assert head is not second
    head.name.set_code("kades")
    head.password.setText("kepala desa yang jujur")
    head.sign()
    assert head.reason_field.problem is not None
    head.reason.setText("Keluarga sudah bicara dengan kepala desa")
    head.sign()
    qtbot.waitUntil(lambda: page.finishing.printed, timeout=5000)
    row = room.run(lambda o: o.register.rows_where("letters")[0])
    assert row["override_reason"] == "Keluarga sudah bicara dengan kepala desa"


def test_letter_that_is_not_possible_says_why_and_offers_the_checklist(qtbot, room, page):
    one = room.run(lambda office: a_candidate(office, counselled=False))
    stand(qtbot, page, one.person)
    letter(qtbot, page, "parent_permission", MOTHER)
    qtbot.waitUntil(
        lambda: "Konseling bersama keluarga belum dicatat." in page.gaps.sentences(), timeout=5000
    )
    assert not page.print_button.isEnabled()
    assert any(one.link.accessibleName().endswith("Catat konseling") for one in page.gaps.boxes)


def test_guest_without_a_name_gets_a_checklist_and_nothing_is_stored(qtbot, room, page):
    before = room.run(lambda o: o.register.count("people"))
    page.show_nobody()
    qtbot.waitUntil(lambda: page._pdf is not None, timeout=5000)
    assert len(page.papers.rows()) == 1
    assert room.run(lambda o: o.register.count("people")) == before


def test_no_card_number_stands_on_the_page(qtbot, room, candidate, page):
    stand(qtbot, page, candidate.person)
    domicile(qtbot, page)
    words = " ".join(b.accessibleName() for b in page.findChildren(QPushButton))
    words += " ".join(row.spoken for row in (*page.guests.list.rows(), *page.papers.rows()))
    assert "9901015406980002" not in words + page.status.text() + " ".join(page.questions.typed().values())


def test_copy_for_the_reader_goes_when_the_page_is_left(qtbot, room, candidate, page, monkeypatch):
    opened = []
    monkeypatch.setattr("ui.pages.desk_page.QDesktopServices.openUrl", opened.append)
    stand(qtbot, page, candidate.person)
    page.open_in_reader()
    qtbot.waitUntil(lambda: len(opened) == 1)
    folder = room.session.files.folder / printing.FOLDER
    [file] = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert "Wahyuni" not in file.name
    page.hide()
    assert list(folder.iterdir()) == []


def test_pages_come_out_of_a_printer_at_their_own_size(qtbot, room, candidate, page, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    stand(qtbot, page, candidate.person)
    printer = printing.dressed(QPrinter(QPrinter.PrinterMode.HighResolution))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    source = PdfReader(io.BytesIO(page._pdf))
    assert printing.print_pdf(page._pdf, printer) == len(source.pages)
    printed = PdfReader(str(tmp_path / "out.pdf"))
    sizes = [
        tuple(round(float(side)) for side in one.mediabox[2:]) for one in (source.pages[0], printed.pages[0])
    ]
    assert sizes[0] == pytest.approx(sizes[1], abs=2)


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768)])
def test_page_fits_the_small_screen(qtbot, qapp, room, candidate, ways, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    page = DeskPage(room.desk, ways, cheap=True)
    qtbot.addWidget(page)
    page.show()
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "parent_permission", {})
    qtbot.waitUntil(lambda: bool(page.gaps.boxes))
    hint = page.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= height - 131


# -- what a person types is counted: about 2.5 keys a second, so 150 keys are one minute -------------------------------

MINUTE = 150


class Keys:
    """Types like a person and counts."""

    def __init__(self, qtbot):
        self.qtbot, self.count = qtbot, 0

    def type(self, text):
        from PySide6.QtWidgets import QApplication

        self.qtbot.keyClicks(QApplication.focusWidget(), text)
        self.count += len(text)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        from PySide6.QtWidgets import QApplication

        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        self.count += 1


def test_new_guest_without_a_register_entry_has_a_letter_in_under_a_minute(qtbot, room, page, failures):
    page.activateWindow()
    page.guests.search.setFocus()
    keys = Keys(qtbot)
    page.guests.stranger.emit()  # Ctrl+N, or the button
    keys.count += 1
    qtbot.waitUntil(lambda: page.guest is not None, timeout=20000)
    assert page.papers.hasFocus()
    while page._paper != "domicile":
        keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.questions.fields["subject.name"].editor.hasFocus, timeout=20000)
    answers = ("Markus Ndoen", "5310011203880001", "Soe", "12-03-1988", "", "", "RT 2 Desa Oebobo, Kupang",
               "menumpang kakak", "2026", "Ketua RT 3", "rekening bank")  # fmt: skip
    for text in answers:
        keys.type(text)
        keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.print_button.isEnabled, timeout=20000)
    keys.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.finishing.issued is not None, timeout=20000)
    assert keys.count <= MINUTE
    assert "MARKUS NDOEN" in text_of(page._pdf)
    assert room.run(lambda o: (o.register.count("people"), o.register.count("letters"))) == (0, 1)
    assert failures == []


def test_both_parents_carer_and_roles_of_witnesses_stand_on_the_permission(qtbot, room, candidate, page):
    father = {
        "relative2": "-", "givers2.name": "Slamet Riyadi", "givers2.nik": "9901010203690004",
        "givers2.relation": "father", "givers2.address": "Karang Lor", "caregiver": "-",
        "caregiver.name": "Inaq Rohani", "caregiver.relation": "mother",
        "witness_roles.0": "Ketua RT 003", "witness_roles.1": "Bibi",
    }  # fmt: skip
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "parent_permission", MOTHER | father)
    qtbot.waitUntil(page.print_button.isEnabled, timeout=20000)
    said = text_of(page._pdf)
    for part in ("SULASTRI HANDAYANI", "SLAMET RIYADI", "Inaq Rohani", "Ketua RT 003", "kami"):
        assert part in said


def test_what_the_second_parent_lacks_leads_to_his_own_question(qtbot, room, candidate, page):
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "parent_permission", MOTHER | {"relative2": "-", "givers2.name": "Slamet Riyadi"})
    qtbot.waitUntil(lambda: len(page.links.boxes) >= 1, timeout=20000)
    box = next(one for one in page.links.boxes if "NIK" in one.link.accessibleName())
    box.link.click()
    assert page.questions.fields["givers2.nik"].editor.hasFocus()


def test_paper_and_language_are_chosen_for_this_paper_alone(qtbot, room, candidate, page):
    stand(qtbot, page, candidate.person)
    assert page.paper.sheet.value() == "f4"
    before = page._pdf
    page.paper.sheet.set_value("a4")
    page.paper.sheet.chosen.emit("a4")
    qtbot.waitUntil(lambda: page._pdf is not before, timeout=20000)
    assert float(PdfReader(io.BytesIO(page._pdf)).pages[0].mediabox.height) == pytest.approx(842, abs=1)
    before = page._pdf
    page.paper.both.set_value("both")
    page.paper.both.chosen.emit("both")
    qtbot.waitUntil(lambda: page._pdf is not before, timeout=20000)
    assert "Passport" in text_of(page._pdf) or "passport" in text_of(page._pdf)


def prints(room):
    return room.run(
        lambda o: [
            (one.purpose, one.detail) for one in o.register.audit_lines() if one.kind in ("print", "export")
        ]
    )


def test_looking_is_no_print_and_every_real_print_is_one(qtbot, room, candidate, page, tmp_path, monkeypatch):
    stand(qtbot, page, candidate.person)
    page.show_nobody()
    qtbot.waitUntil(lambda: page._pdf is not None, timeout=20000)
    assert prints(room) == []
    page.save(str(tmp_path / "daftar.pdf"))
    qtbot.waitUntil((tmp_path / "daftar.pdf").exists, timeout=20000)
    assert prints(room) == [("save_paper", "checklist")]
    monkeypatch.setattr("ui.pages.desk_page.QDesktopServices.openUrl", lambda _url: None)
    page.open_in_reader()
    qtbot.waitUntil(lambda: len(prints(room)) == 2, timeout=20000)
    assert prints(room)[1] == ("paper_reader", "checklist")


def test_printer_is_chosen_remembered_for_the_kind_and_straightened(
    qtbot, room, candidate, page, monkeypatch
):
    went = []
    monkeypatch.setattr(printing, "printers", lambda: ["Epson", "Canon"])
    monkeypatch.setattr(printing, "named_printer", lambda name: name)
    monkeypatch.setattr(printing, "print_pdf", lambda _data, name, offset: went.append((name, offset)) or 1)
    room.run(lambda office: printing.set_offset(office, "Canon", printing.Offset(1.5, -2.0)))
    stand(qtbot, page, candidate.person)
    qtbot.waitUntil(lambda: page.paper.printer.code() == "Epson", timeout=20000)
    page.paper.printer.set_code("Canon")
    page.print()
    qtbot.waitUntil(lambda: len(went) == 1, timeout=20000)
    assert went == [("Canon", printing.Offset(1.5, -2.0))]
    page.choose_paper("domicile")
    qtbot.waitUntil(lambda: page.paper.printer.code() == "Epson", timeout=20000)
    page.choose_paper(CHECKLIST)
    qtbot.waitUntil(lambda: page.paper.printer.code() == "Canon", timeout=20000)
    assert prints(room)[-1] == ("paper_printer", "checklist")


def test_fonts_and_texts_are_read_when_the_page_opens_not_at_the_first_letter(qtbot, room, ways, monkeypatch):
    ready = []
    monkeypatch.setattr("desbumi_app.documents.fonts.ready", lambda: ready.append(1))
    made = DeskPage(room.desk, ways, cheap=True)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: ready == [1], timeout=20000)


def test_every_list_is_chosen_for_a_phase_and_a_situation_that_is_stored_nowhere(
    qtbot, room, candidate, page
):
    stand(qtbot, page, candidate.person)
    before = room.run(lambda office: office.register.rows_where("people"))
    page.questions.fill("list", "returned")
    qtbot.waitUntil(lambda: "Sesudah pulang" in text_of(page._pdf), timeout=5000)
    page.questions.fill("person=child_abroad", "1")
    qtbot.waitUntil(lambda: "Akta lahir anak dari luar negeri" in text_of(page._pdf), timeout=5000)

    assert page.print_button.isEnabled()
    assert room.run(lambda office: office.register.rows_where("people")) == before
