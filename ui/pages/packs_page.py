"""Data kabupaten: the lists that letters and warnings go by, each with its age; a newer one is published after a look.

What a file would change is shown row by row before anything is signed; villages then get it by themselves.
"""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QStackedWidget

from desbumi_app.catalogue.packs import Difference, PackRow
from desbumi_app.documents.issuers import Issuer, read_issuer
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.publish_pack import ISSUERS, Proposal
from ui import office_packs
from ui.dates import partial_date
from ui.language import WORDS, _, n_, say
from ui.models.people_list import number_of
from ui.office_desk import OfficeDesk
from ui.office_packs import PackLine, PacksView
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

RIGHT: Final = 460
TOML: Final = "TOML (*.toml)"
CERTIFICATE: Final = "*.cer *.crt *.pem *.der"
GROUP: Final = 8  # digits of a fingerprint read out at once


class PacksPage(Page):
    """Left the lists in force, right what is done with the chosen one."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Lists of the district"))
        self._desk, self._ways = desk, ways
        self.view: PacksView | None = None
        self.proposal: Proposal | None = None
        self.issuer: Issuer | None = None
        columns = [
            Column("label", _("List"), strong=True),
            Column("rows", _("Rows"), 80, "right"),
            Column("as_of", _("Newest row"), 140),
            Column("from", _("From"), 130),
        ]
        self.model = ListModel(columns)
        self.table = Table(self.model, _("Lists of the district")).fill_with_rows()
        self.table.selected.connect(lambda _ident: self._show_chosen())
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.right = QStackedWidget()
        self.right.setFixedWidth(current().dense(RIGHT))
        self._parts()
        both = row(card, self.right, gap=16)
        both.setStretch(0, 1)
        self.body.addLayout(both, 1)
        give_letters(self)
        self.begin_at(self.table)

    def refresh(self) -> None:
        """Read the lists anew."""
        self._desk.ask(office_packs.look, owner=self).success(self.show_view).start()

    def show_view(self, view: PacksView) -> None:
        """What is in force."""
        chosen = self.table.current_id()
        self.view = view
        self.model.set_rows([_line(one) for one in view.packs])
        if not (chosen and self.table.select_id(chosen)):
            self.table.selectRow(0)
        for button in (self.file_button, self.issuer_button):
            button.setEnabled(view.may)
        self._not_yet.setVisible(not view.may)
        self._show_chosen()

    def chosen(self) -> PackLine | None:
        """The list on which the cursor stands."""
        packs = self.view.packs if self.view else ()
        return next((one for one in packs if one.name == self.table.current_id()), None)

    # -- what is done --------------------------------------------------------------------------------------------------

    def save(self, path: str = "") -> None:
        """The list in force as a file."""
        one = self.chosen()
        if one is None:
            return
        path = path or QFileDialog.getSaveFileName(self, _("Save the list"), f"{one.name}.toml", TOML)[0]
        if path:
            work = self._desk.ask(lambda office: office_packs.save(office, one.name, Path(path)), owner=self)
            work.success(
                lambda _done: self._ways.say("ok", _("Saved. Change it, then publish it here."))
            ).start()

    def open_file(self, path: str = "") -> None:
        """Judge a file and show what it would change."""
        path = path or QFileDialog.getOpenFileName(self, _("The changed list"), "", TOML)[0]
        if path:
            work = self._desk.ask(lambda office: office_packs.from_file(office, Path(path)), owner=self)
            work.success(self._judged).start()

    def open_certificate(self, path: str = "") -> None:
        """Read an issuer's certificate and show its fingerprint, which a person compares."""
        words = _("Certificates")
        path = (
            path
            or QFileDialog.getOpenFileName(
                self, _("The issuer's certificate"), "", f"{words} ({CERTIFICATE})"
            )[0]
        )
        if path:
            work = self._desk.ask(lambda _office: read_issuer(_bytes(Path(path))), owner=self)
            work.success(self._certificate_read).start()

    def propose_issuer(self) -> None:
        """The fingerprint was compared: show what changes."""
        issuer, source = self.issuer, self.source.text()
        if issuer is not None:
            work = self._desk.ask(lambda office: office_packs.with_issuer(office, issuer, source), owner=self)
            work.success(self._judged).start()

    def publish(self) -> None:
        """Sign what is shown."""
        proposal = self.proposal
        if proposal is None:
            return
        self.publish_button.setEnabled(False)
        work = self._desk.in_lane(lambda office: office_packs.publish(office, proposal), owner=self)
        work.success(self._published).finished(lambda: self.publish_button.setEnabled(True)).start()

    def leave(self) -> None:
        """Back to the chosen list; nothing was signed."""
        self.proposal = self.issuer = None
        self.right.setCurrentWidget(self._one)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _judged(self, answer: Proposal | Refused) -> None:
        if isinstance(answer, Refused):
            self._ways.say("warn", say(answer.problems[0].message))
            return
        self.proposal = answer
        self._change_title.setText(answer.pack.label.of(WORDS.language))
        count = len(answer.differences)
        self._change_fact.setText(n_("{n} row changes", "{n} rows change", count))
        clear(self._changes)
        for one in answer.differences:
            self._changes.addWidget(hairline())
            self._changes.addWidget(Wrapped(_title(one), "strong"))
            for words, tone in _both(one):
                self._changes.addWidget(Wrapped(words, "small", tone))
        self._changes.addStretch(1)
        villages = self.view.villages if self.view else 0
        self.publish_button.set_text(n_("Publish to {n} village", "Publish to {n} villages", villages))
        self.right.setCurrentWidget(self._change)
        self.publish_button.setFocus()

    def _certificate_read(self, issuer: Issuer | None) -> None:
        if issuer is None:
            self._ways.say("warn", _("This file holds no certificate of an issuer. Nothing was taken."))
            return
        self.issuer = issuer
        prints = " ".join(issuer.print[at : at + GROUP] for at in range(0, len(issuer.print), GROUP))
        self._issuer_name.setText(issuer.name)
        self._issuer_until.setText(_("Valid until {day}", day=partial_date(issuer.until)))
        self._issuer_print.setText(prints)
        self.source.setText("")
        self.right.setCurrentWidget(self._compare)
        self.source.setFocus()

    def _published(self, villages: int) -> None:
        words = n_(
            "Published. {n} village gets it with the next sending.",
            "Published. {n} villages get it with the next sending.",
            villages,
        )
        self.leave()
        self._ways.saved()
        self._ways.say("ok", words)
        self.refresh()

    def _show_chosen(self) -> None:
        one = self.chosen()
        if one is None:
            return
        self._title.setText(one.label.of(WORDS.language))
        self._about.setText(_ABOUT[one.name]() if one.name in _ABOUT else "")
        self.issuer_button.setVisible(one.name == ISSUERS)
        self.right.setCurrentWidget(self._one)

    def _parts(self) -> None:
        self._title, self._about = label("", "h2"), Wrapped("", "body")
        self._not_yet = Wrapped(_("Only the district's admin publishes a list."), "small", "muted")
        self.save_button = Button(_("Save as a file…"), self.save, icon="download")
        self.file_button = Button(_("Publish a changed file…"), self.open_file, icon="send")
        self.issuer_button = Button(
            _("Add an issuer's certificate…"), self.open_certificate, icon="file-certificate"
        )
        how = Wrapped(
            _("Save the list, change its rows with a text editor, and publish it: what changes is shown first."),
            "small", "muted",
        )  # fmt: skip
        self._one = _card(
            self._title, self._about, hairline(), self.save_button, self.file_button, self.issuer_button, how,
            self._not_yet, STRETCH,
        )  # fmt: skip
        self._issuer_name, self._issuer_until = label("", "h2"), label("", "small")
        self._issuer_print = Wrapped("", "body")
        self.source = LineEdit()
        self.source_field = Field(_("Where it was compared"), self.source, reserve=False)
        compare = Wrapped(
            _("Ask the issuer by telephone, or look on its own site: every digit must be the same."), "small"
        )
        self.compare_button = Button(_("The fingerprint is the same"), self.propose_issuer, kind="primary")
        self._compare = _card(
            self._issuer_name, self._issuer_until, hairline(), label(_("Fingerprint (SHA-256)"), "strong"),
            self._issuer_print, compare, self.source_field, self.compare_button,
            Button(_("Do not publish"), self.leave, kind="link"), STRETCH,
        )  # fmt: skip
        self._change_title, self._change_fact = label("", "h2"), label("", "small")
        self._changes = column(gap=4)
        self.publish_button = Button("", self.publish, kind="primary", icon="send")
        foot = row(Button(_("Do not publish"), self.leave, kind="link"), STRETCH, self.publish_button)
        self._change = _card(
            self._change_title, self._change_fact, scrolled(holder(self._changes), keys=True), foot
        )
        for part in (self._one, self._compare, self._change):
            self.right.addWidget(part)


