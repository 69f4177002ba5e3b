"""What every step of the departure form has: takes over what was typed, checks itself, leads the cursor.

A step stores nothing; the wizard keeps drafts and records.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from desbumi_app.catalogue.when import holds
from desbumi_app.domain.problems import Problem
from ui.forms.builder import Form
from ui.forms.enter_chain import EnterChain
from ui.forms.fitting import three_in_a_row
from ui.forms.from_catalogue import declared
from ui.models.departure import Typed
from ui.office_desk import OfficeDesk
from ui.widgets.picks import Picks
from ui.widgets.segment import Segment


class DepartureStep(QWidget):
    """`changed` when a field was left, `ended` by Enter in the last field."""

    changed = Signal()
    ended = Signal()

    def __init__(self, desk: OfficeDesk, typed: Typed) -> None:
        super().__init__()
        self.desk, self.typed = desk, typed
        self.chain = EnterChain(self)
        self.chain.ended.connect(self.ended)
        self.forms: list[Form] = []

    def enter(self) -> None:
        """The step comes in sight: the cursor goes into its first field."""
        self.chain.go(None)

    def take(self) -> None:
        """Hand over what is typed right now, also what stands in a field that was not left yet."""
        for form in self.forms:
            self.typed.put(form.typed())

    def check(self) -> list[Problem]:
        """Everything this step finds, shown under its fields too."""
        return [problem for form in self.forms for problem in form.check_all()]

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What rules over the whole form found."""
        for form in self.forms:
            form.show_problems(problems)

    def take_back(self, names: set[str]) -> None:
        """What no rule says any more is no longer shown; what a field itself finds stays."""
        for form in self.forms:
            for name in names & set(form.fields):
                form.check(name)

    def owns(self, name: str) -> bool:
        """Whether the field stands in this step."""
        return any(name in form.fields for form in self.forms)

    def jump(self, name: str) -> None:
        """Put the cursor into a field of this step."""
        for form in self.forms:
            if name in form.fields:
                form.jump(name)

    def summary(self) -> str:
        """What the list of steps says under its name."""
        return ""

    def add_form(self, form: Form) -> Form:
        """Watch a form of this step; what is hidden by another answer stays hidden."""
        self.forms.append(form)
        form.changed.connect(self._left)
        return form

    def watch(self) -> None:
        """Enter goes through the editors of all forms, in their order."""
        self.chain.watch([widget for form in self.forms for widget in editors_of(form)])

    def show_fitting(self, form: Form) -> None:
        """Show the fields whose condition holds for what is chosen so far, without holes: three in a row."""
        values = {name.partition(".")[2]: value for name, value in form.values().items()}
        three_in_a_row(
            form,
            [name for name in form.fields if holds(declared(self.desk.catalogue, name).when, values)],
        )

    def _left(self, _name: str) -> None:
        self.take()
        self.changed.emit()


def editors_of(form: Form) -> list[QWidget]:
    """The widgets of a form that take the cursor, in order."""
    found: list[QWidget] = []
    for editor in form.editors.values():
        if isinstance(editor.widget, Segment | Picks):
            found += editor.widget.findChildren(QAbstractButton)
        else:
            found.append(editor.widget)
    return found
