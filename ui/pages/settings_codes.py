"""Kode & dasar hukum: for each letter the class code of this district, and the village's own legal basis."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.domain.problems import Problem
from ui.language import WORDS, _
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView, suggested
from ui.pages.settings_section import Section
from ui.theme.theme import current
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label

CODE_WIDTH: Final = 116
COLUMNS: Final = ("class_codes", "series_groups", "letter_bases")


class CodesSection(Section):
    """One row a letter; an empty code means the suggestion, which stands pale in its place."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self.rows: dict[str, tuple[LineEdit, LineEdit, LineEdit]] = {}
        self._others: dict[str, list[str]] = {}
        said = _("Class codes differ from district to district. An empty line uses the pale suggestion.")
        self.box.addWidget(Wrapped(said, "muted"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(4, 2)
        self.box.addLayout(self._grid)
        self.box.addStretch(1)

    def load(self, view: SettingsView) -> None:
        """Show every letter with what is written about it; a line about no letter we know is kept as it is."""
        if not self.rows:
            self._build(view)
        known = {one.code.casefold() for one in view.letters} | {one.id for one in view.letters}
        self._others = {
            name: [line for line in view.many[name] if line.partition("=")[0].strip().casefold() not in known]
            for name in COLUMNS
        }
        written = [_halves(view.many[name]) for name in COLUMNS]
        for one in view.letters:
            self.rows[one.code][0].setPlaceholderText(suggested(one, view.words["scheme"]))
            for line, found in zip(self.rows[one.code], written, strict=True):
                line.setText(found.get(one.code.casefold(), found.get(one.id, "")))
        self.dirty = False

    def typed(self) -> Mapping[str, Typed]:
        """Only what was written, and what was kept."""
        return {
            name: self._others[name]
            + [
                f"{kind}={row[at].text().strip()}"
                for kind, row in self.rows.items()
                if row[at].text().strip()
            ]
            for at, name in enumerate(COLUMNS)
        }

    def jump(self, field: str) -> None:
        """To the line of a letter, named by its code."""
        if field in self.rows:
            self.rows[field][0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """The page says them: a row has no room of its own."""

    def _build(self, view: SettingsView) -> None:
        heads = (_("Letter"), "", _("Class code"), _("Series group"), _("Legal basis of this village"))
        for at, words in enumerate(heads):
            self._grid.addWidget(label(words, "small"), 0, at)
        for number, one in enumerate(view.letters, start=1):
            title = one.title.of(WORDS.language)
            lines = (LineEdit(dense=True), LineEdit(dense=True), LineEdit(_("none of its own"), dense=True))
            for line, words in zip(lines, heads[2:], strict=True):
                line.setAccessibleName(f"{title}: {words}")
                line.textEdited.connect(lambda _text: self.touch())
            for line in lines[:2]:
                line.setFixedWidth(current().dense(CODE_WIDTH))
            name = Wrapped(title, "body")
            for at, part in enumerate((label(one.code, "strong"), name, *lines)):
                self._grid.addWidget(part, number, at)
            self.rows[one.code] = lines


def _halves(lines: Sequence[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        kind, _mark, rest = line.partition("=")
        found[kind.strip().casefold()] = rest.strip()
    return found
