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
        key = hashlib.sha256(form.encode() + who.id).digest()[:16]
        about = {"person": who.id.hex(), "name": who.name}
        self._open, self._sealed = (DraftHalf(form, key, about, desk.clock) for _half in range(2))
        self._shown: frozenset[bool] = (
            frozenset()
        )  # the halves whose draft the form has shown; True is the sealed one
        self._ended = False

    def keep(self, texts: Texts) -> None:
        """Keep what is typed; a form that holds no more than at its start is no draft."""
        if self._ended:
            return
        now, shown = dict(texts), self._shown

        def write(office: Office) -> None:
            for half, store, sealed in self._halves(office):
                filled = Filled(_only(now, sealed), _only(self._started, sealed), sealed in shown)
                half.keep(store, office.operator.id, filled)

        self._desk.keep(write).start()

    def end(self) -> None:
        """It was recorded, or thrown away; nothing is kept after this."""
        self._ended, shown = True, self._shown

        def write(office: Office) -> None:
            for half, store, sealed in self._halves(office):
                half.end(store, office.operator.id, shown=sealed in shown)

        self._desk.keep(write).start()

    def take_up(self, fill: Callable[[dict[str, str]], None], owner: QObject) -> None:
        """Hand over what was kept, if there is something."""

        def read(office: Office) -> tuple[dict[str, str], frozenset[bool]]:
            texts: dict[str, str] = {}
            for half, store, _sealed in self._halves(office):
                texts |= half.read(store, office.operator.id)
            return texts, frozenset(sealed for _half, _store, sealed in self._halves(office))

        def found(texts: dict[str, str], read_halves: frozenset[bool]) -> None:
            if texts:
                fill(texts)
            self._shown = read_halves

        self._desk.ask(read, owner=owner).success(lambda answer: found(*answer)).start()

    def _halves(self, office: Office) -> Iterator[tuple[DraftHalf, Store, bool]]:
        yield self._open, office.register, False
        if office.cases is not None:
            yield self._sealed, office.cases, True


def _only(texts: Texts, sealed: bool) -> dict[str, str]:  # noqa: FBT001  (which half)
    return {name: text for name, text in texts.items() if (name.partition(".")[0] in SEALED) == sealed}
