"""The history of a person's file: what happened, narrowed by a press; who opened the file; and the person's own copy of it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.export_person import PersonForm, export_person, notes_of
from desbumi_app.usecases.read_person import PersonFile
from desbumi_app.usecases.summarise_reads import Reading, purpose_words, readings_of
from ui.dates import partial_date
from ui.language import _, n_
from ui.models.person_timeline import KINDS, events
from ui.office_desk import OfficeDesk
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.checks import Check
from ui.widgets.labels import Wrapped
from ui.widgets.layout import STRETCH, column, hairline, holder, row, scrolled
from ui.widgets.narrowing import Narrowing
from ui.widgets.timeline import Event, Timeline

READ_BY = "read_by"


class PersonHistory(QWidget):
    """`above` stands over the entries. Who opened the file is asked only when somebody wants to know."""

    def __init__(self, desk: OfficeDesk, ways: Ways, file: PersonFile, above: QWidget | None = None) -> None:
        super().__init__()
        self._desk, self._ways, self._file = desk, ways, file
        self.kind = "all"
        options = [*((code, _(words)) for code, words, _tables in KINDS), (READ_BY, _("Who opened the file"))]
        self.kinds = Narrowing(_("Show"), [(code, words, None) for code, words in options])
        self.kinds.chosen.connect(self.show_kind)
        self.timeline = Timeline(events(desk.catalogue, file.timeline))
        give = Button(_("Give out…"), self.give_out, kind="quiet", icon="download", dense=True)
        give.setToolTip(_("All of this person's data, for the person"))
        head = row(self.kinds, STRETCH, give, gap=8, margins=(12, 8, 12, 4))
        inside = column(*([above] if above else []), self.timeline, STRETCH, margins=(0, 8, 0, 0))
        self.setLayout(column(head, hairline(), scrolled(holder(inside), keys=True), gap=0))

    def show_kind(self, code: str) -> None:
        """Narrow the history, or show who opened the file instead."""
        self.kind = code
        self.kinds.set_value(code)
        if code != READ_BY:
            self.timeline.show_events(events(self._desk.catalogue, self._file.timeline, code))
            return
        person = bytes(self._file.person["id"])
        self._desk.ask(lambda office: readings_of(office, person), owner=self).success(
            self._show_readers
        ).start()

    def give_out(self) -> None:
        """All data of this person, for the person: on paper or as data."""
        file = self._file
        self._desk.ask(lambda office: notes_of(office, file), owner=self).success(self._ask_what_for).start()

    def _ask_what_for(self, notes: Sequence[tuple[str, str]]) -> None:
        from ui.pages.export_dialog import REASONS_OF_A_PERSON, ExportDialog

        person = bytes(self._file.person["id"])
        taken = Check(_("I have read these notes; they go along"))

        def make(office: Office, kind: str, reason: str) -> bytes | Refused:
            return export_person(office, person, PersonForm(kind), reason, notes=taken.isChecked())

        dialog = ExportDialog(
            self,
            self._desk,
            make,
            title=_("Give out this person's data"),
            about=_(
                "Everything that is kept of this person, with consents and who opened the file. Nothing of other people."
            ),
            file=_("person-{day}", day=self._desk.today().strftime("%Y%m%d")),
            kinds=("pdf", "json", "print"),
            reasons=REASONS_OF_A_PERSON,
        )
        if notes:
            dialog.ask_above(_to_read(notes, taken))
        dialog.done_with.connect(lambda sentence: self._ways.say("ok", sentence))
        dialog.open()

    def _show_readers(self, readings: Sequence[Reading]) -> None:
        if self.kind == READ_BY:
            self.timeline.show_events([_reading(one) for one in readings])


def _to_read(notes: Sequence[tuple[str, str]], taken: Check) -> QWidget:
    """What officers wrote, as it would go out. Nobody but a reader knows whom the book does not know: unread, it stays."""
    about = _(
        "Notes as they would go out. Names and numbers of others that the book knows are covered; «Word» may be a name:"
    )
    said = (Wrapped(f"{field}: {text}", "body") for field, text in notes)
    area = scrolled(holder(column(Wrapped(about, "small"), *said, STRETCH, gap=4)), keys=True)
    area.setAccessibleName(_("Notes as they would go out"))
    # At large text the whole question must still fit the screen: more than this scrolls.
    area.setFixedHeight(current().px(130 if current().scale == 1.0 else 70))
    return holder(column(area, taken, gap=6))


def _reading(one: Reading) -> Event:
    kind = one.purpose.rpartition(":")[0]
    words = _(purpose_words(one.purpose))
    sentence = {"print": _("Printed"), "export": _("Taken out")}.get(kind, _("Opened"))
    times = n_("{n} time", "{n} times", one.count)
    return Event(
        partial_date(one.day), one.by or _("somebody"), sentence, f"{words} · {times}", "eye", "grey"
    )
