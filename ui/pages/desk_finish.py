"""The last steps of a paper at the counter: who has to sign signs, the number is taken, the paper is printed or saved.

A letter that has its number is printed once; after that every print is a counted copy.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desbumi_app.documents.render import Rendered
from desbumi_app.letter_login import Login
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.copy_for_phone import copy_for_phone
from desbumi_app.usecases.issue_letter import Issued
from desbumi_app.usecases.note_print import Out, note_print
from desbumi_app.usecases.prepare_letter import Prepared
from desbumi_app.usecases.save_paper import save_paper
from ui import office_papers, printing
from ui.language import N_, WORDS, _, n_, say
from ui.messages import explain
from ui.office_desk import OfficeDesk
from ui.operations import Operation
from ui.pages.desk_paper import DeskPaper
from ui.pages.sign_dialog import SignDialog
from ui.paper_out import PaperOut
from ui.values import day
from ui.ways import Ways

GAP: Final = 16
_SECOND: Final = (
    N_("A second person signs"),
    N_("This letter is about family or age. Somebody else of this office reads it and signs."),
)
_HEAD: Final = (
    N_("The village head decides"),
    N_(
        "Something is still open. Only the village head may let it be printed, with his own password and a reason."
    ),
)


@dataclass(frozen=True, slots=True)
class Extra:
    """Beside the letter itself: the number as typed from the paper book, and the stored draft that ends with it."""

    number: str = ""
    draft: bytes = b""


class Finishing(QObject):
    """`issued_now` with the issued letter, `drawn` with other bytes to show, `said` (words, tone), `back` when refused."""

    issued_now = Signal(object)
    drawn = Signal(bytes)
    said = Signal(str, str)
    back = Signal()
    changed = Signal()

    def __init__(self, page: QWidget, desk: OfficeDesk, ways: Ways, *, cheap: bool) -> None:
        super().__init__(page)
        self._page, self._desk, self._ways, self._cheap = page, desk, ways, cheap
        self.out = PaperOut(page, desk, ways)
        self.dialog: SignDialog | None = None
        self.issued: Issued | None = None
        self.printed = False
        self.busy = False
        self._kind = ""
        self._after: tuple[str, str] = ("", "")
        self._signed: dict[str, Login] = {}
        self._records: tuple[bytes, ...] = ()
        self._extra = Extra()

    def reset(self, kind: str) -> None:
        """Another paper was chosen."""
        self._close_dialog()
        self._kind, self.issued, self.printed, self._signed = kind, None, False, {}
        self._records = ()

    def plain(self, what: str, where: str, data: bytes, about: bytes | None = None) -> None:
        """Print or save a paper that needs no number; `about`: whose it is."""
        self._after, self._records = (what, where), (about,) if about is not None else ()
        self._out(data)

    def letter(self, what: str, where: str, prepared: Prepared | None, extra: Extra) -> None:
        """Finish a letter if it is not finished, then print or save it; a second time it is a copy."""
        self._after, self._extra = (what, where), extra
        if self.issued is not None and self.printed:
            self._copy(self.issued)
        elif self.issued is not None:
            self._out(self.issued.paper.pdf)
        elif prepared is not None:
            self._sign_or_issue(prepared)

    def _sign_or_issue(self, prepared: Prepared) -> None:
        if prepared.needs_second and "second" not in self._signed:
            self._ask("second", _SECOND, prepared)
        elif prepared.needs_head and "override" not in self._signed:
            self._ask("override", _HEAD, prepared)
        else:
            consents = office_papers.consents_of(self._signed.get("second"), self._signed.get("override"))
            extra = self._extra
            self._set_busy(busy=True)
            work = self._desk.write(
                lambda office: office_papers.issue(
                    office, prepared, consents, number=extra.number, draft=extra.draft, cheap=self._cheap
                ),
                owner=self._page,
            )
            work.success(self._answered).finished(lambda: self._set_busy(busy=False)).start()

    def _ask(self, who: str, words: tuple[str, str], prepared: Prepared) -> None:
        self._close_dialog()
        users = [str(user) for user in self._desk.session.users()]
        head = who == "override"
        if not head:
            users = users[1:]  # the first one sits here: somebody else is asked for
        lines = [_whose(prepared), _(words[1])]
        if not users:
            lines.append(_("Nobody else opens this book on this laptop yet. Add a user under Settings."))
        reasons = [say(one.message) for one in prepared.gate.problems] if head else []
        sentence = "\n".join([*lines, *(f"• {one}" for one in dict.fromkeys(reasons))])
        self.dialog = SignDialog(self._page, _(words[0]), sentence, users=users, reason=head)

        def typed(login: Login) -> None:
            self._signed[who] = login
            self._sign_or_issue(prepared)

        self.dialog.typed.connect(typed)
        self.dialog.open()
        _beside_the_paper(self._page, self.dialog)

    def _answered(self, answer: Issued | Refused) -> None:
        if isinstance(answer, Refused):
            self._refused(answer)
            return
        self._close_dialog()
        self._signed = {}
        self.issued, self._records = answer, (answer.saved.record,)
        self.issued_now.emit(answer)
        self._ways.saved()
        self._out(answer.paper.pdf)

    def _refused(self, answer: Refused) -> None:
        """A wrong signature is said in the dialog, everything else under the paper."""
        problem = office_papers.heaviest(answer.problems)
        fields = {one.field for one in answer.problems}
        self._signed = {who: login for who, login in self._signed.items() if who not in fields}
        if problem and problem.field in {"second", "override"} and self.dialog is not None:
            self.dialog.refuse(problem)
            return
        self._close_dialog()
        self._signed = {}
        self.back.emit()
        if problem:
            self.said.emit(say(problem.message), "danger")

    def share(self, for_whom: str) -> None:
        """A copy of the letter just issued with its card numbers hidden, into a file the officer chooses."""
        issued = self.issued
        if issued is None:
            return
        work = self._desk.write(
            lambda office: copy_for_phone(office, issued.saved.record, for_whom), owner=self._page
        )
        work.success(self._shared).start()

    def _shared(self, answer: Rendered | Refused) -> None:
        if isinstance(answer, Refused):
            self.said.emit(say(answer.problems[0].message), "danger")
            return
        self.out.save(answer.pdf, "copy_for_phone", self._records, name="salinan.pdf")

    def _copy(self, issued: Issued) -> None:
        reason = _("printed again at the counter")
        work = self._desk.write(
            lambda office: office_papers.copy_of(office, issued.saved.record, reason), owner=self._page
        )
        work.success(self._copied).start()

    def _copied(self, answer: Rendered | Refused) -> None:
        if isinstance(answer, Refused):
            self._refused(answer)
            return
        self.drawn.emit(answer.pdf)
        self._out(answer.pdf)

    def _out(self, data: bytes) -> None:
        what, where = self._after
        kind, records = self._kind, self._records
        if what == "save":
            work = self._desk.write(
                lambda office: save_paper(office, kind, data, Path(where), records), owner=self._page
            )
            work.success(self._saved).start()
            return
        names = printing.printers()
        if not names:
            self._no_printer()
            return

        def ready(office: Office) -> tuple[str, printing.Offset]:
            known = where or printing.remembered(office, kind)
            name = known if known in names else names[0]
            note_print(office, kind, Out.PRINTER, records)
            printing.remember(office, kind, name)
            return name, printing.offset_of(office, name)

        self._desk.ask(ready, owner=self._page).success(lambda on: self._print_on(*on, data)).start()

    def _saved(self, answer: Path | Refused) -> None:
        if isinstance(answer, Refused):
            self.said.emit(say(answer.problems[0].message), "danger")
        else:
            self._gone(_("Saved in the file you chose."))

    def _no_printer(self) -> None:
        told = explain(printing.PrintError("no_printer"))
        number = _("Number {number}.", number=self.issued.number) if self.issued else ""
        self.said.emit(number or told.happened, "muted")
        self._ways.say("grey", told.happened, told.sentence)
        self.changed.emit()

    def _print_on(self, name: str, offset: printing.Offset, data: bytes) -> None:
        work = Operation(
            self._desk.worker,
            lambda _token: printing.print_pdf(data, printing.named_printer(name), offset),
            owner=self._page,
        )

        def done(pages: int) -> None:
            words = n_("{n} page sent to {printer}.", "{n} pages sent to {printer}.", pages, printer=name)
            self._gone(words)

        work.success(done).start()

    def _gone(self, sentence: str) -> None:
        self.printed = self.issued is not None
        number = _("Number {number}.", number=self.issued.number) if self.issued else ""
        self.said.emit(" ".join(part for part in (number, sentence) if part), "ok")
        self.changed.emit()

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.changed.emit()

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog = None


def _whose(prepared: Prepared) -> str:
    """What is signed and for whom: whoever is called to the counter sees it before he types his password."""
    letter, subject = prepared.template.title.of(WORDS.language), prepared.facts.subject
    if not subject.birth_date:
        return _("{letter} for {name}.", letter=letter, name=subject.name)
    born = day(subject.birth_date)
    return _("{letter} for {name}, born {day}.", letter=letter, name=subject.name, day=born)


def _beside_the_paper(page: QWidget, dialog: SignDialog) -> None:
    """The paper stays readable while somebody decides whether to sign it; a narrow screen keeps the dialog whole."""
    paper = page.findChild(DeskPaper)
    if paper is None:
        return
    screen = page.window().geometry()
    edge = paper.mapToGlobal(QPoint(0, 0)).x() - dialog.frameGeometry().width() - GAP
    dialog.move(max(screen.left(), edge), dialog.y())
