"""Reads papers back: text by pypdf, the page as an image by pdftoppm, QR codes by zxing-cpp."""

import io
import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image
from pypdf import PdfReader


def text_of(pdf: bytes, page: int | None = None) -> str:
    """The text with plain spaces, one page or all."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    chosen = pages if page is None else [pages[page]]
    return " ".join(" ".join(one.extract_text() for one in chosen).replace("\u00a0", " ").split())


def lines_of(pdf: bytes, page: int = 0) -> list[tuple[float, float, str]]:
    """(x, y from the bottom, text) of every run on a page, in drawing order, in whole points."""
    found: list[tuple[float, float, str]] = []

    def seen(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((round(x), round(y), text.replace("\u00a0", " ").strip()))

    PdfReader(io.BytesIO(pdf)).pages[page].extract_text(visitor_text=seen)
    return found


def picture_of(pdf: bytes, folder: Path, *, dpi: int = 300, page: int = 1, grey: bool = True) -> Image.Image:
    """One page as grey pixels, or in colour."""
    (folder / "page.pdf").write_bytes(pdf)
    which = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            str(dpi),
            *(["-gray"] if grey else []),
            *which,
            str(folder / "page.pdf"),
            str(folder / "page"),
        ],
        check=True,
    )
    return Image.open(folder / ("page.pgm" if grey else "page.ppm"))


def qr_of(pdf: bytes, folder: Path, *, dpi: int = 300, page: int = 1) -> list[str]:
    """The texts of all QR codes on a page."""
    found = zxingcpp.read_barcodes(
        picture_of(pdf, folder, dpi=dpi, page=page), formats=zxingcpp.BarcodeFormat.QRCode
    )
    return [one.text for one in found]


def unembedded(pdf: bytes) -> list[str]:
    """Names of fonts without their own font file."""
    fonts = [
        font.get_object()
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    return [
        str(font["/BaseFont"])
        for font in fonts
        for one in font.get("/DescendantFonts", [font])
        if "/FontFile2" not in one.get_object().get("/FontDescriptor", {})
    ]
