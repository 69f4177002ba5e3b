"""Where each missing value of a letter is filled: in its question, in a talk, in the settings, or in the person's file.

Sheets open over the counter; the letter goes on where it was.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desbumi_app.domain.gate import NOT_PRESENT, NOT_RESIDENT, Answer, advice
from desbumi_app.domain.problems import stops
from desbumi_app.usecases.prepare_letter import Prepared
from ui import office_papers
from ui.language import _, n_, say
from ui.models.paper_form import (
    COUNSELLING,
    DAY_RIGHT,
    RESIDENCE,
    Question,
    distinct,
    question_for,
    questions,
    said_missing,
    section_for,
    told_apart,
)
from ui.office_desk import OfficeDesk
from ui.pages.following_undo import Told, offer_undo
from ui.pages.paper_gaps import GapBox
from ui.ways import Ways
from ui.widgets.inputs import Select

if TYPE_CHECKING:
    from ui.pages.desk_page import DeskPage


class Filling(QObject):
    """`filled` when something was stored elsewhere and the letter has to look again."""

    filled = Signal()

    def __init__(self, page: "DeskPage", desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(page)
        self._page, self._desk, self._ways = page, desk, ways

    def boxes(self, prepared: Prepared) -> list[GapBox]:
        """One box for each missing value."""
        stranger = not prepared.request.person
        asked = questions(prepared.template, stranger=stranger)
        return [self._box(key, question_for(key, asked), asked) for key in distinct(told_apart(prepared))]

    def show(self, prepared: Prepared, boxes: list[GapBox]) -> None:
        """Why there is no paper, and what would make one."""
        gate = prepared.gate.problems if prepared.gate.answer is Answer.CHECKLIST_ONLY else ()
        if any(one.message.msgid == NOT_RESIDENT for one in gate):
            boxes.insert(
                0,
                GapBox(_("Why this village writes the letter"), _("Fill in"), lambda: self._jump(RESIDENCE)),
            )
        if any(one.message.msgid == NOT_PRESENT for one in gate):
            boxes.insert(
                0, GapBox(_("Who signs is here now"), _("Tick"), lambda: self._jump("signer_present"))
            )
        problems = [*(one for one in gate if one.message.msgid != NOT_PRESENT), *stops(prepared.problems)]
        title = (
            _("This letter is not possible now")
            if stops(problems)
            else n_("{n} value is missing on the paper", "{n} values are missing on the paper", len(boxes))
        )
        said = (
            advice(prepared.gate.answer) if any(one in prepared.gate.problems for one in problems) else None
        )
        self._page.paper.show_gaps(title, problems, boxes, say(said) if said else "")

    def _jump(self, key: str) -> None:
        self._page.questions.jump(key)

    def _box(self, key: str, question: str | None, asked: Sequence[Question]) -> GapBox:
        own = {one.key: one.words for one in asked}
        words = own.get(key) or said_missing(key)
        guest = self._page.guest
        if key.startswith("signatory") and guest is not None and guest.signers:
            question = "signatory"
        if question is not None:
            return GapBox(words, _("Fill in"), lambda: self._jump(question))
        if key.startswith(COUNSELLING):
            return GapBox(words, _("Record the talk"), self._counselling)
        if section := section_for(key):
            return GapBox(words, _("Set it here"), lambda: self._setting(section))
        return GapBox(words, _("Open the file"), self._open_file)

    def _open_file(self) -> None:
        guest = self._page.guest
        if guest is not None and guest.person:
            self._ways.person(guest.person)

    def _setting(self, section: str) -> None:
        """What the village has not set yet is set over this page."""
        from ui.pages.settings_sheet import SettingsSheet

        sheet = SettingsSheet(self._page, self._desk, section)
        told: Told = ("ok", _("Saved. The next paper uses it."), "")

        def stored() -> None:
            self.filled.emit()
            if sheet.section.undo is not None:
                offer_undo(self._desk, self._ways, sheet.section.undo, told, self.filled.emit, page=self)

        sheet.saved.connect(stored)
        if section == "signers":
            sheet.saved.connect(self._ask_signers)
        sheet.open()

    def _ask_signers(self) -> None:
        self._desk.ask(office_papers.signers_of, owner=self._page).success(self._offer_signers).start()

    def _offer_signers(self, signers: tuple[tuple[bytes, str], ...]) -> None:
        """Who was added over the letter can be chosen on it."""
        page, field = self._page, self._page.questions.fields.get("signatory")
        if page.guest is not None:
            page.guest = replace(page.guest, signers=signers)
        if field is not None and isinstance(field.editor, Select):
            field.editor.set_options([(ident.hex(), words) for ident, words in signers])

    def _counselling(self) -> None:
        from ui.pages.counselling_dialog import CounsellingDialog

        guest = self._page.guest
        if guest is None or not guest.person:
            return
        sheet = CounsellingDialog(self._page, self._desk, guest.person, self._page.journey_chosen())
        sheet.saved.connect(self.filled)
        told: Told = ("ok", _("Counselling recorded"), "")
        sheet.saved.connect(
            lambda: offer_undo(self._desk, self._ways, sheet.undo, told, self.filled.emit, page=self)
        )
        sheet.open()


def not_resident(prepared: Prepared) -> bool:
    """Whether the letter asks why this village writes it for somebody who does not live here."""
    typed = bool(prepared.request.residence_reason.strip())
    return typed or any(one.message.msgid == NOT_RESIDENT for one in prepared.gate.problems)


def doubted(prepared: Prepared) -> bool:
    """Whether the letter asks for a look at the computer's date."""
    return any(one.field == DAY_RIGHT for one in prepared.problems)
