"""A clock of another year begins, takes over and lends no series unasked, and asks nobody for ever afterwards."""

from datetime import UTC, datetime

import pytest

from desbumi_app.letter_day import DOUBTFUL, year_doubt
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.issue_letter import Issued, issue_letter
from desbumi_app.usecases.number_letters import NumberError, found_series, lease_block, take_over_series
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile

OTHER = b"o" * 16


@pytest.fixture
def one(office):
    return a_candidate(office)


def year(office, number):
    office.clock.at = datetime(number, 11, 22, 2, tzinfo=UTC)


def issue(office, one, *, ticked=False):
    return issue_letter(office, prepare_letter(office, a_domicile(one, day_right=ticked)), cheap=True)


def doubted(office, one):
    refused = issue(office, one)
    return isinstance(refused, Refused) and [said.message.msgid for said in refused.problems] == [DOUBTFUL]


def a_row(office, **values):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        return tx.create("number_series", values)


@pytest.mark.parametrize("wrong", [2009, 2099])
def test_no_series_is_begun_taken_over_or_lent_on_a_clock_of_another_year_unasked(office, one, wrong):
    issue(office, one)
    others = a_row(office, name="L08", year=2026, device=OTHER, last_number=7)
    before = office.register.count("number_series")
    year(office, wrong)
    for work in (
        lambda: found_series(office, "surat", 1),
        lambda: take_over_series(office, others, 9),
        lambda: lease_block(office, OTHER),
    ):
        with pytest.raises(NumberError) as refused:
            work()
        assert (refused.value.msgid, refused.value.params["year"]) == (DOUBTFUL, "2026")
    assert office.register.count("number_series") == before
    assert office.register.get("number_series", others)["last_number"] == 7
    found_series(office, "surat", 1, day_right=True)
    take_over_series(office, others, 9, day_right=True)
    assert office.register.get("number_series", others)["last_number"] == 9
    issue(office, one, ticked=True)
    assert lease_block(office, OTHER, day_right=True).first == 2


def test_a_series_of_2099_without_a_letter_or_closed_stops_no_letter_of_this_year(office, one):
    year(office, 2099)
    found_series(office, "surat", 1, day_right=True)
    lent = {"leased_to": OTHER, "lease_first": 2, "lease_last": 21}
    a_row(office, name="surat", year=2099, device=office.register.identity().device, **lent)
    a_row(office, name="L08", year=2099, device=OTHER, last_number=7, closed_on="2026-11-21")
    year(office, 2026)
    assert isinstance(issue(office, one), Issued)


def test_after_a_letter_of_2099_one_tick_on_an_honest_letter_restores_peace(office, one):
    issue(office, one)
    year(office, 2099)
    assert doubted(office, one)
    assert isinstance(issue(office, one, ticked=True), Issued)
    year(office, 2026)
    assert doubted(office, one)
    assert isinstance(issue(office, one, ticked=True), Issued)
    assert isinstance(issue(office, one), Issued)
    found_series(office, "surat", 90)
    year(office, 2027)
    assert isinstance(issue(office, one), Issued)
    year(office, 2099)
    assert doubted(office, one), "the clock of 2099 is asked about again"


def test_a_wrong_tick_is_forgotten_with_the_next_letter_of_the_true_year(office, one):
    year(office, 2027)
    issue(office, one)
    year(office, 2026)
    issue(office, one, ticked=True)
    assert year_doubt(office, "2026-01-01") is None
    year(office, 2027)
    assert isinstance(issue(office, one), Issued)
    year(office, 2026)
    assert doubted(office, one)
