"""A population list comes in with counts that add up, twice without a change, and without special data."""

from dataclasses import replace

import pytest

from db.errors import StoreError
from db.staging import Staging
from desbumi_app.catalogue.import_rows import Verdict
from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_residents import import_residents, judged, read_residents
from desbumi_app.usecases.import_staged import READY
from desbumi_app.usecases.import_writer import Writer


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "penduduk.xlsx"
    write_opensid_workbook(path, generate(7, 200, SUKACONTOH))
    return path


def test_every_row_is_counted_once_and_stored_as_counted(office, workbook):
    plan = read_residents(office, workbook)
    done = import_residents(office, plan)
    assert done.rows == 200 == done.new + done.filled + done.skipped + done.rejected
    assert office.register.count("people") == done.new
    assert done.rejected == plan.rejected > 0
    assert office.register.count("household_members") == done.new + done.filled + done.skipped


def test_the_same_file_again_changes_nothing(office, workbook):
    import_residents(office, read_residents(office, workbook))
    before = office.register.state_hash()
    again = import_residents(office, read_residents(office, workbook))
    assert (again.new, again.filled, again.txn) == (0, 0, None)
    assert again.rows == again.skipped + again.rejected
    assert office.register.state_hash() == before


def test_a_list_of_residents_is_neither_staged_nor_stored_in_a_district_s_book(office, workbook):
    plan = read_residents(office, workbook)
    district = replace(office, profile=replace(office.profile, kind="district"))
    for attempt in (lambda: read_residents(district, workbook), lambda: apply_list(district, plan.job)):
        with pytest.raises(StoreError, match="not_a_village"):
            attempt()
    assert office.register.count("people") == 0
    assert [one.id for one in Staging(office.register).jobs(READY)] == [plan.job]


def test_special_data_is_named_and_not_read(office, workbook):
    done = import_residents(office, read_residents(office, workbook))
    assert {"cacat_id", "cara_kb_id", "hamil"} <= set(done.not_taken)
    first = office.register.rows_where("people")[0]
    assert not {"cacat_id", "hamil", "cara_kb_id"} & set(first)


def test_codes_become_words_and_unknown_codes_are_kept_as_they_came(office, workbook):
    import_residents(office, read_residents(office, workbook))
    people = office.register.rows_where("people")
    assert {person["sex"] for person in people} == {"male", "female"}
    statuses = {person["marital_status"] for person in people}
    assert "99" in statuses
    assert "single" in statuses or "married" in statuses


def test_a_blank_is_filled_and_nothing_that_stands_is_overwritten(office, workbook):
    import_residents(office, read_residents(office, workbook))
    person = next(one for one in office.register.rows_where("people") if one["mother_name"])
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("people", person["id"], {"mother_name": None, "father_name": "Tulisan Sendiri"})
    again = import_residents(office, read_residents(office, workbook))
    assert again.filled == 1
    after = office.register.get("people", person["id"])
    assert (after["mother_name"], after["father_name"]) == (person["mother_name"], "Tulisan Sendiri")


def test_the_second_row_of_a_person_fills_and_the_third_overwrites_nothing(office, tmp_path):
    path = tmp_path / "tiga.csv"
    rows = ("", "Gita", "Lain")
    path.write_text(
        "nama;nik;nama ibu\n" + "".join(f"Siti Aminah;9901015406980001;{name}\n" for name in rows)
    )
    done = import_residents(office, read_residents(office, path))
    assert (done.new, done.filled, done.skipped) == (1, 1, 1)
    assert [row["mother_name"] for row in office.register.rows_where("people")] == ["Gita"]


def test_a_nik_that_excel_cut_is_rejected_with_its_reason(office, tmp_path):
    path = tmp_path / "potong.csv"
    path.write_text(
        "nama;nik;dusun\nSiti Aminah;990101540698000;Montong\nBaiq Rohani;9901014101900003;Montong\n"
    )
    plan = read_residents(office, path)
    assert next(judged(office, plan.job)).verdict is Verdict.REJECTED
    assert [number for number, problem in plan.problems if problem.field == "nik"] == [2]
    done = import_residents(office, plan)
    assert (done.new, done.rejected) == (1, 1)


def test_a_file_without_column_names_is_refused_with_a_code(office, tmp_path):
    path = tmp_path / "tanpa.csv"
    path.write_text("satu;dua\ntiga;empat\n")
    with pytest.raises(WorkbookError, match="no_header"):
        read_residents(office, path)
    assert office.register.count("people") == 0


def test_an_import_that_is_cut_off_leaves_nothing(office, workbook, monkeypatch):
    """Power goes before the commit: the one transaction is not there."""
    plan = read_residents(office, workbook)

    class Cut(BaseException):
        pass

    def stop_in_the_middle(self):
        raise Cut

    monkeypatch.setattr(Writer, "end", stop_in_the_middle)
    with pytest.raises(Cut):
        import_residents(office, plan)
    assert office.register.count("people") == 0
    assert Staging(office.register).counts(plan.job) == {}
