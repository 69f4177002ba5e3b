"""Naskah surat: the village's own wording of each letter, as sentences, or as its file for whoever knows the format."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget

from desbumi_app.domain.problems import Problem
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.pages.settings_section import Section
from ui.pages.settings_sentences import SentencesSection
from ui.pages.settings_texts_file import TextsFile
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped
from ui.widgets.layout import row


class TextsSection(Section):
    """Sentences first; the file behind a button."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self.sentences = SentencesSection(desk)
        self.file: TextsFile | None = None
        self._view: SettingsView | None = None
        said = _(
            "Words may change. Who signs, what has to be there and what keeps a letter from being printed stay."
        )
        self.expert = Button(_("As a file, for experts"), self.show_file, kind="link", dense=True)
        head = row(Wrapped(said, "muted"), self.expert, gap=12)
        head.setStretch(0, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.sentences)
        self.box.addLayout(head)
        self.box.addWidget(self._stack, 1)
        self._follow(self.sentences)

    @property
    def shown(self) -> Section:
        """The part in sight."""
        return self.file if self.file is not None and self._stack.currentIndex() else self.sentences

    def show_file(self) -> None:
        """The file of the letter and back; what is typed in the one is stored before the other is shown."""
        if self.shown.dirty:
            self.shown.save()
            return
        if self.file is None:
            self.file = TextsFile(self._desk)
            self._stack.addWidget(self.file)
            self._follow(self.file)
        to_file = self._stack.currentIndex() == 0
        self._stack.setCurrentIndex(int(to_file))
        self.expert.set_text(_("Back to the sentences") if to_file else _("As a file, for experts"))
        if self._view is not None:
            self.shown.load(self._view)

    def load(self, view: SettingsView) -> None:
        """Show what is stored in the part in sight."""
        self._view = view
        self.shown.load(view)
        self.dirty = False

    def save(self) -> None:
        """Store what the part in sight holds."""
        self.shown.save()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """In the part in sight."""
        self.shown.show_problems(problems)

    def _follow(self, part: Section) -> None:
        part.touched.connect(self.touch)
        part.refused.connect(self.refused)
        part.saved.connect(self._stored)
        part.unchanged.connect(self.unchanged)

    def _stored(self) -> None:
        self.dirty = False
        self.saved.emit()
