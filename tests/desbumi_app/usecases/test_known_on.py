"""What the book knew on a day is read from the log: later saves and later corrections of earlier days do not count."""

from datetime import date

import pytest

from db.errors import StoreError
from desbumi_app.usecases.known_on import known_on
from desbumi_app.usecases.status_on import status_on
from desbumi_app.usecases.take_back import take_back
from tests.desbumi_app.usecases.abroad import a_worker, came_home

DAY = 24 * 3600
FIRST, SECOND, THIRD = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)


def stages(office, person, day):
    known = known_on(office, person, day)
    now = status_on(office, person, day).stage
    return (known.stage.value if known and known.stage else known and "", now.value if now else "")


def test_a_return_that_was_told_of_late_was_not_known_on_its_day(office):
    person, journey = a_worker(office)
    office.clock.forward(DAY)
    came_home(office, person, journey, "2026-11-20")
    assert stages(office, person, FIRST) == ("working", "returned")
    assert stages(office, person, SECOND) == ("returned", "returned")


def test_before_the_first_save_the_book_knew_nobody(office):
    person, _journey = a_worker(office)
    assert known_on(office, person, date(2026, 11, 20)) is None
    assert status_on(office, person, date(2026, 11, 20)).stage == "working"


def test_a_correction_and_a_mistake_count_from_the_day_they_were_made(office):
    person, journey = a_worker(office)
    home = came_home(office, person, journey, kind="leave")
    office.clock.forward(DAY)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("returns", home, {"kind": "contract_ended"})
    office.clock.forward(DAY)
    take_back(office, "return", person, home, "orang lain")
    assert [stages(office, person, day) for day in (FIRST, SECOND, THIRD)] == [
        ("on_leave", "working"), ("returned", "working"), ("working", "working"),
    ]  # fmt: skip


def test_a_day_is_the_day_of_the_village(office):
    office.clock.forward(16 * 3600)  # 18.00 UTC: already the next day in Indonesia
    person, _journey = a_worker(office)
    assert known_on(office, person, FIRST) is None
    assert known_on(office, person, SECOND).stage == "working"


def test_a_person_who_is_not_there_is_no_answer(office):
    with pytest.raises(StoreError, match="no_such_record"):
        known_on(office, b"\0" * 20, FIRST)
