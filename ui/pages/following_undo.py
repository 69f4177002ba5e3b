"""Says that something was recorded and offers to take it back; the use case refuses after ten seconds."""

from desbumi_app.outcomes import Refused
from desbumi_app.usecases.undo_save import Undoable
from ui import office_following
from ui.language import _, say
from ui.office_desk import OfficeDesk
from ui.ways import Ways
from ui.widgets.banner import BannerTone, Jump

Told = tuple[BannerTone, str, str]


def offer_undo(
    desk: OfficeDesk, ways: Ways, one: Undoable | None, told: Told, more: tuple[Jump, ...] = ()
) -> None:
    """Show the message with "Undo" as its first button."""
    jumps = [(_("Undo"), lambda: _undo(desk, ways, one))] if one is not None else []
    ways.say(*told, jumps=[*jumps, *more])


def _undo(desk: OfficeDesk, ways: Ways, one: Undoable) -> None:
    def answered(refused: Refused | None) -> None:
        if refused is None:
            ways.say("grey", _("Taken back. Nothing of it is stored."))
        else:
            ways.say("warn", say(refused.problems[0].message))
        ways.saved()

    desk.write(lambda office: office_following.undo(office, one)).success(answered).start()
