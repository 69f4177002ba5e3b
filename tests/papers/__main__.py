"""`python -m tests.papers --out DIR` writes every paper as PDF; `--sheet FILE` one picture of a choice, `--all FILE` of all.

`--golden` renews the small pictures that guard the layout: look at the difference before committing them.
"""

import argparse
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from desbumi_app.documents.geometry import A4, F4
from tests.papers.gallery import guarded, papers
from tests.papers.golden import GOLDEN, page_of, small

SHOWN = ("L01", "L02", "L04", "L08", "L13", "draf", "salinan", "dibatalkan", "pemulihan", "undangan", "daftar-p_to_p-dwi", "daftar-g_to_g")  # fmt: skip
DPI, GREYS = 40, 12
AIR, GROUND, EDGE, NAME = 8, 214, 150, 14


def contact_sheet(pdfs: dict[str, bytes], across: int, *, dpi: int = DPI, named: bool = False) -> Image.Image:
    """The first page of each paper, so many across, in a few greys so that the file stays small."""
    pages = [ImageOps.expand(_upright(page_of(pdf, dpi), dpi), 1, EDGE) for pdf in pdfs.values()]
    wide, high = max(one.width for one in pages), max(one.height for one in pages) + NAME * named
    down = -(-len(pages) // across)
    made = Image.new("L", (across * (wide + AIR) + AIR, down * (high + AIR) + AIR), GROUND)
    for at, (name, one) in enumerate(zip(pdfs, pages, strict=True)):
        x, y = AIR + at % across * (wide + AIR), AIR + at // across * (high + AIR)
        if named:
            ImageDraw.Draw(made).text((x, y), name, fill=0)
        made.paste(one, (x, y + NAME * named))
    return made.quantize(GREYS)


def _upright(page: Image.Image, dpi: int) -> Image.Image:
    """A page that lies across is made as narrow as one that stands."""
    page.thumbnail((round(F4.width * dpi / 72), page.height))
    return page


def main() -> None:
    """Write what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path)
    asked.add_argument("--sheet", type=Path)
    asked.add_argument("--all", type=Path)
    asked.add_argument("--golden", action="store_true")
    given = asked.parse_args()
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        for paper in (F4, A4):
            for name, made in papers(paper):
                (given.out / f"{paper.code}-{name}.pdf").write_bytes(made.pdf)
    usual = {name: made.pdf for name, made in papers(F4)} if given.sheet or given.all else {}
    for file in (given.sheet, given.all):
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
    if given.sheet:
        contact_sheet({name: usual[name] for name in SHOWN}, 6).save(given.sheet, optimize=True)
    if given.all:
        contact_sheet(usual, 10, dpi=28, named=True).save(given.all, optimize=True)
    if given.golden:
        GOLDEN.mkdir(exist_ok=True)
        for name, made in guarded():
            small(made.pdf).save(GOLDEN / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
