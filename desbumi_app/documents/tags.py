"""Tags of a PDF: what each piece of a page is, in the order in which a screen reader says it.

The PDF library writes none by itself, but lets marks be set around what is drawn and objects be added to the file. A
piece is a heading, a paragraph, or a picture with words for who does not see it. Rules and frames carry no tag.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObject,
    PDFObjectReference,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

HEADING, PARAGRAPH, PICTURE = "H1", "P", "Figure"
_TREE, _WHOLE = "tags", "tagsWhole"


@dataclass(slots=True)
class _Piece:
    """One thing that is said: what it is, words for a picture, and its marks on the page."""

    role: str
    words: str = ""
    marks: list[int] = field(default_factory=list)


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab publishes no types
    """A canvas that remembers the pieces of every page. `tagged` is False for what is laid over a finished page."""

    tagged = True

    def __init__(self, *given: Any, **named: Any) -> None:
        self._owners: list[_Piece] = []  # of each mark of this page
        self._finished: list[tuple[str, list[_Piece]]] = []
        self._group: _Piece | None = None
        self._inside = False
        super().__init__(*given, **named)

    @contextmanager
    def grouped(self) -> Iterator[None]:
        """What is drawn inside is said in one breath."""
        outer = self._group
        self._group = outer or _Piece(PARAGRAPH)
        yield
        self._group = outer

    @contextmanager
    def marked(self, role: str, words: str = "") -> Iterator[None]:
        """What is drawn inside is one piece, or part of its group; `words` say what a picture shows."""
        if self._inside or not self.tagged:
            yield
            return
        self._inside = True
        owner = self._group or _Piece(role, words)
        said = f" /ActualText ({self._escape(words)})" if words and self._group else ""
        self._code.append(f"/{role} <</MCID {len(self._owners)}{said}>> BDC")
        owner.marks.append(len(self._owners))
        self._owners.append(owner)
        yield
        self._code.append("EMC")
        self._inside = False

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802
        """Reportlab asks for this when a page is finished."""
        if self.tagged:
            more = {"StructParents": len(self._finished), "Tabs": PDFName("S")}
            page.__Defaults__ = {**page.__Defaults__, **more}
            self._finished.append((self._doc.thisPageName(), self._owners))
            self._owners = []
        super()._setAnnotations(page)

    def save(self) -> None:
        """Write the file with its tree of pieces."""
        if self._code:
            self.showPage()
        if self.tagged:
            self._write_tree()
        super().save()

    def _write_tree(self) -> None:
        doc, kids, places = self._doc, [], []
        for at, (page, owners) in enumerate(self._finished):
            made: dict[int, Any] = {}
            for piece in owners:
                if id(piece) not in made:
                    made[id(piece)] = doc.Reference(_element(piece, page), f"tag{at}.{len(made)}")
                    kids.append(made[id(piece)])
            places += [at, PDFArray([made[id(piece)] for piece in owners])]
        whole = {"S": PDFName("Document"), "P": PDFObjectReference(_TREE), "K": PDFArray(kids)}
        doc.Reference(PDFDictionary(whole), _WHOLE)
        tree = {
            "Type": PDFName("StructTreeRoot"),
            "K": PDFObjectReference(_WHOLE),
            "ParentTree": PDFDictionary({"Nums": PDFArray(places)}),
            "ParentTreeNextKey": len(self._finished),
        }
        doc.Catalog.StructTreeRoot = doc.Reference(PDFDictionary(tree), _TREE)
        doc.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


class _Leaf(PDFObject):  # type: ignore[misc]
    """A piece with a single mark: most of the tree, so it is written without a dictionary to sort and escape."""

    def __init__(self, role: str, page: str, mark: int) -> None:
        self._role, self._page, self._mark = role, page, mark

    def format(self, document: Any) -> bytes:
        """Its rows, by name as reportlab sorts them."""
        numbers = document.idToObjectNumberAndVersion
        parent, page = (" ".join(map(str, numbers[one])) for one in (_WHOLE, self._page))
        return f"<<\n/K {self._mark} /P {parent} R /Pg {page} R /S /{self._role}\n>>".encode()


def _element(piece: _Piece, page: str) -> Any:
    """One leaf of the tree; most have a single mark, written without its brackets."""
    if len(piece.marks) == 1 and not piece.words:
        return _Leaf(piece.role, page, piece.marks[0])
    marks = piece.marks[0] if len(piece.marks) == 1 else PDFArray(piece.marks)
    about = {"Alt": PDFString(piece.words)} if piece.words else {}
    place = {"P": PDFObjectReference(_WHOLE), "Pg": PDFObjectReference(page), "K": marks}
    return PDFDictionary({"S": PDFName(piece.role), **place, **about})
