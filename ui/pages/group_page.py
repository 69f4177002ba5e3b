"""Rombongan: letters, and where wanted checklists, for everybody of a group who leaves together, in one file.

It runs beside the desk and can be cancelled between two letters; what has its number by then stays and is printed.
"""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.letter_signing import Consents
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.issue_batch import Batch, BatchLine, BatchWatch
from ui import office_group
from ui.language import WORDS, _, n_, say
from ui.models.paper_form import BY_HAND, RESIDENCE, questions
from ui.office_desk import OfficeDesk
from ui.office_group import Leaver, Order
from ui.operations import Operation
from ui.pages.paper_questions import PaperQuestions
from ui.pages.sign_dialog import SignDialog
from ui.paper_out import PaperOut
from ui.theme.theme import current
from ui.values import day, shown
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.checks import Check
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field
from ui.widgets.inputs import Select
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled
from ui.widgets.progress import Progress

MIDDLE: Final = 360
Answer = Batch | Refused

INDENT: Final = 28  # under the name, behind its box


class GroupPage(Page):
    """Left who leaves, in the middle what they get, right how it went."""

    def __init__(self, desk: OfficeDesk, ways: Ways, *, cheap: bool = False) -> None:
        super().__init__(_("A group that leaves together"))
        self._desk, self._ways, self._cheap = desk, ways, cheap
        self.add_to_title(Button(_("Counter"), lambda: ways.visit("desk"), icon="arrow-left", dense=True))
        self.out = PaperOut(self, desk, ways)
        self.batch: Batch | None = None
        self._templates: dict[str, LetterTemplate] = {}
        self._running: Operation[Answer] | None = None
        self.dialog: SignDialog | None = None
        self.checks: dict[Leaver, Check] = {}
        self._people: QVBoxLayout = column(gap=2)
        self.letter = Select([], dense=True)
        self.letter.picked.connect(self._chosen)
        self.lists = Check(_("With the document checklist of each"))
        self.fresh = Check(_("Every paper on a fresh sheet"))
        self.questions = PaperQuestions()
        self._result: QVBoxLayout = column(gap=6)
        self.main = Button(_("Issue and print"), self.issue, kind="primary", icon="printer")
        left = Card(_("Planned departures within 60 days"))
        self.all = Check(_("Everybody"))
        self.all.clicked.connect(self._everybody)
        left.body.addWidget(self.all)
        left.body.addWidget(hairline())
        left.body.addWidget(scrolled(holder(column(self._people, STRETCH))), 1)
        right = Card(_("How it went"))
        how = _(
            "Tick who leaves, choose the letter, then issue. Each gets a number of its own; all come in one file."
        )
        self._result.addWidget(Wrapped(how, "muted"))
        right.body.addWidget(scrolled(holder(column(self._result, STRETCH))), 1)
        both = row(left, self._middle(), right, gap=12)
        both.setStretch(0, 3)
        both.setStretch(2, 3)
        self.body.addLayout(both, 1)
        desk.ask(
            lambda office: (office_group.leavers(office), office_group.for_groups(office)), owner=self
        ).success(lambda both: self._show(*both)).start()

    def chosen(self) -> tuple[Leaver, ...]:
        """Who is ticked."""
        return tuple(one for one, check in self.checks.items() if check.isChecked())

    def issue(self) -> None:
        """Sign if the letter needs a second person, then issue one after the other."""
        template = self._templates.get(self.letter.code() or "")
        if template is None or not self.chosen() or self._running is not None:
            return
        if template.second_person:
            users = [str(user) for user in self._desk.session.users()]
            words = _("Somebody else of this office reads the letters and signs them all.")
            self.dialog = SignDialog(self, _("A second person signs"), words, users=users, reason=False)
            self.dialog.typed.connect(lambda login: self._run(Consents(second=login)))
            self.dialog.open()
        else:
            self._run(Consents())

    def _run(self, consents: Consents) -> None:
        order = Order(
            self.letter.code() or "", self.chosen(), self.questions.typed(),
            self.lists.isChecked(), self.fresh.isChecked(),
        )  # fmt: skip
        held: list[Operation[Answer]] = []

        def step(done: int, total: int) -> None:
            held[0].token.progress(done, total)

        watch = BatchWatch(step, lambda: held[0].token.cancelled)
        work = self._desk.in_lane(
            lambda office: office_group.print_group(office, order, consents, watch, cheap=self._cheap),
            owner=self,
        )
        held.append(work)
        self._running = work
        progress = Progress(_("Issuing letters…"))
        # Cancelled between two letters; the answer with what was issued still comes.
        progress.cancelled.connect(work.token.cancel)
        clear(self._result)
        self._result.addWidget(progress)
        self.main.setEnabled(False)
        work.progress(lambda done, total, _text: progress.show_step(done, total))
        work.success(self._answered).finished(self._over).start()

    def _answered(self, answer: Answer) -> None:
        clear(self._result)
        if isinstance(answer, Refused):
            self._result.addWidget(Wrapped(say(answer.problems[0].message), "body", "danger"))
            self._close(answer)
            return
        self._close(None)
        self.batch = answer
        issued = len(answer.issued)
        self._result.addWidget(
            Wrapped(n_("{n} letter has its number", "{n} letters have their number", issued), "h2")
        )
        if answer.cancelled or answer.failure:
            said = _("Stopped before the end. Nothing is half: the others can be issued later.")
            self._result.addWidget(Wrapped(said, "body", "warn"))
        names = {one.person: one.name for one in self.checks}
        for line in answer.lines:
            self._result.addWidget(holder(_line(names.get(line.request.person, ""), line)))
        if answer.paper is not None:
            data, records = answer.paper.pdf, tuple(line.letter for line in answer.issued)
            save = Button(
                _("Save PDF"),
                lambda: self.out.save(data, "letter_batch", records, name="rombongan.pdf"),
                icon="download",
            )
            self._result.addLayout(row(STRETCH, save))
            self.out.send(data, "letter_batch", records)
        for one, check in self.checks.items():
            check.setChecked(
                check.isChecked()
                and not any(line.letter for line in answer.lines if line.request.person == one.person)
            )
        self._ways.saved()

    def _close(self, refused: Refused | None) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        if refused is not None and dialog.isVisible():
            dialog.refuse(refused.problems[0])
        else:
            dialog.accept()

    def _over(self) -> None:
        self._running = None
        self.main.setEnabled(bool(self.checks))

    def _show(self, people: tuple[Leaver, ...], letters: tuple[LetterTemplate, ...]) -> None:
        self._templates = {one.id: one for one in letters}
        self.letter.set_options([(one.id, one.title.of(WORDS.language)) for one in letters])
        if letters:
            self.letter.set_code(letters[0].id)
            self._chosen(letters[0].id)
        clear(self._people)
        for one in people:
            country = shown(self._desk.catalogue, "journeys", "country", one.country)
            check = Check(one.name.replace("&", "&&"))
            check.setAccessibleDescription(f"{country}, {day(one.on)}")
            self.checks[one] = check
            # Below the name: beside it, the day was cut at larger text.
            self._people.addLayout(
                column(check, row(INDENT, Wrapped(f"{country} · {day(one.on)}", "small"), gap=0), gap=0)
            )
        if not people:
            said = _("Write the planned day into the journey, and the person stands here.")
            self._people.addWidget(EmptyState(_("Nobody is about to leave"), said, icon="plane-departure"))
        self.main.setEnabled(bool(people))
        self.all.setVisible(bool(people))

    def _chosen(self, code: str) -> None:
        template = self._templates[code]
        asked = [one for one in questions(template) if one.key not in (RESIDENCE, BY_HAND)]
        users = self._desk.ask(office_group.signers, owner=self)
        users.success(lambda signers: self.questions.ask(asked, (), {"signer": signers})).start()

    def _everybody(self) -> None:
        for check in self.checks.values():
            check.setChecked(self.all.isChecked())

    def _middle(self) -> QWidget:
        card = Card(_("What everybody gets"))
        card.setFixedWidth(current().dense(MIDDLE))
        for part in (Field(_("Letter"), self.letter, reserve=False), self.lists, self.fresh, hairline()):
            card.body.addWidget(part)
        card.body.addWidget(label(_("The same for all"), "strong"))
        card.body.addWidget(scrolled(self.questions), 1)
        card.body.addLayout(row(STRETCH, self.main))
        return card


def _line(name: str, line: BatchLine) -> QVBoxLayout:
    if line.letter:
        return column(row(label(name, "strong"), STRETCH, label(line.number, "small")), gap=0)
    why = say(line.problems[0].message) if line.problems else _("Not reached")
    return column(label(name, "strong"), Wrapped(why, "small", "warn"), gap=0)
