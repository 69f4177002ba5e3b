"""`python -m tests.papers --out DIR` writes every paper as PDF; `--sheet FILE` one picture of the first pages."""

import argparse
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

from desbumi_app.documents.geometry import A4, F4
from tests.papers.gallery import papers

SHOWN = ("L01", "L02", "L04", "L08", "L13", "draf", "salinan", "dibatalkan", "pemulihan", "undangan", "daftar-p_to_p-dwi", "daftar-g_to_g")  # fmt: skip
ACROSS, DPI, GREYS = 6, 40, 12
AIR, GROUND, EDGE = 8, 214, 150


def contact_sheet(pdfs: dict[str, bytes]) -> Image.Image:
    """The first page of each paper, six across, in a few greys so that the file stays small."""
    pages = [ImageOps.expand(_first_page(pdf), 1, EDGE) for pdf in pdfs.values()]
    wide, high = max(one.width for one in pages), max(one.height for one in pages)
    down = -(-len(pages) // ACROSS)
    made = Image.new("L", (ACROSS * (wide + AIR) + AIR, down * (high + AIR) + AIR), GROUND)
    for at, one in enumerate(pages):
        made.paste(one, (AIR + at % ACROSS * (wide + AIR), AIR + at // ACROSS * (high + AIR)))
    return made.quantize(GREYS)


def _first_page(pdf: bytes) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "page"
        stem.with_suffix(".pdf").write_bytes(pdf)
        command = ["pdftoppm", "-r", str(DPI * 2), "-gray", "-f", "1", "-singlefile"]
        subprocess.run([*command, f"{stem}.pdf", str(stem)], check=True)
        with Image.open(f"{stem}.pgm") as page:
            return page.reduce(2)


def main() -> None:
    """Write what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path)
    asked.add_argument("--sheet", type=Path)
    given = asked.parse_args()
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        for paper in (F4, A4):
            for name, made in papers(paper):
                (given.out / f"{paper.code}-{name}.pdf").write_bytes(made.pdf)
    if given.sheet:
        usual = {name: made.pdf for name, made in papers(F4)}
        given.sheet.parent.mkdir(parents=True, exist_ok=True)
        contact_sheet({name: usual[name] for name in SHOWN}).save(given.sheet, optimize=True)


if __name__ == "__main__":
    main()
