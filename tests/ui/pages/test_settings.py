"""The settings page on a real register: what is typed is stored, wrong things say why, and a letter goes on where it was."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from db.errors import StoreError
from desbumi_app.letter_facts import settings_of
from desbumi_app.usecases.change_settings import change_settings
from desbumi_app.usecases.change_signer import list_signers
from tests.desbumi_app.usecases.letters import a_candidate
from tests.ui.pages.rooms import district_room
from ui import printing
from ui.pages.desk_page import DeskPage
from ui.pages.settings_new_signer import AllowSignerDialog
from ui.pages.settings_page import SettingsPage
from ui.pages.settings_paper import millimetres
from ui.pages.settings_sections import SECTIONS
from ui.pages.settings_series import SeriesDialog
from ui.pages.settings_sheet import SettingsSheet
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

SLOW = 20000


@pytest.fixture
def page(qtbot, room, ways, monkeypatch):
    monkeypatch.setattr(printing, "printers", lambda: ["Epson L3110", "Canon iP2770"])
    made = SettingsPage(room.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, 637)
    made.show()
    qtbot.waitUntil(lambda: made.view is not None, timeout=SLOW)
    return made


def stored(room, name):
    return room.run(lambda office: settings_of(office)[name])


def write(page, field, text):
    editor = page.section().form.editors[f"village_settings.{field}"]
    editor.set_text(text)
    page.section().touch()
    return page.section().form.fields[f"village_settings.{field}"]


def test_village_term_offers_the_title_of_its_head_and_both_are_stored(qtbot, room, page):
    section = page.section()
    line = section.form.editors["village_settings.village_term"].widget
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Gampong")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert section.form.editors["village_settings.head_term"].text() == "Keuchik"
    page.main.click()
    qtbot.waitUntil(lambda: "Tersimpan" in page.said.text(), timeout=SLOW)
    assert (stored(room, "village_term"), stored(room, "head_term")) == ("Gampong", "Keuchik")


def test_pattern_shows_the_next_number_while_it_is_typed_and_a_wrong_one_is_not_stored(qtbot, room, page):
    page.go("numbers")
    section = page.section()
    qtbot.waitUntil(lambda: section.example.text() == "400.12.2.1/012/SKC/XI/2026", timeout=SLOW)
    line = section.form.editors["village_settings.number_pattern"].widget
    line.setText("{urut:04}/{kode}/{tahun}")
    line.textEdited.emit(line.text())
    qtbot.waitUntil(lambda: section.example.text() == "0012/400.12.2.1/2026", timeout=SLOW)
    line.setText("{kode}/{tahun}")
    line.textEdited.emit(line.text())
    assert section.form.fields["village_settings.number_pattern"].problem is not None
    page.save()
    qtbot.waitUntil(lambda: "nomor urut" in page.said.text(), timeout=SLOW)
    assert stored(room, "number_pattern") is None


def test_series_begins_at_the_number_of_the_agenda_book(qtbot, room, page):
    page.go("numbers")
    page.section().begin.click()

    [sheet] = page.section().findChildren(SeriesDialog)
    sheet.number.setText("x")
    sheet.store()
    assert sheet.field.problem is not None
    sheet.number.setText("87")
    qtbot.keyClick(sheet.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.section().model.rowCount() == 1, timeout=SLOW)
    rows = room.run(lambda office: office.register.rows_where("number_series"))
    assert [(row["name"], row["first_number"]) for row in rows] == [("surat", 87)]


def test_class_code_of_one_letter_is_written_and_the_others_keep_the_suggestion(qtbot, room, page):
    page.go("codes")
    code, group, basis = page.section().rows["L07"]
    assert (code.text(), code.placeholderText()) == ("", "400.12.2.1")
    qtbot.keyClicks(code, "145")
    qtbot.keyClicks(group, "umum")
    qtbot.keyClicks(basis, "Peraturan Desa Nomor 2 Tahun 2026")
    page.save()
    qtbot.waitUntil(lambda: "Tersimpan" in page.said.text(), timeout=SLOW)
    assert stored(room, "class_codes") == ("L07=145",)
    assert stored(room, "series_groups") == ("L07=umum",)
    assert stored(room, "letter_bases") == ("L07=Peraturan Desa Nomor 2 Tahun 2026",)


def test_signer_for_the_head_is_stored_and_shown_as_it_will_be_printed(qtbot, room, page):
    page.go("signers")
    section = page.section()
    lalu = room.run(lambda office: next(one for one in list_signers(office) if one.login == "lalu"))
    section.list.choose(lalu.id)
    section._choose(lalu.id)
    section.form.editors["users.position"].set_text("Sekretaris Desa")
    section._changed()
    assert section._under.text() == "–"
    assert section.form.fields["users.sign_mode"].problem is not None
    section.form.editors["users.sign_mode"].set_text("on_behalf")
    section._changed()
    assert section._under.text() == "a.n. Kepala Desa Sukacontoh / Sekretaris Desa"
    page.save()
    qtbot.waitUntil(lambda: bool(section.findChildren(AllowSignerDialog)), timeout=SLOW)
    [dialog] = section.findChildren(AllowSignerDialog)
    dialog.head.password.setText("bukan kata sandinya")
    dialog.go_on()
    qtbot.waitUntil(dialog.main.isEnabled, timeout=SLOW)
    assert section.dirty
    dialog.head.password.setText("kepala desa yang jujur")
    dialog.go_on()
    qtbot.waitUntil(lambda: "Tersimpan" in page.said.text(), timeout=SLOW)
    known = room.run(lambda office: next(one for one in list_signers(office) if one.login == "lalu"))
    assert (known.position, known.mode) == ("Sekretaris Desa", "on_behalf")


def test_whoever_leaves_with_a_changed_signer_is_asked_nothing_over_the_next_page(qtbot, room, page):
    page.go("signers")
    section = page.section()
    lalu = room.run(lambda office: next(one for one in list_signers(office) if one.login == "lalu"))
    section._choose(lalu.id)
    section.form.editors["users.position"].set_text("Sekretaris Desa")
    section.form.editors["users.sign_mode"].set_text("on_behalf")
    section._changed()
    page.hide()
    for _round in range(4):  # what hiding asked, what that answer asks, and what would be shown of it
        room.run(lambda _office: None)
        qtbot.wait(20)
    assert (section.findChildren(AllowSignerDialog), section.dirty) == ([], True)
    same = room.run(lambda office: next(one for one in list_signers(office) if one.login == "lalu"))
    assert same.position == lalu.position


def test_offset_belongs_to_one_printer_and_a_wrong_one_is_refused(qtbot, room, page):
    page.go("paper")
    section = page.section()
    assert list(section.lines) == ["Epson L3110", "Canon iP2770"]
    right, down = section.lines["Epson L3110"]
    right.setText("viele")
    section.touch()
    page.save()
    assert right.property("state") == "error"
    right.setText("1,5")
    down.setText("-2")
    page.save()
    qtbot.waitUntil(lambda: "Tersimpan" in page.said.text(), timeout=SLOW)
    read = [room.run(lambda office, name=name: printing.offset_of(office, name)) for name in section.lines]
    assert read == [printing.Offset(1.5, -2.0), printing.STRAIGHT]


@pytest.mark.parametrize(
    ("text", "mm"), [("", 0.0), ("1,5", 1.5), ("-20", -20.0), ("21", None), ("nan", None), ("dua", None)]
)
def test_millimetres_as_people_write_them(text, mm):
    assert millimetres(text) == mm


def test_going_to_another_part_or_away_keeps_what_was_typed(qtbot, room, page):
    write(page, "address", "Jalan Baru Nomor 7")
    page.go("lock")
    qtbot.waitUntil(lambda: stored(room, "address") == "Jalan Baru Nomor 7", timeout=SLOW)
    page.section().form.editors["village_settings.full_lock_only"].set_text("1")
    page.section().touch()
    page.hide()
    qtbot.waitUntil(lambda: stored(room, "full_lock_only") == 1, timeout=SLOW)


def test_what_could_not_be_stored_at_a_lock_is_there_again_and_what_was_is_undone_for_ten_seconds(
    qtbot, room, ways, page
):
    before = stored(room, "number_pattern")
    write(page, "address", "Jalan Baru Nomor 7")
    page.go("numbers")
    qtbot.waitUntil(lambda: any(went[0] == "say" for went in ways.went), timeout=SLOW)
    ((words, undo),) = next(went[-1] for went in ways.went if went[0] == "say")
    assert words == "Urungkan"
    undo()
    qtbot.waitUntil(lambda: stored(room, "address") != "Jalan Baru Nomor 7", timeout=SLOW)
    write(page, "number_pattern", "{kode}/{tahun}")  # refused: no number in it
    page.hide()
    room.run(lambda _office: None)
    assert stored(room, "number_pattern") == before
    again = SettingsPage(room.desk, ways, "numbers")
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.view is not None, timeout=SLOW)
    pattern = again.section().form.editors["village_settings.number_pattern"]
    qtbot.waitUntil(lambda: pattern.text() == "{kode}/{tahun}", timeout=SLOW)
    assert again.section().dirty
    pattern.set_text("{kode}/{urut:04}/{tahun}")
    again.save()
    qtbot.waitUntil(lambda: stored(room, "number_pattern") == "{kode}/{urut:04}/{tahun}", timeout=SLOW)
    assert room.run(lambda office: office.register.drafts(office.operator.id)) == ()


def test_logo_is_shown_when_taken_and_the_reason_when_not(qtbot, room, page, tmp_path):
    good, bad = tmp_path / "logo.png", tmp_path / "logo.svg"
    Image.new("RGB", (200, 200), (20, 60, 40)).save(good)
    bad.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    page.section().choose(str(good))
    qtbot.waitUntil(lambda: not page.section().picture.pixmap().isNull(), timeout=SLOW)
    page.section().choose(str(bad))
    qtbot.waitUntil(lambda: "SVG" in page.section().said.text(), timeout=SLOW)
    assert stored(room, "logo")


def test_missing_setting_opens_over_the_letter_and_the_letter_goes_on(qtbot, room, ways, monkeypatch):
    monkeypatch.setattr(printing, "printers", list)
    one = room.run(a_candidate)
    settings = room.run(lambda office: bytes(office.register.rows_where("village_settings")[0]["id"]))
    room.change("village_settings", settings, village_name=None)
    desk = DeskPage(room.desk, ways, cheap=True)
    qtbot.addWidget(desk)
    desk.show()
    desk.show_person(one.person)
    qtbot.waitUntil(lambda: desk.guest is not None, timeout=SLOW)
    desk.choose_paper("domicile")
    qtbot.waitUntil(lambda: any("Atur" in box.link.text() for box in desk.links.boxes), timeout=SLOW)
    next(box for box in desk.links.boxes if "Atur" in box.link.text()).link.click()
    [sheet] = desk.findChildren(SettingsSheet)
    editor = sheet.section.form.editors["village_settings.village_name"]
    qtbot.waitUntil(
        lambda: sheet.section.form.editors["village_settings.village_term"].text() == "Desa", timeout=SLOW
    )
    editor.set_text("Sukacontoh")
    sheet.section.touch()
    sheet.main.click()
    qtbot.waitUntil(lambda: not any("Atur" in box.link.text() for box in desk.links.boxes), timeout=SLOW)
    assert desk._paper == "domicile"


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768), (1.5, 768)])
def test_every_part_fits_the_small_screen(qtbot, qapp, room, ways, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    page = SettingsPage(room.desk, ways)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.view is not None, timeout=SLOW)
    for code, *_rest in SECTIONS:
        page.go(code)
    hint = page.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= height - 131


def test_picture_of_a_logo_is_never_larger_than_its_place(room, page):
    out = io.BytesIO()
    Image.new("RGB", (900, 300), (20, 60, 40)).save(out, "PNG")
    page.section()._show_logo(out.getvalue())
    shown = page.section().picture.pixmap()
    assert shown.width() / shown.devicePixelRatio() <= 70


def test_own_wording_shows_what_differs_and_a_broken_one_names_file_line_and_key(qtbot, room, page):
    page.go("texts")
    page.section().show_file()
    section = page.section().file
    section.letter.set_code("domicile")
    section._pick("domicile")
    qtbot.waitUntil(lambda: section.texts is not None and section.texts.letter == "domicile", timeout=SLOW)
    assert "Tidak ada beda" in section.differs.text()
    shipped = section.shipped.toPlainText()
    section.own.setPlainText(shipped.replace("{{ purpose }}", "{{ subject.mother }}"))
    page.save()
    qtbot.waitUntil(lambda: "letters/domicile.toml, baris" in section.told.text(), timeout=SLOW)
    assert "subject.mother" in section.told.text()
    section.own.setPlainText(shipped.replace("Demikian surat keterangan", "Begitulah keterangan"))
    assert "Begitulah keterangan" in section.differs.text()
    page.save()
    qtbot.waitUntil(lambda: "1 versi" in section.versions.text(), timeout=SLOW)
    assert section.back.isVisible()
    section.back.click()
    qtbot.waitUntil(lambda: "2 versi" in section.versions.text(), timeout=SLOW)
    assert section.own.toPlainText() == shipped


def test_district_has_no_letterhead_and_never_changes_the_settings_of_a_village(
    qtbot, tmp_path, ways, failures
):
    opened = district_room(tmp_path / "kab")
    page = SettingsPage(opened.desk, ways)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.view is not None, timeout=SLOW)
    assert [one.id for one in page.list.rows()] == ["users", "backups"]
    with pytest.raises(StoreError, match="no_such_record"):
        opened.run(lambda office: change_settings(office, {"village_name": "Lain"}))
    assert failures == []
    opened.close()


def test_series_that_read_alike_are_said_at_the_pattern_as_soon_as_they_are_chosen(qtbot, page):
    page.go("numbers")
    form = page.section().form
    field = form.fields["village_settings.number_pattern"]
    assert field.problem is None
    choice = form.editors["village_settings.series_scheme"]
    choice.set_text("type")
    choice.widget.picked.emit("type")
    assert "{seri}" in field.note.said()


def test_after_a_full_disk_what_is_typed_is_kept_again(qtbot, room, page, failures, monkeypatch):
    def full(*_given):
        raise StoreError("disk_full")

    monkeypatch.setattr("ui.pages.settings_section.change_settings", full)
    write(page, "address", "Jalan Baru Nomor 7")
    page.main.click()
    qtbot.waitUntil(lambda: failures != [], timeout=SLOW)
    page.section().form.changed.emit("village_settings.address")
    assert len(room.run(lambda office: office.register.drafts(office.operator.id))) == 1
