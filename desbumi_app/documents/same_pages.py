"""Whether a file that begins with the archived bytes still shows the same pages, after what was added behind them.

A signature adds a field and may add one visible mark; whatever else a page shows must be as archived, byte for byte
once unfolded. Nothing is rendered.
"""

import io
from typing import Any, Final

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NumberObject, StreamObject

from desbumi_app.documents.certificates import HOSTILE, SignatureError

# Where a page's look comes from; inherited from the tree above it, so compared as it reaches the page.
_INHERITED: Final = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_OWN: Final = ("/BleedBox", "/TrimBox", "/ArtBox", "/UserUnit", "/Group", "/AA", "/Trans")
_BACK: Final = frozenset({"/Parent", "/P", "/StructParent", "/StructParents"})
_OF_FILE: Final = ("/OCProperties", "/OpenAction", "/AA", "/Names", "/Collection")
_LARGEST_MARK: Final = 1 / 3  # of a page
_DEEPEST: Final = 60
_MOST: Final = 200_000


def same_pages(archived: bytes, later: bytes) -> bool:
    """True when both files show the same pages. SignatureError when one cannot be read."""
    try:
        old, new = PdfReader(io.BytesIO(archived)), PdfReader(io.BytesIO(later))
        if len(old.pages) != len(new.pages) or _of_file(old) != _of_file(new):
            return False
        return all(_look(one) == _look(other) for one, other in zip(old.pages, new.pages, strict=True))
    except HOSTILE as error:
        raise SignatureError("pages") from error


def _of_file(reader: PdfReader) -> list[Any]:
    root: Any = reader.trailer["/Root"].get_object()
    forms = root.get("/AcroForm", DictionaryObject()).get_object()
    return [*(_plain(root.get(name), [0]) for name in _OF_FILE), "/XFA" in forms]


def _look(page: PageObject) -> list[Any]:
    seen = [0]
    values = [_content(page), *(_plain(_inherited(page, name), seen) for name in _INHERITED)]
    values += [_plain(page.get(name), seen) for name in _OWN]
    return [*values, [_plain(one, seen) for one in _marks(page)]]


def _content(page: PageObject) -> bytes:
    """What is drawn, unfolded; a page may hold it in pieces."""
    found = page.get("/Contents")
    found = found.get_object() if found is not None else ArrayObject()
    pieces = found if isinstance(found, ArrayObject) else [found]
    return b"\n".join(one.get_object().get_data() for one in pieces)


def _inherited(page: DictionaryObject, name: str) -> Any:
    place: Any = page
    for _ in range(_DEEPEST):
        if place is None or name in place:
            break
        place = place["/Parent"].get_object() if "/Parent" in place else None
    return None if place is None else place.get(name)


def _marks(page: PageObject) -> list[Any]:
    """What lies over the page, except the marks of signatures as long as they leave most of it free."""
    found = page.get("/Annots")
    marks = [] if found is None else [one.get_object() for one in found.get_object()]
    signed = [one for one in marks if _is_signature(one)]
    if sum(map(_area, signed)) > _LARGEST_MARK * _area({"/Rect": page.mediabox}):
        return marks
    return [one for one in marks if not _is_signature(one)]


def _area(mark: Any) -> float:
    left, low, right, high = (float(one.get_object()) for one in mark["/Rect"].get_object())
    return abs((right - left) * (high - low))


def _is_signature(mark: Any) -> bool:
    kind = mark.get("/FT") or (mark["/Parent"].get_object().get("/FT") if "/Parent" in mark else None)
    return mark.get("/Subtype") == "/Widget" and kind == "/Sig"


def _plain(value: Any, seen: list[int], deep: int = 0) -> Any:
    """A value with all it refers to, streams unfolded; ValueError when it has no end."""
    seen[0] += 1
    if deep > _DEEPEST or seen[0] > _MOST:
        raise ValueError("without end")
    value = value.get_object() if value is not None else None
    if isinstance(value, StreamObject):
        data = value.get_data()
        said = {
            name: one for name, one in value.items() if name not in ("/Length", "/Filter", "/DecodeParms")
        }
        return ["stream", data, _plain(DictionaryObject(said), seen, deep + 1)]
    if isinstance(value, DictionaryObject):
        return {str(k): _plain(one, seen, deep + 1) for k, one in value.items() if k not in _BACK}
    if isinstance(value, ArrayObject):
        return [_plain(one, seen, deep + 1) for one in value]
    if isinstance(value, FloatObject | NumberObject):  # a signer may write the same number otherwise
        return round(float(value), 3)
    return None if value is None else str(value)
