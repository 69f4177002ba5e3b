"""A letter of the counter kept as a draft that everybody of the office sees, and taken up again. It has no number."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desbumi_app.letter_request import LetterRequest
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.keep_draft import keep_draft, open_draft
from ui import office_papers
from ui.language import _, say
from ui.models.letter_form import answers_of
from ui.office_desk import OfficeDesk
from ui.office_papers import Form, Guest

if TYPE_CHECKING:
    from ui.pages.desk_page import DeskPage


class Drafting(QObject):
    """`said` (words, tone). `draft` is the stored id of the draft that stands on the page, b"" for none."""

    said = Signal(str, str)

    def __init__(self, page: "DeskPage", desk: OfficeDesk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk
        self.draft = b""

    def keep(self, form: Form | None, then: Callable[[], object]) -> None:
        """Store what is typed, or change the draft it came from; `then` when it is stored."""
        if form is None:
            return
        before = self.draft or None

        def answered(answer: Saved | Refused) -> None:
            if isinstance(answer, Refused):
                self.said.emit(say(answer.problems[0].message), "danger")
                return
            self.draft = answer.record
            self.said.emit(_("Kept as a draft without a number. It stands in the book of letters."), "ok")
            then()

        work = self._desk.write(
            lambda office: keep_draft(office, office_papers.request_of(form), before), owner=self._page
        )
        work.success(answered).start()

    def open(self, draft: bytes) -> None:
        """Put a draft back on the page: whose it is, the letter, and every answer."""
        work = self._desk.ask(lambda office: _read(office, draft), owner=self._page)
        work.success(lambda found: self._show(draft, *found)).start()

    def _show(self, draft: bytes, request: LetterRequest, guest: Guest) -> None:
        page = self._page
        page.show_guest(guest, request.journey)
        line = next((one for one in guest.papers if one.id == request.template), None)
        if line is None or line.template is None:
            self.said.emit(
                _("This letter is not possible now. The draft is still in the book of letters."), "warn"
            )
            return
        page.choose_paper(request.template)
        page.typed.begin(draft, request.template)
        for key, text in answers_of(request, line.template, guest.relatives).items():
            page.questions.fill(key, text)
        if request.paper:
            page.paper.sheet.set_value(request.paper)
        self.draft = draft


def _read(office: Office, draft: bytes) -> tuple[LetterRequest, Guest]:
    request = open_draft(office, draft)
    if not request.person:
        return request, office_papers.open_stranger(office)
    return request, office_papers.open_guest(office, request.person, request.journey)
