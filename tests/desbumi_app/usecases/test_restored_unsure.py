"""What a restored book hears of its series only afterwards is numbered by nobody who has not looked in the agenda book."""

from datetime import UTC, datetime

import pytest

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.letter_keys import NOT_JOINED, Scanning
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.back_up import back_up
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.number_letters import (
    BLOCK_UNSURE,
    SERIES_UNSURE,
    NumberError,
    found_series,
    lease_block,
    take_over_series,
)
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.restore_backup import put_in_place
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile
from tests.desbumi_app.usecases.restoring import prepared, said, unlocked

OTHER = bytes(15) + b"7"


class Book:
    """A village's book that was restored on a laptop without a mark, and the person of its letters."""

    def __init__(self, office, person):
        self.office, self.person = office, person

    def issue(self, scanning=NOT_JOINED, **more):
        letter = prepare_letter(self.office, a_domicile(self.person))
        return issue_letter(self.office, letter, scanning=scanning, cheap=True, **more)

    def comes(self, **values):
        """A series row, as the next round brings it."""
        with self.office.register.transaction(operator=self.office.operator.id, purpose="test") as tx:
            return tx.create("number_series", {"year": 2026} | values)

    def chosen(self, **values):
        (settings,) = self.office.register.rows_where("village_settings")
        with self.office.register.transaction(operator=self.office.operator.id, purpose="test") as tx:
            tx.change("village_settings", bytes(settings["id"]), values)

    @property
    def me(self):
        return self.office.register.identity().device


@pytest.fixture
def book(tmp_path):
    office = bootstrap.set_up(
        tmp_path / "books" / "sukacontoh", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS
    ).office
    one = Book(office, a_candidate(office))
    one.chosen(number_pattern="{seri}-{kode}/{urut:03}/{tahun}")
    back_up(office, tmp_path / "usb")
    bootstrap.lock(office)
    ready = prepared(tmp_path / "fresh", tmp_path / "usb", office.clock)
    put_in_place(ready, said(ready), office.clock)
    one.office = unlocked(tmp_path / "fresh", office.clock)
    yield one
    bootstrap.lock(one.office)


def serial(done):
    return done.number.split("/")[1]


def problem(refused):
    assert isinstance(refused, Refused), refused
    return refused.problems[0].message.msgid


def test_a_block_that_comes_back_half_used_is_asked_for(book):
    book.chosen(series_mode="lease")
    book.comes(name="surat", device=OTHER, last_number=7)
    book.comes(
        name="surat", device=OTHER, leased_to=book.me, lease_first=21, lease_last=40, last_number=25
    )  # 26 to 28 stand on letters that were never sent
    assert problem(book.issue()) == BLOCK_UNSURE
    assert [serial(book.issue(manual=29)), serial(book.issue())] == ["029", "030"]


def test_a_series_that_was_begun_after_the_backup_is_asked_for(book):
    row = book.comes(name="L07", device=book.me, first_number=1, last_number=25)
    assert problem(book.issue()) == SERIES_UNSURE
    with pytest.raises(NumberError, match="did not know this series"):
        lease_block(book.office, OTHER, "L07")
    assert [serial(book.issue(manual=29)), serial(book.issue())] == ["029", "030"]
    assert book.office.register.get("number_series", row)["last_number"] == 30


def test_a_division_of_the_letters_that_comes_back_begins_no_series_again_unasked(book):
    book.chosen(series_scheme="type")
    assert problem(book.issue()) == SERIES_UNSURE
    assert [serial(book.issue(manual=4)), serial(book.issue())] == ["004", "005"]


def test_a_laptops_own_letter_is_asked_for_too(book):
    book.comes(name="surat", device=OTHER, last_number=7)
    with_letter = Scanning("", lambda _key: False, "B")
    assert problem(book.issue(with_letter)) == SERIES_UNSURE
    assert [serial(book.issue(with_letter, manual=3)), serial(book.issue(with_letter))] == ["003.B", "004.B"]


def test_two_rows_of_one_series_go_on_behind_the_greater(book):
    book.comes(name="surat", device=book.me, last_number=25)
    book.comes(name="surat", device=book.me, last_number=3)
    assert serial(book.issue()) == "026"


def test_what_was_answered_and_a_later_year_are_asked_no_more(book):
    assert [serial(book.issue()), serial(book.issue())] == ["001", "002"]
    book.office.clock.at = datetime(2027, 1, 10, 2, tzinfo=UTC)
    assert serial(book.issue()) == "001"
    book.chosen(series_scheme="type")
    assert serial(book.issue()) == "001"


def test_who_begins_or_takes_over_a_series_has_looked_in_the_agenda_book(book):
    found_series(book.office, "L07", 41)
    assert serial(book.issue()) == "041"
    row = book.comes(name="L08", device=OTHER, last_number=7)
    take_over_series(book.office, row, 9)
    lent = lease_block(book.office, OTHER, "L08")
    assert (lent.first, lent.last) == (10, 29)
