"""Kertas & pencetak: the sheet, its margins, and how far each printer has to be moved, in mm, with a sheet to measure it."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QGridLayout

from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.office import Office
from ui import printing
from ui.forms.builder import said
from ui.language import N_, _
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.operations import Operation
from ui.pages.settings_section import Fields, FormSection
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.inputs import LineEdit, set_state
from ui.widgets.labels import Elided, Wrapped, label, restyle
from ui.widgets.layout import STRETCH, clear, hairline, row

FIELDS: Final[Fields] = (
    ("paper", "third"),
    ("margin_top_mm", "third"),
    ("margin_left_mm", "third"),
    ("hijri_dates", "half"),
)
NARROW: Final = 90
WRONG: Final = Problem(
    Level.STOP, None, Message(N_("Write millimetres between -20 and 20, such as 1,5."), {})
)


class PaperSection(FormSection):
    """Offsets belong to this laptop and its printers; the rest belongs to the village."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk, FIELDS)
        usual = _(
            "Usual are 14 mm to the letterhead and 30 mm at the left. With headed paper, the text begins 33 mm lower."
        )
        self.box.addWidget(Wrapped(usual, "muted"))
        self.box.addWidget(hairline())
        self.box.addWidget(label(_("Printers of this laptop"), "h2"))
        how = _(
            "Print the measuring sheet and measure from the edge of the paper to both lines: 20 mm each is straight."
        )
        self.box.addWidget(Wrapped(how, "muted"))
        self.told = Wrapped("", "body", "muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.lines: dict[str, tuple[LineEdit, LineEdit]] = {}
        self.box.addLayout(self._grid)
        self.box.addLayout(row(self.told, STRETCH))
        self.box.addStretch(1)

    def load(self, view: SettingsView) -> None:
        """Show what is stored, and the printers that are there now."""
        super().load(view)
        clear(self._grid)
        self.lines = {}
        if not view.offsets:
            none = _(
                "No printer is connected to this laptop. Papers can be saved to USB and printed elsewhere."
            )
            self._grid.addWidget(Wrapped(none, "muted"), 0, 0, 1, 4)
            return
        for at, words in enumerate((_("Printer"), _("to the right (mm)"), _("down (mm)"), "")):
            self._grid.addWidget(label(words, "small"), 0, at)
        for number, (name, offset) in enumerate(view.offsets.items(), start=1):
            self._row(number, name, offset)

    def save(self) -> None:
        """Offsets first: a wrong one keeps everything."""
        found: dict[str, printing.Offset] = {}
        for name, (right, down) in self.lines.items():
            values = [millimetres(line.text()) for line in (right, down)]
            for line, value in zip((right, down), values, strict=True):
                set_state(line, "error" if value is None else "")
            if values[0] is None or values[1] is None:
                self._tell(said((_(WRONG.message.msgid), _(WRONG.message.msgid))), "danger")
                self.refused.emit(_(WRONG.message.msgid))
                return
            found[name] = printing.Offset(values[0], values[1])
        if self.dirty:
            self._desk.ask(lambda office: _store(office, found), owner=self).start()
        super().save()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each under its field."""
        super().show_problems(problems)

    def _row(self, number: int, name: str, offset: printing.Offset) -> None:
        lines = (LineEdit(dense=True), LineEdit(dense=True))
        for line, value, words in zip(
            lines, (offset.right, offset.down), (_("to the right (mm)"), _("down (mm)")), strict=True
        ):
            line.setText(f"{value:g}".replace(".", ","))
            line.setFixedWidth(current().px(NARROW))
            line.setAccessibleName(f"{name}: {words}")
            line.textEdited.connect(lambda _text: self.touch())
        test = Button(_("Print measuring sheet"), lambda: self._measure(name), icon="printer", dense=True)
        test.setAccessibleName(f"{name}: {_('Print measuring sheet')}")
        for at, part in enumerate((Elided(name, "strong"), *lines, test)):
            self._grid.addWidget(part, number, at)
        self.lines[name] = lines

    def _measure(self, name: str) -> None:
        right, down = (millimetres(line.text()) or 0.0 for line in self.lines[name])
        offset = printing.Offset(right, down)
        work = Operation(
            self._desk.worker,
            lambda _token: printing.print_ruler(printing.named_printer(name), offset),
            owner=self,
        )
        work.success(
            lambda _none: self._tell(_("The measuring sheet was sent to {printer}.", printer=name), "ok")
        ).start()

    def _tell(self, words: str, tone: str) -> None:
        self.told.setText(words)
        restyle(self.told, "tone", tone)


def millimetres(text: str) -> float | None:
    """`1,5` or `-2` as mm; 0 for nothing, None for what cannot be."""
    clean = text.strip().replace(",", ".")
    try:
        value = float(clean or "0")
    except ValueError:
        return None
    return value if abs(value) <= printing.MOST_MM else None


def _store(office: Office, offsets: Mapping[str, printing.Offset]) -> None:
    for name, offset in offsets.items():
        printing.set_offset(office, name, offset)
