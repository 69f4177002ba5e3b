"""Every component in every state on one sheet: looked at by people, built by tests in both themes and all sizes."""

from typing import Final

from PySide6.QtWidgets import QGridLayout, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from ui.language import N_, _, c_
from ui.theme.theme import current
from ui.theme.tokens import TONES, ratio
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.checks import Check, Radio
from ui.widgets.chip import Chip, ChipSpec, chip_size
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, Select
from ui.widgets.labels import label, restyle
from ui.widgets.layout import STRETCH, column, holder, row
from ui.widgets.logo import Logo
from ui.widgets.progress import Progress
from ui.widgets.segment import FilterChips, Segment
from ui.widgets.stages import CONDITIONS, SENDING, STAGES, condition_chip, sending_chip, stage_chip
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row
from ui.widgets.tabs import Tabs

SHORT: Final = Problem(Level.STOP, None, Message(N_("Only {n} of 16 digits."), {"n": "12"}))
SOON: Final = Problem(Level.WARN, None, Message(N_("Less than 6 months.")))

CHIPS_WIDE: Final = 580


def gallery() -> QWidget:
    """The sheet, 1366 wide."""
    page = QWidget()
    page.setProperty("part", "page")
    head = row(
        Logo(), label(_("Desbumi: components"), "h1"), STRETCH, label("Noto Sans 11 pt", "small"), gap=12
    )
    left = column(_buttons(), _choices(), _inputs(), _banners(), STRETCH, gap=16)
    right = column(_chips(), _table(), _progress(), _empty(), _contrast(), STRETCH, gap=16)
    both = row(holder(left), holder(right), gap=16)
    both.setStretch(0, 1)
    both.setStretch(1, 1)
    page.setLayout(column(head, both, gap=14, margins=(24, 14, 24, 16)))
    give_letters(page)
    return page


def _shown(text: str, state: str, **kind: object) -> Button:
    button = Button(text, **kind)  # type: ignore[arg-type]  # the sheet's own shorthand
    restyle(button, "shown", state)
    button.setEnabled(state != "off")
    return button


def _buttons() -> Card:
    card = Card(_("Buttons"))
    states = [(_("Main"), ""), (_("Pointed at"), "hover"), (_("Pressed"), "press"), (_("Off"), "off")]
    card.body.addLayout(row(*(_shown(t, s, kind="primary", icon="check") for t, s in states), STRETCH))
    states = [(_("Plain"), ""), (_("Pointed at"), "hover"), (_("Off"), "off")]
    card.body.addLayout(row(*(_shown(t, s, icon="printer") for t, s in states), STRETCH))
    segment = Segment(
        _("State"),
        [("yes", c_("paper", "There")), ("no", c_("paper", "Not yet")), ("na", _("Not needed"))],
        value="yes",
    )
    card.body.addLayout(
        row(
            Button(_("Quiet"), kind="quiet", icon="eye"),
            Button(_("Link"), kind="link"),
            Button(_("Delete draft"), kind="danger", icon="trash"),
            Button(_("Small"), dense=True),
            segment,
            STRETCH,
        )
    )
    return card


def _choices() -> Card:
    card = Card(_("Choices"))
    good, passport = Radio(_("Well")), Check(_("Passport"))
    good.setChecked(True)
    passport.setChecked(True)
    card.body.addLayout(row(good, Radio(_("Needs help")), passport, Check(_("Visa")), STRETCH, gap=16))
    counts = [("all", _("All"), 212), ("working", _("Working"), 41), ("returned", _("Returned"), 27)]
    card.body.addLayout(row(FilterChips(_("Stage"), counts, value="all"), STRETCH))
    tabs = [("h", _("History"), "history"), ("d", _("Documents"), "files"), ("f", _("Family"), "users-group")]
    card.body.addWidget(Tabs(tabs))
    return card


