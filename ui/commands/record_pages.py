"""Pictures of a file's other tabs, of what is sealed about somebody, and of a record that was made by mistake."""

from collections.abc import Callable

from desbumi_app.office import Office
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.record_check_in import CheckInForm, record_check_in
from desbumi_app.usecases.record_entry import EntryForm, record_entry
from ui.office_desk import OfficeDesk
from ui.pages.check_in_page import CheckInPage
from ui.pages.person_page import PersonPage
from ui.pages.record_page import RecordPage
from ui.pages.sealed_page import SealedPage
from ui.ways import Ways

CHILD = {
    "name": "Lalu Kecil", "born_on": "5 Mei 2019", "caregiver": "grandparent", "needs": "violence;school_costs", "has_jkn": "no",
}  # fmt: skip
CALL = {
    "contacted_on": "20 Nov 2026", "channel": "telephone", "source": "family", "answer": "well", "last_contact_on": "18 Nov 2026",
}  # fmt: skip


def record_pages(ways: Ways, desk: OfficeDesk, person: bytes, take: Callable[[str], None]) -> None:
    """One picture a state; what they need is recorded first."""
    desk.write(lambda office: _records(office, person)).start()
    file = ways.person(person)
    take("person-recorded")
    if isinstance(file, PersonPage):
        for tab in ("documents", "journeys", "family"):
            file.show_tab(tab)
            take(f"person-{tab}")
        calls = file.shown.rows("check_ins") if file.shown else ()
        page = ways.record("check_in", person, bytes(calls[-1]["id"])) if calls else None
        take("record-check-in")
        if isinstance(page, RecordPage):
            page.take_back()
            take("record-taken-back")
    notes = ways.sealed(person, "Lalu")
    take("sealed")
    if isinstance(notes, SealedPage) and notes.entries:
        notes.correct(notes.entries[0])
        take("sealed-correct")
    _covered(ways, person, take)


def _covered(ways: Ways, person: bytes, take: Callable[[str], None]) -> None:
    """A form after a screen lock: its sealed half lies in the case book until that is opened."""
    calling = ways.check_in(person)
    take("check-in")
    if isinstance(calling, CheckInPage) and calling.call is not None:
        calling.call.form.fill({"check_in_details.note": "Minta dijemput"})
        calling.cover()
        take("check-in-covered")


def _records(office: Office, person: bytes) -> None:
    record_check_in(office, CheckInForm(person, CALL))
    record_entry(office, EntryForm("child", person, {"child_needs": CHILD}))
    move_drops(office, everything=True)
