"""Another recovery sheet: the password, the paper kept and two groups typed back, then it is in force.

Until the last button the old sheet stays the right one. The rows are shown only here and stored nowhere.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app.office import Office
from desbumi_app.usecases.print_recovery_sheet import print_recovery_sheet, sheet_fingerprint
from desbumi_app.usecases.renew_sheet import NewSheet, begin_sheet, keep_sheet, waits_for_district
from ui.language import _, n_
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.pages.first_run_parts import needed
from ui.pages.kept_sheet import KeptSheet, OnPaper
from ui.theme.theme import current
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.inputs import PasswordEdit
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, holder, row


class NewSheetDialog(QDialog):
    """`renewed` when the new sheet is in force. Esc leaves; before the last button nothing has changed."""

    renewed = Signal()

    def __init__(self, parent: QWidget, desk: OfficeDesk) -> None:
        super().__init__(parent)
        self._desk = desk
        self._new: NewSheet | None = None
        self.sheet: KeptSheet | None = None
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("New recovery sheet"))
        self.setModal(True)
        self.setFixedWidth(current().dense(760))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.password = PasswordEdit()
        self.password_field = Field(_("Your password"), self.password)
        self._told, self._body = column(), column(gap=8)
        self.leave = Button(_("Close"), self.reject)
        self.main = Button(_("Show the new rows"), self.go_on, kind="primary")
        self._body.addWidget(self._asking())
        parts = (
            label(_("New recovery sheet"), "h1"),
            self._told,
            self._body,
            row(self.leave, STRETCH, self.main),
        )
        self.setLayout(column(*parts, gap=12, margins=(24, 20, 24, 20)))
        self.password.returnPressed.connect(self.go_on)
        self.password.setFocus()

    def go_on(self) -> None:
        """The main button: the rows, then the decision."""
        if self.sheet is None:
            self._begin()
        elif self.sheet.is_kept() and self._new is not None:
            new, cheap = self._new, self._desk.session.cheap
            self.main.setEnabled(False)
            work = self._desk.write(lambda office: _keep(office, new, cheap=cheap), owner=self)
            work.success(self._done).failure(self._failed).start()

    def _begin(self) -> None:
        text, cheap = self.password.text(), self._desk.session.cheap
        if not needed(self.password_field, text):
            return
        self.main.setEnabled(False)
        work = self._desk.ask(lambda office: begin_sheet(office, text, cheap=cheap), owner=self)
        work.success(self._show).failure(self._failed).start()

    def _show(self, new: NewSheet) -> None:
        self._new = new
        self.password.wipe()
        desk = self._desk

        def pdf() -> bytes:
            return print_recovery_sheet(desk.session.office(), new.rows).pdf

        said = _("Keep this sheet on paper, away from this laptop. It is shown only now and stored nowhere.")
        paper = OnPaper(new.rows, sheet_fingerprint(new.rows), pdf)
        self.sheet = KeptSheet(desk.worker, paper, said=said, file="lembar-pemulihan.pdf")
        clear(self._body)
        clear(self._told)
        self._body.addWidget(self.sheet)
        self.main.set_text(_("From now on this sheet"))
        self.main.setEnabled(True)
        self.sheet.setFocus()
        self.adjustSize()

    def _done(self, waits: bool) -> None:  # noqa: FBT001  (the operation's answer)
        clear(self._body)
        clear(self._told)
        self.sheet, new = None, self._new
        self._told.addWidget(Banner("ok", _("The new sheet is in force. Destroy the old one.")))
        count = len(new.still) if new else 0
        if count:
            still = n_(
                "The old sheet still opens {n} older backup on this laptop, and all that lie on sticks.",
                "The old sheet still opens {n} older backups on this laptop, and all that lie on sticks.",
                count,
            )
        else:
            still = _("The old sheet still opens backups made before today that lie on sticks.")
        self._body.addWidget(Wrapped(still))
        if waits:
            self._body.addWidget(
                Wrapped(
                    _("Not finished yet: the district has to confirm the new sheet. Send, then telephone.")
                )
            )
        self.main.hide()
        self.leave.setFocus()
        self.adjustSize()
        self.renewed.emit()

    def _failed(self, failure: Explained) -> None:
        clear(self._told)
        self._told.addWidget(Banner("danger", failure.happened, failure.sentence))
        self.main.setEnabled(True)
        if self.sheet is None:
            self.password.selectAll()
            self.password.setFocus()

    def _asking(self) -> QWidget:
        said = _(
            "When the old sheet is lost, or somebody has seen it. "
            "The old one stays right until the new one is kept on paper."
        )
        return holder(column(Wrapped(said), self.password_field, gap=10))


def _keep(office: Office, new: NewSheet, *, cheap: bool) -> bool:
    keep_sheet(office, new, cheap=cheap)
    return waits_for_district(office)
