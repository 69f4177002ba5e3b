"""Writes invented residents as a population workbook, in the column order that village systems export."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from desbumi_app.sample.generate import Resident

HEADER = (
    "alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir", "agama_id",
    "pendidikan_kk_id", "pendidikan_sedang_id", "pekerjaan_id", "status_kawin", "kk_level", "warganegara_id",
    "ayah_nik", "nama_ayah", "ibu_nik", "nama_ibu", "golongan_darah_id", "akta_lahir", "dokumen_pasport",
    "tanggal_akhir_paspor", "dokumen_kitas", "akta_perkawinan", "tanggalperkawinan", "akta_perceraian",
    "tanggalperceraian", "cacat_id", "cara_kb_id", "hamil", "ktp_el", "status_rekam", "alamat_sekarang",
    "status_dasar", "suku", "tag_id_card", "id_asuransi", "no_asuransi", "lat", "lng",
)  # fmt: skip
_SAME_FOR_ALL = {
    "rw": "001", "agama_id": "1", "pendidikan_kk_id": "5", "pekerjaan_id": "9", "warganegara_id": "1",
    "golongan_darah_id": "13", "cacat_id": "7", "ktp_el": "2", "status_rekam": "8", "status_dasar": "1",
}  # fmt: skip


def cells(one: Resident) -> Mapping[str, str]:
    """The row of one resident by column; columns that nothing is known about are empty."""
    own = {
        "alamat": f"Jalan Contoh, {one.village.name}",
        "dusun": one.hamlet,
        "rt": one.rt,
        "nama": one.name.upper(),
        "no_kk": one.kk_number,
        "nik": one.nik,
        "sex": one.sex,
        "tempatlahir": one.birth_place,
        "tanggallahir": one.born,
        "status_kawin": one.married,
        "kk_level": one.level,
        "ayah_nik": one.father_nik,
        "nama_ayah": one.father,
        "ibu_nik": one.mother_nik,
        "nama_ibu": one.mother,
    }
    return {name: own.get(name, _SAME_FOR_ALL.get(name, "")) for name in HEADER}


def write_opensid_workbook(path: Path, residents: Sequence[Resident]) -> None:
    """One sheet, every cell text (numbers of sixteen digits do not survive as numbers). OSError from the disk."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as workbook:
        sheet = workbook.add_worksheet("Data Penduduk")
        for column, name in enumerate(HEADER):
            sheet.write_string(0, column, name)
        for row, one in enumerate(residents, start=1):
            for column, text in enumerate(cells(one).values()):
                if text:
                    sheet.write_string(row, column, text)
