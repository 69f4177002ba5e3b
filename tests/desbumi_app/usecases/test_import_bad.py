"""Bad workbooks through the use cases: each has its own words, nothing of it stays, and what can be read is judged."""

import pytest

from db.staging import Staging
from desbumi_app.catalogue import import_rows
from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.usecases import import_decide
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_look import Layout, look
from desbumi_app.usecases.import_read import propose, read_list
from tests.desbumi_app.catalogue.bad_files import REFUSED, spoiled

LAYOUT = Layout(0, 0, {0: "name", 1: "nik"})


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bad_file_is_refused_with_its_reason_and_leaves_nothing(office, tmp_path, kind):
    make, code, _words = REFUSED[kind]
    path = make(tmp_path)
    found = []
    for step in (lambda: look(office, path), lambda: read_list(office, path, LAYOUT)):
        try:
            step()
        except WorkbookError as error:
            found.append(error.code)
    # What lies below the rows that are looked at is found when the list is read; an empty list has no name column.
    assert found[-1] in {code, "no_header"}
    assert code in found
    assert Staging(office.register).jobs("reading", "ready") == []
    assert office.register.session.one("SELECT count(*) FROM import_row") == (0,)
    assert office.register.count("people") == 0


def test_what_excel_has_spoiled_is_read_where_that_is_certain_and_left_out_where_it_is_not(office, tmp_path):
    path = spoiled(tmp_path / "manja.xlsx")
    job = read_list(office, path, propose(office, path))
    seen = import_decide.overview(office, job)
    assert seen.settings.merged
    lines = import_decide.lines(office, job, list(import_decide.numbers(office, job, "all")))
    got = {
        one.row.number: (one.row.verdict.value, [p.message.msgid for p in one.row.problems]) for one in lines
    }
    values = {one.row.number: one.row.values for one in lines}
    # Row 2: the day number is a date, and says so; row 3: a merged family card counts, a NIK kept as a number does not.
    assert got[2][0] == "look"
    assert import_rows.SERIAL_DATE in got[2][1]
    assert values[2]["born_on"] == "1995-03-10"
    assert got[3] == ("rejected", [import_rows.NUMERIC_CELL])
    assert values[3]["kk_number"] == "9901010101100002"
    # Row 4: a formula that nobody computed is no name; row 5: neither is its error; row 6: a real date is a date.
    assert got[4] == got[5] == ("rejected", [import_rows.NO_NAME])
    assert (got[6], values[6]["born_on"]) == (("good", []), "1993-01-03")
    done = apply_list(office, job)
    assert (done.rows, done.new, done.filled, done.skipped, done.rejected) == (5, 2, 0, 0, 3)
