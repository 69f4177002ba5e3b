"""What is typed about one question of two entries waits until it is settled: the reason, and one's own writing."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from ui.models.form_draft import FormDraft
from ui.office_desk import OfficeDesk

FORM = "conflict"
Texts = Mapping[str, str]


class ConflictDraft(QObject):
    """`texts` says what stands on the page; `begin` for each question that is opened."""

    def __init__(self, page: QObject, desk: OfficeDesk, texts: Callable[[], Texts]) -> None:
        super().__init__(page)
        self._desk, self._texts = desk, texts
        self._draft: FormDraft | None = None
        self._about = b"", b""

    def begin(self, question: bytes, record: bytes, fill: Callable[[Texts], None]) -> None:
        """Another question about a record, after `keep`; what was typed about it before is put in."""
        self._about = question, record
        self._draft = draft = FormDraft(self._desk, FORM, question, record)
        draft.take_up(lambda texts: fill(texts) if draft is self._draft else None, self)

    def keep(self) -> None:
        """Keep what is typed right now."""
        if self._draft is not None:
            self._draft.keep(self._texts(), {})

    def end(self, then: Callable[[], object]) -> Callable[[], None]:
        """The question is settled. Should that be undone: what was typed about it waits again, and `then`."""
        if self._draft is not None:
            self._draft.end()
        self._draft = None
        texts, (question, record), desk = dict(self._texts()), self._about, self._desk

        def again() -> None:
            FormDraft(desk, FORM, question, record).keep(texts, {})
            then()

        return again
