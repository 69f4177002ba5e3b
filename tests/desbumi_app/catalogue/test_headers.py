import pytest

from desbumi_app.catalogue.headers import Headers, Target
from desbumi_app.catalogue.import_columns import map_columns
from desbumi_app.catalogue.tables import load_catalogue

HEADERS = Headers(load_catalogue())

OPENSID = {
    "alamat": "people.address",
    "dusun": "people.hamlet",
    "rw": "people.rw",
    "rt": "people.rt",
    "nama": "people.name",
    "no_kk": "people.kk_number",
    "nik": "people.nik",
    "sex": "people.sex",
    "tempatlahir": "people.birth_place",
    "tanggallahir": "people.born_on",
    "agama_id": "people.religion",
    "pendidikan_kk_id": "people.education",
    "pendidikan_sedang_id": "people.education_current",
    "pekerjaan_id": "people.occupation",
    "status_kawin": "people.marital_status",
    "kk_level": "household_members.relation",
    "warganegara_id": "people.citizenship",
    "ayah_nik": "people.father_nik",
    "nama_ayah": "people.father_name",
    "ibu_nik": "people.mother_nik",
    "nama_ibu": "people.mother_name",
    "golongan_darah_id": "people.blood_group",
    "akta_lahir": "people.birth_certificate_number",
    "dokumen_pasport": "journeys.passport_number",
    "tanggal_akhir_paspor": "journeys.passport_expires_on",
    "dokumen_kitas": "people.stay_permit_number",
    "akta_perkawinan": "people.marriage_certificate_number",
    "tanggalperkawinan": "people.married_on",
    "akta_perceraian": "people.divorce_certificate_number",
    "tanggalperceraian": "people.divorced_on",
    "ktp_el": "people.identity_card",
    "status_rekam": "people.recording_status",
    "alamat_sekarang": "people.current_address",
    "status_dasar": "people.population_status",
    "suku": "people.ethnic_group",
    "tag_id_card": "people.card_tag",
    "id_asuransi": "people.insurance_kind",
    "no_asuransi": "people.jkn_number",
}


@pytest.mark.parametrize(("header", "target"), OPENSID.items())
def test_every_opensid_column_finds_its_field(header, target):
    assert HEADERS.target(header) == Target(*target.split("."))


@pytest.mark.parametrize("header", ["cacat_id", "hamil", "cara_kb_id", "CARA KB", "lat", "lng"])
def test_health_data_and_map_points_of_a_foreign_file_are_not_taken(header):
    assert HEADERS.target(header) is None
    assert HEADERS.not_taken(header) is not None


def test_headers_are_read_in_any_spelling():
    assert HEADERS.target("Tgl. Lahir") == HEADERS.target("TANGGALLAHIR") == Target("people", "born_on")
    assert HEADERS.target("Kolom rahasia") is None
    assert HEADERS.not_taken("nama") is None


def test_the_words_given_to_the_column_map_belong_to_one_field_each():
    words = [word for words in HEADERS.aliases.values() for word in words]
    assert len(words) == len(set(words))
    assert set(HEADERS.aliases) >= set(OPENSID.values())


def test_a_whole_opensid_header_row_is_mapped_without_a_question():
    header = (*OPENSID, "cacat_id", "hamil", "cara_kb_id", "lat", "lng")
    found = map_columns(header, HEADERS.aliases, never=HEADERS.never)
    assert {header[at]: field for at, field in found.exact.items()} == OPENSID
    assert [header[at] for at in found.refused] == ["cacat_id", "hamil", "cara_kb_id", "lat", "lng"]
    assert (found.ask, found.unknown) == ({}, ())
