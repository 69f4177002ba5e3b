"""Makes the two fonts of other scripts that the papers carry; run once, when one of their sources changes.

`python -m tests.papers.make_fonts DroidSansFallbackFull.ttf NotoNaskhArabic-Regular.ttf FOLDER`

The Arabic forms that a letter takes inside a word have code points of our own, a rule and not a table
(desbumi_app.documents.arabic), so that a letter of Malay written in Arabic, which Unicode gave no such form, has one too.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

from desbumi_app.catalogue.fonts import ARABIC, HAN, SANS
from desbumi_app.documents.arabic import FINAL, FIRST, INITIAL, LAST, LIGATURES, MEDIAL, form_of

CODECS = ("big5", "big5hkscs", "gb2312", "shift_jis")
FEATURES = ((FINAL, "fina"), (INITIAL, "init"), (MEDIAL, "medi"))
BETWEEN = "!\"#%&'()*+,-./0123456789:;<=>?@[]_{}«»–— \u00a0"  # stands between two words of Arabic


def chinese(source: Path) -> TTFont:
    """Every sign of the four code tables that a desk in Taiwan, Hong Kong, China or Japan can type."""
    font = TTFont(source)
    wanted = {code for code in range(0x2000, 0x10000) if any(_has(codec, code) for codec in CODECS)}
    return _subset(font, wanted, HAN)


def _has(codec: str, code: int) -> bool:
    try:
        return len(chr(code).encode(codec)) > 1
    except UnicodeEncodeError:
        return False


def arabic(source: Path, folder: Path) -> TTFont:
    """The letters with their joined forms, and the signs and digits that stand between them from the sans face."""
    font = TTFont(source)
    codes = font.getBestCmap()
    forms = _joined(font, codes)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(forms)
    own = {code for code in codes if FIRST <= code <= LAST or 0xFB50 <= code <= 0xFEFF} | {0x20, 0xA0}
    font = _subset(font, own | set(forms), ARABIC)
    scale_upem(font, 1150)  # its dots are small beside Latin letters of the same size, and fade on a copier
    font["head"].unitsPerEm = 1000
    font.save(folder / "letters.ttf")
    here = Path(__file__).parents[2] / "resources" / "fonts" / f"{SANS}.ttf"
    _subset(TTFont(here), {ord(sign) for sign in BETWEEN} - own, ARABIC).save(folder / "signs.ttf")
    merged = Merger().merge([str(folder / "letters.ttf"), str(folder / "signs.ttf")])
    return _subset(merged, set(merged.getBestCmap()), ARABIC)


def _joined(font: TTFont, codes: dict[int, str]) -> dict[int, str]:
    table = font["GSUB"].table
    found: dict[int, str] = {}
    for form, tag in FEATURES:
        lookups = {
            at
            for one in table.FeatureList.FeatureRecord
            if one.FeatureTag == tag
            for at in one.Feature.LookupListIndex
        }
        glyphs = {}
        for at in sorted(lookups):
            for part in table.LookupList.Lookup[at].SubTable:
                glyphs.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
        letters = {code: name for code, name in codes.items() if FIRST <= code <= LAST}
        found |= {form_of(code, form): glyphs[name] for code, name in letters.items() if name in glyphs}
    return found


def _subset(font: TTFont, codes: set[int], name: str) -> TTFont:
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "BASE", "DSIG"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.glyph_names = False
    options.notdef_outline = True
    made = subset.Subsetter(options)
    made.populate(unicodes=codes)
    made.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 4, 6}:
            record.string = name
    return font


def main() -> None:
    """Write both fonts."""
    droid, naskh, folder = (Path(one) for one in sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    chinese(droid).save(folder / f"{HAN}.ttf")
    made = arabic(naskh, folder)
    made.save(folder / f"{ARABIC}.ttf")
    missing = {code for pair in LIGATURES.values() for code in pair} - set(made.getBestCmap())
    assert not missing, missing


if __name__ == "__main__":
    main()
