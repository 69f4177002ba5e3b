"""The declarations against the glossary, the design's numbers and the pictures they name."""

import re
from importlib import resources
from pathlib import Path

import pytest

from desbumi_app.catalogue.fields import Kind
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.catalogue.values import word_key

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8")
FIELD_ROWS = re.findall(r"(?m)^\| (.+?) \((2\.\d)\) \| (\S+) \| (\S+) \| (.*?) ?\|$", GLOSSARY)

# The fields of the domain notes, section 2: a list of its own, so that a row cannot quietly vanish from the page.
DOMAIN_FIELDS = {
    "2.1": "id_orang nik nik_status no_kk nama nama_alias nama_di_paspor nama_ibu nama_ayah tempat_lahir tgl_lahir "
    "jenis_kelamin agama status_kawin pendidikan pekerjaan_asal dusun rw rt alamat desa_kode domisili_status hp "
    "hp_wa disabilitas kontak_keluarga.nama kontak_keluarga.hubungan kontak_keluarga.hp kontak_keluarga.alamat "
    "kontak_keluarga.utama foto cap_jempol catatan_alamat",
    "2.2": "pasangan anak.nama anak.tgl_lahir anak.L/P anak.nik anak.sekolah anak.pengasuh anak.akta_lahir anak.KIA "
    "anak.JKN anak.kebutuhan anak_lahir_di_LN lansia_ditinggal kunjungan.tanggal kunjungan.petugas "
    "kunjungan.catatan kunjungan.berikutnya",
    "2.3": "negara kota/wilayah sektor jabatan skema status_prosedural p3mi.nama p3mi.no_sip3mi p3mi.no_sip2mi "
    "p3mi.kantor_cabang perekrut.nama perekrut.peran perekrut.hp perekrut.alamat perekrut.no_surat_tugas "
    "perekrut.hubungan pemberi_kerja.nama pemberi_kerja.alamat pemberi_kerja.telp lpk_blk.nama lpk_blk.mulai "
    "lpk_blk.selesai lpk_blk.sertifikat_no no_perjanjian_penempatan no_perjanjian_kerja kontrak_mulai "
    "kontrak_akhir gaji mata_uang periode biaya_dibayar utang pemberi_utang no_paspor paspor_terbit paspor_kantor "
    "paspor_berlaku jenis_visa id_cpmi bpjs_tk_no bpjs_mulai bpjs_akhir jkn_no mcu_tgl mcu_sarana mcu_hasil "
    "opp_tgl opp_tempat tgl_berangkat titik_keluar berangkat_ke surat_desa",
    "2.4": "tgl petugas sumber kontak_terakhir kondisi gaji_sesuai jam_kerja libur dokumen_dipegang_siapa "
    "bisa_keluar hp_dibatasi remitansi.tgl remitansi.jumlah remitansi.saluran remitansi.penggunaan "
    "perpanjangan.jenis perpanjangan.kontrak_akhir_baru perpanjangan.agensi lapor_diri",
    "2.5": "tgl_tiba jenis alasan titik_masuk diantar_oleh berita_acara.no berita_acara.tgl berita_acara.saksi "
    "kondisi_fisik kondisi_psikis hak_belum_dibayar dokumen_ditahan membawa_anak rencana skrining_purna",
    "2.7": "id dihapus_pada dasar_pemrosesan sumber_data tingkat_keyakinan",
}
SPECIAL = [
    "disabilitas",
    "anak.nama",
    "anak.tgl_lahir",
    "anak.L/P",
    "anak.sekolah",
    "anak.pengasuh",
    "anak.kebutuhan",
    "anak_lahir_di_LN",
    "perekrut.nama",
    "perekrut.hp",
    "perekrut.no_surat_tugas",
    "gaji",
    "biaya_dibayar",
    "utang",
    "mcu_hasil",
    "kondisi",
    "gaji_sesuai",
    "hp_dibatasi",
    "remitansi.jumlah",
    "kondisi_fisik",
    "kondisi_psikis",
    "hak_belum_dibayar",
    "alasan",
]


def test_the_glossary_maps_each_field_of_the_domain_once():
    mapped = [(section, term) for term, section, *_rest in FIELD_ROWS]
    assert len(mapped) == len(set(mapped))
    for section, terms in DOMAIN_FIELDS.items():
        missing = [term for term in terms.split() if (section, term) not in mapped]
        assert missing == [], section


@pytest.mark.parametrize("row", FIELD_ROWS, ids=lambda row: f"{row[1]} {row[0]}")
def test_a_mapped_field_exists_and_a_refused_one_has_a_reason(row):
    _term, _section, code, table, note = row
    if code == "–":
        assert table == "–"
        assert note
    else:
        assert load_catalogue().table(table.strip("`")).has(code.strip("`"))


def test_two_terms_never_share_one_column():
    places = [
        (table, code) for _term, section, code, table, _note in FIELD_ROWS if code != "–" and section != "2.2"
    ]
    twice = {place for place in places if places.count(place) > 1}
    assert twice == set()


@pytest.mark.parametrize("term", SPECIAL)
def test_what_the_domain_marks_as_special_lives_in_the_cases(term):
    (table,) = {row[3].strip("`") for row in FIELD_ROWS if row[0] == term}
    assert load_catalogue().table(table).store == "cases"


def test_the_numbers_of_the_design_are_kept():
    journeys = load_catalogue().table("journeys")
    assert journeys.no == 3
    assert journeys.field("passport_expires_on").no == 17
    assert journeys.has("clearance")


def test_facts_end_in_on_and_moments_in_at():
    wrong = [
        f"{table.name}.{one.name}"
        for table in load_catalogue().tables
        for one in table.fields
        if (one.kind is Kind.INSTANT and not one.name.endswith("_at"))
        or (
            one.kind in (Kind.DATE, Kind.PARTIAL_DATE)
            and not one.name.endswith(("_on", "_since", "_until", "_from", "_to"))
            and one.name != "day"
        )
        or (one.kind is Kind.REF and not one.name.endswith(("_id", "_by", "_to", "_for")))
    ]
    assert wrong == []


def test_labels_keep_the_spelling_of_the_act_and_blame_nobody():
    for table in load_catalogue().tables:
        for one in table.fields:
            words = f"{one.label.id} {one.help.id if one.help else ''}".casefold()
            assert "perlindungan" not in words, one.name
            assert not re.search(r"\b(tki|tkw|ilegal|calo)\b", words), one.name


def test_no_field_holds_therapy_notes_thumbprints_or_map_points():
    names = {one.name for table in load_catalogue().tables for one in table.fields}
    assert not [
        name
        for name in names
        if re.search(r"therap|diagnos|finger|thumb|latitude|longitude|^lat$|^lng$", name)
    ]


def test_each_table_says_whose_rows_it_holds():
    for table in load_catalogue().tables:
        if table.parent is not None:
            assert table.field(table.parent.field).to == table.parent.table


def test_labels_of_one_table_differ_so_that_nobody_confuses_two_boxes():
    for table in load_catalogue().tables:
        for language in ("id", "en"):
            words = [word_key(one.label.of(language)) for one in table.open_fields]
            assert sorted(words) == sorted(set(words)), (table.name, language)


def test_every_icon_a_value_names_is_shipped():
    icons = {one.name for one in resources.files("resources").joinpath("icons").iterdir()}
    for name in ("stages", "conditions", "sync_states"):
        for one in load_catalogue().values(name).values:
            assert f"{one.icon}.svg" in icons