_ABOUT: Final = {
    "destinations": lambda: _("Open, warned of or closed: the gate of letters and the departure go by it."),
    "destination_ages": lambda: _("The age a country asks for: the departure and the gate warn by it."),
    "hotlines": lambda: _("Telephone numbers on the back of letters and on checklists."),
    "agencies": lambda: _(
        "Licensed agencies: who is not on the list is warned of. Empty: nobody is checked."
    ),
    ISSUERS: lambda: _(
        "Whose certificates count on letters signed electronically. Empty: the issuer is not checked."
    ),
}

_VALUES: Final = {
    "open": lambda: _("open"),
    "warn": lambda: _("open, with a warning"),
    "closed": lambda: _("closed"),
    "closed_household": lambda: _("closed for household work"),
    "active": lambda: _("in force"),
    "suspended": lambda: _("suspended"),
    "revoked": lambda: _("withdrawn"),
}
_LONGEST: Final = 60  # a certificate is not read out


def _card(*parts: object) -> Card:
    card = Card()
    inside = column(*parts, gap=10)  # type: ignore[arg-type]  # what a column takes
    card.body.addLayout(inside, 1)
    return card


def _line(one: PackLine) -> Row:
    return Row(
        one.name,
        (
            Cell(one.label.of(WORDS.language)),
            Cell(number_of(one.rows)),
            Cell(partial_date(one.as_of) if one.as_of else ""),
            Cell(_("district") if one.own else _("program")),
        ),
    )


def _title(one: Difference) -> str:
    found = one.new or one.old
    name = found.label.of(WORDS.language) if found else ""
    return f"{one.key[:12]} · {name}" if len(one.key) <= 12 else name


def _both(one: Difference) -> list[tuple[str, str | None]]:
    said: list[tuple[str, str | None]] = []
    if one.old is not None:
        said.append((_("Before: {row}", row=_row(one.old)), "muted"))
    said.append(
        (_("Now: {row}", row=_row(one.new)), None) if one.new is not None else (_("The row goes."), "warn")
    )
    return said


def _row(one: PackRow) -> str:
    value = _VALUES[one.value]() if one.value in _VALUES else one.value
    short = value if len(value) <= _LONGEST else f"{one.key[:16]}…"
    doubt = [_("ask first")] if one.certainty == "U" else []
    return " · ".join([short, one.source, partial_date(one.as_of), *doubt])


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(office_packs.MOST_READ)
