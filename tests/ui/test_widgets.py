"""Every component builds in both themes and all text sizes, is named for readers, and keeps its letters apart."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QWidget

from desbumi_app.domain.problems import stop, warn
from ui.commands.gallery import gallery
from ui.widgets.avatar import initials
from ui.widgets.banner import Banner
from ui.widgets.chip import Chip, chip_size
from ui.widgets.field import Field, FieldLabel, give_letters
from ui.widgets.inputs import LineEdit, NoteEdit, PasswordEdit, Select
from ui.widgets.labels import Wrapped
from ui.widgets.layout import column
from ui.widgets.preview import PreviewPane
from ui.widgets.progress import Progress
from ui.widgets.search_results import marked
from ui.widgets.segment import FilterChips, Segment
from ui.widgets.stages import CONDITIONS, STAGES, condition_chip, stage_chip
from ui.widgets.tabs import Step, Steps, Tabs
from ui.widgets.timeline import Event, Timeline


def nameless(page):
    kinds = (QLineEdit, QComboBox, QPlainTextEdit, QPushButton, QToolButton)
    return [w for kind in kinds for w in page.findChildren(kind) if not w.accessibleName()]


def letters(page):
    found = [
        re.search(r"(?<!&)&(\w)", label.text().replace("&&", "")) for label in page.findChildren(FieldLabel)
    ]
    return [match[1].lower() for match in found if match]


def test_gallery_builds_in_every_look(qtbot, look):
    page = gallery()
    qtbot.addWidget(page)
    page.resize(1366, 1232)
    page.show()
    assert page.grab().width() > 0
    assert nameless(page) == []
    if look.scale == 1.0:
        assert page.minimumSizeHint().width() <= 1366


def test_no_word_of_the_gallery_is_cut(qtbot, look):
    page = gallery()
    qtbot.addWidget(page)
    page.resize(max(1366, page.minimumSizeHint().width()), max(1232, page.minimumSizeHint().height()))
    page.show()
    cut = []
    for button in page.findChildren(QPushButton):
        needed = QFontMetrics(button.font()).horizontalAdvance(button.text().replace("&&", "&"))
        if button.text() and needed > button.width():
            cut.append(button.text())
    for label in page.findChildren(QLabel):
        shown = label.text() and not isinstance(label, FieldLabel) and label.isVisible()
        if shown and label.height() < QFontMetrics(label.font()).height() - 1:
            cut.append(label.text())
    assert cut == []


def test_each_field_has_its_own_letter(qtbot):
    page = QWidget()
    page.setLayout(
        column(*(Field(t, LineEdit()) for t in ("Nama", "NIK", "Nomor surat", "Negara", "Nama & alamat")))
    )
    qtbot.addWidget(page)
    give_letters(page)
    assert len(letters(page)) == 5 == len(set(letters(page)))


def test_field_shows_problem_without_moving_its_neighbours(qtbot):
    page = QWidget()
    first, second = Field("Nama", LineEdit(), help_text="Tanpa gelar"), Field("NIK", LineEdit())
    page.setLayout(column(first, second))
    page.resize(400, 200)
    qtbot.addWidget(page)
    page.show()
    before = second.y(), first.editor.height()
    first.show_problem(stop("Only {n} of 16 digits.", n="12"))
    qtbot.wait(20)
    assert (second.y(), first.editor.height()) == before
    assert first.note.said() == "Baru 12 dari 16 angka."
    assert first.editor.property("state") == "error"
    assert first.editor.accessibleDescription() == "Baru 12 dari 16 angka."
    first.show_problem(None)
    assert (first.note.said(), first.editor.property("state")) == ("Tanpa gelar", "")


def test_better_value_can_be_taken_with_one_press(qtbot):
    field, taken = Field("Tanggal", LineEdit()), []
    qtbot.addWidget(field)
    field.note.accepted.connect(taken.append)
    field.show_problem(warn("Less than 6 months.", suggestion="9 Sep 2027"))
    field.show()
    field.note.findChild(QPushButton).click()
    assert taken == ["9 Sep 2027"]


def test_wrapped_text_gets_the_height_it_needs(qtbot):
    page = QWidget()
    text = Wrapped("kata " * 60)
    page.setLayout(column(text))
    page.resize(200, 50)
    qtbot.addWidget(page)
    page.show()
    qtbot.wait(30)
    assert text.height() >= text.heightForWidth(text.width())


def test_password_eye_is_reached_by_tab_and_named(qtbot):
    edit = PasswordEdit()
    qtbot.addWidget(edit)
    edit.show()
    assert edit.eye.focusPolicy() & Qt.FocusPolicy.TabFocus
    before = edit.eye.accessibleName()
    edit.eye.click()
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    assert (before, edit.eye.accessibleName()) == ("Tampilkan kata sandi", "Sembunyikan kata sandi")
    edit.setText("rahasia")
    assert (edit.wipe(), edit.text(), edit.isUndoAvailable()) == ("rahasia", "", False)


@pytest.mark.parametrize(
    ("key", "shift", "caps"), [("A", False, True), ("a", True, True), ("a", False, False), ("A", True, False)]
)
def test_caps_lock_is_known_by_what_was_typed(qtbot, key, shift, caps):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    edit, told = PasswordEdit(), []
    qtbot.addWidget(edit)
    edit.caps.connect(told.append)
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    edit.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, key))
    assert told == [caps]


def test_note_is_left_by_tab(qtbot):
    note, left = NoteEdit(), []
    qtbot.addWidget(note)
    note.left.connect(left.append)
    assert note.tabChangesFocus()


def test_select_keeps_codes_apart_from_words(qtbot):
    select = Select([("MY", "Malaysia"), ("HK", "Hong Kong")])
    qtbot.addWidget(select)
    assert select.code() is None or select.code() == "MY"
    select.set_code("HK")
    select.set_options([("HK", "Hong Kong"), ("TW", "Taiwan")])
    assert select.code() == "HK"
    select.set_code(None)
    assert select.code() is None


def test_segment_chooses_by_code_and_can_choose_nothing(qtbot):
    segment, told = Segment("Keadaan", [("yes", "Ada"), ("no", "Belum")]), []
    qtbot.addWidget(segment)
    segment.chosen.connect(told.append)
    assert segment.value() is None
    segment.set_value("no")
    assert (segment.value(), told) == ("no", [])
    segment.findChildren(QPushButton)[0].click()
    assert (segment.value(), told) == ("yes", ["yes"])
    segment.set_value(None)
    assert segment.value() is None


def test_filter_chip_shows_its_count_after_two_spaces(qtbot):
    chips = FilterChips("Tahap", [("all", "Semua", 6418)], value="all")
    qtbot.addWidget(chips)
    assert chips.findChildren(QPushButton)[0].text() == "Semua  6.418"


def test_every_stage_and_condition_has_a_chip_that_says_a_word(qtbot):
    specs = [*map(stage_chip, STAGES), *map(condition_chip, CONDITIONS)]
    assert len({spec.text for spec in specs}) == len(specs) == 23
    chip = Chip(specs[0])
    qtbot.addWidget(chip)
    assert (chip.accessibleName(), chip.sizeHint()) == ("Minat", chip_size(specs[0]))


def test_no_chip_judges_a_person():
    words = " ".join(
        spec.text.casefold() for spec in [*map(stage_chip, STAGES), *map(condition_chip, CONDITIONS)]
    )
    assert not re.search(r"ilegal|nonprosedural|non-prosedural|kabur", words)


def test_progress_tells_once_that_it_shall_stop(qtbot):
    progress, told = Progress("Mengirim"), []
    qtbot.addWidget(progress)
    progress.cancelled.connect(lambda: told.append(1))
    button = progress.findChild(QPushButton)
    button.click()
    button.click()
    assert (told, button.isEnabled()) == ([1], False)


def test_banner_buttons_jump(qtbot):
    jumped = []
    banner = Banner("danger", "1 isian salah", jumps=[("Paspor", lambda: jumped.append("passport"))])
    qtbot.addWidget(banner)
    banner.buttons[0].click()
    assert jumped == ["passport"]


def test_timeline_reads_a_change_aloud(qtbot):
    line = Timeline([Event("3 Nov 2026", "Sari", "Nomor telepon diubah", old="0812", new="0878")])
    qtbot.addWidget(line)
    line.grab()
    assert "0812 menjadi 0878" in line.accessibleDescription()


def test_tabs_and_steps_go_where_they_are_told(qtbot):
    tabs, told = Tabs([("a", "Riwayat", "history"), ("b", "Surat", "file-text")]), []
    qtbot.addWidget(tabs)
    tabs.changed.connect(told.append)
    tabs.next()
    tabs.next()
    assert told == ["b", "a"]
    steps = Steps([Step("Orang", "Nurul", "done"), Step("Tujuan", state="now"), Step("Dokumen")])
    qtbot.addWidget(steps)
    steps.asked.connect(told.append)
    steps.grab()
    for button in steps.findChildren(QPushButton):
        button.click()
    assert told[2:] == [0, 1]


def test_the_ring_goes_along_when_ctrl_tab_changes_the_tab(qtbot):
    tabs = Tabs([("a", "Riwayat", "history"), ("b", "Surat", "file-text")])
    page = shown(qtbot, tabs)
    tabs.buttons["a"].setFocus()
    tabs.next()
    assert page.focusWidget() is tabs.buttons["b"]


def test_a_space_within_words_goes_on_choosing_and_a_long_text_shows_its_beginning(qtbot):
    select = Select([("HT", "Haiti"), ("HK", "Hong Kong"), ("HN", "Honduras"), ("HX", "Hong X")])
    line = LineEdit()
    page = shown(qtbot, select, line)
    select.setFocus()
    QTest.keyClicks(select, "hong x")
    assert select.code() == "HX"
    assert not select.view().isVisible()
    line.setFocus()
    QTest.keyClicks(line, "Lalu Muhammad Zainuddin Abdurrahman " * 5)
    select.setFocus()
    assert line.cursorPosition() == 0
    line.setFocus()
    QTest.keyClicks(line, "Al-Fatih")
    assert line.text().endswith("Al-Fatih")
    assert page.focusWidget() is line


def shown(qtbot, *parts):
    page = QWidget()
    page.setLayout(column(*parts))
    qtbot.addWidget(page)
    page.resize(400, 200)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_name_in_a_search_result_is_never_read_as_html():
    assert marked("Siti <b>x</b>", "sit") == "<b>Sit</b>i &lt;b&gt;x&lt;/b&gt;"


@pytest.mark.parametrize(
    ("name", "wanted"), [("Sari Wahyuni", "SW"), ("Halimah", "H"), ("Hj. Siti Nur Rahmah", "HR"), ("", "")]
)
def test_initials(name, wanted):
    assert initials(name) == wanted


def test_preview_shows_a_paper_from_memory_and_lets_go_of_it(qtbot):
    import io

    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.drawString(100, 100, "Surat")
    canvas.showPage()
    canvas.drawString(100, 100, "2")
    canvas.save()
    pane = PreviewPane()
    qtbot.addWidget(pane)
    pane.resize(600, 500)
    pane.show()
    pane.show_pdf(data.getvalue())
    qtbot.waitUntil(lambda: pane.page_count() == 2)
    pane.clear()
    assert pane.page_count() == 0
