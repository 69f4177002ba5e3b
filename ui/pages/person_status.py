"""Above the history: type a day and see where the person stood then, and what the book knew of it on that day."""

from datetime import date

from PySide6.QtWidgets import QWidget

from desbumi_app.domain.problems import Problem
from desbumi_app.domain.stage import Derived
from desbumi_app.office import Office
from desbumi_app.usecases.known_on import known_on
from desbumi_app.usecases.status_on import parse_day, status_on
from ui.dates import partial_date, short_date
from ui.language import _, say
from ui.office_desk import OfficeDesk
from ui.theme.theme import current
from ui.widgets.chip import Chip
from ui.widgets.inputs import LineEdit, set_state
from ui.widgets.labels import label
from ui.widgets.layout import STRETCH, clear, column, row
from ui.widgets.stages import stage_chip

Answer = tuple[date, Derived, Derived | None] | Problem


class StatusLine(QWidget):
    """Answers on Enter; a day that cannot be says why beside it."""

    def __init__(self, desk: OfficeDesk, person: bytes) -> None:
        super().__init__()
        self._desk, self._person, self._said = desk, person, ""
        self.day = LineEdit(_("Example: {text}", text="17 Agu 2025"), dense=True)
        self.day.setFixedWidth(current().px(190))
        self.day.setAccessibleName(_("Where the person stood on"))
        self._answer = row(gap=8)
        self.day.left.connect(self._ask)
        title = label(_("Where the person stood on"), "muted")
        self._known = label("", "small")
        self._known.hide()
        line = row(title, self.day, self._answer, STRETCH, gap=10)
        self.setLayout(column(line, self._known, gap=4, margins=(12, 8, 12, 0)))

    def answered(self) -> str:
        """The words in sight."""
        return self._said

    def _ask(self, text: str) -> None:
        if not text.strip():
            self._show(None)
            return
        person = self._person

        def look(office: Office) -> Answer:
            day = parse_day(office, text)
            if isinstance(day, Problem):
                return day
            return day, status_on(office, person, day), known_on(office, person, day)

        self._desk.ask(look, owner=self).success(self._show).start()

    def _show(self, answer: Answer | None) -> None:
        clear(self._answer)
        self._said = ""
        self._known.hide()
        set_state(self.day, "error" if isinstance(answer, Problem) else "")
        if isinstance(answer, Problem):
            self._say(say(answer.message), "danger")
        elif answer is not None:
            day, derived, known = answer
            self._compare(derived, known)
            if derived.stage is None:
                self._say(_("{day}: not in the book yet", day=short_date(day)))
                return
            chip = stage_chip(derived.stage.value)
            self._answer.addWidget(Chip(chip))
            self._said = chip.text
            since = partial_date(derived.since) if derived.since else ""
            self._say(_("on {day}, since {since}", day=short_date(day), since=since))

    def _compare(self, now: Derived, then: Derived | None) -> None:
        """What had been saved by then, where it says something else than the book does today."""
        if then is None:
            words = "" if now.stage is None else _("On that day the book did not know this person yet.")
        elif (then.stage, then.since) == (now.stage, now.since):
            words = _("On that day the book said the same.") if now.stage else ""
        elif then.stage is None:
            words = _("On that day the book had no journey or event of this person yet.")
        else:
            since = partial_date(then.since) if then.since else ""
            words = _(
                "On that day the book said: {stage}, since {since}",
                stage=stage_chip(then.stage.value).text,
                since=since,
            )
        self._known.setText(words)
        self._known.setVisible(bool(words))

    def known(self) -> str:
        """The sentence about what was known then; "" where there is none."""
        return self._known.text() if not self._known.isHidden() else ""

    def _say(self, words: str, tone: str = "muted") -> None:
        self._said = f"{self._said} {words}".strip()
        self._answer.addWidget(label(words, "body", tone))
