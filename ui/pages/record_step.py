"""One step of the form of a record: its fields three in a row, and the passport's two lines where they belong.

It stores nothing and judges nothing; the page keeps drafts and records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desbumi_app.catalogue.parse_mrz import Mrz
from desbumi_app.catalogue.when import holds
from desbumi_app.domain.problems import Problem
from desbumi_app.usecases.check_hamlet import hamlets_of
from ui.forms.builder import Form
from ui.forms.completing import complete
from ui.forms.describe import FieldDescription, Parse
from ui.forms.enter_chain import EnterChain
from ui.forms.fitting import three_in_a_row
from ui.forms.from_catalogue import declared, describe
from ui.forms.mrz_box import MrzBox, texts_of
from ui.models.papers import every_paper
from ui.models.record import ROW, StepPlan, table_of, units_of
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import editors_of
from ui.pages.sealed_cover import SealedCover
from ui.widgets.labels import IconLabel, Wrapped
from ui.widgets.layout import STRETCH, column, holder, row, scrolled

PASSPORT: Final = "journeys.passport_number"
HAMLETS: Final = frozenset({"people.hamlet", "households.hamlet"})


class RecordStep(QWidget):
    """`changed` when a field was left, `ended` by Enter in the last field, `passport` when its two lines were read."""

    changed = Signal()
    ended = Signal()
    passport = Signal(object)

    def __init__(
        self, desk: OfficeDesk, plan: StepPlan, parse: Parse, hint: str = "", *, aloud: bool = False
    ) -> None:
        super().__init__()
        self._desk, self.plan = desk, plan
        described = [description(desk, name) for name in plan.fields]
        if plan.numbers:
            described = [numbered(one, at) for one, at in zip(described, plan.numbers, strict=True)]
        self._offered = {one.name: {code for code, _words in one.choices} for one in described}
        self.form = Form(described, parse)
        self.form.changed.connect(lambda _name: self.changed.emit())
        self._wide = {
            name for name in plan.fields if units_of(desk.catalogue, declared(desk.catalogue, name)) >= ROW
        }
        self.mrz = MrzBox(desk.today) if PASSPORT in plan.fields else None
        parts: list[Any] = [self.mrz] if self.mrz is not None else []
        self._hint = Wrapped(hint, "body" if aloud else "small")
        self._hint_row = holder(row(IconLabel("shield-lock", 20, "accent"), self._hint, gap=10))
        parts.append(self._hint_row)
        parts += [self.form, STRETCH]
        self._parts = column(*parts, gap=10, margins=(0, 0, 8, 0))
        area = scrolled(holder(self._parts))
        self.setLayout(column(area))
        self._hint_row.setHidden(not hint)
        if self.mrz is not None:
            self.mrz.read.connect(self._read)
        for name in HAMLETS & set(plan.fields):
            desk.ask(hamlets_of, owner=self).success(partial(complete, self.form, name)).start()
        self._chain = EnterChain(self)
        self._chain.ended.connect(self.ended)
        self._chain.watch(editors_of(self.form))

    def typed(self, stored: Mapping[str, str]) -> dict[str, str]:
        """The texts as typed. What is hidden, or stored with a code that is no longer offered, stays as it is stored."""
        texts = self.form.typed()
        for name, text in texts.items():
            before, offered = stored.get(name, ""), self._offered[name]
            gone = bool(offered) and not text and bool(before) and not set(before.split(";")) <= offered
            if gone or self.form.fields[name].isHidden():
                texts[name] = before
        return texts

    def add_cover(self) -> SealedCover:
        """What stands in the place of the fields after a screen lock."""
        cover = SealedCover(self._desk)
        self._parts.insertWidget(self._parts.indexOf(self.form), cover)
        return cover

    @property
    def under_cover(self) -> list[QWidget]:
        """What a cover stands in the place of."""
        return [self.form, self._hint_row]

    def enter(self) -> None:
        """The cursor goes into the first field."""
        self._chain.go(None)

    def say(self, words: str) -> None:
        """The sentence above the fields; "" for none."""
        self._hint.setText(words)
        self._hint_row.setHidden(not words)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts in, by `table.field`."""
        self.form.fill({name: text for name, text in texts.items() if name in self.form.fields})

    def show_fitting(self, values: Mapping[str, Any]) -> None:
        """Show what fits the whole record: `values` by `table.field`, parsed or stored."""
        fitting = []
        for name in self.form.fields:
            when = declared(self._desk.catalogue, name).when
            table = table_of(name)
            own = {key: values.get(f"{table}.{key}", values.get(f"fixed.{key}")) for key in when}
            if holds(when, own):
                fitting.append(name)
        three_in_a_row(self.form, fitting, self._wide)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What rules over the whole record found, under its fields."""
        self.form.show_problems([one for one in problems if one.field in self.form.fields])

    def take_back(self, names: set[str]) -> None:
        """What no rule says any more; what a field itself finds stays."""
        for name in names & set(self.form.fields):
            self.form.check(name)

    def _read(self, passport: Mrz) -> None:
        self.fill(texts_of(passport))
        self.passport.emit(passport)
        self.changed.emit()
        self._chain.go(None)


def description(desk: OfficeDesk, name: str) -> FieldDescription:
    """A declared field; the kind of a paper is chosen from the checklists."""
    made = replace(describe(desk.catalogue, name), width="third")
    if name == "documents.item":
        items = tuple((one.code, (one.name.id, one.name.en)) for one in every_paper())
        made = replace(made, choices=items)
    return made


def numbered(one: FieldDescription, at: int) -> FieldDescription:
    """The field under its number on the paper it is typed from."""
    return replace(one, label=(f"{at}. {one.label[0]}", f"{at}. {one.label[1]}"))


def no_parent(widget: QObject | None) -> bool:
    """Whether the widget is gone already; an answer that comes late finds nobody."""
    import shiboken6

    return widget is None or not shiboken6.isValid(widget)
