"""The office sees what left it, newest first, with the reason as it was typed and without a name of its own."""

from desbumi_app.usecases.export_person import PersonForm, export_person
from desbumi_app.usecases.list_uses import list_uses
from desbumi_app.usecases.read_person import read_person
from tests.desbumi_app.usecases.abroad import a_worker

REASON = "Diminta Siti untuk kantor imigrasi"


def test_prints_and_files_are_listed_with_who_when_and_why_and_readings_are_not(office):
    person, _journey = a_worker(office)
    assert list_uses(office) == ()
    export_person(office, person, PersonForm.DATA, REASON)
    office.clock.forward(3600)
    read_person(office, person, "desk")
    office.register.note("print", operator=office.operator.id, purpose="paper_printer", records=(person,))
    newest, first = list_uses(office)
    assert (newest.kind, newest.purpose, newest.count, newest.reason) == ("print", "on paper", 1, "")
    assert (first.kind, first.by, first.reason) == ("export", "Sari Wahyuni", REASON)
    assert first.at.isoformat() == "2026-11-21T09:00:00+07:00"
    assert "Siti Aminah" not in repr((newest, first))


def test_only_the_newest_are_shown(office):
    for count in range(5):
        office.register.note("export", operator=office.operator.id, purpose="back_up", detail=str(count))
    assert len(list_uses(office, limit=3)) == 3
