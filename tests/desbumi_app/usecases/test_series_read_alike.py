"""Numbers of two series never read alike: such a series is not begun, and what stands twice is found across series."""

import pytest

from db.session import wire_id
from desbumi_app.domain.numbering import DEFAULT_PATTERN
from desbumi_app.usecases.agenda_book import agenda
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.list_series import list_series
from desbumi_app.usecases.number_letters import READS_ALIKE, NumberError, found_series
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile


def settings(office, **values):
    (row,) = office.register.rows_where("village_settings")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("village_settings", bytes(row["id"]), values)


@pytest.mark.parametrize(
    ("name", "chosen", "own"),
    [
        ("L07", {}, ""),
        ("L07", {"series_scheme": "class_code"}, ""),
        ("400.12.2.1", {}, ""),
        ("400.12.2.1", {"series_scheme": "class_code", "number_pattern": "{urut}/{tahun}"}, ""),
        ("L07", {"number_pattern": "{seri}/{urut}/{tahun}"}, DEFAULT_PATTERN),
    ],
)
def test_a_series_whose_numbers_could_read_like_others_is_not_begun(office, name, chosen, own):
    settings(office, **chosen)
    with pytest.raises(NumberError) as refused:
        found_series(office, name, 2, pattern=own)
    assert (refused.value.msgid, refused.value.params) == (READS_ALIKE, {"name": name, "token": "{seri}"})
    assert office.register.count("number_series") == 0


@pytest.mark.parametrize(
    ("name", "chosen", "own"),
    [
        ("surat", {}, ""),
        ("L07", {"number_pattern": "{seri}/{urut}/{tahun}"}, ""),
        ("L07", {}, "{seri}/{urut}/{tahun}"),
        ("400.12.2.1", {"series_scheme": "class_code"}, ""),
    ],
)
def test_a_series_that_the_pattern_tells_apart_is_begun(office, name, chosen, own):
    settings(office, **chosen)
    found_series(office, name, 2, pattern=own)
    assert [row["name"] for row in office.register.rows_where("number_series")] == [name]


def test_one_number_in_print_on_letters_of_two_series_is_shown_at_both(office):
    letter = prepare_letter(office, a_domicile(a_candidate(office)))
    done = issue_letter(office, letter, cheap=True)
    issue_letter(office, letter, cheap=True)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        series = tx.create("number_series", {"name": "L07", "year": 2026, "last_number": 1})
        tx.create(
            "letters",
            {"series_id": wire_id(series), "sequence": 1, "number": done.number, "state": "final"},
        )
    for name, expected in (("surat", [(1, True), (2, False)]), ("L07", [(1, True)])):
        assert [(line.serial, line.twice) for line in agenda(office, 2026, name)] == expected
    assert [(line.name, line.twice) for line in list_series(office, 2026)] == [("L07", (1,)), ("surat", (1,))]
