"""A tab of the file with its records: what can be added stands above, Enter on a row opens its form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from desbumi_app.usecases.read_person import PersonFile
from ui.language import N_, _
from ui.models.papers import every_paper
from ui.models.person_records import kinds_of
from ui.models.today import AWAY
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.labels import Elided
from ui.widgets.layout import STRETCH, column, hairline, holder, row
from ui.widgets.table import Table
from ui.widgets.table_model import Column, ListModel, Row

IN_A_ROW: Final = (6, 2)  # buttons at 100 %, and at larger text
MOST: Final = 100  # of the room beside the buttons
Adding = tuple[str, str, str]  # kind, words, icon
ADDED: Final[dict[str, tuple[Adding, ...]]] = {
    "documents": (("document", N_("Add a document"), "plus"),),
    "journeys": (
        ("extension", N_("Contract extended"), "file-certificate"),
        ("sealed_journey", N_("Recruiter, money and health"), "shield-lock"),
        ("at_work", N_("Conditions at work"), "shield-lock"),
        ("after_return", N_("How the return went"), "shield-lock"),
        ("plan", N_("New plan"), "bulb"),
        ("remittance", N_("Money sent home"), "shield-lock"),
    ),
    "family": (
        ("contact", N_("Add a contact"), "phone"), ("member", N_("Add a family member"), "user-plus"),
        ("child", N_("Child left behind"), "shield-lock"), ("visit", N_("Visit"), "home"),
        ("household", N_("Family card"), "users"),
    ),
    "consents": (
        ("notice", N_("Notice given"), "message"), ("consent", N_("Consent"), "clipboard-check"),
        ("request", N_("Request"), "inbox"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Records:
    """Whose file it is, and the way to the forms."""

    ways: Ways
    file: PersonFile

    @property
    def person(self) -> bytes:
        """The stored id."""
        return bytes(self.file.person["id"])

    def add(self, kind: str) -> None:
        """Open an empty form."""
        self.ways.record(kind, self.person)

    def open(self, record: object) -> None:
        """Open the form of a row; of a paper that is not there yet, an empty one that names it."""
        if isinstance(record, str) and record in {one.code for one in every_paper()}:
            self.ways.record("document", self.person, start={"documents.item": record})
        kind = kinds_of(self.file).get(record) if isinstance(record, bytes) else None
        if kind is not None and isinstance(record, bytes):
            self.ways.record(kind, self.person, record)


def fits(kind: str, file: PersonFile) -> bool:
    """Conditions at work are asked while somebody is away, how the return went once somebody is home."""
    away = file.derived.stage in AWAY
    return {"at_work": away, "after_return": bool(file.rows("returns")) and not away}.get(kind, True)


def records_tab(
    tab: str,
    records: Records,
    shown: tuple[str, Sequence[Column], Sequence[Row], QWidget],
    more: Sequence[tuple[str, str, Callable[[], object]]] = (),
    told: str = "",
    *,
    tools: Sequence[QWidget] = (),
) -> QWidget:
    """`shown`: the table's name, columns, rows, and what stands there without rows; `more`, `tools`: further buttons."""
    name, columns, rows, empty = shown
    buttons: list[QWidget] = [
        Button(_(words), partial(records.add, kind), icon=icon, dense=True)
        for kind, words, icon in ADDED.get(tab, ())
        if fits(kind, records.file)
    ]
    buttons += [Button(words, press, icon=icon, dense=True) for words, icon, press in more]
    buttons += tools
    inside: QWidget = empty
    if rows:
        model = ListModel(columns)
        model.set_rows(rows)
        table = Table(model, name)
        model.setParent(table)
        table.opened.connect(partial(records.open))
        if rows[0].heading:
            table.headed_by_rows()
        inside = table
    fit = IN_A_ROW[0 if current().scale == 1.0 else 1]
    lines = [row(*buttons[at : at + fit], STRETCH, gap=8) for at in range(0, len(buttons), fit)]
    if told and lines:
        lines[-1].insertWidget(lines[-1].count() - 1, words := Elided(told, "muted"))
        lines[-1].setStretch(lines[-1].indexOf(words), MOST)
    box = column(column(*lines, gap=6, margins=(12, 8, 12, 8)), hairline(), inside, gap=0)
    box.setStretch(2, 1)
    return holder(box)
