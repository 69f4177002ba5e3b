"""A day that passes changes the list by itself: no save happens on it."""

from desbumi_app.usecases import renew_lines as module
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.renew_lines import lines_due
from tests.desbumi_app.usecases.abroad import a_worker, put

DAY = 86400


def renew_lines(office):
    """All parts, as the page at the start asks for them; how many lines."""
    due = left = lines_due(office)
    while left.people:
        left = module.renew_lines(office, left)
    return len(due.people)


def line(office, name):
    return find_people(office, name).lines[0]


def home_since(office, name, day):
    person, journey = a_worker(office, name, departed_on="2024-01-05", arrived_on="2024-01-06")
    put(
        office,
        "returns",
        person_id=person[-16:],
        journey_id=journey[-16:],
        kind="contract_ended",
        arrived_on=day,
    )
    return person


def test_twelve_months_at_home_change_the_line_on_their_day_and_once(office):
    home_since(office, "Siti Rohani", "2025-12-10")
    assert renew_lines(office) == 0
    office.clock.forward(20 * DAY)
    assert (line(office, "siti").stage, renew_lines(office), line(office, "siti").stage) == (
        "returned",
        1,
        "settled",
    )
    assert renew_lines(office) == 0


def test_what_was_dated_ahead_counts_from_its_day(office):
    a_worker(office, "Baru Berangkat", departed_on="2026-11-24", arrived_on=None)
    a_worker(office, "Tetap Sama", departed_on="2026-11-19", arrived_on=None)
    before = line(office, "tetap")
    renew_lines(office)
    office.clock.forward(3 * DAY)
    assert line(office, "baru").stage != "departed"
    assert (renew_lines(office), line(office, "baru").stage) == (1, "departed")
    assert line(office, "tetap") == before


def test_a_paper_that_ran_out_is_no_longer_there(office):
    person, journey = a_worker(
        office, "Kertas Habis", departed_on=None, arrived_on=None, candidate_on="2026-11-01"
    )
    put(
        office, "documents", person_id=person[-16:], journey_id=journey[-16:], item="family_card",
        status="original_seen", expires_on="2026-11-22",
    )  # fmt: skip
    seen = line(office, "kertas").papers
    renew_lines(office)
    office.clock.forward(2 * DAY)
    assert renew_lines(office) == 1
    assert line(office, "kertas").papers == (seen[0] - 1, seen[1])


def test_a_clock_that_was_wrong_for_a_day_leaves_no_wrong_line(office):
    home_since(office, "Siti Rohani", "2025-12-10")
    renew_lines(office)
    office.clock.forward(400 * DAY)
    renew_lines(office)
    assert line(office, "siti").stage == "settled"
    office.clock.forward(-400 * DAY)
    assert (renew_lines(office), line(office, "siti").stage) == (1, "returned")


def test_a_day_whose_parts_were_cut_off_is_begun_again(office, monkeypatch):
    for number in range(3):
        home_since(office, f"Siti Rohani {number}", "2025-12-10")
    renew_lines(office)
    office.clock.forward(20 * DAY)
    monkeypatch.setattr(module, "AT_ONCE", 2)
    assert (
        len(module.renew_lines(office, lines_due(office)).people) == 1
    )  # and then the computer is switched off
    assert renew_lines(office) == 3
    assert renew_lines(office) == 0
    assert {one.stage for one in find_people(office, "siti").lines} == {"settled"}
