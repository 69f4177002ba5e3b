"""The layout of every paper is guarded by a small picture. Renew with `python -m tests.papers --golden`, then look."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.papers.gallery import guarded
from tests.papers.golden import GOLDEN, MANY, changed, difference, ink, small

PAPERS = dict(guarded())
OUT = Path("build/golden")


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_paper_looks_as_it_looked(name):
    expected, actual = Image.open(GOLDEN / f"{name}.png"), small(PAPERS[name].pdf)
    blocks = changed(expected, actual)
    if blocks >= MANY:
        OUT.mkdir(parents=True, exist_ok=True)
        difference(expected, actual).save(OUT / f"{name}.png")
    assert blocks < MANY, f"{blocks} blocks differ; expected, actual and both: {OUT / name}.png"


def test_every_picture_has_its_paper():
    assert {one.stem for one in GOLDEN.glob("*.png")} == set(PAPERS)


def test_the_guard_sees_a_line_that_moves_by_a_millimetre_and_not_a_softer_renderer():
    picture = Image.open(GOLDEN / "F4-L04.png").convert("L")
    moved = ImageChops.offset(picture, 0, 2)
    softer = picture.point(lambda grey: min(255, grey + 8))
    gone = picture.copy()
    gone.paste(255, (60, 120, 160, 132))

    assert changed(picture, moved) >= MANY
    assert changed(picture, gone) >= MANY
    assert changed(picture, softer) == 0
    assert difference(picture, moved).size == (picture.width * 3 + 16, picture.height)
    assert ink(picture) > 2
