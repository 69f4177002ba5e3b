"""What to look for on a paper, per paper, each sign with its source and how sure it is. Data; it decides nothing."""

from dataclasses import dataclass
from functools import cache

from desbumi_app.catalogue.fields import Certainty
from desbumi_app.catalogue.load import Label, PackagedSource, Source, blocks, head, only_blocks, read_document

FILE = "authenticity"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing to look at; `paper` is a code of the checklist of departures."""

    paper: str
    text: Label
    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs and the day they were looked at."""

    as_of: str
    signs: tuple[Sign, ...]

    def of(self, paper: str) -> tuple[Sign, ...]:
        """Those of one paper."""
        return tuple(one for one in self.signs if one.paper == paper)

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers that have signs, in their order."""
        return tuple(dict.fromkeys(one.paper for one in self.signs))


def read_signs(source: Source) -> Signs:
    """CatalogueError names file, line and key of whatever is wrong."""
    document = read_document(source, "rules", FILE)
    only_blocks(document, "signs", "sign")
    top = head(document, "signs")
    found = []
    for section in blocks(document, "sign"):
        found.append(
            Sign(
                section.text("paper"),
                section.label("text"),
                section.text("source"),
                section.choice("certainty", Certainty),
            )
        )
        section.done()
    made = Signs(top.text("as_of"), tuple(found))
    top.done()
    return made


@cache
def load_signs() -> Signs:
    """The signs shipped with the program, read once."""
    return read_signs(PackagedSource())
