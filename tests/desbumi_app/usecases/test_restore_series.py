"""Every letter series that a restored book could number is asked for, and none is numbered unanswered."""

from datetime import UTC, datetime

import pytest

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.agenda_book import agenda
from desbumi_app.usecases.back_up import back_up
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.number_letters import BLOCK_UNSURE, found_series, next_serial_of, place_for, take
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.restore_backup import put_in_place
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile
from tests.desbumi_app.usecases.restoring import (
    backed_up,
    numbered,
    prepared,
    unlocked,
)


@pytest.fixture
def office(tmp_path):
    folder = tmp_path / "books" / "sukacontoh"
    made = bootstrap.set_up(folder, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
    yield made
    bootstrap.lock(made)


def restored(office, tmp_path, agenda):
    """The book on a laptop without a mark, with what was asked."""
    bootstrap.lock(office)
    ready = prepared(tmp_path / "fresh", tmp_path / "usb", office.clock)
    put_in_place(ready, agenda, office.clock)
    return unlocked(tmp_path / "fresh", office.clock), ready.series


def test_a_series_begun_after_the_backup_is_asked_for_and_goes_on_behind_the_agenda_book(office, tmp_path):
    back_up(office, tmp_path / "usb")
    numbered(office, 3)
    again, asked = restored(office, tmp_path, {"surat/2026": 3})
    assert [(one.key, one.stored, one.marked, one.row) for one in asked] == [("surat/2026", 0, 0, None)]
    assert next_serial_of(again, place_for(again, ("surat",), 2026)) == 4
    bootstrap.lock(again)


def test_after_new_year_the_series_of_the_new_year_is_asked_for(office, tmp_path):
    numbered(office, 5)
    back_up(office, tmp_path / "usb")
    office.clock.at = datetime(2027, 1, 10, 2, tzinfo=UTC)
    again, asked = restored(office, tmp_path, {"surat/2027": 4})
    assert [(one.key, one.stored) for one in asked] == [("surat/2027", 0)]
    assert next_serial_of(again, place_for(again, ("surat",), 2027)) == 5
    bootstrap.lock(again)


def leased(office):
    me, other = office.register.identity().device, bytes(15) + b"7"
    (settings,) = office.register.rows_where("village_settings")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("number_series", {"name": "surat", "year": 2026, "device": other, "first_number": 1})
        tx.create("number_series", {
            "name": "surat", "year": 2026, "device": other, "leased_to": me, "lease_first": 21, "lease_last": 40,
        })  # fmt: skip
        tx.change("village_settings", bytes(settings["id"]), {"series_mode": "lease"})


def test_a_leased_block_is_asked_for_and_goes_on_behind_the_agenda_book(office, tmp_path):
    leased(office)
    numbered(office, 2)
    back_up(office, tmp_path / "usb")
    numbered(office, 3)
    again, asked = restored(office, tmp_path, {"surat/2026/21": 25})
    assert [(one.key, one.stored, one.first, one.part) for one in asked] == [
        ("surat/2026/21", 22, 21, "21–40")
    ]
    assert next_serial_of(again, place_for(again, ("surat",), 2026)) == 26
    bootstrap.lock(again)


def test_a_block_that_comes_back_after_the_restore_is_not_begun_again_unasked(office, tmp_path):
    me, other = office.register.identity().device, bytes(15) + b"7"
    one = a_candidate(office)
    (settings,) = office.register.rows_where("village_settings")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("number_series", {"name": "surat", "year": 2026, "device": other, "first_number": 1})
        tx.change("village_settings", bytes(settings["id"]), {"series_mode": "lease"})
    back_up(office, tmp_path / "usb")
    again, asked = restored(office, tmp_path, {})
    assert asked == ()

    def issue(**more):
        return issue_letter(again, prepare_letter(again, a_domicile(one)), cheap=True, **more)

    with again.register.transaction(
        operator=again.operator.id, purpose="test"
    ) as tx:  # as the next round brings it
        block = {
            "name": "surat",
            "year": 2026,
            "device": other,
            "leased_to": me,
            "lease_first": 21,
            "lease_last": 40,
        }
        tx.create("number_series", block)
    refused = issue()
    assert isinstance(refused, Refused)
    assert refused.problems[0].message.msgid == BLOCK_UNSURE
    assert refused.problems[0].message.params == {"first": "21", "last": "40"}
    assert issue(manual=24).number.split("/")[1] == "024"
    assert issue().number.split("/")[1] == "025"
    bootstrap.lock(again)


def test_a_series_that_only_the_mark_knows_is_asked_for_too(office, tmp_path):
    back_up(office, tmp_path / "usb")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        take(office, tx, place_for(office, (), 2026, usual="L07"), 6)
    bootstrap.lock(office)
    ready = prepared(tmp_path / "books", tmp_path / "usb", office.clock)
    assert {one.key: one.marked for one in ready.series} == {"surat/2026": 0, "L07/2026": 6}
    put_in_place(ready, {"surat/2026": 0, "L07/2026": 6}, office.clock)
    again = unlocked(tmp_path / "books", office.clock)
    assert next_serial_of(again, place_for(again, ("L07",), 2026)) == 7
    bootstrap.lock(again)


def test_without_an_answer_nothing_is_put_in_place_and_zero_is_one(office, tmp_path):
    back_up(office, tmp_path / "usb")
    bootstrap.lock(office)
    ready = prepared(tmp_path / "fresh", tmp_path / "usb", office.clock)
    with pytest.raises(ValueError, match="1 series unanswered"):
        put_in_place(ready, {}, office.clock)
    assert not (tmp_path / "fresh" / "sukacontoh" / "sukacontoh.db").exists()
    assert put_in_place(ready, {"surat/2026": 0}, office.clock).gaps == ()
    again = unlocked(tmp_path / "fresh", office.clock)
    assert next_serial_of(again, place_for(again, ("surat",), 2026)) == 1
    bootstrap.lock(again)


def test_a_letter_number_is_never_given_twice_and_the_gap_is_listed(village, tmp_path):
    office, _sheet, root = village
    found_series(office, "surat", 1)
    numbered(office, 3)
    backed_up(office, tmp_path / "usb")
    numbered(office, 2)
    bootstrap.lock(office)
    ready = prepared(root, tmp_path / "usb", office.clock)
    (series,) = ready.series
    assert (series.key, series.stored, series.marked) == ("surat/2026", 3, 5)
    done = put_in_place(ready, {"surat/2026": 7}, office.clock)
    assert done.gaps == (("surat/2026", (4, 5, 6, 7)),)
    again = unlocked(root, office.clock)
    assert next_serial_of(again, place_for(again, ("surat",), 2026)) == 8
    numbered(again, 1)
    assert [(line.serial, line.state) for line in agenda(again, 2026) if line.state == "gap"] == [
        (number, "gap") for number in (4, 5, 6, 7)
    ]
    bootstrap.lock(again)


def test_on_a_fresh_laptop_without_a_mark_the_agenda_book_decides(village, tmp_path):
    office, _sheet, _root = village
    found_series(office, "surat", 1)
    numbered(office, 3)
    backed_up(office, tmp_path / "usb")
    ready = prepared(tmp_path / "fresh", tmp_path / "usb", office.clock)
    assert [(one.stored, one.marked) for one in ready.series] == [(3, 0)]
    put_in_place(ready, {"surat/2026": 40}, office.clock)
    again = unlocked(tmp_path / "fresh", office.clock)
    assert next_serial_of(again, place_for(again, ("surat",), 2026)) == 41
    bootstrap.lock(again)
