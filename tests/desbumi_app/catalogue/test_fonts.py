import io
from importlib import resources

import pytest
from fontTools.ttLib import TTFont

from desbumi_app.catalogue.fonts import ARABIC, HAN, PAPER_FONTS, font_bytes

WINDOW_FONTS = ("NotoSans-Regular", "NotoSans-Medium", "NotoSans-SemiBold", "NotoSans-Bold")
NAMES = "ABCXYZabcxyz0123456789ÀÉàéñŊŋḥḤʿʼāūĀ–—“”‘’…ṣ.,;:/()&'\u00a0"


@pytest.mark.parametrize("name", sorted({*PAPER_FONTS, *WINDOW_FONTS} - {"DejaVuSansMono-Bold"}))
def test_every_text_face_can_write_the_names_of_the_archipelago(name):
    signs = TTFont(io.BytesIO(font_bytes(name))).getBestCmap()

    assert {sign for sign in NAMES if ord(sign) not in signs} == set()
    assert len(font_bytes(name)) < 150_000


def test_the_code_face_has_every_sign_of_a_code():
    signs = TTFont(io.BytesIO(font_bytes("DejaVuSansMono-Bold"))).getBestCmap()

    assert all(ord(sign) in signs for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_the_faces_of_other_scripts_have_their_signs_and_stay_small():
    han = TTFont(io.BytesIO(font_bytes(HAN))).getBestCmap()
    arabic = TTFont(io.BytesIO(font_bytes(ARABIC))).getBestCmap()

    for codec in ("big5", "gb2312", "shift_jis"):
        ideographs = {code for code in range(0x4E00, 0xA000) if chr(code).encode(codec, "ignore")}
        assert ideographs - set(han) == set(), codec
    assert all(ord(sign) in han for sign in "カタかな、。「」（）")
    assert all(
        ord(sign) in arabic for sign in "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئةىپچگڤڠݢڽۏ،؟0123456789٠١٢٣()"
    )
    assert len(font_bytes(HAN)) < 2_600_000
    assert len(font_bytes(ARABIC)) < 100_000


def test_a_changed_font_does_not_carry_a_reserved_name():
    for name in ("DesbumiSerif-Regular", "DesbumiSerif-Bold", "DesbumiSerif-Italic"):
        names = TTFont(io.BytesIO(font_bytes(name)))["name"]
        assert {str(names.getDebugName(at)).split(" ")[0] for at in (1, 4)} == {"Desbumi"}
        assert str(names.getDebugName(6)) == name


def test_each_family_has_its_licence_beside_it():
    here = resources.files("resources").joinpath("fonts")
    found = {one.name for one in here.iterdir()}

    licences = {
        f"LICENSE-{one}.txt"
        for one in ("NotoSans", "DesbumiSerif", "DejaVuSansMono", "DesbumiHan", "DesbumiNaskh")
    }
    assert licences <= found
    assert "Apache License" in here.joinpath("LICENSE-DesbumiHan.txt").read_text("utf-8")
    for family in ("NotoSans", "DesbumiSerif", "DesbumiNaskh"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in here.joinpath(f"LICENSE-{family}.txt").read_text(
            "utf-8"
        )
