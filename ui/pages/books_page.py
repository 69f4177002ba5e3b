"""Which book: shown when this laptop has more than one, when somebody asks for another, or when one cannot be opened."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal

from db.errors import StoreError
from desbumi_app.office import Files
from desbumi_app.profile import Profile
from desbumi_app.profile_found import profile_of
from desbumi_app.sample.practice_name import NAME
from ui.dates import day_and_time
from ui.language import _
from ui.messages import Explained, explain
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.layout import STRETCH, column, hairline, row
from ui.widgets.list_row import JobRow
from ui.widgets.logo import Logo


class BooksPage(Page):
    """`chosen` tells the Files of a book, `new` that somebody wants another one, `restore` one from a backup.

    While a book is `broken` no other is offered: a second book of one village would be made over the first.
    """

    chosen = Signal(object)
    new = Signal()
    restore = Signal()

    def __init__(self, books: Sequence[Files], failure: Explained | None = None) -> None:
        super().__init__(_("Which book?"))
        if self.title_row is not None:
            self.title_row.insertWidget(0, Logo())
        if failure is not None:
            self.body.addWidget(Banner("danger", failure.happened, failure.sentence))
        card = Card(_("Books on this laptop"), flush=True)
        card.body.setSpacing(0)
        self.broken = False
        self.rows = [self._row(files) for files in books]
        for one in self.rows:
            card.body.addWidget(hairline())
            card.body.addWidget(one)
        self.body.addWidget(card)
        back = Button(_("Restore a backup…"), self.restore.emit, icon="history")
        ways = [back] if self.broken else [Button(_("Make another book"), self.new.emit, icon="plus"), back]
        self.body.addLayout(row(*ways, STRETCH))
        self.body.addLayout(column(STRETCH), 1)
        if self.rows:
            self.setFocusProxy(self.rows[0])

    def _row(self, files: Files) -> JobRow:
        try:
            profile = profile_of(files)
        except StoreError as error:
            self.broken = self.broken or files.name != NAME
            said = explain(error)
            row_ = JobRow(
                files.name,
                said.happened,
                partial(self.chosen.emit, files),
                icon="alert-circle",
                tone="danger",
            )
        else:
            icon = "building-community" if profile.kind == "district" else "book"
            row_ = JobRow(profile.place, _second(profile), partial(self.chosen.emit, files), icon=icon)
        row_.setMinimumHeight(60)
        return row_


def _second(profile: Profile) -> str:
    parts = [profile.above]
    if profile.opened_at:
        parts.append(_("last opened {when}", when=day_and_time(datetime.fromisoformat(profile.opened_at))))
    return " · ".join(part for part in parts if part)
