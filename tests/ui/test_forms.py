"""Forms: checked when a field is left, Enter goes on, Ctrl+Enter submits, problems under their field."""

import pytest
from PySide6.QtCore import Qt

from desbumi_app.domain.problems import stop, warn
from ui import language
from ui.forms.builder import Form
from ui.forms.describe import FieldDescription
from ui.widgets.field import FieldLabel

FIELDS = [
    FieldDescription("name", "text", ("Nama lengkap", "Full name"), required=True, width="full"),
    FieldDescription("nik", "nik", ("NIK", "NIK"), help=("16 angka", "16 digits"), example="5202…"),
    FieldDescription("sex", "choice", ("Jenis kelamin", "Sex"), choices=(("f", ("Perempuan", "Woman")), ("m", ("Laki-laki", "Man"))), segment=True),
    FieldDescription("country", "country", ("Negara", "Country"), choices=(("MY", ("Malaysia", "Malaysia")),)),
    FieldDescription("consent", "flag", ("Setuju", "Consent")),
    FieldDescription("note", "note", ("Catatan", "Note"), width="full"),
]  # fmt: skip


def parse(field, text):
    if field == "nik" and len(text) != 16:
        return None, [warn("Less than 6 months."), stop("Only {n} of 16 digits.", n=str(len(text)))]
    return text.strip().title() if field == "name" else text, []


@pytest.fixture
def form(qtbot):
    made = Form(FIELDS, parse)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.activateWindow()
    return made


def test_field_is_checked_when_it_is_left_and_not_while_typing(qtbot, form):
    nik = form.editors["nik"].widget
    nik.setFocus()
    qtbot.keyClicks(nik, "5202")
    assert form.fields["nik"].problem is None
    qtbot.keyClick(nik, Qt.Key.Key_Tab)
    assert form.fields["nik"].note.said() == "Baru 4 dari 16 angka."


def test_enter_goes_to_the_next_field(qtbot, form):
    name = form.editors["name"].widget
    name.setFocus()
    qtbot.keyClicks(name, "siti")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert form.focusWidget() is form.editors["nik"].widget
    assert form.values()["name"] == "Siti"


def test_ctrl_enter_submits(qtbot, form):
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_what_is_needed_and_empty_is_a_stop_at_its_field(form):
    found = form.check_all()
    assert [(p.field, p.level.value) for p in found] == [("name", "stop")]
    assert form.fields["name"].editor.property("state") == "error"


def test_draft_goes_out_and_comes_back_the_same(qtbot, form):
    texts = {"name": "siti", "nik": "52", "sex": "f", "country": "MY", "consent": "1", "note": "a\nb"}
    form.fill(texts)
    assert form.typed() == texts
    other = Form(FIELDS, parse)
    qtbot.addWidget(other)
    other.fill(form.typed())
    assert other.values() == form.values()


def test_labels_follow_the_language(qtbot):
    language.use("en")
    form = Form(FIELDS, parse)
    qtbot.addWidget(form)
    assert form.fields["name"].label.plain == "Full name"
    assert form.editors["name"].widget.accessibleName() == "Full name"


def test_jump_puts_the_cursor_into_the_field(form):
    form.jump("note")
    assert form.focusWidget() is form.editors["note"].widget


@pytest.mark.parametrize(("words", "shown"), [("id", "2 Mei 2026"), ("en", "2 May 2026")])
def test_a_day_stands_there_as_it_was_understood_so_that_a_draft_means_the_same_tomorrow(qtbot, words, shown):
    language.use(words)
    made = Form(
        [FieldDescription("day", "date", ("Tanggal", "Date")), FieldDescription("x", "text", ("X", "X"))],
        lambda _name, text: ("2026-05-02", []) if text == "kemarin" else (None, [stop("Not a day.")]),
    )
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    day = made.editors["day"].widget
    day.setFocus()
    qtbot.waitUntil(day.hasFocus, timeout=20_000)
    qtbot.keyClicks(day, "kemarin")
    qtbot.keyClick(day, Qt.Key.Key_Tab)
    assert made.typed()["day"] == shown
    day.setFocus()
    day.setText("besok lusa")
    qtbot.keyClick(day, Qt.Key.Key_Tab)
    assert made.typed()["day"] == "besok lusa"  # what is not understood is left as it is


def test_a_label_that_does_not_fit_ends_in_dots_and_is_read_whole_by_a_pointer(qtbot):
    label = FieldLabel("Masih pada pemberi kerja yang sama")
    qtbot.addWidget(label)
    label.show()
    label.resize(label.sizeHint())
    assert (label.shown(), label.toolTip()) == ("Masih pada pemberi kerja yang sama", "")
    label.resize(label.sizeHint().width() // 2, label.height())
    assert label.shown().endswith("…")
    assert label.toolTip() == "Masih pada pemberi kerja yang sama"
