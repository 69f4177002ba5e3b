"""Step 4, Periksa & catat: everything on one page, the family to call, and what only case officers may read.

The sealed part is kept as a draft only where the case book is open; it says so, and when it ends.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from desbumi_app.domain.problems import Problem
from ui.forms.builder import Form
from ui.forms.describe import Width
from ui.forms.from_catalogue import describe, parser
from ui.language import _
from ui.models.departure import Typed
from ui.models.departure_drafts import put_away, sealed_of
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import DepartureStep
from ui.pages.sealed_cover import SealedCover, ask_for_the_rest, taken_out, uncover_for
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.field import give_letters
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, divider, hairline, row

CONTACT: Final[tuple[tuple[str, Width], ...]] = (
    ("contacts.name", "third"),
    ("contacts.relation", "third"),
    ("contacts.phone", "third"),
)
SEALED: Final[tuple[tuple[str, Width], ...]] = (
    ("journey_recruitment.found_through", "third"),
    ("journey_recruitment.recruiter_name", "third"),
    ("journey_recruitment.recruiter_phone", "third"),
)
Line = tuple[str, str, int]  # title, what was entered, step it belongs to


class CheckStep(DepartureStep):
    """`asked` wants to go to the step of a line of the summary."""

    asked = Signal(int)

    def __init__(self, desk: OfficeDesk, typed: Typed, lines: Callable[[], Sequence[Line]]) -> None:
        super().__init__(desk, typed)
        self._lines = lines
        self._asked: Any = None
        self._summary = QGridLayout()
        self._summary.setHorizontalSpacing(12)
        self._summary.setVerticalSpacing(4)
        self._summary.setColumnStretch(1, 1)
        self.contact = self._form("contacts", CONTACT)
        self.sealed = self._form("journey_recruitment", SEALED)
        self.cover = SealedCover(desk)
        self.cover.asked.connect(self._show_held)
        self.cover.opened.connect(self._read_sealed)
        self._kept = Wrapped("", "small")
        shut = row(
            IconLabel("shield-lock", 20, "accent"), label(_("Read by case officers only"), "h2"), STRETCH
        )
        right = column(
            label(_("Family to call"), "h2"), self.contact, hairline(), shut, self._kept, self.cover,
            self.sealed, STRETCH, gap=8,
        )  # fmt: skip
        left = column(label(_("Entered so far"), "h2"), self._summary, STRETCH, gap=8)
        box = row(left, divider(), right, gap=20)
        box.setStretch(0, 3)
        box.setStretch(2, 5)
        self.setLayout(box)
        self.watch()
        give_letters(self)
        self._lie()
        self._read_sealed()

    def cover_up(self, *, keep: bool) -> None:
        """The screen locks: what was typed for case officers leaves the window; `keep` unless it is recorded already."""
        typed, self._asked = self.typed, None
        if keep and not typed.empty():
            put_away(self.desk, typed, self._put_away, self)
        typed.put(self.sealed.typed())
        typed.held |= {name: text for name, text in typed.sensitive.items() if text.strip()}
        taken_out(self.sealed)
        typed.sensitive = {}
        self._say_kept(drafted=False)
        self._lie()

    def complete(self, ways: Ways, go_on: Callable[[], object]) -> bool:
        """Whether all that was typed is here to be recorded; else somebody is asked, and `go_on` records without it."""
        if self.cover.in_book:
            ask_for_the_rest(ways, self.cover, go_on)
        return not self.cover.in_book

    def uncover_for(self, problems: Sequence[Problem]) -> None:
        """Nothing was stored: what is wrong in the covered part is shown."""
        uncover_for(problems, {f"journey_recruitment.{name}" for name in self.typed.held}, self.cover)

    def _put_away(self, in_book: bool) -> None:  # noqa: FBT001  (what was answered)
        if in_book and self.typed.held:
            self.typed.held, self.typed.in_book = {}, True
            self._lie()

    def _lie(self) -> None:
        if self.typed.held or self.typed.in_book:
            self.cover.lie([self.sealed, self._kept], in_book=self.typed.in_book)

    def _show_held(self) -> None:
        """Whoever typed it asks to see it."""
        typed = self.typed
        typed.sensitive, typed.held = typed.held, {}
        self.cover.lift()
        self.sealed.fill(typed.texts("journey_recruitment"))

    def _read_sealed(self) -> None:
        key = self.typed.key
        self._asked = asked = self.desk.ask(
            lambda office: (office.cases is not None, sealed_of(office, key)), owner=self
        )
        # An answer that comes after a screen lock shows nothing.
        asked.success(lambda answer: self._show_kept(key, *answer) if asked is self._asked else None).start()

    def _show_kept(self, key: bytes, drafted: bool, texts: dict[str, str]) -> None:  # noqa: FBT001  (what was answered)
        """What becomes of the sealed part, and what was kept of it."""
        self.typed.put(self.sealed.typed())
        if drafted:
            self.typed.sealed_shown = key
            if self.typed.in_book:
                self.typed.in_book = False
                self.cover.lift()
        self._say_kept(drafted=drafted)
        self.typed.sensitive = texts | {name: text for name, text in self.typed.sensitive.items() if text}
        self.sealed.fill(self.typed.texts("journey_recruitment"))
        self._lie()

    def _say_kept(self, *, drafted: bool) -> None:
        until = (
            _("Until then they are kept as a draft for case officers only.")
            if drafted
            else _("It is not kept as a draft and ends when the book is locked fully.")
        )
        sealed = _("Sealed when recorded: nobody at this desk can read it back.")
        self._kept.setText(f"{sealed} {until}")

    def enter(self) -> None:
        """Show what was entered; the cursor goes to the family contact."""
        self._show_summary()
        if self.typed.sealed_shown != self.typed.key:  # another person, or a case book that was opened since
            self._read_sealed()
        super().enter()

    def summary(self) -> str:
        """Whom to call."""
        return self.typed.contact.get("name", "").strip()

    def _form(self, table: str, fields: Sequence[tuple[str, Width]]) -> Form:
        described = [
            replace(describe(self.desk.catalogue, name, width=width), help=("", "")) for name, width in fields
        ]
        form = self.add_form(Form(described, parser(self.desk.catalogue, self.desk.today())))
        form.fill(self.typed.texts(table))
        return form

    def _show_summary(self) -> None:
        clear(self._summary)
        for title, said, step in self._lines():
            link = Button(title, partial(self.asked.emit, step), kind="inline")
            link.setAccessibleDescription(said)
            at = self._summary.rowCount()
            self._summary.addWidget(link, at, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self._summary.addWidget(Wrapped(said or "–", "body"), at, 1)
