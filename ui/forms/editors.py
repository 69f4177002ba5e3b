"""One way to read, fill and watch the editors of a form, whatever widget shows them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.forms.describe import FieldDescription, Labels
from ui.language import _
from ui.widgets.checks import Check
from ui.widgets.inputs import LineEdit, NoteEdit, Select
from ui.widgets.picks import Picks
from ui.widgets.segment import Segment

Said = Callable[[Labels], str]


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor as text: codes for choices, "1" or "0" for a flag, codes with semicolons for several."""

    widget: QWidget
    text: Callable[[], str]
    set_text: Callable[[str], None]
    connect: Callable[[Callable[[], None]], None]


def make_editor(described: FieldDescription, said: Said) -> Editor:
    """The editor for a description."""
    makers = {"note": _note, "flag": _flag, "select": _select, "segment": _segment, "picks": _picks}
    return makers.get(described.shape, _line)(described, said)


def _line(described: FieldDescription, _said: Said) -> Editor:
    line = LineEdit(_("Example: {text}", text=described.example) if described.example else "")
    return Editor(line, line.text, line.setText, lambda call: _void(line.left.connect(lambda _text: call())))


def _note(_described: FieldDescription, _said: Said) -> Editor:
    note = NoteEdit()
    return Editor(note, note.text, note.setText, lambda call: _void(note.left.connect(lambda _text: call())))


def _select(described: FieldDescription, said: Said) -> Editor:
    select = Select([(code, said(words)) for code, words in described.choices], empty=_("Choose"))
    return Editor(
        select,
        lambda: select.code() or "",
        lambda text: select.set_code(text or None),
        lambda call: _void(select.picked.connect(lambda _code: call())),
    )


def _segment(described: FieldDescription, said: Said) -> Editor:
    segment = Segment(said(described.label), [(code, said(words)) for code, words in described.choices])
    return Editor(
        segment,
        lambda: segment.value() or "",
        lambda text: segment.set_value(text or None),
        lambda call: _void(segment.chosen.connect(lambda _code: call())),
    )


def _picks(described: FieldDescription, said: Said) -> Editor:
    picks = Picks(said(described.label), [(code, said(words)) for code, words in described.choices])
    return Editor(
        picks,
        lambda: ";".join(picks.codes()),
        lambda text: picks.set_codes(text.split(";")),
        lambda call: _void(picks.chosen.connect(call)),
    )


def _flag(_described: FieldDescription, _said: Said) -> Editor:
    check = Check(_("Yes"))
    return Editor(
        check,
        lambda: "1" if check.isChecked() else "0",
        lambda text: check.setChecked(text == "1"),
        lambda call: _void(check.clicked.connect(lambda *_args: call())),
    )


def _void(_connection: object) -> None:
    return None
