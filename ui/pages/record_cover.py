"""The sealed steps of a record's form at a screen lock: covered, and brought back; what is said above them meanwhile.

Its texts wait in the form (`TypedRecord.held`), or as a draft in the case book where that was open.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from desbumi_app.domain.problems import Problem
from desbumi_app.office import Office
from ui.language import _
from ui.models import record_drafts
from ui.models.record import TypedRecord, table_of
from ui.office_desk import OfficeDesk
from ui.pages.record_step import RecordStep
from ui.pages.sealed_cover import SealedCover, ask_for_the_rest, taken_out, uncover_for
from ui.ways import Ways


class RecordCover(QObject):
    """`drafted`: the case book was open when the form was filled; `steps` are the sealed ones alone."""

    def __init__(self, page: QObject, desk: OfficeDesk, typed: TypedRecord) -> None:
        super().__init__(page)
        self._desk, self._typed = desk, typed
        self._steps: Sequence[RecordStep] = ()
        self._covers: list[SealedCover] = []
        self.drafted = self.unread = False

    def readable(self, draft: dict[str, str]) -> dict[str, str]:
        """Of a draft that comes after a screen lock the sealed half is not shown: it stays in the case book."""
        if not self.unread:
            return draft
        typed = self._typed
        sealed = {
            name for name, text in draft.items() if table_of(name) in typed.about.sealed and text.strip()
        }
        typed.in_book, typed.sealed_shown, self.drafted = bool(sealed), False, False
        return {name: text for name, text in draft.items() if name not in sealed}

    def watch(self, steps: Sequence[RecordStep]) -> None:
        """These are the sealed steps; what was covered before the form was drawn anew is so again."""
        self._steps = steps
        for step in steps:
            cover = step.add_cover()
            cover.asked.connect(self._show_held)
            cover.opened.connect(self._book_opened)
            self._covers.append(cover)
        if self.drafted:
            self._typed.in_book = False
        self._lie()

    def words(self) -> str:
        """What becomes of the sealed texts until they are recorded."""
        first = _(
            "Only for case officers. These answers are sealed when recorded. They cannot be read here again."
        )
        if self.drafted:
            return f"{first} {_('Until then they are kept as a draft for case officers only.')}"
        return f"{first} {_('Until then they stay on this screen only, and are gone when the book is locked with the password.')}"

    def lie(self, *, keep: bool) -> None:
        """The screen locks, after the form was taken over; `keep` what is not recorded yet."""
        typed, self.unread = self._typed, not self._steps
        if keep and not typed.empty():
            record_drafts.put_away(self._desk, typed, self._put_away, self)
        typed.held |= typed.take_sealed()
        for step in self._steps:
            taken_out(step.form)
        self._say(drafted=False)
        self._lie()

    def forget(self) -> None:
        """Nothing that was typed is wanted any more; what lies in the closed book stays there."""
        self._typed.held = {}
        if not self._typed.in_book:
            self._lift()

    def complete(self, ways: Ways, go_on: Callable[[], object]) -> bool:
        """Whether all that was typed is here to be recorded; else somebody is asked, and `go_on` records without it."""
        if self._typed.in_book and self._covers:
            ask_for_the_rest(ways, self._covers[0], go_on)
            return False
        return True

    def uncover_for(self, problems: Sequence[Problem]) -> None:
        """Nothing was stored: what is wrong in the covered steps is shown."""
        if self._covers:
            uncover_for(problems, self._typed.held, self._covers[0])

    def _put_away(self, in_book: bool) -> None:  # noqa: FBT001  (what was answered)
        if in_book and self._typed.held:
            self._typed.held, self._typed.in_book = {}, True
            self._lie()

    def _lie(self) -> None:
        if self._typed.held or self._typed.in_book:
            for cover, step in zip(self._covers, self._steps, strict=True):
                cover.lie(step.under_cover, in_book=self._typed.in_book)

    def _lift(self) -> None:
        for cover in self._covers:
            cover.lift()

    def _show_held(self) -> None:
        """Whoever typed it asks to see it."""
        texts, self._typed.held = self._typed.held, {}
        self._lift()
        self._fill(texts)

    def _book_opened(self) -> None:
        typed = self._typed

        def read(office: Office) -> dict[str, str]:
            return record_drafts.kept(office, typed)[0]

        self._desk.ask(read, owner=self).success(self._read_again).start()

    def _read_again(self, texts: dict[str, str]) -> None:
        self._typed.in_book = False
        self._lift()
        self._say(drafted=True)
        self._fill({name: text for name, text in texts.items() if table_of(name) in self._typed.about.sealed})

    def _fill(self, texts: dict[str, str]) -> None:
        self._typed.texts |= texts
        for step in self._steps:
            step.fill(texts)
            step.changed.emit()

    def _say(self, *, drafted: bool) -> None:
        self.drafted = drafted
        for step in self._steps:
            step.say(self.words())
