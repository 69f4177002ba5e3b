"""Papers side by side: what card, family card, certificate, NIK and passport say, what agrees, and what to look for.

It never calls a paper false: it shows where two of them differ, and which sign to look at on each.
"""

from typing import Final

from PySide6.QtWidgets import QWidget

from desbumi_app.catalogue.authenticity import Sign, load_signs
from desbumi_app.domain.agreement import SOURCES, Line, Verdict
from desbumi_app.domain.masks import mask_nik
from desbumi_app.usecases.compare_papers import compare_papers
from ui.dates import partial_date
from ui.forms.from_catalogue import word
from ui.language import N_, WORDS, _, n_, say
from ui.models.person_said import paper_names
from ui.office_desk import OfficeDesk
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.theme.tokens import ToneName
from ui.ways import Ways
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.inputs import Select
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled
from ui.widgets.table import Table
from ui.widgets.table_model import Cell, Column, ListModel, Row

SUBJECTS: Final = {
    "name": N_("Name"), "nik": N_("NIK"), "kk_number": N_("Family card number"), "born": N_("Birth date"),
    "sex": N_("Sex"), "passport_number": N_("Passport number"), "birth_number": N_("Birth certificate"),
}  # fmt: skip
HEADS: Final = {
    "book": N_("In the book"), "nik": N_("Digits of the NIK"), "card": N_("Identity card"),
    "family": N_("Family card"), "birth": N_("Certificate"), "passport": N_("Passport"),
}  # fmt: skip
LOOKS: Final[dict[Verdict, tuple[str, str, ToneName]]] = {
    Verdict.AGREES: (N_("agrees"), "circle-check", "ok"),
    Verdict.DIFFERS: (N_("differs"), "alert-triangle", "warn"),
    Verdict.ALONE: (N_("only one paper"), "info-circle", "grey"),
    Verdict.UNKNOWN: (N_("not there yet"), "info-circle", "grey"),
}
SURE: Final = {
    "S": N_("seen in a source"),
    "K": N_("known practice"),
    "P": N_("our proposal"),
    "U": N_("ask first"),
}
MASKED: Final = frozenset({"nik", "kk_number"})
SIGNS_WIDTH: Final = 400
SIGNS_WIDTH_LARGE: Final = 270
PAPER_WIDTH: Final = 175
PAPER_WIDTH_LARGE: Final = 125


class ComparePage(Page):
    """Of one person; Esc goes back to the papers of the file."""

    def __init__(self, desk: OfficeDesk, ways: Ways, person: bytes) -> None:
        super().__init__(_("Compare the papers"))
        self._desk, self._ways, self._person = desk, ways, person
        self.lines: tuple[Line, ...] = ()
        self.add_to_title(Button(_("Correct the data"), self._correct, icon="pencil"))
        self.add_to_title(Button(_("Back to the file"), self._back, icon="arrow-left"))
        self._told = column(gap=0)
        self._table = Card(flush=True)
        self.papers = Select([(code, paper_names().get(code, code)) for code in load_signs().papers])
        self.papers.picked.connect(self._show_signs)
        self._signs = column(gap=10)
        signs = Card(_("What to look for"))
        signs.body.addWidget(self.papers)
        signs.body.addWidget(scrolled(holder(self._signs), keys=True), 1)
        signs.setFixedWidth(current().dense(SIGNS_WIDTH if current().scale == 1.0 else SIGNS_WIDTH_LARGE))
        both = row(self._table, signs, gap=16)
        both.setStretch(0, 1)
        self.body.addLayout(self._told)
        self.body.addLayout(both, 1)
        PageKeys(self, {"Esc": self._back})
        self.papers.set_code("id_card")
        self._show_signs("id_card")
        desk.ask(lambda office: compare_papers(office, person), owner=self).success(
            lambda answer: self._show(*answer)
        ).start()

    def _show(self, name: str, lines: tuple[Line, ...]) -> None:
        self.lines = lines
        if self.title is not None:
            self.title.setText(_("Compare the papers of {name}", name=name))
        differing = [line for line in lines if line.verdict is Verdict.DIFFERS]
        clear(self._told)
        if differing:
            first = n_("{n} point differs", "{n} points differ", len(differing))
            reason = differing[0].reason
            self._told.addWidget(Banner("warn", first, say(reason) if reason else ""))
        clear(self._table.body)
        self._table.body.addWidget(self._grid(lines))

    def _grid(self, lines: tuple[Line, ...]) -> QWidget:
        shown = [source for source in SOURCES if any(source in line.said for line in lines)]
        width = PAPER_WIDTH if current().scale == 1.0 else PAPER_WIDTH_LARGE
        columns = [Column("subject", _("Point"), strong=True), Column("verdict", _("Do they agree?"), width),
                   *(Column(one, _(HEADS[one]), width, wraps=True) for one in shown)]  # fmt: skip
        model = ListModel(columns)
        model.set_rows([self._row(line, shown) for line in lines])
        table = Table(model, _("Compare the papers")).room_for_words()
        model.setParent(table)
        return table

    def _row(self, line: Line, shown: list[str]) -> Row:
        words, icon, tone = LOOKS[line.verdict]
        cells = [Cell(_(SUBJECTS[line.subject])), Cell(_(words), icon=icon, tone=tone)]
        cells += [Cell(self._said(line.subject, line.said.get(source, ""))) for source in shown]
        return Row(line.subject, tuple(cells))

    def _said(self, subject: str, value: str) -> str:
        if subject in MASKED and value:
            return mask_nik(value)
        if subject == "born":
            return partial_date(value) if value else ""
        if subject == "sex" and value:
            return word(self._desk.catalogue, "sexes", {"m": "male", "f": "female"}[value])
        return value

    def _show_signs(self, paper: str) -> None:
        clear(self._signs)
        for sign in load_signs().of(paper):
            self._signs.addWidget(_sign(sign))
        as_of = _("Looked at on {day}.", day=partial_date(load_signs().as_of))
        self._signs.addWidget(label(as_of, "small"))
        self._signs.addLayout(row(STRETCH))

    def _correct(self) -> None:
        self._ways.record("person", self._person)

    def _back(self) -> None:
        page = self._ways.person(self._person)
        show_tab = getattr(page, "show_tab", None)
        if callable(show_tab):
            show_tab("documents")


def _sign(sign: Sign) -> QWidget:
    unsure = sign.certainty.value == "U"
    text = Wrapped(sign.text.of(WORDS.language))
    under = Wrapped(f"{sign.source} · {_(SURE[sign.certainty.value])}", "small")
    line = row(IconLabel("help-circle" if unsure else "bulb", 18, "warn" if unsure else "accent"),
               holder(column(text, under, gap=0)), gap=10)  # fmt: skip
    line.setStretch(1, 1)
    return holder(line)
