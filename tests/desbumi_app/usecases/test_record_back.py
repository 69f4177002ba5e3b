"""Who left long ago is in the book in one step: a year is enough, reality at any age, nobody twice."""

import pytest

from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.read_person import related_rows
from desbumi_app.usecases.record_back import BackForm, record_back
from tests.desbumi_app.usecases.abroad import put, stage_of, stops_of

WHO = {
    "people.name": "Inaq Rahmah",
    "people.hamlet": "Montong",
    "people.sex": "female",
    "people.born_on": "1988",
}
ABROAD = WHO | {"journeys.country": "Malaysia", "journeys.departed_on": "2021"}


def back(office, where="abroad", typed=None, **more):
    return record_back(office, BackForm(where, typed or ABROAD, **more))


def test_somebody_abroad_since_a_year_works_there(office):
    done = back(office)
    assert isinstance(done, Saved), done
    row = office.register.get("people", done.record)
    assert (row["back_registered"], row["nik_status"], row["born_on"]) == (1, "none_yet", "1988")
    (journey,) = related_rows(office, done.record)["journeys"]
    assert (journey["departed_on"], journey["route"], journey["back_registered"]) == ("2021", "unknown", 1)
    assert stage_of(office, done.record) == "working"
    assert office.register.count("drops") == 1


@pytest.mark.parametrize(
    ("came", "stage"), [("2019", "settled"), ("Okt 2026", "returned"), ("2026", "returned")]
)
def test_somebody_home_again_and_after_a_year_settled(office, came, stage):
    done = back(office, "home", ABROAD | {"returns.arrived_on": came, "journeys.departed_on": "2015"})
    assert isinstance(done, Saved), done
    assert stage_of(office, done.record) == stage


def test_home_again_without_any_journey_known(office):
    done = back(office, "home", WHO | {"returns.arrived_on": "2019"})
    assert stage_of(office, done.record) == "settled"


def test_a_death_of_long_ago_still_waits_for_a_second_person(office):
    done = back(office, "died", ABROAD | {"life_events.occurred_on": "2022"})
    assert isinstance(done, Saved)
    assert "second person" in " ".join(one.message.msgid for one in done.warnings)
    assert stage_of(office, done.record) == "working"


def test_a_child_may_be_kept_as_interested_and_is_flagged(office):
    done = back(office, "interested", WHO | {"people.born_on": "2010", "journeys.country": "JP"})
    assert isinstance(done, Saved)
    assert stage_of(office, done.record) == "interested"
    assert [one.field for one in done.warnings if one.level == "warn"] == ["people.born_on"]
    assert office.register.get("people", done.record)["back_registered"] is None


def test_whoever_is_interested_need_not_know_the_country_yet(office):
    done = back(office, "interested", WHO)
    assert isinstance(done, Saved), done
    assert stage_of(office, done.record) == "interested"
    (wish,) = related_rows(office, done.record)["life_events"]
    assert (wish["kind"], wish["country"]) == ("interested", None)


@pytest.mark.parametrize(
    ("where", "changed", "field"),
    [
        ("abroad", {"people.name": ""}, "people.name"),
        ("abroad", {"people.hamlet": ""}, "people.hamlet"),
        ("abroad", {"journeys.country": ""}, "journeys.country"),
        ("abroad", {"journeys.country": "Atlantis"}, "journeys.country"),
        ("abroad", {"journeys.departed_on": ""}, "journeys.departed_on"),
        ("abroad", {"journeys.departed_on": "2030"}, "journeys.departed_on"),
        ("abroad", {"journeys.departed_on": "1980"}, "journeys.departed_on"),
        ("home", {"returns.arrived_on": ""}, "returns.arrived_on"),
        ("home", {"returns.arrived_on": "2015"}, "returns.arrived_on"),
        ("died", {}, "life_events.occurred_on"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(office, where, changed, field):
    refused = back(office, where, ABROAD | changed)
    assert isinstance(refused, Refused)
    assert stops_of(refused) == {field}
    assert office.register.count("people") == 0


def test_nobody_is_added_twice_unless_the_officer_says_so(office):
    put(office, "people", name="INAQ RAHMAH", hamlet="montong")
    assert stops_of(back(office)) == {"people.name"}
    assert isinstance(back(office, anyway=True), Saved)
