"""The form of one return: what happened, and beside it the sealed half about body, mind and rights. Stores nothing."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from desbumi_app.domain.problems import Problem
from desbumi_app.usecases.record_return import ReturnForm
from ui.forms.describe import Width
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.office_following import Followed
from ui.pages.following_form import FollowingForm, halves, rows
from ui.widgets.begins import Begins
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped
from ui.widgets.layout import column, hairline, row

Fields = Sequence[tuple[str, Width]]
HOME: Final[Fields] = (
    ("returns.kind", "half"), ("returns.arrived_on", "short"), ("returns.children_brought", "short"),
    ("returns.entry_point", "third"), ("returns.escorted_by", "third"), ("returns.plan", "third"),
)  # fmt: skip
HANDOVER: Final[Fields] = (
    ("returns.handover_number", "third"), ("returns.handover_on", "third"), ("returns.handover_witness", "third"),
)  # fmt: skip
LEAVE: Final[Fields] = (("returns.redeparture_expected_on", "third"),)
ASKED: Final[Fields] = (("returns.documents_withheld", "half"), ("returns.wants_programme", "half"))
SEALED: Final[Fields] = (
    ("return_details.circumstance", "third"), ("return_details.body", "third"), ("return_details.mind", "third"),
    ("return_details.unpaid_rights", "half"), ("return_details.unpaid_currency", "half"),
    ("return_details.fears_recruiter", "full"), ("return_details.note", "full"),
)  # fmt: skip
REDEPARTED: Final = "returns.redeparted_on"


class ReturnHalves(Begins):
    """`ended` by Enter in the last field; `edited` after each field; `left_again` when a leave ends by departing."""

    ended = Signal()
    edited = Signal()
    left_again = Signal()

    def __init__(self, desk: OfficeDesk, who: Followed) -> None:
        super().__init__()
        self.who = who
        self.form = FollowingForm(desk, self, drafted=who.drafted)
        self.redeparted = LineEdit()
        self.redeparted_field = Field(_("Left again on"), self.redeparted, reserve=False)
        card = Card()
        card.body.setSpacing(rows())
        card.body.addWidget(self.form.add(HOME, _short()))
        self.handover = self.form.add(HANDOVER, _short())
        self.leave = self.form.add(LEAVE, _short())
        asked = self.form.add(ASKED, _short())
        for part in (self.handover, self.leave, asked):
            card.body.addWidget(part)
        card.body.addStretch(1)
        if who.leave is not None:
            card.body.addWidget(hairline())
            card.body.addLayout(self._leaving_again())
        sealed = self.form.half
        sealed.body.setSpacing(rows())
        sealed.body.addWidget(self.form.add(SEALED, _short()))
        sealed.body.addStretch(1)
        self.area = halves(card, sealed)
        self.setLayout(column(self.area))
        self.form.changed.connect(self._changed)
        self.form.ended.connect(self.ended)
        self.form.watch()
        self.redeparted.left.connect(lambda _text: self.edited.emit())
        self._fit()
        give_letters(self)
        self.begin_at(self.form.field("returns.kind"))

    def _leaving_again(self) -> QHBoxLayout:
        said = Wrapped(_("On leave. If the person has left again, only this day is needed."), "muted")
        button = Button(_("Record leaving again"), self.left_again.emit, icon="plane-departure")
        line = row(said, self.redeparted_field, button, gap=14)
        line.setStretch(0, 1)
        line.setAlignment(button, Qt.AlignmentFlag.AlignBottom)
        return line

    def texts(self) -> dict[str, str]:
        """What stands in the form now, for a draft."""
        return {REDEPARTED: self.redeparted.text(), **self.form.all_texts()}

    def put(self, texts: Mapping[str, str]) -> None:
        """Exactly these texts."""
        self.redeparted.setText(texts.get(REDEPARTED, ""))
        self.form.put(texts)
        self._fit()

    def typed(self) -> ReturnForm:
        """What stands in the form now, also in a field that was not left yet."""
        return ReturnForm(self.who.id, self.form.texts("returns"), self.form.texts("return_details"))

    def show_problems(self, problems: Sequence[Problem]) -> Problem | None:
        """Under their fields; returns the first that belongs to none."""
        return self.form.show_problems(problems)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Y, T and - from anywhere that is not typed into."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if not (plain and self.form.answer_key(event.key())):
            super().keyPressEvent(event)

    def _changed(self, _name: str) -> None:
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        self.form.show_fitting()
        official = self.form.text("returns.escorted_by") in {"bp3mi", "social_office", "p3mi", "ngo"}
        self.handover.setVisible(official)
        on_leave = self.form.text("returns.kind") == "leave"
        self.leave.setVisible(on_leave)
        self.form.field("returns.plan").setEnabled(not on_leave)


def _short() -> Mapping[str, str]:
    return {
        "returns.kind": _("Kind of return"),
        "returns.arrived_on": _("Came home on"),
        "returns.children_brought": _("Children"),
        "returns.handover_number": _("Handover paper no."),
        "returns.handover_on": _("Dated"),
        "returns.handover_witness": _("Witness"),
        "returns.redeparture_expected_on": _("Will leave again on"),
        "returns.documents_withheld": _("Papers held back?"),
        "returns.wants_programme": _("Wants the programme?"),
        "return_details.fears_recruiter": _("Afraid of the recruiter?"),
        "return_details.body": _("Body"),
        "return_details.unpaid_rights": _("Unpaid wages"),
    }
