"""Founding a district, once: its name, its office, the address of its relay; then the root key, on paper only.

The root is kept nowhere. The page is left after the paper was saved or printed and two groups were typed back.
"""

from typing import Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from db import keyring
from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.office import Office
from desbumi_app.usecases.found_district import Founding, found_district
from desbumi_app.usecases.print_root_sheet import print_root_sheet, root_fingerprint, rows_of_root
from sync.transport import RelayLink
from ui.language import N_, _
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.pages.kept_sheet import KeptSheet, OnPaper
from ui.pages.page_keys import PageKeys
from ui.ways import Ways
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Page
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, Select
from ui.widgets.labels import Wrapped
from ui.widgets.layout import STRETCH, clear, column, holder
from ui.widgets.progress import Progress
from ui.widgets.stepped import framed

WIDE: Final = 560
NEEDED: Final = Problem(Level.STOP, None, Message(N_("This is needed here.")))
INSTITUTIONS: Final = (
    ("disnaker", N_("Manpower office")),
    ("dinsos", N_("Social office")),
    ("dpmd", N_("Village affairs office")),
    ("other", N_("Another office")),
)


class FoundingPage(Page):
    """`sheet` is the paper of the root once the district is founded."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Found the district"))
        self._desk, self._ways = desk, ways
        self.sheet: KeptSheet | None = None
        self.name = LineEdit()
        self.name.setText(desk.session.profile().place)
        self.institution = Select([(code, _(words)) for code, words in INSTITUTIONS], empty=_("Choose"))
        self.address = LineEdit("https://")
        self.name_field = Field(_("Name of the district"), self.name)
        self.institution_field = Field(_("Which office leads it"), self.institution)
        self.address_field = Field(
            _("Address of the relay"), self.address,
            help_text=_("The server that passes sealed data on and can read nothing. Whoever set it up knows its address."),
        )  # fmt: skip
        self.main = Button(_("Found the district"), self.go_on, kind="primary", icon="building-community")
        self._told = column()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form())
        self.body.addLayout(self._told)
        self.body.addWidget(framed(self._stack, STRETCH, self.main), 1)
        PageKeys(self, {"Ctrl+Return": self.go_on})
        self.name.returnPressed.connect(self.institution.setFocus)
        self.address.returnPressed.connect(self.go_on)
        give_letters(self)
        self.begin_at(self.institution)

    def go_on(self) -> None:
        """Found the district; afterwards: leave when the paper is kept."""
        if self.sheet is None:
            self._found()
        elif self.sheet.is_kept():
            self._ways.visit("villages")
            self._ways.say("ok", _("The district is founded. Invite the first village."))

    def _found(self) -> None:
        name, institution = self.name.text().strip(), self.institution.code() or ""
        address = self.address.text().strip()
        wanted = (
            (self.name_field, name),
            (self.institution_field, institution),
            (self.address_field, address),
        )
        for field, text in wanted:
            field.show_problem(None if text else NEEDED)
        if not all(text for _field, text in wanted):
            return
        self.main.setEnabled(False)
        clear(self._told)
        self._told.addWidget(Progress(_("Founding the district…"), cancellable=False))
        work = self._desk.in_lane(lambda office: _root(office, name, institution, address), owner=self)
        work.success(self.show_sheet).failure(self._failed).finished(
            lambda: self.main.setEnabled(True)
        ).start()

    def show_sheet(self, root: bytes) -> None:
        """The district is founded: its root, which is now on paper only."""
        clear(self._told)
        desk = self._desk

        def pdf() -> bytes:
            return print_root_sheet(desk.session.office(), root).pdf

        said = _(
            "This founding sheet names a new leader of the district when all are lost. It is shown only now "
            "and stored nowhere. Keep it in another office, and do not close this page before it is kept."
        )
        paper = OnPaper(rows_of_root(root), root_fingerprint(root), pdf)
        self.sheet = KeptSheet(desk.worker, paper, said=said, file="lembar-pendirian.pdf")
        self._stack.addWidget(self.sheet)
        self._stack.setCurrentWidget(self.sheet)
        self.main.set_text(_("The sheet is kept"))
        self.sheet.setFocus()

    def _failed(self, failure: Explained) -> None:
        clear(self._told)
        self._told.addWidget(Banner("danger", failure.happened, failure.sentence))

    def _form(self) -> QWidget:
        said = Wrapped(
            _(
                "Done once for a district, with its relay running. Every village that joins later trusts this founding."
            ),
            "muted",
        )
        inside = holder(
            column(said, self.name_field, self.institution_field, self.address_field, STRETCH, gap=8)
        )
        inside.setMinimumWidth(WIDE)
        return inside


def _root(office: Office, name: str, institution: str, address: str) -> bytes:
    """Lane. Found at this relay; the office's own recovery sheet can open what the district reads."""
    ring = keyring.load(office.files.keyring, village=office.profile.office, cheap=True)
    link = RelayLink(address)
    try:
        plan = Founding(name, institution, register_recovery=ring.recovery_public)
        return found_district(office, plan, link).root
    finally:
        link.close()
