"""A day that no calendar has can only come from another program; one of them must not keep a village from fetching."""

import pytest

from desbumi_app.catalogue.fields import Kind
from desbumi_app.usecases.find_pairs import persons_of
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.read_person import read_person

ALSO = {"life_events": {"kind": "interested"}, "documents": {"item": "passport"}}


@pytest.mark.parametrize("nonsense", ["0000-00-00", "2024-13-45", "x", "９９９９"])
def test_it_counts_as_empty_stays_in_the_record_and_stops_nothing(office, nonsense):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        own = {"name": "Siti", "nik": "9901015406980002", "sex": "female", "born_on": nonsense}
        person = tx.create("people", own)
        for table in ("journeys", "life_events", "check_ins", "returns", "documents"):
            fields = office.catalogue.table(table).fields
            days = [one.name for one in fields if one.kind in {Kind.DATE, Kind.PARTIAL_DATE}]
            tx.create(
                table, {**dict.fromkeys(days, nonsense), **ALSO.get(table, {}), "person_id": person[-16:]}
            )
    assert find_people(office, "siti").lines[0].ages is None
    assert office.register.get("people", person)["born_on"] == nonsense
    assert read_person(office, person, "desk").derived.stage is None
    office.register.rebuild()
    assert find_people(office, "siti").total == 1


@pytest.mark.parametrize("nonsense", ["0000-00-00", "2024-13-45", "x"])
def test_two_of_them_are_no_evidence_that_two_people_are_one(office, nonsense):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        for name in ("Lalu Ahmad Wirajaya", "Baiq Nurhayati"):
            tx.create("people", {"name": name, "born_on": nonsense, "sex": "male"})
    assert {one.born for one in persons_of(office.register)} == {None}
