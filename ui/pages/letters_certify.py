"""Tanda tangan elektronik (TTE): the exact paper goes out as a file, the signed one comes back, whose certificate is said.

The signature in ink stays what makes a village letter valid.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desbumi_app.documents.certificates import CertificateFacts
from desbumi_app.documents.render import Rendered
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.certify_letter import Certified, paper_for_signing, signed_paper, take_signed_paper
from desbumi_app.usecases.save_paper import save_paper
from ui.language import _, say
from ui.office_desk import OfficeDesk
from ui.theme.theme import current
from ui.values import day
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped, label, restyle
from ui.widgets.layout import STRETCH, column, hairline, row

_MOST: Final = 9_000_000


class CertifyDialog(QDialog):
    """`taken` after a signed file was kept."""

    taken = Signal()

    def __init__(self, parent: QWidget, desk: OfficeDesk, letter: bytes, *, kept: bool) -> None:
        super().__init__(parent)
        self._desk, self._letter = desk, letter
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Electronic signature"))
        self.setModal(True)
        self.said = Wrapped("", "body", "muted")
        self.said.setMinimumWidth(current().px(520))
        self.out_button = Button(_("1. Save the letter for signing…"), self.send_out, icon="download")
        self.in_button = Button(_("2. Take the signed file in…"), self.take_in, icon="file-certificate")
        self.again_button = Button(_("Save the signed file again…"), self.save_again, icon="download")
        self.again_button.setVisible(kept)
        how = _(
            "The letter is signed outside, with the programme of whoever gave the certificate. "
            "Only exactly this file is taken back; both are kept."
        )
        head = (label(_("Electronic signature"), "h1"), Wrapped(how, "muted"))
        foot = row(STRETCH, Button(_("Close"), self.accept))
        steps = (self.out_button, self.in_button, self.again_button)
        self.setLayout(column(*head, *steps, hairline(), self.said, foot, gap=12, margins=(24, 20, 24, 20)))

    def send_out(self, path: str = "") -> None:
        """Save the exact archived bytes."""
        path = path or QFileDialog.getSaveFileName(self, _("Save the paper"), "surat.pdf", "PDF (*.pdf)")[0]
        if path:
            self._save(path, signed=False)

    def save_again(self, path: str = "") -> None:
        """The signed file as it came in."""
        path = (
            path or QFileDialog.getSaveFileName(self, _("Save the paper"), "surat-tte.pdf", "PDF (*.pdf)")[0]
        )
        if path:
            self._save(path, signed=True)

    def take_in(self, path: str = "") -> None:
        """Keep the signed file, or say why not."""
        path = path or QFileDialog.getOpenFileName(self, _("The signed file"), "", "PDF (*.pdf)")[0]
        if not path:
            return
        work = self._desk.write(
            lambda office: take_signed_paper(office, self._letter, _read(Path(path))), owner=self
        )
        work.success(self._taken).start()

    def _save(self, path: str, *, signed: bool) -> None:
        make = signed_paper if signed else paper_for_signing
        kind = "signed_paper" if signed else "paper_for_signing"

        def write(office: Office) -> Path | Refused:
            paper = make(office, self._letter)
            if not isinstance(paper, Rendered):
                return paper
            return save_paper(office, kind, paper.pdf, Path(path), (self._letter,))

        self._desk.write(write, owner=self).success(self._saved).start()

    def _saved(self, answer: Path | Refused) -> None:
        if isinstance(answer, Refused):
            self._say(say(answer.problems[0].message), "danger")
        else:
            self._say(_("Saved. Have exactly this file signed, then take it in here."), "ok")

    def _taken(self, answer: Certified | Refused) -> None:
        if isinstance(answer, Refused):
            self._say(say(answer.problems[0].message), "danger")
            return
        words = [_certificate(one) for one in answer.certificates]
        words += [say(one.message) for one in answer.saved.warnings]
        if answer.list_of:
            words.append(_("Compared with the district's list of issuers of {day}.", day=day(answer.list_of)))
        self._say("\n".join(words), "warn" if answer.saved.warnings else "ok")
        self.again_button.show()
        self.taken.emit()

    def _say(self, words: str, tone: str) -> None:
        self.said.setText(words)
        restyle(self.said, "tone", tone)


def _certificate(one: CertificateFacts) -> str:
    return _("Certificate of {name}, given by {issuer}, valid {first} to {last}.", name=one.name, issuer=one.issuer,
             first=day(one.valid_from), last=day(one.valid_until))  # fmt: skip


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST)
