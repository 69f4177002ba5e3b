"""Whose number is next: never twice, across computers, blocks, restores, years and kills; gaps are listed."""

import contextlib
import hashlib
import os
import random
import time

import pytest

from desbumi_app import bootstrap
from desbumi_app.letter_keys import NO_LETTER, NOT_JOINED, Scanning
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.agenda_book import agenda
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.number_letters import (
    BLOCK_USED,
    NOT_OURS,
    NumberError,
    found_series,
    lease_block,
    take_over_series,
)
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.offices import RecordedClock
from tests.desbumi_app.usecases.letter_writer import write_on
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile, elsewhere
from tests.forked import CONTEXT

OTHER = b"o" * 16
KILLS = 40 if os.environ.get("DESBUMI_SOAK") else 8


@pytest.fixture
def prepared(office):
    return prepare_letter(office, a_domicile(a_candidate(office)))


def me(office):
    return office.register.identity().device


def issue(office, prepared, scanning=NOT_JOINED, **more):
    return issue_letter(office, prepared, scanning=scanning, cheap=True, **more)


def lettered(letter):
    """Joined, with this letter, nothing published."""
    return Scanning("", lambda _key_id: False, letter)


def serial(done):
    return done.number.split("/")[1]


def a_row(office, **values):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        return tx.create("number_series", {"name": "surat", "year": 2026, **values})


def set_mode(office, mode):
    settings = office.register.rows_where("village_settings")[0]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("village_settings", bytes(settings["id"]), {"series_mode": mode})


def problem(refused):
    assert isinstance(refused, Refused)
    return refused.problems[0].message.msgid


def test_a_series_begins_where_the_agenda_book_stands_and_earlier_numbers_are_no_gap(office, prepared):
    found_series(office, "surat", 118)
    assert [serial(issue(office, prepared)) for _ in range(2)] == ["118", "119"]
    assert [line.serial for line in agenda(office, 2026)] == [118, 119]


def test_a_letter_with_a_series_of_its_own_leaves_the_others_alone(office, prepared):
    found_series(office, "L07", 5, pattern="{urut}/{seri}/{tahun}")
    assert issue(office, prepared).number == "5/L07/2026"
    assert [line.number for line in agenda(office, 2026, "L07")] == ["5/L07/2026"]
    assert agenda(office, 2026) == ()


def test_a_new_year_begins_at_one_on_the_computer_that_owned_the_last(office, prepared):
    issue(office, prepared)
    office.clock.forward(60 * 86_400)
    fresh = prepare_letter(office, prepared.request)
    assert issue(office, fresh).number == "400.12.2.1/001/SKC/I/2027"


def test_a_second_computer_never_numbers_in_anothers_series(office, prepared):
    a_row(office, device=OTHER, last_number=7)
    assert problem(issue(office, prepared)) == NOT_OURS
    assert office.register.count("letters") == 0
    with pytest.raises(NumberError, match="belongs to another"):
        lease_block(office, OTHER)


def test_a_computer_that_joined_later_does_not_begin_the_villages_series(office, prepared):
    assert serial(issue(office, prepared, scanning=lettered("B"))) == "001.B"
    assert serial(issue(office, prepared, scanning=lettered("B"))) == "002.B"


def test_the_first_computer_begins_it_and_one_without_a_letter_waits_for_a_block(office, prepared):
    assert problem(issue(office, prepared, scanning=lettered(NO_LETTER))) == NOT_OURS
    assert serial(issue(office, prepared, scanning=lettered("A"))) == "001"


def test_a_second_computer_has_its_letter_and_a_series_of_its_own(office, prepared):
    a_row(office, device=OTHER, last_number=7)
    assert [serial(issue(office, prepared, scanning=lettered("B"))) for _ in range(2)] == ["001.B", "002.B"]
    assert [(line.serial, line.mark) for line in agenda(office, 2026)] == [(1, "B"), (2, "B")]


def test_a_second_computer_writes_from_its_blocks_until_they_are_used_up(office, prepared):
    set_mode(office, "lease")
    a_row(office, device=OTHER, last_number=7)
    assert problem(issue(office, prepared, scanning=lettered("B"))) == NOT_OURS
    a_row(office, device=OTHER, leased_to=me(office), lease_first=21, lease_last=22)
    assert [serial(issue(office, prepared)) for _ in range(2)] == ["021", "022"]
    assert problem(issue(office, prepared)) == BLOCK_USED
    a_row(office, device=OTHER, leased_to=me(office), lease_first=41, lease_last=60)
    assert serial(issue(office, prepared)) == "041"


