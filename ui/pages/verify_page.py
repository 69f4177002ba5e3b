"""Periksa surat: whether an office of this district issued the paper that somebody brings. Without a network.

A scanner types the QR's text and Enter; a photo is chosen; or the code in the footer is typed by hand.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.documents.token import Answer
from desbumi_app.usecases.check_paper import Verdict, check_paper, check_photo
from desbumi_app.usecases.prepare_letter import templates
from desbumi_app.usecases.verify_letter import Comparison
from ui.language import WORDS, _, n_, say
from ui.models.verdict import CAN_COMPARE, look_of
from ui.office_desk import OfficeDesk
from ui.theme.theme import current
from ui.values import day
from ui.ways import Ways
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled

LEFT: Final = 440
_MOST: Final = 31_000_000


class VerifyPage(Page):
    """Left what is brought and what was typed from it, right the answer; `beside` the counter it shows the way back."""

    def __init__(self, desk: OfficeDesk, ways: Ways, *, beside: bool = False) -> None:
        super().__init__(_("Check a letter"))
        self._desk, self._ways = desk, ways
        if beside:
            back = Button(_("Counter"), lambda: ways.visit("desk"), icon="arrow-left", dense=True)
            self.add_to_title(back)
        self.verdict: Verdict | None = None
        self.code = LineEdit(_("Point the scanner at the QR"), icon="search")
        self.name = LineEdit(_("As printed on the letter."))
        self.born, self.fact = LineEdit(_("From the identity card, such as 14-06-1998.")), LineEdit()
        self._name = Field(_("Full name"), self.name, reserve=False)
        self._born = Field(_("Birth date"), self.born, reserve=False)
        self._fact = Field(_("Main fact"), self.fact)
        self._compare = Card(_("Compare with paper and card"))
        self.compare_button = Button(_("Compare"), self.compare, kind="primary", icon="equal")
        for part in (self._name, self._born, self._fact.compact()):
            self._compare.body.addWidget(part)
        self._compare.body.addLayout(row(STRETCH, self.compare_button))
        self._answer: QVBoxLayout = column(gap=12)
        right = Card()
        right.body.addWidget(scrolled(holder(self._answer)), 1)
        both = row(self._left(), right, gap=16)
        both.setStretch(1, 1)
        self.body.addLayout(both, 1)
        self.code.returnPressed.connect(lambda: self.check(self.code.text()))
        for line, after in ((self.name, self.born), (self.born, self.fact)):
            line.returnPressed.connect(after.setFocus)
        self.fact.returnPressed.connect(self.compare)
        self.begin_at(self.code)
        give_letters(self)
        self._show_nothing()

    def check(self, text: str) -> None:
        """Check what a scanner or a hand typed."""
        if text.strip():
            self._desk.ask(lambda office: check_paper(office, text), owner=self).success(
                self.show_verdict
            ).start()

    def photo(self, path: str = "") -> None:
        """Check the QR in a photo."""
        path = (
            path
            or QFileDialog.getOpenFileName(self, _("Choose a photo"), "", "JPEG, PNG (*.jpg *.jpeg *.png)")[0]
        )
        if path:
            work = self._desk.ask(lambda office: check_photo(office, _read(Path(path))), owner=self)
            work.success(self.show_verdict).start()

    def compare(self) -> None:
        """Compare what was typed with what the letter was issued with; takes a second."""
        one = self.verdict
        if (
            one is None
            or not one.scanned
            or not all(line.text().strip() for line in (self.name, self.born, self.fact))
        ):
            return
        typed = Comparison(self.name.text(), self.born.text(), self.fact.text())
        self.compare_button.setEnabled(False)
        work = self._desk.ask(lambda office: check_paper(office, one.scanned, typed), owner=self)
        work.success(self._show).finished(lambda: self.compare_button.setEnabled(True)).start()

    def _left(self) -> QWidget:
        card = Card(_("What is brought"))
        photo = Button(_("Choose a photo of the QR…"), self.photo, icon="file-text")
        how = _("Scanner: click here and scan. By hand: type the code in the footer, such as K7QM-2DXA.")
        card.body.addWidget(Field(_("QR or code"), self.code, help_text=how))
        card.body.addLayout(row(photo, STRETCH))
        left = column(card, self._compare, STRETCH, gap=12)
        held = scrolled(holder(left))
        held.setFixedWidth(current().dense(LEFT))
        return held

    def show_verdict(self, verdict: Verdict) -> None:
        """The answer about another paper; what was typed about the one before goes."""
        for line in (self.name, self.born, self.fact):
            line.setText("")
        self._show(verdict)
        self.code.setText("")
        if verdict.answer is Answer.ISSUED:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, verdict: Verdict) -> None:
        self.verdict = verdict
        clear(self._answer)
        look = look_of(verdict)
        said = say(verdict.message).removeprefix(f"{look.headline}. ")  # the headline has said it
        self._answer.addWidget(Banner(look.tone, look.headline, said, icon=look.icon))
        if look.next:
            self._answer.addWidget(Wrapped(look.next, "body"))
        self._age(verdict)
        self._facts(verdict)
        self._answer.addStretch(1)
        self._compare.setVisible(verdict.answer in CAN_COMPARE)
        self._ask_main(verdict)

    def _show_nothing(self) -> None:
        clear(self._answer)
        said = _("Works without a network, for letters of all villages of this district.")
        self._answer.addWidget(EmptyState(_("No letter checked yet"), said, icon="shield-lock"), 1)
        self._compare.hide()

    def _facts(self, verdict: Verdict) -> None:
        claims, line = verdict.claims, verdict.line
        facts: list[tuple[str, str]] = []
        if claims is not None:
            title = self._title(claims.kind)
            facts = [
                (_("Letter"), title), (_("Number"), claims.number), (_("Date"), day(claims.dated)),
                (_("Valid until"), day(claims.valid_until)), (_("Issued by"), "; ".join(verdict.villages)),
                (_("Initials"), ". ".join(claims.initials) + "." if claims.initials else "–"),
            ]  # fmt: skip
        elif line is not None:
            facts = [
                (_("Letter"), self._title(line.template)), (_("Number"), line.number), (_("Date"), day(line.issued_on)),
                (_("Valid until"), day(line.valid_until)), (_("For"), line.who), (_("State"), self._state(line.shown)),
            ]  # fmt: skip
            if verdict.villages:
                facts.insert(4, (_("Issued by"), "; ".join(verdict.villages)))
        if facts:
            self._answer.addWidget(label(_("Every line must stand so on the paper"), "h2"))
        for words, value in facts:
            name = label(words, "muted")
            name.setFixedWidth(current().px(150))
            held = row(name, Wrapped(value or "–", "strong"), gap=12)
            held.setStretch(1, 1)
            self._answer.addLayout(held)

    def _age(self, verdict: Verdict) -> None:
        age = verdict.age
        if age is None:
            return
        if not age.on:
            said, tone = (
                _(
                    "The list of cancelled letters of {district} was never confirmed.",
                    district=verdict.district,
                ),
                "warn",
            )
        else:
            since = n_("{n} day ago", "{n} days ago", age.days) if age.days else _("today")
            said = _("List of cancelled letters of {district}: confirmed {date}, {since}.", district=verdict.district,
                     date=day(age.on), since=since)  # fmt: skip
            tone = "warn" if age.old else "muted"
        if age.old:
            said += " " + _(
                "A letter that was cancelled later is not known here: send and fetch data, or ask the village."
            )
        self._answer.addWidget(Wrapped(said, "small", tone))

    def _ask_main(self, verdict: Verdict) -> None:
        claims = verdict.claims
        template = next((one for one in self._templates() if claims and one.code == claims.kind), None)
        decisive = template.decisive if template else None
        words = decisive.label.of(WORDS.language) if decisive else _("Main fact")
        self._fact.label.setText(words)
        self.fact.setAccessibleName(words)

    def _title(self, kind: str) -> str:
        found = next((one for one in self._templates() if kind in (one.code, one.id)), None)
        return found.title.of(WORDS.language) if found else _("Another letter ({kind})", kind=kind)

    def _state(self, shown: str) -> str:
        values = self._desk.catalogue.values("letter_states")
        return _("Expired") if shown == "expired" else values.word(shown, WORDS.language)

    def _templates(self) -> list[LetterTemplate]:
        return list(templates(self._desk.catalogue).values())


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST)
