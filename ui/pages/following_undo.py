"""Says that something was recorded and offers to take it back; the use case refuses after ten seconds."""

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from desbumi_app.outcomes import Refused
from desbumi_app.usecases.undo_save import Undoable
from ui import office_following
from ui.language import _, say
from ui.office_desk import OfficeDesk
from ui.ways import Ways
from ui.widgets.banner import BannerTone

Told = tuple[BannerTone, str, str]
Back = Callable[[], object]


def offer_undo(
    desk: OfficeDesk, ways: Ways, one: Undoable | None, told: Told, back: Back | None = None,
    *, page: QObject | None = None,
) -> None:  # fmt: skip
    """Show the message with its button "Undo"; `back` shows anew what the undone save had changed.

    `page`: where `back` changes widgets of a page, nothing is shown anew once that is gone.
    """
    if back is not None and page is not None:
        back = partial(_if_there, page, back)
    jumps = [(_("Undo"), lambda: _undo(desk, ways, one, back))] if one is not None else []
    ways.say(*told, jumps=jumps)


def _if_there(page: QObject, back: Back) -> None:
    if shiboken6.isValid(page):
        back()


def _undo(desk: OfficeDesk, ways: Ways, one: Undoable, back: Back | None) -> None:
    def answered(refused: Refused | None) -> None:
        if refused is None:
            if back is not None:
                back()
            ways.say("grey", _("Taken back. Nothing of it is stored."))
        else:
            ways.say("warn", say(refused.problems[0].message))
        ways.saved()

    desk.write(lambda office: office_following.undo(office, one)).success(answered).start()
