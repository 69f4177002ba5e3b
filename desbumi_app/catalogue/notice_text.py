"""What is read out before data is kept or consent asked, with its version: a record says which text somebody answered."""

from dataclasses import dataclass
from functools import cache

from desbumi_app.catalogue.load import (
    Label,
    PackagedSource,
    Source,
    blocks,
    head,
    only_blocks,
    read_document,
    unique,
)

FILE = "notice"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """The text of a version: what everybody hears, and what belongs to a purpose besides."""

    id: str
    version: str
    legal_basis: str
    texts: tuple[tuple[str, Label], ...]

    def read_out(self, purpose: str) -> tuple[Label, ...]:
        """What is read for a purpose (a code of the list purposes), in order."""
        return tuple(label for code, label in self.texts if code in ("", purpose))


def read_notice(source: Source) -> NoticeText:
    """CatalogueError names file, line and key of whatever is wrong."""
    document = read_document(source, "rules", FILE)
    only_blocks(document, "notice", "text")
    top = head(document, "notice")
    sections = blocks(document, "text")
    unique(sections, "purpose", lambda one: one.text("purpose"))
    texts = []
    for section in sections:
        texts.append((section.text("purpose"), section.label()))
        section.done()
    made = NoticeText(top.text("id"), top.text("version"), top.text("legal_basis"), tuple(texts))
    top.done()
    return made


@cache
def load_notice() -> NoticeText:
    """The text shipped with the program, read once."""
    return read_notice(PackagedSource())
