"""Foreign files made by hand, as other programs write them: OpenDocument, old Excel, and hostile ones."""

import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods(path: Path, rows: list[list[str]], *, raw: str = "") -> Path:
    """An OpenDocument sheet of texts; `raw` are table rows in XML, put behind them."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {_SPACES}><office:body><office:spreadsheet>'
        f'<table:table table:name="Lembar1">{cells}{raw}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        out.writestr("content.xml", content)
        out.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def xls(path: Path, rows: list[list[str]]) -> Path:
    """An Excel 97 workbook with one sheet of texts: BIFF8 records in a compound file."""
    book = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    name = b"Data"
    sheet_at = len(book) + 4 + 8 + len(name) + 4
    book += _biff(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, len(name), 0) + name) + _biff(0x000A, b"")
    sheet = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            data = text.encode("utf-16-le")
            sheet += _biff(0x0204, struct.pack("<HHHHB", at, column, 0, len(text), 1) + data)
    path.write_bytes(_compound(book + sheet + _biff(0x000A, b"")))
    return path


def _biff(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    sectors = len(stream) // 512
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [*range(1, sectors), end, end, fat]
    table = struct.pack("<128I", *(chain + [free] * (128 - len(chain))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, sectors, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", sectors + 1, *([free] * 108))
    folder = _entry("Root Entry", 5, child=1, start=end, size=0) + _entry(
        "Workbook", 2, child=free, start=0, size=len(stream)
    )
    return header + stream + folder.ljust(512, b"\0") + table


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    free = 0xFFFFFFFF
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written) + 2, kind, 1, free, free, child)
        + b"\0" * 36 + struct.pack("<IQ", start, size)
    )  # fmt: skip


def sheet_xml(path: Path, rows: str) -> Path:
    """An .xlsx whose only sheet holds these rows, as XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr(
            "_rels/.rels", f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )  # fmt: skip
        out.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        )  # fmt: skip
        out.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )  # fmt: skip
        with out.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            sheet.write(rows.encode())
            sheet.write(b"</sheetData></worksheet>")
    return path
