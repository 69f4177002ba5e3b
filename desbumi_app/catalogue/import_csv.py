"""A CSV file as rows of texts, read a piece at a time: its encoding and its separator are found by looking.

Knows UTF-8 with and without its mark, the UTF-16 that Excel writes as "Unicode text", and the Windows code page.
"""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from desbumi_app.catalogue import workbook
from desbumi_app.catalogue.workbook import WorkbookError

PIECE = 1 << 20
LOOKED_AT = 30
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path) -> str:
    """The name of the encoding. WorkbookError nul_bytes for what is no text."""
    with path.open("rb") as stream:
        head = stream.read(4)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        stream.seek(0)
        fits = codecs.getincrementaldecoder("utf-8")()
        name = "utf-8"
        while piece := stream.read(PIECE):
            if b"\0" in piece:
                raise WorkbookError("nul_bytes")
            name = name if name != "utf-8" or _fits(fits, piece) else "cp1252"
        return name if name != "utf-8" or _fits(fits, b"", last=True) else "cp1252"


def _fits(decoder: codecs.IncrementalDecoder, piece: bytes, *, last: bool = False) -> bool:
    try:
        decoder.decode(piece, last)
    except UnicodeDecodeError:
        return False
    return True


def separator(path: Path, encoding: str) -> tuple[str, int]:
    """What stands between the columns, and how many lines come before the list (`sep=;` of Excel)."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        lines = [stream.readline(workbook.MAX_CELL * 4) for _ in range(LOOKED_AT)]
    if lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0][4], 1
    found = {mark: [line.count(mark) for line in lines if line.strip()] for mark in (";", ",", "\t", "|")}
    # A mark of the list stands equally often in most lines; one of the texts does not.
    return max(found, key=lambda mark: (_steady(found[mark]), sum(found[mark]))), 0


def _steady(counts: list[int]) -> int:
    filled = [count for count in counts if count]
    return max((filled.count(one) for one in set(filled)), default=0)


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of the file. WorkbookError nul_bytes, cell_too_large, damaged."""
    encoding = encoding_of(path)
    mark, before = separator(path, encoding)
    csv.field_size_limit(workbook.MAX_CELL * 4)
    errors = "replace" if encoding == "cp1252" else "strict"
    with path.open(encoding=encoding, errors=errors, newline="") as stream:
        for _ in range(before):
            stream.readline()
        reader = csv.reader(stream, delimiter=mark)
        try:
            yield from reader
        except csv.Error as error:
            large = "field larger" in str(error)
            code = "cell_too_large" if large else "nul_bytes" if "NUL" in str(error) else "damaged"
            raise WorkbookError(code, **({"row": str(reader.line_num + before)} if large else {})) from error
        except UnicodeError as error:
            raise WorkbookError("nul_bytes") from error
