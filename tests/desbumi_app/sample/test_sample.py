from collections import Counter
from datetime import date

import pytest

from desbumi_app.catalogue.parse import parse_value
from desbumi_app.domain.identity import check_identity
from desbumi_app.matching.names import fold
from desbumi_app.sample.generate import BEDACONTOH, FAULTS, SUKACONTOH, generate
from desbumi_app.sample.workbook import HEADER, cells, write_opensid_workbook

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def residents():
    return generate(7, 2000, SUKACONTOH)


def test_one_seed_gives_one_village_and_another_seed_another(residents):
    assert generate(7, 2000, SUKACONTOH) == residents
    assert generate(8, 2000, SUKACONTOH) != residents
    assert [len(generate(1, count, SUKACONTOH)) for count in (0, 1, 2, 37)] == [0, 1, 2, 37]


def test_every_number_lies_in_the_region_that_does_not_exist(residents):
    assert {r.nik[:6] for r in residents if r.nik} == {"990101"}
    assert {r.kk_number[:6] for r in residents} == {"990101"}


def test_rows_without_a_planted_fault_are_without_fault(residents):
    clean = [r for r in residents if not r.fault]
    for r in clean:
        values = {"nik": r.nik, "born_on": r.born, "sex": "male" if r.sex == "1" else "female"}
        parsed = parse_value("nik", r.nik, today=TODAY)
        assert (parsed.value, parsed.problems) == (r.nik, ())
        assert [p for p in check_identity(values, TODAY, "9901") if p.level != "hint"] == []


def test_every_kind_of_fault_is_planted(residents):
    planted = Counter(r.fault for r in residents if r.fault)
    assert set(planted) == set(FAULTS)
    assert 0.04 < sum(planted.values()) / len(residents) < 0.14
    for r in residents:
        if r.fault == "nik_other_birth":
            values = {"nik": r.nik, "born_on": r.born}
            assert any(p.field == "nik" and p.level == "warn" for p in check_identity(values, TODAY))


def test_some_people_live_in_both_villages_under_a_slightly_different_spelling(residents):
    here = {r.truth: r for r in residents}
    both = [(here[r.truth], r) for r in generate(7, 2000, BEDACONTOH) if r.truth in here]
    assert len(both) == 50
    assert all(a.name != b.name and a.born == b.born and b.nik in (a.nik, "") for a, b in both)
    assert any(fold(a.name) == fold(b.name) for a, b in both)


def test_households_share_card_phone_and_parents(residents):
    cards = Counter(r.kk_number for r in residents)
    assert max(cards.values()) >= 5
    family = [r for r in residents if r.kk_number == max(cards, key=cards.get) and not r.fault]
    assert len({r.phone for r in family}) == 1


def test_the_workbook_has_the_exact_columns_and_text_cells(residents, tmp_path):
    import python_calamine

    path = tmp_path / "penduduk.xlsx"
    write_opensid_workbook(path, residents[:40])
    rows = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    assert ", ".join(rows[0]) == (
        "alamat, dusun, rw, rt, nama, no_kk, nik, sex, tempatlahir, tanggallahir, agama_id, pendidikan_kk_id, "
        "pendidikan_sedang_id, pekerjaan_id, status_kawin, kk_level, warganegara_id, ayah_nik, nama_ayah, ibu_nik, "
        "nama_ibu, golongan_darah_id, akta_lahir, dokumen_pasport, tanggal_akhir_paspor, dokumen_kitas, "
        "akta_perkawinan, tanggalperkawinan, akta_perceraian, tanggalperceraian, cacat_id, cara_kb_id, hamil, ktp_el, "
        "status_rekam, alamat_sekarang, status_dasar, suku, tag_id_card, id_asuransi, no_asuransi, lat, lng"
    )
    assert len(rows) == 41
    assert {type(cell) for row in rows for cell in row} == {str}
    assert [row[HEADER.index("nik")] for row in rows[1:]] == [r.nik for r in residents[:40]]
    assert list(cells(residents[0])) == list(HEADER)
