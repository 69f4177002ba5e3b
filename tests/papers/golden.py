"""Small grey pictures of papers and how far one may be from another: enough to see a line move, blind to antialiasing."""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

GOLDEN = Path(__file__).parent / "golden"
DPI, GREYS = 36, 16
BLOCK = 3  # pixels; about two millimetres
FAR = 26  # of 255: how much a block's mean grey may differ between two renderers
MANY = 4  # so many blocks further than that are a change


def page_of(pdf: bytes, dpi: int, page: int = 1) -> Image.Image:
    """One page in grey, drawn at twice the size and halved."""
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "page"
        stem.with_suffix(".pdf").write_bytes(pdf)
        command = ["pdftoppm", "-r", str(dpi * 2), "-gray", "-f", str(page), "-singlefile"]
        subprocess.run([*command, f"{stem}.pdf", str(stem)], check=True)
        with Image.open(f"{stem}.pgm") as drawn:
            return drawn.reduce(2)


def small(pdf: bytes) -> Image.Image:
    """The picture that is kept."""
    return page_of(pdf, DPI).quantize(GREYS)


def changed(expected: Image.Image, actual: Image.Image) -> int:
    """How many blocks differ by more than a renderer may; everything when the sizes differ."""
    one, two = expected.convert("L"), actual.convert("L")
    if one.size != two.size:
        return one.width * one.height
    apart = ImageChops.difference(one.reduce(BLOCK), two.reduce(BLOCK))
    return sum(apart.histogram()[FAR:])


def difference(expected: Image.Image, actual: Image.Image) -> Image.Image:
    """Expected, actual, and both over each other: red is gone, blue is new."""
    one, two = expected.convert("L"), actual.convert("L").resize(expected.size)
    both = Image.merge("RGB", (two, ImageChops.darker(one, two), one))
    made = Image.new("RGB", (one.width * 3 + 16, one.height), (214, 214, 214))
    for at, picture in enumerate((one.convert("RGB"), two.convert("RGB"), both)):
        made.paste(picture, (at * (one.width + 8), 0))
    return made


def ink(picture: Image.Image) -> float:
    """The mean darkness of a picture, 0 to 255."""
    return 255 - float(ImageStat.Stat(picture.convert("L")).mean[0])
