"""A letter as its file, for whoever knows the format: the village's text beside the shipped one, and what differs."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QPlainTextEdit

from desbumi_app.domain.problems import Problem
from desbumi_app.letter_wording import compare
from desbumi_app.usecases.change_letter_text import change_letter_text
from desbumi_app.usecases.undo_save import with_undo
from ui import office_settings
from ui.language import WORDS, _, n_, say
from ui.office_desk import OfficeDesk
from ui.office_settings import LetterTexts, SettingsView
from ui.pages.settings_section import Section
from ui.theme.theme import current
from ui.values import day
from ui.widgets.buttons import Button
from ui.widgets.inputs import Select
from ui.widgets.labels import Wrapped, label, restyle
from ui.widgets.layout import STRETCH, column, row

LINES: Final = 9
SHOWN: Final = 5
CHOICE: Final = 360


class TextsFile(Section):
    """For whoever looks after the letters: texts are files of words and brackets; a wrong one is never stored."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self.texts: LetterTexts | None = None
        said = _(
            "Words may change. Who signs, what has to be there and what keeps a letter from being printed stay."
        )
        self.letter = Select([], dense=True)
        self.letter.setAccessibleName(_("Letter"))
        self.letter.setFixedWidth(current().px(CHOICE))
        self.letter.picked.connect(self._pick)
        self.versions = label("", "small")
        self.back = Button(_("Back to the shipped text"), self.go_back, icon="arrow-back-up", dense=True)
        self.shipped, self.own = self._editor(_("Shipped text")), self._editor(_("Text of this village"))
        self.shipped.setReadOnly(True)
        self.own.textChanged.connect(self._typed)
        self.differs = Wrapped("", "small", "muted")
        self.told = Wrapped("", "body", "danger")
        self.box.addWidget(Wrapped(said, "muted"))
        self.box.addLayout(row(self.letter, self.versions, STRETCH, self.back, gap=12))
        both = row(
            column(label(_("Shipped text"), "strong"), self.shipped, gap=4),
            column(label(_("Text of this village"), "strong"), self.own, gap=4),
            gap=12,
        )
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self.box.addLayout(both, 1)
        self.box.addWidget(self.differs)
        self.box.addWidget(self.told)

    def load(self, view: SettingsView) -> None:
        """Offer every letter; the chosen one stays chosen."""
        self.letter.set_options(
            [(one.id, f"{one.code}  {one.title.of(WORDS.language)}") for one in view.letters]
        )
        if self.letter.code() is None and view.letters:
            self.letter.set_code(view.letters[0].id)
        self._pick(self.letter.code() or "")

    def save(self) -> None:
        """Store what was written as a new version."""
        if not self.dirty or self.texts is None:
            self.unchanged.emit()
            return
        self._store(self.texts.letter, self.own.toPlainText())

    def go_back(self) -> None:
        """The shipped text is used again; every version stays."""
        if self.texts is not None:
            self._store(self.texts.letter, "")

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """File, line and key under the texts."""
        self.told.setText(say(problems[0].message) if problems else "")

    def _store(self, letter: str, text: str) -> None:
        work = self._desk.write(
            lambda office: with_undo(office, change_letter_text(office, letter, text)), owner=self
        )
        work.success(lambda answer: self.answered(*answer)).start()

    def _pick(self, letter: str) -> None:
        if letter:
            self._desk.ask(lambda office: office_settings.letter_texts(office, letter), owner=self).success(
                self._show
            ).start()

    def _show(self, texts: LetterTexts) -> None:
        self.texts = texts
        self.shipped.setPlainText(texts.shipped)
        self.own.setPlainText(texts.own)
        own = texts.own != texts.shipped
        self.back.setVisible(own)
        count = len(texts.versions)
        words = n_("{n} version kept", "{n} versions kept", count) if count else _("Shipped text in use")
        newest = texts.versions[-1] if texts.versions else None
        self.versions.setText(f"{words}, {newest.by} {day(newest.on)}" if newest else words)
        self.told.setText(
            _("The program's own text changed since. Compare, and store yours again.")
            if texts.outdated
            else ""
        )
        restyle(self.told, "tone", "warn" if texts.outdated else "danger")
        self._compare()
        self.dirty = False

    def _typed(self) -> None:
        if self.texts is not None and self.own.toPlainText() != self.texts.own:
            self.touch()
            self.told.setText("")
            restyle(self.told, "tone", "danger")
        self._compare()

    def _compare(self) -> None:
        if self.texts is None:
            return
        found = [one for one in compare(self.texts.shipped, self.own.toPlainText()) if one.mark != " "]
        shown = [f"{'−' if one.mark == '-' else '+'} {one.text.strip()[:110]}" for one in found[:SHOWN]]
        more = len(found) - len(shown)
        if more > 0:
            shown.append(n_("and {n} more line", "and {n} more lines", more))
        self.differs.setText("\n".join(shown) or _("No difference from the shipped text."))

    def _editor(self, name: str) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setTabChangesFocus(True)
        made.setAccessibleName(name)
        made.setMinimumHeight(made.fontMetrics().lineSpacing() * LINES)
        return made
