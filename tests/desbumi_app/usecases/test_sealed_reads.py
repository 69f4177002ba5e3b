"""What is read in `cases` is summarised once a day in `cases`, and nowhere else; any copy can say who read it."""

import pytest

from desbumi_app import bootstrap
from desbumi_app.usecases.read_sealed import read_sealed, sealed_readings
from desbumi_app.usecases.summarise_reads import CASES_MOST_ROWS, CASES_PAD, packed, summarise_reads, unpacked
from tests.desbumi_app.usecases.abroad import a_worker

DAY = 86_400


@pytest.fixture
def worker(office):
    """A person with two sealed records, one of them about the journey."""
    person, journey = a_worker(office)
    with office.cases.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("journey_health", {"journey_id": journey[-16:], "exam_place": "Klinik Contoh"})
        tx.create("journey_money", {"journey_id": journey[-16:], "debt": 5_000_000})
    return person


def told(office, person):
    return [(one.day, one.by, one.purpose, one.count) for one in sealed_readings(office, person)]


def test_a_day_of_reading_becomes_one_padded_save_in_the_cases_and_none_in_the_register(office, worker):
    assert len(read_sealed(office, worker)) == 2
    read_sealed(office, worker)
    assert summarise_reads(office) == 0
    office.clock.forward(DAY)
    assert summarise_reads(office) == 1
    assert summarise_reads(office) == 0
    (row,) = office.cases.rows_where("case_reads")
    assert (row["day"], len(row["body"]) % CASES_PAD) == ("2026-11-21", 0)
    assert set(unpacked(row["body"]).values()) == {2}
    assert office.register.rows_where("read_summaries") == []


def test_who_read_comes_from_the_saves_and_from_today_and_counts_an_opening_once(office, worker):
    read_sealed(office, worker)
    office.clock.forward(DAY)
    summarise_reads(office)
    read_sealed(office, worker)
    read_sealed(office, worker)
    assert told(office, worker) == [
        ("2026-11-22", "Sari Wahyuni", "sealed", 2),
        ("2026-11-21", "Sari Wahyuni", "sealed", 1),
    ]
    other, _journey = a_worker(office, "Baiq Ratna")
    assert told(office, other) == []


def test_without_the_case_key_nothing_is_told_and_the_register_s_summary_goes_on(office, worker):
    read_sealed(office, worker)
    bootstrap.lock(office)
    desk = bootstrap.unlock(office.files, "lalu", "empat kata acak desa", office.clock, cheap=True)
    office.clock.forward(DAY)
    assert (sealed_readings(desk, worker), summarise_reads(desk)) == ((), 0)
    bootstrap.lock(desk)


def test_the_fullest_summary_fits_a_save_of_the_cases(office):
    rows = {(bytes([n]) * 16, b"o" * 16, "export:people_list"): 99_999 for n in range(CASES_MOST_ROWS)}
    with office.cases.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("case_reads", {"day": "2026-11-21", "body": packed(rows, CASES_PAD)})
    (row,) = office.cases.rows_where("case_reads")
    assert unpacked(row["body"]) == rows
    assert len(row["body"]) <= 2_048
