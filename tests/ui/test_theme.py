"""Colours keep their contrast, the style sheet is whole, every drawing that is named is bundled."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase

from ui.assets import icon_source
from ui.theme.icons import pixmap
from ui.theme.sheet import sheet
from ui.theme.theme import SCALES, Theme, named
from ui.theme.tokens import CONTRAST, NORMAL, THEMES, TONES, ratio

UI = Path(__file__).resolve().parents[2] / "ui"
TEXT_ON = [
    ("text", "bg"), ("text", "surface"), ("text", "sunk"), ("text", "soft"), ("muted", "bg"), ("muted", "surface"),
    ("muted", "sunk"), ("muted", "soft"), ("accent", "surface"), ("accent", "bg"), ("accent", "soft"),
    ("on", "accent"), ("on", "hover"), ("on", "press"), ("toptext", "top"), ("topmuted", "top"), ("off", "surface"),
    ("warn", "surface"), ("danger", "surface"), ("ok", "surface"), ("muted", "plainhover"),
]  # fmt: skip


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_keeps_4_5_to_1(name, ink, ground):
    tokens = THEMES[name]
    assert ratio(tokens.color(ink), tokens.color(ground)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("tone", TONES)
def test_tone_ink_keeps_4_5_to_1_on_its_ground(name, tone):
    look = THEMES[name].tone(tone)
    assert ratio(look.ink, look.ground) >= 4.5


@pytest.mark.parametrize(
    ("one", "other"), [("edge", "surface"), ("edge", "bg"), ("gold", "top"), ("accent", "bg")]
)
def test_edges_and_rings_keep_3_to_1(one, other):
    assert all(ratio(t.color(one), t.color(other)) >= 3 for t in THEMES.values())


def test_high_contrast_text_keeps_7_to_1():
    assert all(ratio(CONTRAST.color(ink), CONTRAST.color(ground)) >= 7 for ink, ground in TEXT_ON)


def test_ratio_is_the_one_of_wcag():
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio(NORMAL.accent, NORMAL.surface) == pytest.approx(7.8, abs=0.05)


@pytest.mark.parametrize("tokens", [NORMAL, CONTRAST], ids=lambda t: t.name)
@pytest.mark.parametrize("scale", SCALES)
def test_style_sheet_has_nothing_left_to_fill_in(tokens, scale):
    made = sheet(Theme(tokens, scale))
    assert re.findall(r"@\w+|outer\(|\d(?:sp|dp)\b|only (?:normal|contrast)", made) == []
    assert made.count("{") == made.count("}") > 80


def test_larger_text_grows_fully_and_bands_by_45_percent():
    assert 'role="h1"] { font-size: 22.5pt' in sheet(Theme(NORMAL, 1.25))
    assert (Theme(NORMAL, 1.25).px(40), Theme(NORMAL, 1.25).dense(40), Theme(NORMAL, 1.5).dense(100)) == (
        50,
        44,
        123,
    )


def test_no_colour_is_named_outside_the_tokens():
    allowed = {"tokens.py", "scene.py"}  # the scene's hills are decoration without a meaning
    bad = [
        p.name
        for p in UI.rglob("*.py")
        if p.name not in allowed and re.search(r'"#[0-9A-Fa-f]{6}"', p.read_text())
    ]
    assert bad == []


def test_every_icon_named_in_the_sources_is_bundled():
    names = set()
    for path in UI.rglob("*.py"):
        names |= set(re.findall(r'(?:icon=|IconLabel\(|set_icon\(|show_icon\()"([a-z-]+)"', path.read_text()))
    assert len(names) > 15
    assert [name for name in names if "<svg" not in icon_source(name)] == []


def test_icon_takes_the_colour_it_is_asked_for(qapp):
    image = pixmap("circle-check", 32, "#9B1C1C").toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#9b1c1c"}


def test_bundled_font_is_the_one_in_use(qapp):
    assert qapp.font().family() == "Noto Sans"
    assert "Noto Sans" in QFontDatabase.families()


def test_unknown_look_falls_back_to_the_normal_one():
    assert named("pink", 9.0) == Theme(NORMAL, 1.0)
