"""The draft of a check-in or a return: texts by `table.field`, kept whenever a field is left, one a person and user.

The open half lies in the register. What is for case officers only is kept where the case book is open, else nowhere:
it lives on the screen until the full lock, as the form says.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QObject

from db.store import Store
from desbumi_app.office import Office
from ui.models.draft_half import DraftHalf, Filled, Texts
from ui.office_desk import OfficeDesk
from ui.office_following import Followed

CHECK_IN: Final = "check_in"
RETURN: Final = "return"
SEALED: Final = frozenset({"check_in_details", "return_details"})


class FollowingDraft:
    """`form` is CHECK_IN or RETURN; `started` what the form held before anybody typed."""

    def __init__(self, desk: OfficeDesk, form: str, who: Followed, started: Texts) -> None:
        self._desk, self._started = desk, dict(started)
        self._form, self._key = form, hashlib.sha256(form.encode() + who.id).digest()[:16]
        self._about = {"person": who.id.hex(), "name": who.name}
        self._open, self._sealed = self._new_half(), self._new_half()
        self._shown: frozenset[bool] = (
            frozenset()
        )  # the halves whose draft the form has shown; True is the sealed one
        self._ended = False

    def keep(self, texts: Texts) -> None:
        """Keep what is typed; a form that holds no more than at its start is no draft."""
        if self._ended:
            return
        self._desk.keep(self._keeping(dict(texts))).start()

    def put_away(self, texts: Texts, told: Callable[[bool], None], owner: QObject) -> None:
        """The screen locks: keep both halves; from now on the form shows the sealed one no more. `told` whether the case book has it."""
        self._desk.keep(self._keeping(dict(texts)), owner=owner).success(told).start()
        self._sealed = self._new_half()
        self._shown -= {True}

    def end(self) -> None:
        """It was recorded, or thrown away; nothing is kept after this."""
        self._ended, shown = True, self._shown

        def write(office: Office) -> None:
            for half, store, sealed in _open_halves(office, self._open, self._sealed):
                half.end(store, office.operator.id, shown=sealed in shown)

        self._desk.keep(write).start()

    def take_up(self, fill: Callable[[dict[str, str]], None], owner: QObject) -> None:
        """Hand over what was kept, if there is something; an answer after `put_away` says nothing of the sealed half."""
        asked = self._sealed

        def read(office: Office) -> tuple[dict[str, str], frozenset[bool]]:
            texts: dict[str, str] = {}
            halves = list(_open_halves(office, self._open, asked))
            for half, store, _sealed in halves:
                texts |= half.read(store, office.operator.id)
            return texts, frozenset(sealed for _half, _store, sealed in halves)

        def found(texts: dict[str, str], read_halves: frozenset[bool]) -> None:
            if asked is not self._sealed:
                texts, read_halves = _only(texts, sealed=False), read_halves - {True}
            if texts:
                fill(texts)
            self._shown = read_halves

        self._desk.ask(read, owner=owner).success(lambda answer: found(*answer)).start()

    def _keeping(self, now: Texts) -> Callable[[Office], bool]:
        """Desk worker, later: the halves and what the form had shown are those of this moment."""
        shown, halves = self._shown, (self._open, self._sealed)

        def write(office: Office) -> bool:
            for half, store, sealed in _open_halves(office, *halves):
                begun = _only(self._started, sealed=sealed)
                filled = Filled(_only(now, sealed=sealed), begun, sealed in shown)
                half.keep(store, office.operator.id, filled)
            return office.cases is not None

        return write

    def _new_half(self) -> DraftHalf:
        return DraftHalf(self._form, self._key, self._about, self._desk.clock)


def _open_halves(
    office: Office, first: DraftHalf, sealed: DraftHalf
) -> Iterator[tuple[DraftHalf, Store, bool]]:
    yield first, office.register, False
    if office.cases is not None:
        yield sealed, office.cases, True


def _only(texts: Texts, *, sealed: bool) -> dict[str, str]:
    return {name: text for name, text in texts.items() if (name.partition(".")[0] in SEALED) == sealed}
