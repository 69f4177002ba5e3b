"""Naskah surat, sentence by sentence: words are typed, values are chosen from a list, the paper stands beside it.

Nothing here knows a file format; what a sentence may say is decided when it is stored.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy

from desbumi_app.domain.problems import Message, Problem
from desbumi_app.usecases.change_letter_text import change_letter_text
from desbumi_app.usecases.undo_save import with_undo
from desbumi_app.wording_pieces import (
    Data,
    Piece,
    WordingError,
    changed,
    pieces_of,
    read,
    with_paragraph,
    written,
)
from ui import office_wording
from ui.language import N_, WORDS, _, say
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.office_wording import Sentences
from ui.pages.settings_section import Section
from ui.theme.theme import current
from ui.values import day
from ui.widgets.buttons import Button
from ui.widgets.inputs import NoteEdit, Select
from ui.widgets.labels import Wrapped, restyle
from ui.widgets.layout import STRETCH, column, row
from ui.widgets.preview import PreviewPane
from ui.widgets.two_lines import TwoLineList, TwoLines

CHOICE: Final = 330
VERSIONS: Final = 230
SHOWN: Final = 2
PAUSE_MS: Final = 600
KINDS: Final = {
    "title": N_("Title"), "text": N_("Sentence"), "row": N_("Line with a value"), "item": N_("Numbered point"),
    "closing": N_("Closing"), "signature": N_("Over a signature"),
}  # fmt: skip
NEW: Final = N_("Write the new sentence here.")


class SentencesSection(Section):
    """`data` is the letter as it stands on the page, stored or not."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self.found: Sentences | None = None
        self.data: Data = {}
        self._pieces: tuple[Piece, ...] = ()
        self._at, self._wrong = 0, ""
        self._emptied = self._filling = False
        self.letter = Select([], dense=True)
        self.letter.setAccessibleName(_("Letter"))
        self.letter.setFixedWidth(current().dense(CHOICE))
        self.letter.picked.connect(self._pick)
        self.version = Select([], dense=True)
        self.version.setAccessibleName(_("Version"))
        self.version.setFixedWidth(current().dense(VERSIONS))
        self.version.picked.connect(self._take_version)
        self.list = TwoLineList(_("Sentences of the letter"))
        self.list.setMinimumHeight(current().dense(54) * SHOWN)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.list.chosen.connect(self._choose)
        self.list.clicked.connect(lambda _index: self._choose(self.list.current_id()))
        self.editor = NoteEdit(lines=3)
        self.editor.setAccessibleName(_("This sentence"))
        self.editor.textChanged.connect(self._typed)
        self.insert = Select([], empty=_("Put in a value…"), dense=True)
        self.insert.setAccessibleName(_("Put in a value…"))
        self.insert.picked.connect(self.put_in)
        self.add = Button(_("One more sentence"), self.add_sentence, icon="plus", dense=True)
        self.before = Wrapped("", "small", "muted")
        self.told = Wrapped("", "body", "danger")
        self.preview = PreviewPane()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._draw)
        left = column(
            self.list, self.editor, row(self.insert, STRETCH, self.add, gap=8), self.before, self.told, gap=8
        )
        left.setStretch(0, 1)
        both = row(left, self.preview, gap=14)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self.box.addLayout(row(self.letter, self.version, STRETCH, gap=12))
        self.box.addLayout(both, 1)

    def load(self, view: SettingsView) -> None:
        """Offer every letter; the chosen one stays chosen."""
        self.letter.set_options(
            [(one.id, f"{one.code}  {one.title.of(WORDS.language)}") for one in view.letters]
        )
        if self.letter.code() is None and view.letters:
            self.letter.set_code(view.letters[0].id)
        self._pick(self.letter.code() or "")

    def save(self) -> None:
        """Store what is on the page as a new version."""
        found = self.found
        if self._wrong:
            self.refused.emit(self._wrong)
            return
        if self._settle():
            self._at = min(self._at, len(self._pieces) - 1)
            self._fill()
        if not self.dirty or found is None:
            self.unchanged.emit()
            return
        letter = found.template.id
        text = "" if self.data == found.shipped else written(self.data)
        work = self._desk.write(
            lambda office: with_undo(office, change_letter_text(office, letter, text)), owner=self
        )
        work.success(lambda answer: self.answered(*answer)).start()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Under the sentence."""
        self._tell(say(problems[0].message) if problems else "", "danger")

    def put_in(self, word: str) -> None:
        """A value in brackets, where the cursor stands."""
        self.insert.set_code(None)
        self.editor.textCursor().insertText(word)
        self.editor.setFocus()

    def add_sentence(self) -> None:
        """One more sentence behind the chosen one."""
        if self.found is None or not self._pieces:
            return
        after = self._pieces[self._at]
        self.data = with_paragraph(self.data, after, _(NEW), self.found.words)
        self.touch()
        self._emptied = False
        self._list()
        path = (
            "block",
            int(after.path[1]) + 1 if after.path[0] == "block" else len(self.data["block"]) - 1,
            "text",
        )
        self._at = next((i for i, one in enumerate(self._pieces) if one.path == path), self._at)
        self._fill()
        self._timer.start()
        self.editor.selectAll()
        self.editor.setFocus()

    def _pick(self, letter: str) -> None:
        if letter:
            self._desk.ask(lambda office: office_wording.look(office, letter), owner=self).success(
                self._show
            ).start()

    def _show(self, found: Sentences) -> None:
        same = self.found is not None and self.found.template.id == found.template.id
        self.found, self.data = found, found.own
        self.insert.set_options([(word, word) for word in found.words.offered])
        self._show_versions(found)
        outdated = _("The program's own text changed since. Compare, and store yours again.")
        self._tell(outdated if found.outdated else "", "warn")
        self._emptied = False
        self._list()
        self._at = self._at if same and self._at < len(self._pieces) else 0
        self._fill()
        self.dirty = False
        self._draw()

    def _show_versions(self, found: Sentences) -> None:
        shown = [("", _("Shipped text"))]
        shown += [
            (str(one.version), _("Version {n}, {who}, {when}", n=one.version, who=one.by, when=day(one.on)))
            for one in reversed(found.versions)
            if one.text
        ]
        self.version.set_options(shown)
        newest = found.versions[-1] if found.versions else None
        self.version.set_code(str(newest.version) if newest is not None and newest.text else "")

    def _take_version(self, number: str) -> None:
        """An older version, or the shipped text, comes onto the page; storing it makes it the newest."""
        found = self.found
        if found is None:
            return
        one = next((one for one in found.versions if str(one.version) == number), None)
        self.data = read(one.text) if one is not None else found.shipped
        self.dirty = self.data != found.own
        if self.dirty:
            self.touch()
        self._emptied, self._at = False, 0
        self._list()
        self._fill()
        self._draw()

    def _list(self) -> None:
        found = self.found
        if found is None:
            return
        self._pieces = pieces_of(self.data, found.words)
        shipped = {one.text for one in pieces_of(found.shipped, found.words)}
        self.list.show_rows(
            [
                TwoLines(
                    at, one.text, _(KINDS[one.what]) + ("" if one.text in shipped else f" · {_('own words')}"),
                    icon="pencil" if one.text not in shipped else "file-text",
                )
                for at, one in enumerate(self._pieces)
            ]
        )  # fmt: skip

    def _choose(self, at: int | None) -> None:
        """Go to a sentence; one that was left empty is gone then."""
        if at is None or self._filling or at >= len(self._pieces):
            return
        left = self._at
        if self._settle() and at > left:
            at -= 1
        self._at = min(at, len(self._pieces) - 1)
        self._fill()

    def _fill(self) -> None:
        self._filling = True
        self._list()
        self.list.choose(self._at)
        self.list.scrollTo(self.list.currentIndex())
        self.editor.setText(self._pieces[self._at].text)
        self._filling = False
        self._wrong = ""
        self._say_before()

    def _settle(self) -> bool:
        """Whether the sentence in the editor was left empty, and so leaves the letter."""
        found = self.found
        if found is None or not self._emptied:
            return False
        self._emptied = False
        self.data = changed(self.data, self._pieces[self._at], "", found.words)
        self._list()
        self._timer.start()
        return True

    def _say_before(self) -> None:
        found = self.found
        if found is None:
            return
        shipped = pieces_of(found.shipped, found.words)
        piece = self._pieces[self._at]
        same = next((one for one in shipped if one.path == piece.path and one.what == piece.what), None)
        differs = same is not None and same.text != self.editor.text()
        self.before.setText(_("Shipped: {text}", text=same.text) if differs and same else "")

    def _typed(self) -> None:
        """The sentence goes into the letter while it is typed; what cannot be is said and left out."""
        found = self.found
        if found is None or self._filling or not self._pieces:
            return
        self.touch()
        self._say_before()
        self._emptied, self._wrong = not self.editor.text().strip(), ""
        if self._emptied:
            self._tell(_("An empty sentence leaves the letter when you go on."), "muted")
            return
        try:
            self.data = changed(self.data, self._pieces[self._at], self.editor.text(), found.words)
        except WordingError as wrong:
            self._wrong = say(Message(wrong.msgid, wrong.params))
            self._tell(self._wrong, "danger")
            return
        self._pieces = pieces_of(self.data, found.words)
        self._tell("", "danger")
        self._timer.start()

    def _draw(self) -> None:
        found = self.found
        if found is None:
            return
        letter, text = found.template.id, written(self.data)
        work = self._desk.ask(lambda office: office_wording.preview(office, letter, text), owner=self)
        work.success(self._drawn).start()

    def _drawn(self, answer: bytes | Problem) -> None:
        if isinstance(answer, Problem):
            self._tell(say(answer.message), "danger")
        else:
            self.preview.show_pdf(answer)

    def _tell(self, words: str, tone: str) -> None:
        self.told.setText(words)
        restyle(self.told, "tone", tone)
