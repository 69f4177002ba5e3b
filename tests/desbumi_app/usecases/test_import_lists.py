"""Lists of any layout: mapped, judged, decided about by a person, stored so that counts add up, and taken back."""

import io
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from db.staging import Staging
from desbumi_app import bootstrap
from desbumi_app.catalogue.import_names import respelled
from desbumi_app.catalogue.workbook import WorkbookError, read_workbook
from desbumi_app.usecases import import_decide, import_history
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_look import guess, look
from desbumi_app.usecases.import_read import propose, read_list
from desbumi_app.usecases.import_staged import Same
from desbumi_app.usecases.undo_import import undo_import
from desbumi_app.words import Words
from tests.desbumi_app.offices import RecordedClock, a_village

PLAIN = (
    "DAFTAR WARGA DI LUAR NEGERI;;;;;\n"
    "Nama;Alamat;Negara tujuan;Tgl berangkat;HP keluarga;Kontak keluarga\n"
    "SITI AMINAH;Jalan Bunga 1;Malaysia;12/03/2024;081255550101;Inaq Rohani\n"
    "BAIQ ROHANI;Jalan Bunga 2;Hongkong;2023;;\n"
    "LALU DEDI;Jalan Bunga 3;Negeri Dongeng;besok lusa;;\n"
    ";Jalan Bunga 4;Taiwan;;;\n"
)


