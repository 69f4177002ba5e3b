"""Invented people abroad and at home, straight into the register."""

from desbumi_app.register_list import derive
from desbumi_app.usecases.read_person import related_rows


def put(office, table, **values):
    """One record; returns its stored id."""
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        return tx.create(table, values)


def a_worker(office, name="Siti Aminah", **journey):
    """(person, journey) of somebody who works in Malaysia since January; changes of the journey by keyword."""
    person = put(office, "people", name=name, hamlet="Montong", born_on="1994-03-10", sex="female")
    given = {"country": "MY", "route": "p_to_p", "departed_on": "2026-01-05", "arrived_on": "2026-01-06"}
    return person, put(office, "journeys", **(given | journey), person_id=person[-16:])


def came_home(office, person, journey, on="2026-11-01", kind="contract_ended"):
    """A return from that journey; its stored id."""
    values = {"arrived_on": on, "kind": kind}
    return put(office, "returns", **values, person_id=person[-16:], journey_id=journey[-16:])


def stage_of(office, person):
    """The stage code that follows from the stored days today."""
    derived = derive(office.register.get("people", person), related_rows(office, person), office.today())
    return derived.stage.value if derived.stage else None


def stops_of(refused):
    """The fields that stop."""
    return {one.field for one in refused.problems if one.level == "stop"}
