"""Pengaturan: what the village's papers carry and how its laptops lock. Ctrl+comma opens it from everywhere.

Nothing typed is lost: going to another part, or away, stores what can be stored.
"""

from typing import Final

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget

from ui import office_settings, printing
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.pages.following_undo import Told, offer_undo
from ui.pages.page_keys import PageKeys
from ui.pages.settings_section import Section
from ui.pages.settings_sections import SECTIONS, sections_for
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.labels import Wrapped, label, restyle
from ui.widgets.layout import hairline, row, scrolled
from ui.widgets.two_lines import TwoLineList, TwoLines

WIDE_TEXT: Final = 1.25  # above it the second line of a part would be cut
PART: Final = 50  # so that all parts stand in sight
LEFT: Final = 270


class SettingsPage(Page):
    """Parts at the left, the chosen one at the right, one button that stores it."""

    def __init__(self, desk: OfficeDesk, ways: Ways, section: str = "office") -> None:
        super().__init__(_("Settings"))
        self._desk, self._ways = desk, ways
        self._built: dict[str, Section] = {}
        self._code = ""
        self.view: SettingsView | None = None
        self.list = TwoLineList(_("Parts of the settings"), PART)
        codes = sections_for(desk.session.profile().kind)
        self.list.show_rows(
            [
                TwoLines(code, _(title), _(what) if current().scale <= WIDE_TEXT else "", icon=icon)
                for code, title, what, icon, _m in SECTIONS
                if code in codes
            ]
        )
        self.list.chosen.connect(self.go)
        self.list.clicked.connect(lambda _index: self.go(self.list.current_id()))
        left = Card(flush=True)
        left.setFixedWidth(current().dense(LEFT))
        left.body.addWidget(self.list)
        self._title = label("", "h2")
        self._stack = QStackedWidget()
        self.said = Wrapped("", "body", "muted")
        self.main = Button(_("Save"), self.save, kind="primary", icon="check")
        right = Card()
        right.body.addWidget(self._title)
        right.body.addWidget(self._stack, 1)
        right.body.addWidget(hairline())
        foot = row(self.said, self.main, gap=12)
        foot.setStretch(0, 1)
        right.body.addLayout(foot)
        both = row(left, right, gap=16)
        both.setStretch(1, 1)
        self.body.addLayout(both, 1)
        self.begin_at(self.list)
        PageKeys(self, {"Ctrl+Return": self.save, "Ctrl+S": self.save})
        self._wanted = section if section in codes else codes[0]
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew."""
        names = tuple(printing.printers())
        self._desk.ask(lambda office: office_settings.look(office, names), owner=self).success(
            self._show
        ).start()

    def go(self, code: str | None) -> None:
        """Show a part; what was typed in the one before is stored."""
        if code is None or code == self._code or self.view is None:
            return
        before = self._built.get(self._code)
        if before is not None and before.dirty:
            before.save()
        if code not in self._built:
            self._build(code)
        self._code = code
        self.list.choose(code)
        self._title.setText(next(_(title) for name, title, *_rest in SECTIONS if name == code))
        self._stack.setCurrentIndex(list(self._built).index(code))
        self.main.setVisible(self._built[code].keeps)
        self._say("", "muted")

    def section(self) -> Section:
        """The part in sight."""
        return self._built[self._code]

    def save(self) -> None:
        """Store the part in sight; one that is only looked at stores nothing and says nothing."""
        if self._code and self.section().keeps:
            self.section().save()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes away keeps what he typed, as far as it can be stored."""
        super().hideEvent(event)
        for one in self._built.values():
            if one.dirty:
                one.save()

    def _build(self, code: str) -> None:
        make = next(made for name, *_words, made in SECTIONS if name == code)
        section = make(self._desk)
        section.saved.connect(lambda: self._saved(section))
        section.unchanged.connect(lambda: self._say(_("Nothing was changed."), "muted"))
        section.refused.connect(lambda words: self._say(words, "danger"))
        section.touched.connect(lambda: self._say(_("Not saved yet."), "muted"))
        self._built[code] = section
        self._stack.addWidget(scrolled(section))
        if self.view is not None:
            section.load(self.view)

    def _show(self, view: SettingsView) -> None:
        self.view = view
        for one in self._built.values():
            if not one.dirty:
                one.load(view)
        if not self._code:
            self.go(self._wanted)

    def _saved(self, section: Section) -> None:
        self._say(_("Saved. The next paper uses it."), "ok")
        self._ways.saved()
        undo, section.undo = section.undo, None
        if undo is not None:
            told: Told = ("ok", _("Saved. The next paper uses it."), "")
            offer_undo(self._desk, self._ways, undo, told, self._taken_back, page=self)
        self.refresh()

    def _taken_back(self) -> None:
        self._say("", "muted")
        self.refresh()

    def _say(self, words: str, tone: str) -> None:
        self.said.setText(words)
        restyle(self.said, "tone", tone)