def listed(tmp_path, text, name="daftar.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def read(office, path, **changed):
    return read_list(office, path, replace(propose(office, path), **changed))


def bring(office, path, **changed):
    return apply_list(office, read(office, path, **changed))


def people(office):
    return {one["name"]: one for one in office.register.rows_where("people")}


def test_a_plain_village_list_becomes_people_journeys_and_contacts(office, tmp_path):
    done = bring(office, listed(tmp_path, PLAIN))
    assert (done.rows, done.new, done.filled, done.skipped, done.rejected) == (4, 3, 0, 0, 1)
    siti = people(office)["Siti Aminah"]
    journeys = office.register.rows_where("journeys", person_id=siti["id"])
    assert [(one["country"], one["departed_on"], one["route"]) for one in journeys] == [
        ("MY", "2024-03-12", "unknown")
    ]
    contacts = office.register.rows_where("contacts", person_id=siti["id"])
    assert [(one["name"], one["phone"]) for one in contacts] == [("Inaq Rohani", "+6281255550101")]
    lalu = people(office)["Lalu Dedi"]
    assert office.register.rows_where("journeys", person_id=lalu["id"]) == []


def test_the_same_plain_list_again_changes_nothing(office, tmp_path):
    path = listed(tmp_path, PLAIN)
    bring(office, path)
    before = office.register.state_hash()
    again = bring(office, path)
    assert (again.new, again.filled, again.skipped, again.rejected, again.txn) == (0, 0, 3, 1, None)
    assert office.register.state_hash() == before


def test_a_second_journey_of_a_known_person_is_added_and_blanks_of_the_first_are_filled(office, tmp_path):
    bring(office, listed(tmp_path, PLAIN))
    text = (
        "Nama;Alamat;Negara tujuan;Tgl berangkat;Nama majikan\n"
        "Siti Aminah;Jalan Bunga 1;Malaysia;12/03/2024;Tuan Lim\nSiti Aminah;Jalan Bunga 1;Taiwan;2019;\n"
    )
    done = bring(office, listed(tmp_path, text, "kedua.csv"))
    assert (done.new, done.filled) == (0, 2)
    siti = people(office)["Siti Aminah"]
    journeys = office.register.rows_where("journeys", person_id=siti["id"])
    assert sorted((one["country"], one["employer_name"]) for one in journeys) == [
        ("MY", "Tuan Lim"),
        ("TW", None),
    ]


def test_capitals_are_spelled_otherwise_unless_the_officer_says_no(office, tmp_path):
    bring(office, listed(tmp_path, "nama;nik\nSITI NUR'AINI BINTI AHMAD;9901015406980001\n"), respell=True)
    bring(office, listed(tmp_path, "nama;nik\nBAIQ ROHANI;9901014101900003\n"), respell=False)
    assert set(people(office)) == {"Siti Nur'aini binti Ahmad", "BAIQ ROHANI"}


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZÉÑß .,'-’"), max_size=40))
def test_capitals_can_always_be_had_back(name):
    assert respelled(name).upper() in {name, name.upper()}
    assert respelled(respelled(name).upper()) == respelled(name.upper())


@pytest.mark.parametrize(
    ("capitals", "spelled"),
    [
        ("SITI AMINAH", "Siti Aminah"), ("HJ. NURHAYATI, S.PD", "Hj. Nurhayati, S.Pd"), ("M. ALI BIN UMAR", "M. Ali bin Umar"),
        ("Siti AMINAH", "Siti AMINAH"), ("ABDUL-RAHMAN", "Abdul-Rahman"), ("RADEN II", "Raden II"),
    ],
)  # fmt: skip
def test_a_name_in_capitals_is_proposed_as_people_write_it(capitals, spelled):
    assert respelled(capitals) == spelled


def test_a_layout_is_remembered_for_the_next_list_with_the_same_header(office, tmp_path):
    text = "Nama Lengkap Warga;Kolom X\nSiti Aminah;Montong\n"
    path = listed(tmp_path, text)
    sheet = look(office, path)[0]
    guesses, layout = guess(office, sheet, 0)
    assert [one.field for one in guesses][1] == ""
    job = read_list(office, path, replace(layout, columns={0: "name", 1: "hamlet"}))
    apply_list(office, job)
    again = guess(office, look(office, listed(tmp_path, text, "lain.csv"))[0], 0)[1]
    assert dict(again.columns) == {0: "name", 1: "hamlet"}


def test_sixteen_digits_under_a_strange_name_are_asked_about(office, tmp_path):
    path = listed(tmp_path, "nama;dusun;xyz\nSiti;Montong;9901015406980001\n")
    guesses, layout = guess(office, look(office, path)[0], 0)
    assert (guesses[2].field, guesses[2].ask, 2 in layout.columns) == ("nik", True, False)


def test_somebody_of_the_same_name_is_asked_about_and_nothing_happens_until_a_person_says(office, tmp_path):
    bring(office, listed(tmp_path, "nama;nik;dusun\nSiti Aminah;9901015406980001;Montong\n"))
    path = listed(tmp_path, "Nama;Negara tujuan;Tgl berangkat\nSiti Aminah;Malaysia;2024\n", "pmi.csv")
    job = read(office, path)
    assert import_decide.overview(office, job).counts["twins"] == 1
    line = import_decide.lines(office, job, [2])[0]
    assert import_decide.twin_of(office, line)["nik"] == "9901015406980001"
    done = apply_list(office, job)
    assert (done.skipped, done.left, office.register.count("journeys")) == (1, 1, 0)
    for decided, counted in (("same", (0, 1)), ("new", (1, 0))):
        job = read(office, path)
        import_decide.decide(office, job, [2], decided)
        done = apply_list(office, job)
        assert (done.new, done.filled) == counted
    assert (office.register.count("people"), office.register.count("journeys")) == (2, 2)


@pytest.mark.parametrize(
    ("same", "counts"), [(Same.FILL, (0, 1, 0)), (Same.SKIP, (0, 0, 1)), (Same.NEW, (1, 0, 0))]
)
def test_known_people_are_completed_left_out_or_recorded_again_as_chosen(office, tmp_path, same, counts):
    bring(office, listed(tmp_path, "nama;nik\nSiti Aminah;9901015406980001\n"))
    path = listed(tmp_path, "nama;nik;dusun\nSiti Aminah;9901015406980001;Montong\n", "dua.csv")
    done = bring(office, path, same=same)
    assert (done.new, done.filled, done.skipped) == counts


def test_a_corrected_cell_makes_a_rejected_row_good(office, tmp_path):
    job = read(office, listed(tmp_path, "nama;nik\nSiti Aminah;990101540698000\n"))
    assert import_decide.overview(office, job).counts["rejected"] == 1
    line = import_decide.correct(office, job, 2, "nik", "9901015406980001")
    assert (line.row.verdict, line.row.values["nik"]) == ("good", "9901015406980001")
    assert apply_list(office, job).new == 1


def test_rows_left_out_come_back_with_reasons_and_can_be_brought_in_when_corrected(office, tmp_path):
    text = (
        "nama;nik;tgl lahir\nSiti Aminah;990101540698000;1998-06-14\nBaiq;9901014101900003;1990-01-01\n;1;2\n"
    )
    path = listed(tmp_path, text)
    job = read(office, path)
    apply_list(office, job)
    back = tmp_path / "kembali.xlsx"
    back.write_bytes(import_history.returned(office, job, Words("id").message))
    rows = [[cell.text for cell in row] for row in read_workbook(back).sheets[0].rows]
    assert rows[0][:3] == ["nama", "nik", "tgl lahir"]
    assert [row[:3] for row in rows[1:]] == [["Siti Aminah", "990101540698000", "1998-06-14"], ["", "1", "2"]]
    assert "NIK: Hanya 15 angka" in rows[1][3]
    assert "Yang benar" in rows[1][3]
    assert [line.kind for line in office.register.audit_lines()][-1] == "export"
    assert len(read_workbook(back).sheets[0].rows) == 3
    assert io.BytesIO(back.read_bytes()).read(2) == b"PK"


def test_undo_takes_back_what_nobody_touched_and_names_the_rest(office, tmp_path):
    bring(office, listed(tmp_path, "nama;nik\nKetut Lama;9901011003700001\nMade Lama;9901011003700002\n"))
    text = (
        "nama;nik;dusun;negara tujuan\nKetut Lama;9901011003700001;Montong;\nMade Lama;9901011003700002;Montong;\n"
        "Siti Aminah;9901015406980001;Montong;Malaysia\nBaiq Rohani;9901014101900003;Montong;\n"
    )
    job = read(office, listed(tmp_path, text, "dua.csv"))
    done = apply_list(office, job)
    assert (done.new, done.filled) == (2, 2)
    now = people(office)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("people", now["Baiq Rohani"]["id"], {"phone": "+6281255550101"})
        tx.change("people", now["Made Lama"]["id"], {"hamlet": "Karang Lor"})
    undone = undo_import(office, job)
    assert (undone.people, undone.emptied) == (1, 1)
    assert {name for _record, name in undone.stays} == {"Baiq Rohani", "Made Lama"}
    after = people(office)
    assert set(after) == {"Ketut Lama", "Made Lama", "Baiq Rohani"}
    assert (after["Ketut Lama"]["hamlet"], after["Made Lama"]["hamlet"]) == (None, "Karang Lor")
    assert office.register.count("journeys") == 0
    with pytest.raises(StoreError, match="nothing_to_undo"):
        undo_import(office, job)


def test_a_person_with_a_journey_recorded_since_stays_with_everything(office, tmp_path):
    job = read(office, listed(tmp_path, "nama;nik;no kk\nSiti Aminah;9901015406980001;9901010101100002\n"))
    apply_list(office, job)
    siti = people(office)["Siti Aminah"]["id"]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("journeys", {"person_id": siti, "country": "MY"})
    undone = undo_import(office, job)
    assert ([name for _record, name in undone.stays], undone.people) == (["Siti Aminah"], 0)
    assert (office.register.count("household_members"), office.register.count("households")) == (1, 1)


def test_an_undo_that_was_stopped_goes_on_where_it_stopped(office, tmp_path):
    rows = "".join(f"Orang;990101010190{n:04}\n" for n in range(1, 601))
    job = read(office, listed(tmp_path, "nama;nik\n" + rows))
    apply_list(office, job)
    before = office.register.count("people")

    def stop(done, _total):
        if done >= 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo_import(office, job, stop)
    assert 0 < office.register.count("people") < before
    undo_import(office, job)
    assert office.register.count("people") == 0


def test_after_thirty_days_an_import_stays_and_its_left_out_rows_are_forgotten(office, tmp_path):
    job = read(office, listed(tmp_path, "nama;nik\nSiti Aminah;9901015406980001\nBaiq;1\n"))
    apply_list(office, job)
    office.clock.forward(31 * 24 * 3600)
    assert [one.may_undo for one in import_history.history(office)] == [False]
    with pytest.raises(StoreError, match="nothing_to_undo"):
        undo_import(office, job)
    import_history.sweep(office)
    assert Staging(office.register).counts(job) == {}


def test_a_list_whose_reading_was_cut_off_is_swept_and_a_read_one_is_offered(office, tmp_path):
    class Cut(BaseException):
        pass

    path = listed(tmp_path, "nama;nik\n" + "".join(f"Orang {n};\n" for n in range(1_200)))

    def cut(_done, _total):
        raise Cut

    with pytest.raises(Cut):
        read_list(office, path, propose(office, path), cut)
    assert office.register.session.one("SELECT count(*) FROM import_row") == (0,)
    Staging(office.register).begin("reading", "2026-11-21T10:42:00Z", office.operator.id, "{}")
    job = read(office, path)
    assert import_history.sweep(office) == 1
    assert [one for one, _settings in import_history.waiting(office)] == [job]
    office.clock.forward(31 * 24 * 3600)
    assert import_history.sweep(office) == 1
    assert office.register.session.one("SELECT count(*) FROM import_row") == (0,)


def test_a_stop_while_storing_leaves_the_register_as_it_was_and_the_list_staged(office, tmp_path):
    path = listed(tmp_path, "nama;nik\n" + "".join(f"Orang {n};\n" for n in range(1_200)))
    job, before = read(office, path), office.register.state_hash()

    def stop(done, _total):
        if done > 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_list(office, job, stop)
    assert office.register.state_hash() == before
    assert apply_list(office, job).rows == 1_200


def test_a_list_without_a_name_column_is_refused(office, tmp_path):
    path = listed(tmp_path, "nik;no kk\n9901015406980001;\n")
    layout = propose(office, path)
    with pytest.raises(WorkbookError, match="no_header"):
        read_list(office, path, layout)


names = st.sampled_from(["Siti Aminah", "SITI AMINAH", "Baiq Rohani", "Lalu Dedi", "", "-", "123"])
niks = st.sampled_from(["", "-", "9901015406980001", "9901014101900003", "990101540698000", "9,9E+15", "x"])
days = st.sampled_from(["", "1998-06-14", "14/6/98", "31-02-1990", "1998", "0000-00-00", "35134"])
lands = st.sampled_from(["", "Malaysia", "Hongkong", "Atlantis"])


@settings(max_examples=15, deadline=None)
@example(
    [
        ("Siti Aminah", "9901015406980001", "", ""),
        ("Siti Aminah", "9901015406980001", "1998-06-14", ""),
        ("Siti Aminah", "", "35134", ""),  # could be her until the row before has filled her birth date
    ],
    Same.FILL,
)
@given(st.lists(st.tuples(names, niks, days, lands), min_size=1, max_size=25), st.sampled_from(list(Same)))
def test_in_is_always_new_filled_skipped_and_rejected(rows, same):
    with tempfile.TemporaryDirectory() as folder:
        office = bootstrap.set_up(Path(folder), a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
        text = "nama;nik;tgl lahir;negara tujuan\n" + "".join(";".join(row) + "\n" for row in rows)
        filled = sum(1 for row in rows if any(row))
        path = listed(Path(folder), text)
        try:
            for first in (True, False):
                if not filled:
                    with pytest.raises(WorkbookError):
                        bring(office, path)
                    continue
                before, hashed = office.register.count("people"), office.register.state_hash()
                done = bring(office, path, same=same)
                assert done.rows == filled == done.new + done.filled + done.skipped + done.rejected
                assert office.register.count("people") - before == done.new
                if not first and same is not Same.NEW:
                    assert (done.new, done.filled, office.register.state_hash()) == (0, 0, hashed)
        finally:
            bootstrap.lock(office)
