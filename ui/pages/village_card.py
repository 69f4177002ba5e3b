"""One village at the district's desk: its laptops with what each last said, and what waits for the district's word."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ui.dates import ago
from ui.language import _, n_
from ui.office_village_acts import Seen, Waiting
from ui.office_villages import LaptopLine, VillageLine
from ui.pages.first_run_parts import problem
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Elided, Wrapped
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled
from ui.widgets.list_row import Fact

WIDE = 560
DAYS_FROM = 48  # hours; what waits longer is told in days


class VillageCard(Card):
    """`revoke_asked` tells the laptop; `publish_asked` and `adopt_asked` that the district confirms."""

    revoke_asked = Signal(object)
    publish_asked = Signal()
    adopt_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = Elided("", "h2")
        self._shown: tuple[VillageLine, datetime] | None = None
        self._detailed = False  # numbers that only whoever helps by telephone asks for
        self.details = Button(_("Details"), self.detail, kind="quiet", icon="chevron-down", dense=True)
        self._laptops, self._waits = column(gap=8), column(gap=8)
        self.buttons: dict[bytes, Button] = {}
        head = row(self.name, self.details, gap=8)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        # A village may have many laptops, and larger text takes more lines.
        self.body.addWidget(scrolled(holder(column(self._waits, self._laptops, STRETCH, gap=8))), 1)
        note = _("A further laptop of a village gets its own letter for its numbers.")
        self.body.addWidget(Wrapped(note, "small"))

    def show_village(self, one: VillageLine, now: datetime) -> None:
        """This village."""
        clear(self._waits)
        self._fill(one, now)

    def detail(self) -> None:
        """Show or hide each laptop's mark, its program and its list of users."""
        self._detailed = not self._detailed
        if self._shown is not None:
            self._fill(*self._shown)

    def _fill(self, one: VillageLine, now: datetime) -> None:
        self._shown = one, now
        self.name.setText(one.name)
        self.details.set_text(_("Fold up") if self._detailed else _("Details"))
        self.details.set_icon("chevron-up" if self._detailed else "chevron-down")
        self.details.setVisible(bool(one.laptops))
        clear(self._laptops)
        self.buttons = {}
        for laptop in one.laptops:
            self._laptops.addWidget(self._fact(laptop))
            for line in _lines(laptop, now) + (_details(laptop) if self._detailed else []):
                self._laptops.addWidget(Wrapped(line, "small"))
            self._laptops.addWidget(hairline())

    def show_waiting(self, found: Waiting) -> None:
        """What the village asks for."""
        clear(self._waits)
        if found.signers:
            who = ", ".join(one.name or one.position for one in found.signers)
            self._waits.addWidget(
                Wrapped(_("Letter keys wait for you: {who}. Ask the village before you confirm.", who=who))
            )
            self._waits.addLayout(row(STRETCH, Button(_("Confirm the letter keys"), self.publish_asked.emit)))
        if found.sheet:
            self._waits.addWidget(
                Wrapped(
                    _("The village has printed a new recovery sheet. Ask the village before you confirm.")
                )
            )
            self._waits.addLayout(row(STRETCH, Button(_("Confirm the new sheet"), self.adopt_asked.emit)))

    def _fact(self, laptop: LaptopLine) -> Fact:
        words = _("Laptop {letter}", letter=laptop.letter or laptop.mark)
        if laptop.revoked:
            state = _("revoked")
            return Fact(words, state, icon="hand-stop", tone="warn")
        received = n_("{n} change received", "{n} changes received", laptop.received)
        button = Button(_("Revoke…"), partial(self.revoke_asked.emit, laptop), kind="danger", dense=True)
        self.buttons[laptop.id] = button
        return Fact(words, received, icon="device-laptop", tone="accent", action=button)


def _lines(laptop: LaptopLine, now: datetime) -> list[str]:
    said: Seen | None = laptop.seen
    if laptop.revoked:
        return []
    if said is None:
        return [_("Nothing heard from it yet.")]
    when = ago(said.at, now) if said.at is not None else _("by stick")
    first = _("Last seen {when}", when=when)
    if not said.unsent:
        return [first, _("Nothing waits there")]
    hours = said.oldest_hours
    long = n_("{n} day", "{n} days", hours // 24) if hours > DAYS_FROM else n_("{n} hour", "{n} hours", hours)
    waits = n_(
        "{n} change waits there, the oldest for {long}",
        "{n} changes wait there, the oldest for {long}",
        said.unsent,
        long=long,
    )
    return [first, waits]


def _details(laptop: LaptopLine) -> list[str]:
    said: Seen | None = laptop.seen
    if said is None:
        return [laptop.mark]
    program, users = _("program {version}", version=said.program), _("keyring no. {n}", n=said.keyring)
    return [f"{laptop.mark} · {program} · {users}"]


class RevokeDialog(QDialog):
    """What revoking does and does not do; the village's name is typed before it can be done."""

    confirmed = Signal()

    def __init__(self, parent: QWidget, village: str, laptop: str) -> None:
        super().__init__(parent)
        self._village = village
        title = _("Revoke laptop {letter} of {village}", letter=laptop, village=village)
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(current().dense(WIDE))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.name = LineEdit()
        self.field = Field(_("Type the name of the village: {village}", village=village), self.name)
        self.leave = Button(_("Cancel"), self.reject)
        self.main = Button(_("Revoke this laptop"), self.go_on, kind="danger", icon="hand-stop")
        parts = (
            Wrapped(title, "h1"),
            Wrapped(_("From now on it sends and receives nothing, and the village's later data has a new key.")),
            Wrapped(_("The data that is on that laptop already cannot be deleted from here."), "strong"),
            Wrapped(_("What it sends from now on is kept apart; the district decides about it. The case team revokes "
                      "its access to cases.")),
            self.field,
            row(self.leave, STRETCH, self.main, gap=12),
        )  # fmt: skip
        self.setLayout(column(*parts, gap=10, margins=(24, 20, 24, 20)))
        self.name.returnPressed.connect(self.go_on)
        give_letters(self)
        self.name.setFocus()

    def go_on(self) -> None:
        """Only with the name."""
        same = " ".join(self.name.text().split()).casefold() == " ".join(self._village.split()).casefold()
        self.field.show_problem(None if same else problem(_("This is not the name of the village.")))
        if same:
            self.confirmed.emit()
            self.accept()