def test_the_owner_jumps_what_it_leased_and_reserve_is_no_gap(office, prepared):
    with pytest.raises(NumberError, match="belongs to another"):
        lease_block(office, OTHER)
    issue(office, prepared)
    block = lease_block(office, OTHER)
    assert (block.first, block.last) == (2, 21)
    assert [serial(issue(office, prepared)) for _ in range(2)] == ["022", "023"]
    assert [line.serial for line in agenda(office, 2026)] == [1, 22, 23]
    second = lease_block(office, b"p" * 16)
    assert (second.first, second.last) == (24, 43)


def test_after_a_restore_the_mark_and_the_agenda_book_count_and_the_gap_is_listed(office, prepared):
    issue(office, prepared)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.take_number("surat/2026", 4)
    assert serial(issue(office, prepared)) == "005"
    assert serial(issue(office, prepared, agenda=9)) == "010"
    states = {line.serial: line.state for line in agenda(office, 2026)}
    assert [number for number, state in states.items() if state == "gap"] == [2, 3, 4, 6, 7, 8, 9]


def test_a_register_of_last_week_gives_no_number_again(office, prepared, tmp_path):
    issue(office, prepared)
    bootstrap.lock(office)
    last_week = office.files.register.read_bytes()
    opened = bootstrap.unlock(office.files, "sari", "empat kata acak kami", office.clock, cheap=True)
    assert [serial(issue(opened, prepared)) for _ in range(2)] == ["002", "003"]
    bootstrap.lock(opened)
    office.files.register.write_bytes(last_week)
    restored = bootstrap.unlock(office.files, "sari", "empat kata acak kami", office.clock, cheap=True)
    assert restored.register.count("letters") == 1
    assert serial(issue(restored, prepared)) == "004"
    assert [line.serial for line in agenda(restored, 2026) if line.state == "gap"] == [2, 3]
    bootstrap.lock(restored)


def test_taking_a_series_over_continues_after_the_agenda_book(office, prepared):
    row = a_row(office, device=OTHER, last_number=7)
    take_over_series(office, row, 12)
    assert serial(issue(office, prepared)) == "013"


def test_two_values_of_the_last_number_go_on_from_the_greater_one(office, prepared):
    row = a_row(office, device=me(office))
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("number_series", row, {"last_number": 30})
    elsewhere(office, "number_series", row, last_number=55)
    assert serial(issue(office, prepared)) == "056"
    assert office.register.conflicts(row) == ()
    assert serial(issue(office, prepared)) == "057"


def killed_writer(folder, person, after):
    """Runs a writer, kills it without warning, returns the numbers it had acknowledged."""
    heard, told = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=write_on, args=(str(folder), person, told))
    process.start()
    told.close()
    heard.recv()
    time.sleep(after)
    process.kill()
    process.join()
    numbers = []
    with contextlib.suppress(EOFError, OSError):
        while True:
            numbers.append(heard.recv())
    heard.close()
    process.close()
    return numbers


def test_a_kill_leaves_no_number_without_its_paper_and_none_twice(office, tmp_path):
    seed = int(os.environ.get("DESBUMI_SEED", "20261121"))
    rng, acknowledged = random.Random(seed), []
    person = a_candidate(office).person
    bootstrap.lock(office)
    for _ in range(KILLS):
        acknowledged += killed_writer(tmp_path, person, rng.uniform(0, 0.6))
    opened = bootstrap.unlock(office.files, "sari", "empat kata acak kami", RecordedClock(), cheap=True)
    letters = opened.register.rows_where("letters")
    for row in letters:
        assert hashlib.sha256(opened.register.blob(row["paper"])).digest() == row["paper"]
    numbers = [row["number"] for row in letters]
    assert len(numbers) == len(set(numbers))
    assert set(acknowledged) <= set(numbers)
    assert opened.register.session.one("SELECT count(*) FROM blob")[0] == len(letters)
    lines = agenda(opened, 2026)
    assert [line.serial for line in lines] == list(range(1, lines[-1].serial + 1))
    opened.register.verify_audit()
    print(f"letters: {KILLS} kills, {len(acknowledged)} acknowledged, {len(numbers)} stored, seed {seed}")
    assert len(acknowledged) >= KILLS // 2
    bootstrap.lock(opened)
