"""A village's logo for its letterhead: PNG or JPEG only, made small, flat and grey-safe, or refused with the reason.

A picture of another kind is never opened by a renderer; nothing of the file but its pixels is kept.
"""

import io
import warnings
import zlib
from typing import TYPE_CHECKING, Final

from desbumi_app.documents.errors import PaperError
from desbumi_app.domain.problems import Message

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES: Final = 20_000_000
MOST_PIXELS: Final = 25_000_000
BOX: Final = (330, 390)  # the place on the letterhead at 450 dpi; printers of papers have 300
LEAST: Final = 60
_INSIDE: Final = 30_000  # bytes in the paper: a letter of two pages stays under 120 kB with it
# Colours and size, the first that is small enough; 0: all colours. The last is taken whatever it weighs.
_STEPS: Final = ((0, BOX), (128, BOX), (64, BOX), (32, BOX), (32, (220, 260)), (16, (110, 130)))

REASONS: Final = {
    "logo_svg": "This is a drawing (SVG). Open it, save it as PNG, and choose that file.",
    "logo_pdf": "This is a PDF. Save the picture in it as PNG or JPEG, and choose that file.",
    "logo_kind": "This is not a PNG or JPEG picture. Save it as PNG, and choose that file.",
    "logo_damaged": "This picture is damaged and cannot be read to its end. Copy it again from where it came from.",
    "logo_huge": "This picture is too large. Make it smaller than 5000 by 5000 dots, and choose it again.",
    "logo_tiny": "This picture is too small to be printed well. It needs at least 60 by 60 dots.",
    "logo_empty": "This picture is empty: everything in it is transparent or white.",
}


class LogoError(PaperError):
    """A logo was refused; `code` is a key of REASONS."""

    def message(self) -> Message:
        """Why, and what to do."""
        return Message(REASONS[self.code], {})


def clean_logo(data: bytes) -> bytes:
    """The picture as a small PNG on white, from PNG or JPEG with transparency, CMYK or grey. LogoError says why not."""
    if len(data) > MOST_BYTES:
        raise LogoError("logo_huge")
    kind = _kind(data)
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _drawn(data, kind)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as wrong:
        raise LogoError("logo_damaged") from wrong


def _kind(data: bytes) -> str:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf"):
        raise LogoError("logo_pdf")
    if b"<svg" in head or (head.startswith(b"<?xml") and b"svg" in data[:4096].lower()):
        raise LogoError("logo_svg")
    raise LogoError("logo_kind")


def _drawn(data: bytes, kind: str) -> bytes:
    from PIL import Image, ImageChops, ImageOps

    opened = Image.open(io.BytesIO(data), formats=[kind])
    if opened.width * opened.height > MOST_PIXELS:
        raise LogoError("logo_huge")
    if min(opened.size) < LEAST:
        raise LogoError("logo_tiny")
    picture = opened.convert("RGBA")
    picture.thumbnail((4 * BOX[0], 4 * BOX[1]))
    picture = ImageOps.exif_transpose(picture)
    flat = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    inside = ImageChops.difference(flat, Image.new("RGB", flat.size, "white")).getbbox()
    if inside is None:
        raise LogoError("logo_empty")
    flat = flat.crop(inside)
    for colours, box in _STEPS:
        small = flat.copy()
        small.thumbnail(box)
        if colours:
            small = small.quantize(colours)
        if len(zlib.compress(small.convert("RGB").tobytes())) <= _INSIDE:
            break
    return _png(small)


def _png(picture: "Image") -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
