"""QR codes as rows of black runs: whole printer dots a module, quiet zone of four, error level M (papers.md 7)."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desbumi_app.documents.errors import PaperError

DOTS_PER_INCH = 300
QUIET = 4
_DARK = re.compile(rb"\0+")
_LARGEST = 99  # modules with quiet zone: version 20, the most a phone reads from a 35 mm print


@dataclass(frozen=True, slots=True)
class QrCode:
    """Dark runs as (row from the top, first column, length); `modules` is the side without quiet zone."""

    modules: int
    runs: tuple[tuple[int, int, int], ...]

    def side(self, dots: int) -> float:
        """Side with quiet zone in points when a module is this many dots at 300 dpi."""
        return (self.modules + 2 * QUIET) * module_size(dots)


def module_size(dots: int) -> float:
    """One module in points."""
    return dots * 72 / DOTS_PER_INCH


@lru_cache(maxsize=8)
def encode(text: str) -> QrCode:
    """The smallest code of level M that holds the text. PaperError when it would not fit a letter."""
    import zxingcpp  # ten times as fast as reportlab's encoder, which tries eight masks in Python

    try:
        made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    except ValueError as wrong:
        raise PaperError("too_long", "qr") from wrong
    image: Any = made.to_image(scale=1, add_quiet_zones=False)
    pixels = memoryview(image)
    side = math.isqrt(pixels.nbytes)
    if side + 2 * QUIET > _LARGEST:
        raise PaperError("too_long", "qr")
    return QrCode(side, tuple(_runs(bytes(pixels), side)))


def _runs(pixels: bytes, side: int) -> list[tuple[int, int, int]]:
    """Dark is 0; one byte a module."""
    return [
        (row, dark.start(), dark.end() - dark.start())
        for row in range(side)
        for dark in _DARK.finditer(pixels[row * side : (row + 1) * side])
    ]


def draw(canvas: Any, code: QrCode, at: tuple[float, float], dots: int) -> None:
    """Draw the dark modules with their lower left corner at `at`; the quiet zone is the caller's white."""
    size = module_size(dots)
    left, bottom = at
    overlap = 0.02  # points, so that no hairline shows between rows
    dark = [
        f"{column} {code.modules - 1 - row} {length} {1 + overlap / size:.3f} re"
        for row, column, length in code.runs
    ]
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(size, size)
    canvas.addLiteral(" ".join(dark) + " f")  # seven hundred boxes in one stroke of the pen
    canvas.restoreState()
