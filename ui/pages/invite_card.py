"""An invitation on paper: whom it is for, and the paper itself to be saved or printed. Its code stands nowhere else."""

from PySide6.QtCore import Qt, Signal

from db.durable import write_atomic
from desbumi_app.documents.render import Rendered
from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.usecases.exchange_bundle import JOIN_SUFFIX
from ui import office_villages, printing
from ui.language import N_, _
from ui.messages import explain
from ui.office_desk import OfficeDesk
from ui.operations import Operation
from ui.pages.keep_file import keep_file
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped
from ui.widgets.layout import STRETCH, row
from ui.widgets.preview import PreviewPane

_NEEDED = Problem(Level.STOP, None, Message(N_("This is needed here.")))


class InviteCard(Card):
    """`made` tells that an invitation was signed; its paper is shown here, and kept only until the next one."""

    made = Signal()

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Invitation on paper"))
        self._desk, self._ways = desk, ways
        self.paper: bytes | None = None
        self.village, self.person = LineEdit(_("Example: {text}", text="Desa Sukacontoh")), LineEdit()
        self.village_field = Field(_("Village"), self.village, reserve=False)
        self.person_field = Field(_("Handed to"), self.person, reserve=False)
        self.make_button = Button(_("Make the invitation"), self.make, icon="file-text")
        self.save_button = Button(_("Save PDF"), self.save_paper, icon="download", dense=True)
        self.print_button = Button(_("Print"), self.print_paper, icon="printer", dense=True)
        self.stick_button = Button(_("File for USB…"), self.save_chain, icon="usb", dense=True)
        self._with_paper = (self.save_button, self.stick_button, self.print_button)
        self.preview = PreviewPane()
        hint = Wrapped(
            _("Used once, 14 days. The six words are told by telephone, never written on it."), "small"
        )
        for part in (hint, self.village_field, self.person_field):
            self.body.addWidget(part)
        self.body.addLayout(row(STRETCH, self.make_button, gap=10))
        self.body.addLayout(row(self.stick_button, STRETCH, self.save_button, self.print_button, gap=10))
        self.body.addWidget(self.preview, 1)
        self.body.addStretch(0)
        self.person.returnPressed.connect(self.make)
        self._show_paper(None)

    def begin(self) -> None:
        """Forget the last paper and ask whom the next is for."""
        self._show_paper(None)
        self.village.setFocus(Qt.FocusReason.OtherFocusReason)

    def make(self) -> None:
        """Make an invitation and show its paper."""
        village, person = self.village.text().strip(), self.person.text().strip()
        for field, text in ((self.village_field, village), (self.person_field, person)):
            field.show_problem(None if text else _NEEDED)
        if not (village and person) or not self.make_button.isEnabled():
            return
        self.make_button.setEnabled(False)
        work = self._desk.in_lane(
            lambda office: office_villages.invite(office, village, person, None), owner=self
        )
        work.success(self._made).finished(lambda: self.make_button.setEnabled(True)).start()

    def save_paper(self) -> None:
        """Keep the invitation as a PDF, to be printed elsewhere."""
        data = self.paper
        if data is not None:
            asked = (_("Save the invitation"), "undangan.pdf", "PDF (*.pdf)")
            keep_file(self, self._desk, self._ways, asked, lambda _office, path: write_atomic(path, data))

    def save_chain(self) -> None:
        """For a laptop without a network: what it needs beside its 26 characters."""
        asked = (_("File for USB…"), f"kabupaten{JOIN_SUFFIX}", f"Desbumi (*{JOIN_SUFFIX})")
        keep_file(self, self._desk, self._ways, asked, office_villages.chain_file)

    def print_paper(self) -> None:
        """The invitation to the printer."""
        data, names = self.paper, printing.printers()
        if data is None:
            return
        if not names:
            told = explain(printing.PrintError("no_printer"))
            self._ways.say("grey", told.happened, told.sentence)
            return
        printer = printing.named_printer(names[0])
        work = Operation(self._desk.worker, lambda _token: printing.print_pdf(data, printer), owner=self)
        work.success(
            lambda _pages: self._ways.say("ok", _("The invitation was sent to the printer."))
        ).start()

    def _made(self, paper: Rendered) -> None:
        self._show_paper(paper.pdf)
        self.made.emit()

    def _show_paper(self, pdf: bytes | None) -> None:
        self.paper = pdf
        if pdf is None:
            self.preview.clear()
        else:
            self.preview.show_pdf(pdf)
        self.preview.setVisible(pdf is not None)
        for button in self._with_paper:
            button.setVisible(pdf is not None)
        self.make_button.setVisible(pdf is None)
