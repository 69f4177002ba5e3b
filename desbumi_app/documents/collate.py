"""Several finished papers in one file, for one print job: pages as they are, nothing rendered again.

The archive keeps each letter by itself; this file is made to be printed and forgotten. Its pieces stay tagged.
"""

import io
from collections.abc import Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from desbumi_app.documents.render import Rendered, rendered

LANGUAGE = "id-ID"


def collate(papers: Sequence[Rendered], title: str, *, duplex: bool = False) -> Rendered:
    """One file with all pages in this order. `duplex`: an empty page lets every paper begin on a fresh sheet.

    ValueError without papers.
    """
    if not papers:
        raise ValueError("nothing to collate")
    writer = PdfWriter()
    tree = _Tree(writer)
    for paper in papers:
        reader, first = PdfReader(io.BytesIO(paper.pdf)), len(writer.pages)
        writer.append(reader, import_outline=False)
        tree.add(reader, first)
        if duplex and paper.pages % 2:
            writer.add_blank_page()
    writer.add_metadata({"/Title": title, "/Creator": "Desbumi", "/Producer": "Desbumi"})
    writer.root_object[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    writer.root_object[NameObject("/ViewerPreferences")] = _dictionary(
        DisplayDocTitle=BooleanObject(value=True)
    )
    tree.close()
    buffer = io.BytesIO()
    writer.write(buffer)
    return rendered(buffer.getvalue(), len(writer.pages))


class _Tree:
    """The trees of tags of all papers as one: each piece again, with the page it now stands on."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._kids, self._places = ArrayObject(), ArrayObject()
        self._pages = 0
        self._whole = writer._add_object(_dictionary(S=NameObject("/Document"), K=self._kids))  # noqa: SLF001

    def add(self, reader: PdfReader, first: int) -> None:
        """The pieces of a paper whose first page has this place in the file."""
        root: Any = reader.root_object["/StructTreeRoot"]
        nums = root["/ParentTree"]["/Nums"]
        listed = dict(zip(nums[::2], nums[1::2], strict=True))
        made: dict[int, Any] = {}
        places: dict[int, Any] = {}
        for at, page in enumerate(reader.pages):
            assert page.indirect_reference is not None
            places[page.indirect_reference.idnum] = self._writer.pages[first + at].indirect_reference
        for kid in root["/K"]["/K"]:
            made[kid.idnum] = self._piece(kid.get_object(), places)
        self._kids.extend(made.values())
        for at, page in enumerate(reader.pages):
            here = self._writer.pages[first + at]
            here[NameObject("/StructParents")] = NumberObject(self._pages)
            here[NameObject("/Tabs")] = NameObject("/S")
            owners = listed[page["/StructParents"]].get_object()
            self._places += [NumberObject(self._pages), ArrayObject([made[one.idnum] for one in owners])]
            self._pages += 1

    def _piece(self, old: Any, places: dict[int, Any]) -> Any:
        piece = _dictionary(S=old["/S"], K=old["/K"], P=self._whole, Pg=places[old.raw_get("/Pg").idnum])
        if "/Alt" in old:
            piece[NameObject("/Alt")] = old["/Alt"]
        return self._writer._add_object(piece)  # noqa: SLF001

    def close(self) -> None:
        """The tree stands in the file."""
        tree = _dictionary(
            Type=NameObject("/StructTreeRoot"),
            K=self._whole,
            ParentTree=_dictionary(Nums=self._places),
            ParentTreeNextKey=NumberObject(self._pages),
        )
        at = self._writer._add_object(tree)  # noqa: SLF001
        whole: Any = self._whole.get_object()
        whole[NameObject("/P")] = at
        self._writer.root_object[NameObject("/StructTreeRoot")] = at
        self._writer.root_object[NameObject("/MarkInfo")] = _dictionary(Marked=BooleanObject(value=True))


def _dictionary(**values: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})
