"""What can be done with a whole list: arrange it, keep it as a view, look at one line, print it, export it as shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desbumi_app.documents.listing import ListSheet
from desbumi_app.letter_login import Login
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.export_list import Form, export_list
from desbumi_app.usecases.export_village import export_village
from desbumi_app.usecases.find_people import PersonLine, people_page
from ui.language import _
from ui.models.people_list import FILTERS, headings, shown_of
from ui.widgets.buttons import Button
from ui.widgets.table_model import PAGE

if TYPE_CHECKING:
    from ui.pages.people_page import PeoplePage


class ListOut(QObject):
    """Its dialogs are read when somebody opens one."""

    def __init__(self, page: "PeoplePage") -> None:
        super().__init__(page)
        self._page = page
        self.print_button = Button(_("Print the list"), self.print, kind="quiet", icon="printer", dense=True)
        self.print_button.setToolTip("Ctrl+P")
        self.export_button = Button(_("Export"), self.export, kind="quiet", icon="download", dense=True)
        self.export_button.setToolTip("Ctrl+E")

    def buttons(self) -> tuple[Button, Button]:
        """What stands at the foot of the list."""
        return self.print_button, self.export_button

    def enable(self, *, some: bool) -> None:
        """Nothing is printed of nobody."""
        for button in self.buttons():
            button.setEnabled(some)

    def arrange(self) -> None:
        """Columns and order."""
        from ui.pages.list_columns import ListColumns

        page, here = self._page, self._page.arrangement
        dialog = ListColumns(page, page.codes(), here.sort, down=here.down)
        dialog.arranged.connect(lambda codes, sort, down: page.arrange(codes, sort, down=down))
        dialog.open()

    def keep(self) -> None:
        """Keep what is shown as a view."""
        from ui.pages.list_keep import ListKeep

        dialog = ListKeep(self._page, self._page.kept, self._page.filters.views.code() or "")
        dialog.named.connect(self._page.keep_view)
        dialog.open()

    def peek(self, person: object) -> None:
        """A quick look at one line."""
        from ui.pages.list_peek import ListPeek

        page, line = self._page, self._page.line_of(person)
        if line is not None:
            read = line.id
            ListPeek(page, line, page.desk.today(), page.names, lambda: page.ways.person(read)).open()

    def print(self) -> None:
        """Print exactly what is shown."""
        self._out(("print", "pdf"), _("Print the list"))

    def export(self) -> None:
        """Write exactly what is shown into a file."""
        self._out(("xlsx", "csv", "pdf", "book"), _("Export the list"))

    def _out(self, kinds: tuple[str, ...], title: str) -> None:
        from ui.pages.export_dialog import ExportDialog

        page = self._page
        if not page.rids() or not self.print_button.isEnabled():
            return
        about = _("{people}. The columns and the order in sight.", people=page.said())
        file = _("people-{day}", day=page.desk.today().strftime("%Y%m%d"))
        cheap = page.desk.session.cheap

        def book(office: Office, reason: str, password: str) -> bytes | Refused:
            return export_village(office, reason, Login(office.operator.login, password), cheap=cheap)

        dialog = ExportDialog(
            page, page.desk, self.maker(), title=title, about=about, file=file, kinds=kinds, book=book
        )
        dialog.done_with.connect(lambda sentence: page.ways.say("ok", sentence))
        dialog.open()

    def maker(self) -> "Maker":
        """What makes the list that is in sight now."""
        page = self._page
        chip = next(words for code, words, _stages in FILTERS if code == page.filters.chip)
        title = _("People") if page.filters.chip == "all" else f"{_('People')}: {_(chip)}"
        return Maker(page, title, f"{page.said()}.{_narrowing(page)}")


class Maker:
    """Lane worker. Reads the lines of the list as it was when this was made, and hands them on in the words of the screen."""

    def __init__(self, page: "PeoplePage", title: str, about: str) -> None:
        self._rids, self._codes = page.rids(), page.codes()
        self._names, self._today = page.names, page.desk.today()
        self._title, self._about = title, about

    def __call__(self, office: Office, kind: str, reason: str) -> bytes | Refused:
        """The bytes of one kind."""
        lines: list[PersonLine] = []
        for at in range(0, len(self._rids), PAGE):
            lines += people_page(office, self._rids[at : at + PAGE])
        rows = [shown_of(line, self._today, self._names, self._codes) for line in lines]
        sheet = ListSheet(self._title, self._about, headings(self._codes), rows)
        return export_list(office, sheet, tuple(line.id for line in lines), Form(kind), reason)


def _narrowing(page: "PeoplePage") -> str:
    """What was typed and chosen, in words."""
    filters = page.filters
    selects = (filters.country, filters.hamlet, filters.sex, filters.route)
    parts = [select.currentText() for select in selects if select.code()]
    if page.narrowed_to():
        parts.insert(0, page.narrowed_to())
    if filters.text():
        parts.insert(0, f"“{filters.text()}”")
    return f" {', '.join(parts)}." if parts else ""
