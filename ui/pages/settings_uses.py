"""Yang dibawa keluar: prints and files of this laptop, newest first, each with who, when and the reason as it was typed."""

from collections.abc import Sequence
from typing import Final

from desbumi_app.usecases.list_uses import Use, list_uses
from ui.dates import clock_time, partial_date
from ui.language import _, n_
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.pages.settings_section import Section
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Wrapped
from ui.widgets.timeline import Event, Timeline

ICONS: Final = {"print": "printer", "export": "download", "override": "user-check", "recovery": "lock-open"}


class UsesSection(Section):
    """Shows only; nothing here waits for Save."""

    keeps = False

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self.timeline = Timeline()
        self._nothing = EmptyState(
            _("Nothing has left yet"), _("Prints and files stand here, with their reason."), icon="printer"
        )
        self.box.addWidget(
            Wrapped(_("The newest prints and files of this laptop. Nothing here can be changed."), "muted")
        )
        self.box.addWidget(self._nothing)
        self.box.addWidget(self.timeline)
        self.box.addStretch(1)
        self._nothing.hide()  # until the answer is there

    def load(self, view: SettingsView) -> None:
        """Read the lines anew; the settings themselves say nothing of them."""
        del view
        self._desk.ask(list_uses, owner=self).success(self.show_uses).start()

    def show_uses(self, uses: Sequence[Use]) -> None:
        """One entry a line."""
        self._nothing.setVisible(not uses)
        self.timeline.setVisible(bool(uses))
        self.timeline.show_events([_event(one) for one in uses])


def _event(one: Use) -> Event:
    done = {
        "print": _("Printed"),
        "export": _("Taken out"),
        "override": _("Let through by the village head"),
        "recovery": _("A password or sheet was made anew"),
    }[one.kind]
    what = [clock_time(one.at)]
    what += [_(one.purpose)] if one.kind in {"print", "export"} else []
    if one.count:
        what.append(n_("{n} record", "{n} records", one.count))
    if one.reason:
        what.append(f"“{one.reason}”")
    day = partial_date(one.at.date().isoformat())
    return Event(day, one.by or _("somebody"), done, " · ".join(what), ICONS[one.kind], "grey")
