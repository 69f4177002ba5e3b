"""Lembar dusun: print a hamlet's census sheet for the cadres, and type the filled one back, a row a person.

Every row is judged while it is typed and stored at its last Enter; an unfinished row is kept as an encrypted draft.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut

from desbumi_app.catalogue.import_rows import Verdict
from desbumi_app.domain.problems import Level
from desbumi_app.office import Office
from desbumi_app.usecases.import_history import reason
from desbumi_app.usecases.import_staged import LIKELY
from desbumi_app.usecases.print_hamlet_sheet import hamlets, print_hamlet_sheet
from desbumi_app.usecases.type_in_sheet import FIELDS, HEAD, NAME, Typed, judge_row, type_row
from ui.language import WORDS, _, n_, say
from ui.office_desk import KeptDraft, OfficeDesk
from ui.pages.following_undo import offer_undo
from ui.pages.hamlet_row import HamletRow
from ui.paper_out import PaperOut
from ui.ways import Ways
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.inputs import Select, State
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, row
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

FORM: Final = "hamlet_row"
KEY: Final = bytes(16)
BLANKS: Final = (10, 20, 40, 80)


class HamletPage(Page):
    """S and B (with Alt) answer whether somebody of the same name is the same person."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Hamlet sheet"))
        self._desk, self._ways = desk, ways
        self._typed: list[tuple[Row, str]] = []
        self._last = 0
        self._taken_up = False  # what was kept before is known
        self.hamlet = Select(dense=True)
        self.blank = Select([(str(n), n_("{n} empty row", "{n} empty rows", n)) for n in BLANKS], dense=True)
        self.blank.set_code("20")
        self.blank.setMinimumContentsLength(16)
        self.print_button = Button(_("Print the sheet"), self.print, icon="printer")
        self.main = Button(_("Record this row"), self.record, kind="primary", icon="check")
        self.add_to_title(Button(_("Back to the import"), ways.import_people, icon="arrow-left"))
        self.add_to_title(self.print_button)
        self.add_to_title(self.main)
        self.row = HamletRow(desk.today())
        self.row.moved.connect(self._judge)
        self.row.finished.connect(self.record)
        self.said = Wrapped(
            _("Enter goes on. = repeats the row above. The row is recorded at its last Enter."), "muted"
        )
        self.same = Button(
            _("The same person") + "  Alt+S", lambda: self._decide("same"), icon="equal", dense=True
        )
        self.other = Button(
            _("Somebody else") + "  Alt+B", lambda: self._decide("new"), icon="user-plus", dense=True
        )
        self._out = PaperOut(self, desk, ways)
        self.model = ListModel([
            Column("n", _("Row"), 60, "right"), Column("head", _("Head of household"), 220), Column("name", _("Name"), strong=True),
            Column("what", _("Verdict"), 240),
        ], self)  # fmt: skip
        self._build()
        QShortcut(QKeySequence("Ctrl+Return"), self, self.record)
        self._question(shown=False)
        desk.ask(lambda office: (hamlets(office), OfficeDesk.drafts(office)), owner=self).success(
            self._open
        ).start()

    def _build(self) -> None:
        self._told = column()
        top = row(
            label(_("Hamlet"), "strong"),
            self.hamlet,
            12,
            label(_("Besides known households"), "muted"),
            self.blank,
            STRETCH,
        )
        card, done = Card(), Card(flush=True)
        for part in (top, self.row, self.said, row(self.same, self.other, STRETCH)):
            if isinstance(part, HamletRow | Wrapped):
                card.body.addWidget(part)
            else:
                card.body.addLayout(part)
        self.table = Table(self.model, _("Rows typed now"))
        done.body.addWidget(self.table)
        self.body.addLayout(self._told)
        self.body.addWidget(card)
        self.body.addWidget(done, 1)
        self.begin_at(self.row)
        self.hamlet.setAccessibleName(_("Hamlet"))
        self.blank.setAccessibleName(_("Besides known households"))
        for key, decided in (("Alt+S", "same"), ("Alt+B", "new")):
            QShortcut(QKeySequence(key), self, lambda one=decided: self._decide(one))

    # -- paper -------------------------------------------------------------------------------------------------------

    def print(self) -> None:
        """The sheet of the chosen hamlet to the printer, or into a file."""
        hamlet, blank = self.hamlet.code(), int(self.blank.code() or 20)
        if hamlet is None:
            return
        work = self._desk.ask(lambda office: print_hamlet_sheet(office, hamlet, blank).pdf, owner=self)
        work.success(lambda pdf: self._out.send(pdf, FORM)).start()

    # -- typing ------------------------------------------------------------------------------------------------------

    def record(self, decided: str = "") -> None:
        """Store the row, or say what is missing."""
        hamlet, texts = self.hamlet.code(), self.row.texts()
        if hamlet is None or not any(texts.values()):
            return
        work = self._desk.write(
            lambda office: _with_reasons(office, type_row(office, hamlet, texts, decided)), owner=self
        )
        work.success(lambda found: self._recorded(*found)).start()

    def _judge(self) -> None:
        hamlet, texts = self.hamlet.code() or "", self.row.texts()
        self._keep()
        if not texts[NAME]:
            return
        work = self._desk.ask(
            lambda office: _with_reasons(office, judge_row(office, hamlet, texts)), owner=self
        )
        work.success(lambda found: self._show(*found)).start()

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock or another page: what is typed right now is kept too."""
        self._keep()
        super().hideEvent(event)

    def _keep(self) -> None:
        texts = self.row.texts()
        if any(texts.values()):
            self._desk.keep_draft(FORM, KEY, {"hamlet": self.hamlet.code() or "", **texts}).start()
        elif self._taken_up:
            self._desk.drop_draft(FORM, KEY).start()

    def _show(self, typed: Typed, reasons: list[str]) -> None:
        """The verdict so far; an empty field that is still to come is no fault yet."""
        problems = typed.line.row.problems
        states: dict[str, State] = {
            one.field or "": "error" if one.level is Level.STOP else "warn" for one in problems if one.level is not Level.HINT
        }  # fmt: skip
        self.row.mark({name: state for name, state in states.items() if name in FIELDS})
        asked = typed.line.found == LIKELY and not typed.line.decided
        words = "  ".join(reasons) or _("This row is good.")
        self.said.setText(_("Already there: {who}", who=typed.twin) + "  " + words if typed.twin else words)
        self._question(shown=asked)

    def _recorded(self, typed: Typed, reasons: list[str]) -> None:
        if not typed.stored:
            self._show(typed, reasons)
            wrong = next((one.field for one in typed.line.row.problems if one.field in FIELDS), NAME)
            if typed.line.row.verdict is Verdict.REJECTED:
                self.row.go_to(wrong or NAME)
            else:
                self.same.setFocus()
            return
        words = {"new": _("new"), "filled": _("completed"), "skipped": _("already there")}[typed.stored]
        tone = {"new": "ok", "filled": "info"}.get(typed.stored, "muted")
        self._last += 1
        texts, number = self.row.texts(), self._last
        why = " ".join(reasons)
        shown = Cell(
            f"{words}: {why}" if why else words,
            icon="alert-triangle" if why else "circle-check",
            tone="warn" if why else tone,
        )
        name = str(typed.line.row.values.get(NAME) or "")
        self._typed.append((Row(number, (Cell(str(number)), Cell(texts[HEAD]), Cell(name), shown)), name))
        self.model.set_rows([one for one, _name in reversed(self._typed)])
        self._question(shown=False)
        said = _("{name} is recorded.", name=name)
        self.said.setText(said)
        self._desk.drop_draft(FORM, KEY).start()
        self.row.next_row()
        self._ways.saved()
        offer_undo(
            self._desk,
            self._ways,
            typed.undo,
            ("ok", said, ""),
            partial(self._taken_back, number, texts),
            page=self,
        )

    def _taken_back(self, number: int, texts: Mapping[str, str]) -> None:
        """The row stands in the fields again, unless another one was begun."""
        self._typed = [one for one in self._typed if one[0].id != number]
        self.model.set_rows([one for one, _name in reversed(self._typed)])
        self.said.setText("")
        if not any(self.row.texts().values()):
            self.row.fill(texts)
        self.row.go_to(NAME)

    def _decide(self, decided: str) -> None:
        if self.same.isVisible():
            self.record(decided)

    def _question(self, *, shown: bool) -> None:
        for button in (self.same, self.other):
            button.setVisible(shown)

    def _open(self, found: tuple[tuple[str, ...], tuple[KeptDraft, ...]]) -> None:
        names, drafts = found
        self._taken_up = True
        self.hamlet.set_options([(name, name) for name in names])
        kept = next((one.body for one in drafts if one.form == FORM), None)
        self.hamlet.set_code(str(kept["hamlet"]) if kept else names[0] if names else None)
        if not names:
            clear(self._told)
            self._told.addWidget(
                Banner(
                    "warn",
                    _("The village has no hamlets yet."),
                    _("Write them in the settings of the village."),
                )
            )
        if kept:
            self.row.fill({name: str(kept.get(name) or "") for name in FIELDS})


def _with_reasons(office: Office, typed: Typed) -> tuple[Typed, list[str]]:
    problems = [one for one in typed.line.row.problems if one.level is not Level.HINT]
    return typed, [reason(office, one, say, WORDS.language) for one in problems]
