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
from ui.widgets.labels import Elided, Wrapped, label

CODE_WIDTH: Final = 130


class CodesSection(Section):
    """One row a letter; an empty code means the suggestion, which stands pale in its place."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self.rows: dict[str, tuple[LineEdit, LineEdit]] = {}
        said = _("Class codes differ from district to district. An empty line uses the pale suggestion.")
        self.box.addWidget(Wrapped(said, "muted"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(3, 3)
        self.box.addLayout(self._grid)
        self.box.addStretch(1)

    def load(self, view: SettingsView) -> None:
        """Show every letter with what is written about it."""
        if not self.rows:
            self._build(view)
        codes, bases = (_halves(view.many[name]) for name in ("class_codes", "letter_bases"))
        for one in view.letters:
            code, basis = self.rows[one.code]
            code.setPlaceholderText(suggested(one, view.words["scheme"]))
            code.setText(codes.get(one.code.casefold(), codes.get(one.id, "")))
            basis.setText(bases.get(one.code.casefold(), bases.get(one.id, "")))
        self.dirty = False

    def typed(self) -> Mapping[str, Typed]:
        """Only what was written."""
        codes = [
            f"{kind}={code.text().strip()}"
            for kind, (code, _basis) in self.rows.items()
            if code.text().strip()
        ]
        bases = [
            f"{kind}={basis.text().strip()}"
            for kind, (_code, basis) in self.rows.items()
            if basis.text().strip()
        ]
        return {"class_codes": codes, "letter_bases": bases}

    def jump(self, field: str) -> None:
        """To the line of a letter, named by its code."""
        if field in self.rows:
            self.rows[field][0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """The page says them: a row has no room of its own."""

    def _build(self, view: SettingsView) -> None:
        heads = (_("Letter"), "", _("Class code"), _("Legal basis of this village"))
        for at, words in enumerate(heads):
            self._grid.addWidget(label(words, "small"), 0, at)
        for number, one in enumerate(view.letters, start=1):
            title = one.title.of(WORDS.language)
            code, basis = LineEdit(dense=True), LineEdit(_("none of its own"), dense=True)
            code.setFixedWidth(current().px(CODE_WIDTH))
            code.setAccessibleName(f"{title}: {_('Class code')}")
            basis.setAccessibleName(f"{title}: {_('Legal basis of this village')}")
            for line in (code, basis):
                line.textEdited.connect(lambda _text: self.touch())
            name = Elided(title, "body")
            name.setToolTip(title)
            for at, part in enumerate((label(one.code, "strong"), name, code, basis)):
                self._grid.addWidget(part, number, at)
            self.rows[one.code] = (code, basis)


def _halves(lines: Sequence[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        kind, _mark, rest = line.partition("=")
        found[kind.strip().casefold()] = rest.strip()
    return found
