"""Beranda: what waits today, the verbs of the desk, three numbers of the village, what waits to be sent.

A line that cannot be counted says so by itself; the others stay.
"""

from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desbumi_app.usecases.list_reminders import Reminder
from desbumi_app.usecases.renew_lines import Due, lines_due, renew_lines
from desbumi_app.usecases.summarise_reads import summarise_reads
from ui.dates import ago, day_and_time, long_date
from ui.language import _, n_
from ui.messages import Explained
from ui.models.departure import FORM
from ui.models.drafts import named
from ui.models.today import Today, look, looks, sentences
from ui.office_desk import KeptDraft, OfficeDesk
from ui.office_following import move_sealed
from ui.operations import Operation
from ui.pages.page_keys import PageKeys
from ui.session import SendState
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Elided, IconLabel, label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled
from ui.widgets.list_row import JobRow, Verb

RIGHT: Final = 472
ROW: Final = 72
RING: Final = 4
STEPS: Final = 4


class HomePage(Page):
    """`refresh` at every visit."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Good day"))
        self._desk, self._ways = desk, ways
        self.add_to_title(label(long_date(desk.today()), "lead"))
        self.jobs = Card(_("To do today"), flush=True)
        self.jobs.body.setSpacing(0)
        self._village = Card(_("Our village"))
        self._sending = Card()
        self.departure = Verb(
            _("Record departure"), _("Somebody will leave or has left"), self._depart, icon="plane-departure",
            key="Ctrl+1", main=True,
        )  # fmt: skip
        verbs = column(*self._verbs(), gap=12)
        right = column(12, label(_("Do"), "h2"), verbs, self._village, gap=12)
        right.setStretch(2, 1)
        right.setContentsMargins(RING, 0, RING, RING)  # for the ring of what has the focus
        held = scrolled(holder(right))  # at the largest text, or below a message; sending stays in sight
        held.setFixedWidth(current().dense(RIGHT) + 2 * RING)
        both = row(self.jobs, held, gap=16 - RING)
        both.setStretch(0, 1)
        self.body.addLayout(both, 1)
        self.body.addWidget(self._sending)
        self._asked: Operation[Today] | None = None
        self._show_village(None)
        self._show_sending(SendState())
        self.begin_at(self.departure)
        QShortcut(QKeySequence("Ctrl+N"), self, ways.add_person)
        PageKeys(self, {})  # Enter presses what the cursor stands on

    def refresh(self) -> None:
        """Ask again; the page stays as it is until the answer comes.

        A case user's sealed notes are moved first: whoever comes back here takes no save back any more. Once a day who
        read what becomes one save, and lines of the list that the day has made old are renewed.
        """
        self._desk.ask(move_sealed, owner=self).start()
        self._desk.ask(summarise_reads, owner=self).start()
        self._desk.ask(lines_due, owner=self).success(self._renew).start()
        self._asked = asked = self._desk.ask(look, owner=self).failure(self._failed)
        asked.success(lambda today: self._show(today) if asked is self._asked else None).start()
        self._desk.ask(lambda _office: self._desk.session.send_state(), owner=self).success(
            self._show_sending
        ).start()
        self._ways.saved()  # the strip says the same number
        self._desk.ask(lambda office: office.operator.name, owner=self).success(self._greet).start()

    def _renew(self, due: Due) -> None:
        """One part after the other, so that who types never waits for all of them; the page counts anew after the last."""
        if due.people:
            self._desk.ask(lambda office: renew_lines(office, due), owner=self).success(self._renewed).start()

    def _renewed(self, left: Due) -> None:
        if left.people:
            self._renew(left)
        else:
            self.refresh()

    def cover(self) -> None:
        """The screen locks: what is told only while the case book is open goes; the page is asked again after the PIN."""
        self._asked = None  # an answer under way may still tell it
        clear(self.jobs.body)

    def _greet(self, name: str) -> None:
        if self.title is not None:
            self.title.setText(_("Good day, {name}", name=name))

    def _verbs(self) -> list[QWidget]:
        check_in = Verb(
            _("Record check-in"), _("News of somebody who works abroad"), self._ways.check_in,
            icon="phone-call", key="Ctrl+2",
        )  # fmt: skip
        home = Verb(
            _("Record return"), _("Somebody came back to the village"), self._ways.came_home,
            icon="plane-arrival", key="Ctrl+3",
        )  # fmt: skip
        paper = Verb(
            _("Print papers"), _("Letters and checklists"), lambda: self._ways.visit("desk"),
            icon="printer", key="Ctrl+4",
        )  # fmt: skip
        return [self.departure, check_in, home, paper]

    def _depart(self) -> None:
        self._ways.departure()

    # -- to do -----------------------------------------------------------------------------------------------------

    def _show(self, today: Today) -> None:
        clear(self.jobs.body)
        rows = [self._reminder(one) for one in today.reminders] + [self._draft(one) for one in today.drafts]
        self.jobs.fact.setText(n_("{n} thing", "{n} things", len(rows)) if rows else "")
        if rows and today.everybody:
            self.jobs.body.addWidget(hairline())
            self.jobs.body.addWidget(scrolled(holder(_lines(rows))), 1)
        else:
            self.jobs.body.addWidget(self._nothing(empty=today.everybody == 0))
        self._show_village(today)

    def _failed(self, failure: Explained) -> None:
        clear(self.jobs.body)
        self.jobs.body.addWidget(
            EmptyState(
                _("This could not be counted"), f"{failure.happened} {failure.sentence}", icon="alert-circle"
            )
        )

    def _reminder(self, one: Reminder) -> JobRow:
        icon, tone = looks(one)
        first, second = sentences(one)
        return JobRow(first, second, partial(self._follow, one), icon=icon, tone=tone)

    def _follow(self, one: Reminder) -> None:
        """Go where the reminder leads."""
        target = one.target
        if target.kind == "check_in_queue":
            self._ways.check_in(queue=True)
        elif target.kind == "person" and target.person is not None:
            self._ways.person(target.person)
        elif target.kind == "people":
            self._ways.people(target.chosen, sentences(one)[0])
        elif target.kind == "requests":
            self._ways.requests()
        elif target.kind == "visits":
            self._ways.visits()
        elif target.kind == "conflicts":
            self._ways.conflicts()
        elif target.kind == "back_up":
            self._back_up()
        elif target.kind == "drops":
            self._desk.write(move_sealed, owner=self).success(lambda _moved: self.refresh()).start()

    def _back_up(self) -> None:
        from ui.pages.back_up_dialog import BackUpDialog

        dialog = BackUpDialog(self, self._desk)
        dialog.kept.connect(self.refresh)
        dialog.open()

    def _draft(self, draft: KeptDraft) -> JobRow:
        if draft.form != FORM or draft.sealed:
            said, go = named(self._desk.catalogue, draft, self._ways)
            return JobRow(said, day_and_time(draft.at), go, icon="pencil")
        name = str(draft.body.get("name") or draft.body.get("about", {}).get("name") or _("no name yet"))
        step = int(draft.body.get("step", 0)) + 1
        second = _("{when}, step {step} of {all}", when=day_and_time(draft.at), step=step, all=STEPS)
        first = _("Unfinished: departure of {name}", name=name)
        return JobRow(first, second, lambda: self._ways.departure(draft=draft), icon="pencil")

    def _nothing(self, *, empty: bool) -> EmptyState:
        if not empty:
            return EmptyState(
                _("Nothing waits today"), _("Whoever comes next is first."), icon="circle-check"
            )
        first = Button(_("Record the first person"), self._ways.add_person, icon="user-plus", dense=True)
        bring = Button(_("Import from Excel"), self._ways.import_people, icon="table-import", dense=True)
        return EmptyState(
            _("No data yet"), _("Begin with the person in front of you, or bring an old list."), icon="book", buttons=[bring, first]
        )  # fmt: skip

    # -- numbers and sending -----------------------------------------------------------------------------------------

    def _show_village(self, today: Today | None) -> None:
        clear(self._village.body)
        numbers = (
            ("briefcase", today.away if today else None, _("work abroad")),
            ("clipboard-check", today.preparing if today else None, _("are preparing")),
            ("plane-arrival", today.home_this_year if today else None, _("home this year")),
        )
        line = row(gap=12)
        for icon, number, words in numbers:
            shown = "–" if number is None else f"{number:,}".replace(",", ".")
            top = row(IconLabel(icon, 22, "muted"), label(shown, "num"), STRETCH, gap=10)
            line.addLayout(column(top, Elided(words, "small"), gap=0), 1)
        self._village.body.addLayout(line)

    def _show_sending(self, state: SendState) -> None:
        clear(self._sending.body)
        if state.alone:
            first = _("Works alone")
        elif state.unsent:
            first = n_("{n} change waits to be sent", "{n} changes wait to be sent", state.unsent)
        else:
            first = _("Nothing waits to be sent")
        second = _("The work is safe on this laptop.")
        if state.alone:
            second += " " + _("The village can join a district at any time.")
        if state.sent_at:
            second += " " + _("Last sent: {when}", when=ago(state.sent_at, self._desk.clock.now()))
        words = column(label(first, "strong"), Elided(second, "small"), gap=1)
        send = Button(_("Send and fetch"), lambda: self._ways.visit("send"), icon="cloud-upload")
        icon = "device-laptop" if state.alone else "cloud-off" if state.unsent else "cloud"
        line = row(IconLabel(icon, 22, "muted"), words, send, gap=14)
        line.setStretch(1, 1)
        self._sending.body.addLayout(line)


def _lines(rows: list[JobRow]) -> QVBoxLayout:
    """Rows of one height; where there are more than fit, the card scrolls inside."""
    box = column(gap=0)
    for i, one in enumerate(rows):
        if i:
            box.addWidget(hairline())
        one.setMaximumHeight(current().dense(ROW))
        box.addWidget(one, 1)
    box.addStretch(0)
    return box
