"""Families that wait for a visit: from visits, family cards and children's sheets, and who is told of which."""

from desbumi_app.usecases.list_reminders import list_reminders
from desbumi_app.usecases.list_visits import list_visits
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.record_entry import EntryForm, record_entry
from tests.desbumi_app.usecases.abroad import a_worker, put

FRESH = {"departed_on": "2026-11-19", "arrived_on": "2026-11-20"}


def visits(office):
    return next((one for one in list_reminders(office) if one.code == "visits"), None)


def a_child(office, person, day):
    record_entry(
        office, EntryForm("child", person, {"child_needs": {"name": "Lalu Kecil", "next_visit_on": day}})
    )


def test_a_family_is_visited_on_the_day_the_newest_visit_names(office):
    person, _trip = a_worker(office, "Ditunggu", **FRESH)
    other, _trip = a_worker(office, "Sudah Dikunjungi", **FRESH)
    put(office, "visits", person_id=person[-16:], visited_on="2026-10-01", next_visit_on="2026-11-25")
    put(office, "visits", person_id=other[-16:], visited_on="2026-10-01", next_visit_on="2026-11-10")
    put(office, "visits", person_id=other[-16:], visited_on="2026-11-09", next_visit_on="2027-02-01")
    one = visits(office)
    assert (one.count, one.urgency, one.target.person) == (1, "soon", person)
    assert one.example.params == {"name": "Ditunggu", "days": "4"}
    office.clock.forward(6 * 86_400)
    assert visits(office).urgency == "late"


def test_a_day_of_the_family_card_waits_until_somebody_was_there(office):
    person, _trip = a_worker(office, **FRESH)
    home = put(office, "households", next_visit_on="2026-11-20")
    put(office, "household_members", household_id=home[-16:], person_id=person[-16:])
    assert [(one.person, one.day, one.state) for one in list_visits(office)] == [
        (person, "2026-11-20", "late")
    ]
    put(office, "visits", person_id=person[-16:], visited_on="2026-11-21")
    assert list_visits(office) == ()


def test_a_childs_next_visit_is_told_to_who_has_the_case_key_as_a_visit_to_the_family(office):
    person, _trip = a_worker(office, **FRESH)
    a_child(office, person, "24 Nov 2026")
    assert visits(office) is None
    move_drops(office, everything=True)
    one = visits(office)
    assert (one.count, one.urgency, one.target.person) == (1, "soon", person)
    assert "Lalu Kecil" not in repr(list_reminders(office))
    put(office, "visits", person_id=person[-16:], visited_on="2026-11-24")
    assert visits(office) is None


def test_without_the_case_key_a_childs_visit_is_not_told(desk_office):
    person, _trip = a_worker(desk_office, **FRESH)
    a_child(desk_office, person, "24 Nov 2026")
    assert list_visits(desk_office) == ()


def test_several_families_lead_to_their_list_the_earliest_first(office):
    for name, day in (("Nanti", "2026-11-27"), ("Dulu", "2026-11-19")):
        person, _trip = a_worker(office, name, **FRESH)
        put(office, "visits", person_id=person[-16:], visited_on="2026-10-01", next_visit_on=day)
    one = visits(office)
    assert (one.count, one.urgency, one.target.kind) == (2, "late", "visits")
    assert [line.name for line in list_visits(office)] == ["Dulu", "Nanti"]


def test_a_family_whose_first_entry_was_taken_back_still_waits(office):
    wrong, person = (a_worker(office, name, **FRESH)[0] for name in ("Salah Catat", "Benar"))
    home = put(office, "households", next_visit_on="2026-11-20")
    for one in (wrong, person):
        put(office, "household_members", household_id=home[-16:], person_id=one[-16:])
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.archive("people", wrong, reason="test")
    assert [one.person for one in list_visits(office)] == [person]
