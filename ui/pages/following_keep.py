"""Keeps a check-in or a return while it is filled in, and puts back what was typed before. Stores no record."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from desbumi_app.domain.problems import Problem
from ui.language import _
from ui.models.draft_half import Texts
from ui.models.following_draft import FollowingDraft
from ui.office_desk import OfficeDesk
from ui.office_following import Followed
from ui.pages.following_form import FollowingForm
from ui.pages.sealed_cover import ask_for_the_rest, uncover_for
from ui.ways import Ways


class Filled(Protocol):
    """A form that is filled in: `edited` after each field that was left."""

    who: Followed
    edited: SignalInstance
    form: FollowingForm

    def texts(self) -> dict[str, str]:
        """What stands in it now, by `table.field`."""
        ...

    def put(self, texts: Texts) -> None:
        """Exactly these texts, all else empty."""
        ...


class FollowingKeep(QObject):
    """`typed`: what an undone record held; without it the draft is taken up, if there is one."""

    def __init__(
        self, desk: OfficeDesk, ways: Ways, form: str, filled: Filled, typed: Mapping[str, str] | None
    ) -> None:
        super().__init__()
        self._ways, self._filled = ways, filled
        self._started = filled.texts()
        self._draft = FollowingDraft(desk, form, filled.who, self._started)
        filled.edited.connect(self.keep)
        filled.form.half.cover.opened.connect(self._book_opened)
        if typed:
            filled.put(typed)
            self.keep()
        else:
            self._draft.take_up(self._taken_up, self)

    def keep(self) -> None:
        """Keep what is typed right now, also in a field that was not left yet."""
        self._draft.keep(self._filled.texts())

    def end(self) -> None:
        """It was recorded; no draft is left."""
        self._draft.end()

    def cover(self) -> None:
        """The screen locks: the sealed half leaves the window, and lies in the case book where that is open."""
        form = self._filled.form
        self._draft.put_away(self._filled.texts(), lambda in_book: form.put_away() if in_book else None, self)
        form.cover()

    def complete(self, go_on: Callable[[], object]) -> bool:
        """Whether all that was typed is here to be recorded; else somebody is asked, and `go_on` records without it."""
        cover = self._filled.form.half.cover
        if cover.in_book:
            ask_for_the_rest(self._ways, cover, go_on)
        return not cover.in_book

    def uncover_for(self, problems: Sequence[Problem]) -> None:
        """Nothing was stored: what is wrong in the covered half is shown."""
        form = self._filled.form
        uncover_for(problems, form.held, form.half.cover)

    def _book_opened(self) -> None:
        self.keep()
        self._filled.form.half.cover.lift()
        self._filled.form.half.say(drafted=True)
        self._draft.take_up(self._taken_up, self)

    def _taken_up(self, kept: dict[str, str]) -> None:
        """Whoever was quicker than the book keeps what he has typed since."""
        since = {name: text for name, text in self._filled.texts().items() if text != self._started[name]}
        self._filled.put(kept | since)
        self._ways.say(
            "info", _("Here is what you had typed before."), jumps=[(_("Start over"), self._start_over)]
        )

    def _start_over(self) -> None:
        self._filled.put(self._started)
        self.keep()
        self._ways.say("grey", _("The draft is thrown away. What is recorded is unchanged."))
