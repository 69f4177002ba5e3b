"""Loket: who stands here, which paper, what it will look like; number and archive come with the printing, not before.

Ctrl+F goes to the guest search, Enter takes the first, arrow to the paper, Ctrl+P; Ctrl+D keeps a draft, Ctrl+S a file.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from desbumi_app.domain.gate import NOT_PRESENT, Answer, advice
from desbumi_app.domain.problems import Level, Message, Problem, stops
from desbumi_app.office import Office
from desbumi_app.usecases.issue_letter import Issued
from desbumi_app.usecases.note_print import Out, note_print
from desbumi_app.usecases.prepare_letter import Prepared
from ui import office_papers, printing
from ui.language import _, n_, say
from ui.models.lists import chosen
from ui.models.paper_form import BY_HAND, DAY_RIGHT, RESIDENCE, distinct, told_apart
from ui.office_desk import OfficeDesk
from ui.office_papers import CHECKLIST, Form, Guest, PaperLine
from ui.pages.desk_asked import DeskAsked
from ui.pages.desk_drafts import Drafting
from ui.pages.desk_filling import Filling, doubted, not_resident
from ui.pages.desk_finish import Extra, Finishing
from ui.pages.desk_guests import DeskGuests
from ui.pages.desk_paper import DeskPaper
from ui.pages.desk_rows import title_of
from ui.pages.desk_typed import TypedAnswers
from ui.pages.page_keys import PageKeys
from ui.pages.paper_gaps import GapBox
from ui.ways import Ways
from ui.widgets.card import Page
from ui.widgets.layout import row


class DeskPage(Page):
    """`cheap` admits the test cost of the keyring for those who sign here."""

    def __init__(self, desk: OfficeDesk, ways: Ways, *, cheap: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(_("Counter"))
        self._desk, self._ways = desk, ways
        self.guest: Guest | None = None
        self.prepared: Prepared | None = None
        self.finishing = Finishing(self, desk, ways, cheap=cheap)
        self._paper = ""
        self._journey: bytes | None = None
        self._pdf: bytes | None = None
        self.guests = DeskGuests(desk)
        self.asked = DeskAsked(desk)
        self.papers, self.questions, self.similar = (
            self.asked.papers,
            self.asked.questions,
            self.asked.similar,
        )
        self.journey = self.asked.journey
        self.similar.chosen.connect(self.show_person)
        self.paper = DeskPaper()
        self.filling = Filling(self, desk, ways)
        self.drafting, self.typed = Drafting(self, desk), TypedAnswers(self, desk, ways)
        self.preview, self.gaps, self.links = self.paper.preview, self.paper.gaps, self.paper.links
        self.print_button, self.save_button = self.paper.print_button, self.paper.save_button
        self.status = self.paper.status
        row_of_three = row(self.guests, self.asked, self.paper, gap=12)
        row_of_three.setStretch(2, 1)
        self.body.addLayout(row_of_three, 1)
        self.filling.filled.connect(self._prepare)
        self.papers.chosen.connect(self.choose_paper)
        self.papers.opened.connect(lambda _paper: self.questions.start())
        self.questions.changed.connect(self._redraw)
        self.journey.picked.connect(lambda code: self._reopen(bytes.fromhex(code)))
        self._listen(ways)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print)
        PageKeys(self, {"Ctrl+F": self.guests.search.setFocus, "Ctrl+S": self.save, "Ctrl+D": self.keep})
        self.begin_at(self.guests.search)
        self._enable()
        desk.ask(office_papers.warm_up, owner=self).start()

    def _listen(self, ways: Ways) -> None:
        self.guests.picked.connect(self.show_person)
        self.guests.nobody.connect(self.show_nobody)
        self.guests.stranger.connect(self.show_stranger)
        self.guests.book.connect(ways.letters)
        self.guests.check.connect(ways.verify)
        self.guests.group.connect(ways.group)
        self.guests.forms.connect(ways.forms)
        paper = self.paper
        paper.printed.connect(self.print)
        paper.saved.connect(self.save)
        paper.opened.connect(self.open_in_reader)
        paper.redrawn.connect(self._redraw)
        finishing = self.finishing
        finishing.issued_now.connect(self._issued)
        finishing.drawn.connect(self._draw)
        finishing.said.connect(paper.say)
        finishing.back.connect(self._prepare)
        finishing.changed.connect(self._enable)
        self.drafting.said.connect(paper.say)
        paper.kept.connect(self.keep)
        paper.shared.connect(self.share)

    def show_person(self, person: bytes, journey: bytes | None = None) -> None:
        """Somebody stands at the counter: offer the papers."""
        ask = self._desk.ask(lambda office: office_papers.open_guest(office, person, journey), owner=self)
        ask.success(lambda guest: self.show_guest(guest, journey)).start()

    def show_nobody(self) -> None:
        """Somebody asks without giving a name: only the checklist, for everybody."""
        self.guest, self._journey = None, None
        self.asked.offer_list()
        self.choose_paper(CHECKLIST)

    def show_stranger(self) -> None:
        """A new guest without a register entry: the letters that need none, and everything about him is typed."""
        ask = self._desk.ask(office_papers.open_stranger, owner=self)
        ask.success(lambda guest: self.show_guest(guest, None)).start()

    def choose_paper(self, paper: str) -> None:
        """Take a paper: its questions, and what it will look like."""
        self.typed.rest()
        self._paper, self.prepared, self._pdf = paper, None, None
        self.finishing.reset(paper)
        self.similar.forget()
        self.drafting.draft = b""
        self.papers.choose(paper)
        line = self._paper_line()
        self.questions.setVisible(paper == CHECKLIST or bool(line and line.template))
        self.paper.both.setVisible(paper == CHECKLIST)
        self._look_for_printers()
        if paper == CHECKLIST:
            self.asked.ask_list()
            self._checklist()
        elif line is not None and line.template is not None and self.guest is not None:
            self.asked.ask_letter(line, self.guest)
            self.typed.begin(self.guest.person or b"", paper, confidential=_confidential(line))
            self._prepare()
        self._enable()

    def print(self) -> None:
        """Cetak: whoever has to sign signs, the number is taken, the paper goes to the chosen printer."""
        self._then("print", self.paper.printer.code() or "")

    def save(self, path: str = "") -> None:
        """Simpan PDF: the same, into a file the officer chooses."""
        if not path:
            name = "daftar-dokumen.pdf" if self._paper == CHECKLIST else "surat.pdf"
            path, _kind = QFileDialog.getSaveFileName(self, _("Save the paper"), name, "PDF (*.pdf)")
        if path:
            self._then("save", path)

    def keep(self) -> None:
        """Simpan draf: what is typed so far, for whoever goes on with it."""
        if self.paper.keep_button.isVisible():
            self.drafting.keep(self._form(), self._ways.saved)

    def open_draft(self, draft: bytes) -> None:
        """Go on with a stored draft."""
        self.drafting.open(draft)

    def share(self) -> None:
        """A copy without card numbers, as a file for a message to who stands here."""
        typed = self.questions.typed().get("subject.name", "")
        self.finishing.share(typed or (self.guest.name if self.guest else ""))

    def open_in_reader(self) -> None:
        """What is in sight, in the computer's own PDF reader; the copy goes when this page is left."""
        data, kind = self._pdf, self._paper
        if data is None:
            return
        about = (self.guest.person,) if self.guest is not None and self.guest.person else ()

        def lay(office: Office) -> Path:
            note_print(office, kind, Out.READER, about)
            return printing.for_the_reader(office, data)

        ask = self._desk.write(lay, owner=self)
        ask.success(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))).start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing that was opened in the reader stays on the disk."""
        super().hideEvent(event)
        printing.forget_opened(self._desk.session.files.folder)

    def cover(self) -> None:
        """The screen locks: a letter of a case leaves the window; whoever typed it chooses it again."""
        line = self._paper_line()
        if self.guest is None or line is None or not _confidential(line):
            return
        if self.finishing.issued is None:
            self.typed.hold(self.guest.person or b"", self._paper)
        self.choose_paper(next((one.id for one in self.guest.papers if not _confidential(one)), CHECKLIST))

    def _then(self, what: str, where: str) -> None:
        if not self.print_button.isEnabled():
            self.paper.to_first_gap()
            return
        if self._paper == CHECKLIST and self._pdf is not None:
            self.finishing.plain(what, where, self._pdf, (self.guest.person or None) if self.guest else None)
        else:
            asked = self.questions.typed().get(BY_HAND, "")
            self.finishing.letter(what, where, self.prepared, Extra(asked, self.drafting.draft))

    def _issued(self, issued: Issued) -> None:
        self._draw(issued.paper.pdf)
        if self.guest is not None and self.guest.person:
            self.guests.remember(self.guest.person, self.guest.name, self._paper_title())

    def _draw(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._show_pdf()

    def _checklist(self) -> None:
        name, persons = chosen(self.questions.typed())
        wanted = office_papers.Listed(
            (self.guest.person or None) if self.guest else None,
            self._journey,
            bilingual=self.paper.both.value() == "both",
            sheet=self.paper.sheet.value() or "",
            name=name,
            persons=persons,
        )
        work = self._desk.ask(lambda office: office_papers.checklist(office, wanted), owner=self)
        work.success(lambda paper: self._drawn(paper.pdf) if self._paper == CHECKLIST else None).start()

    def _drawn(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._show_pdf()
        if self.guest is not None and self.guest.person:
            self.guests.remember(self.guest.person, self.guest.name, self._paper_title())
        self.paper.say(_("With date and source of every line."), "muted")
        self._enable()

    def _form(self) -> Form | None:
        """What is typed for the letter in sight; None while there is none."""
        if self.guest is None or self._paper in ("", CHECKLIST):
            return None
        return Form(
            self._paper,
            self.guest.person,
            self._journey,
            self.questions.typed(),
            self.questions.relative(),
            also=self.questions.relative("relative2"),
            caregiver=self.questions.relative("caregiver"),
            sheet=self.paper.sheet.value() or "",
        )

    def _prepare(self) -> None:
        form, before = self._form(), self.prepared
        if form is None or self.finishing.issued is not None:
            return
        work = self._desk.ask(lambda office: office_papers.prepare(office, form, before), owner=self)
        work.success(self._prepared).start()

    def _prepared(self, prepared: Prepared) -> None:
        if prepared.template.id != self._paper or self.finishing.issued is not None:
            return
        self.prepared, self._pdf = prepared, prepared.draft
        self.questions.prefer("signatory", prepared.signer.hex())
        self.questions.show_missing(told_apart(prepared), prepared.problems)
        boxes = self.filling.boxes(prepared)
        self.questions.allow(RESIDENCE, not_resident(prepared))
        self.questions.allow(DAY_RIGHT, prepared.request.day_right or doubted(prepared))
        if prepared.draft is not None and prepared.gate.answer is not Answer.CHECKLIST_ONLY:
            self._show_pdf(boxes)
        else:
            self.filling.show(prepared, boxes)
        self._say_state(prepared)
        self._enable()

    def show_guest(self, guest: Guest, journey: bytes | None) -> None:
        """Offer the papers of whoever stands here."""
        self.guest = guest
        self._journey = journey or (guest.journeys[0].id if guest.journeys else None)
        self.asked.offer(guest, self._journey)
        if guest.person:
            self.guests.remember(guest.person, guest.name)
        self.choose_paper(CHECKLIST if guest.person else guest.papers[0].id)

    def journey_chosen(self) -> bytes | None:
        """The journey that the papers are about."""
        return self._journey

    def _reopen(self, journey: bytes) -> None:
        if self.guest is not None:
            self.show_person(self.guest.person, journey)

    def _paper_line(self) -> PaperLine | None:
        lines = self.guest.papers if self.guest else ()
        return next((line for line in lines if line.id == self._paper), None)

    def _paper_title(self) -> str:
        line = self._paper_line()
        return title_of(line) if line else ""

    def _say_state(self, prepared: Prepared) -> None:
        gate = [one for one in prepared.gate.problems if one.message.msgid != NOT_PRESENT]
        found: Problem | None = office_papers.heaviest((*stops(prepared.problems), *gate))
        if found is not None and found.level is Level.STOP:
            self._message(found.message, "danger")
        elif prepared.missing:
            n = len(distinct(prepared.missing))
            self.paper.say(n_("{n} empty value, marked yellow", "{n} empty values, marked yellow", n), "warn")
        elif prepared.needs_head and (said := advice(prepared.gate.answer)):
            self._message(said, "warn")
        elif found is not None:
            self._message(found.message, "warn")
        else:
            self.paper.say(_("Ready. The number comes with printing."), "muted")

    def _message(self, message: Message, tone: str) -> None:
        self.paper.say(say(message), tone)

    def _show_pdf(self, boxes: Sequence[GapBox] = ()) -> None:
        if self._pdf is not None:
            self.paper.show_sheet(self._pdf, boxes)

    def _redraw(self) -> None:
        """Another sheet or language: the same paper again, unless it has its number already."""
        if self._paper == CHECKLIST:
            self._checklist()
        else:
            self._prepare()

    def _look_for_printers(self) -> None:
        kind, names = self._paper, printing.printers()
        if len(names) < 2:
            self.paper.show_printers(names)
            return
        known = self._desk.ask(lambda office: printing.remembered(office, kind), owner=self)
        known.success(lambda name: self.paper.show_printers(names, name)).start()

    def _enable(self) -> None:
        done = self.finishing
        ready = self.finishing.issued is not None or (self.prepared is not None and self.prepared.ready)
        possible = (self._paper == CHECKLIST and self._pdf is not None) or ready
        free = possible and not done.busy
        self.paper.offer(possible=free, shown=self._pdf is not None, again=done.printed)
        line = self._paper_line()
        letter = line is not None and line.template is not None
        keeps = letter and done.issued is None and line is not None and not _confidential(line)
        self.paper.offer_more(keep=keeps, share=letter and done.issued is not None)
        self.paper.sheet.setEnabled(done.issued is None)


def _confidential(line: PaperLine) -> bool:
    """Of a case nothing is kept as a draft."""
    return line.template is not None and line.template.confidential