def _inputs() -> Card:
    card = Card(_("Fields"))
    name, focus, nik, until = LineEdit(_("As on the ID card")), LineEdit(), LineEdit(), LineEdit()
    restyle(focus, "shown", "focus")
    for editor, text in ((focus, "Siti Aminah"), (nik, "5202 0455 0394"), (until, "18 Mei 2027")):
        editor.setText(text)
    off = LineEdit(_("Locked by the district"))
    off.setEnabled(False)
    country = Select([("MY", "Malaysia"), ("HK", "Hong Kong")])
    country.set_code("MY")
    fields = [
        Field(_("Full name"), name, help_text=_("Write without titles.")),
        Field(_("Focus"), focus, help_text=_("Enter: next field.")),
        Field("NIK", nik),
        Field(_("Passport valid until"), until),
        Field(_("Country"), country, help_text=_("Type its first letter.")),
        Field(_("Letter number"), off, help_text=_("Given when printed.")),
    ]
    fields[2].show_problem(SHORT)
    fields[3].show_problem(SOON)
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    for i, field in enumerate(fields):
        grid.addWidget(field, i // 3, i % 3)
        grid.setColumnStretch(i % 3, 1)
    card.body.addLayout(grid)
    return card


def _banners() -> Card:
    card = Card(_("Messages"))
    usb = [(_("Save to USB"), lambda: None)]
    for banner in (
        Banner("grey", _("Waiting for network"), _("The work is safe on this laptop.")),
        Banner("info", _("This list is of 1 Nov 2026"), _("Ask first if in doubt.")),
        Banner("warn", _("7 days not sent"), _("Save to USB and take it to the district."), jumps=usb),
        Banner("danger", _("This departure date cannot be"), _("Correct it before recording.")),
        Banner("ok", _("Departure recorded")),
    ):
        card.body.addWidget(banner)
    return card


def _chips() -> Card:
    card = Card(_("Stages and conditions"))
    specs = [*map(stage_chip, STAGES), *map(condition_chip, CONDITIONS), *map(sending_chip, SENDING)]
    width, line = 0, row(gap=8)
    for spec in specs:
        needed = chip_size(spec).width() + 8
        if width + needed > CHIPS_WIDE:
            line.addStretch(1)
            card.body.addLayout(line)
            width, line = 0, row(gap=8)
        line.addWidget(Chip(spec))
        width += needed
    line.addStretch(1)
    card.body.addLayout(line)
    return card


def _table() -> Card:
    card = Card(_("Table"), flush=True)
    columns = [
        Column("name", _("Name"), strong=True),
        Column("age", _("Age"), 70, "right"),
        Column("stage", _("Stage"), 130),
        Column("last", _("Last contact"), 150),
    ]
    model = ListModel(columns)
    late = Cell("14 Okt 2026", icon="clock-exclamation", tone="warn")
    model.set_rows(
        [
            Row(
                1, (Cell("Ahmad Junaidi"), Cell("34"), Cell(chip=stage_chip("working")), Cell("18 Nov 2026"))
            ),
            Row(2, (Cell("Baiq Nurhayati"), Cell("29"), Cell(chip=stage_chip("working")), late)),
            Row(3, (Cell("Mariani"), Cell("38"), Cell(chip=stage_chip("returned")), Cell())),
        ]
    )
    table = Table(model, _("People")).show_rows(3)
    table.setParent(card)
    model.setParent(table)
    table.select_id(2)
    card.body.addWidget(table)
    return card


def _progress() -> Card:
    card = Card(_("Progress"))
    progress = Progress(_("Sending 8 of 13 changes"))
    progress.show_step(8, 13, left=_("About 20 seconds more. You may go on working."))
    card.body.addWidget(progress)
    return card


def _empty() -> Card:
    card = Card(_("Empty, in a card"))
    add = Button(_("Record a complaint"), icon="plus", dense=True)
    card.body.addWidget(
        EmptyState(
            _("No open complaint"),
            _("If somebody complains, record it here."),
            icon="message-off",
            buttons=[add],
        )
    )
    return card


def _contrast() -> Card:
    card = Card(_("Colours and contrast"))
    tokens = current().tokens
    chips = [
        ChipSpec(
            f"{tone}  {ratio(tokens.tone(tone).ink, tokens.tone(tone).ground):.1f} : 1", "info-circle", tone
        )
        for tone in TONES
    ]
    for start in range(0, len(chips), 3):
        card.body.addLayout(row(*(Chip(chip) for chip in chips[start : start + 3]), STRETCH))
    return card
