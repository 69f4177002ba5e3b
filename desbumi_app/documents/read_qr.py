"""Finds the QR of a letter in a photo: PNG or JPEG only. Nothing of the picture is kept or shown."""

import io
import warnings
from typing import Final

MOST_BYTES: Final = 30_000_000
MOST_PIXELS: Final = 60_000_000  # of the file; a JPEG is decoded at a half, a quarter or an eighth of that
MOST_DECODED: Final = 25_000_000
LONGEST: Final = 2600  # a phone's photo is read faster and as well when it is not larger
NO_PICTURE: Final = "This is not a photo that can be read. Take it again, as JPEG or PNG."
NO_CODE: Final = "There is no QR to be seen in this photo. Take it again straight from above, in good light."


class PictureError(Exception):
    """`msgid` is one of the sentences above."""

    def __init__(self, msgid: str) -> None:
        super().__init__(msgid)
        self.msgid = msgid


def codes_in(data: bytes) -> tuple[str, ...]:
    """The texts of all QR codes of a photo, those of letters first. PictureError when it is none, or has none."""
    import zxingcpp
    from PIL import Image

    if len(data) > MOST_BYTES:
        raise PictureError(NO_PICTURE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureError(NO_PICTURE)
            opened.draft("L", (LONGEST, LONGEST))
            if opened.width * opened.height > MOST_DECODED:
                raise PictureError(NO_PICTURE)
            grey = opened.convert("L")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as wrong:
        raise PictureError(NO_PICTURE) from wrong
    grey.thumbnail((LONGEST, LONGEST))
    found = [
        one.text
        for one in zxingcpp.read_barcodes(
            grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
    ]
    if not found:
        raise PictureError(NO_CODE)
    return tuple(sorted(found, key=lambda text: "/v#" not in text))
