"""Several finished papers in one file, for one print job: pages as they are, nothing rendered again.

The archive keeps each letter by itself; this file is made to be printed and forgotten.
"""

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from desbumi_app.documents.render import Rendered, rendered

LANGUAGE = "id-ID"


def collate(papers: Sequence[Rendered], title: str, *, duplex: bool = False) -> Rendered:
    """One file with all pages in this order. `duplex`: an empty page lets every paper begin on a fresh sheet.

    ValueError without papers.
    """
    if not papers:
        raise ValueError("nothing to collate")
    writer = PdfWriter()
    for paper in papers:
        writer.append(PdfReader(io.BytesIO(paper.pdf)), import_outline=False)
        if duplex and paper.pages % 2:
            writer.add_blank_page()
    writer.add_metadata({"/Title": title, "/Creator": "Desbumi", "/Producer": "Desbumi"})
    writer.root_object[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    buffer = io.BytesIO()
    writer.write(buffer)
    return rendered(buffer.getvalue(), len(writer.pages))
