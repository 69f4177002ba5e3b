"""The issued letters of this office and the numbers no letter has, as the letters page lists them. Desk worker only."""

from dataclasses import dataclass
from typing import Final

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.agenda_book import GAP, agenda, explain_gap
from desbumi_app.usecases.keep_draft import DraftLine, list_drafts
from desbumi_app.usecases.list_letters import LetterLine, list_letters
from desbumi_app.usecases.prepare_letter import templates

ALL: Final = "all"
OPEN: Final = "final"
GONE: Final = "handed_over"
VOID: Final = "void"
PAST: Final = "expired"
DRAFT: Final = "draft"
FILTERS: Final = (ALL, DRAFT, OPEN, GONE, PAST, VOID, GAP)


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that no letter has: of which series, and why, once somebody said so."""

    name: str
    mark: str
    year: int
    serial: int
    reason: str

    @property
    def shown(self) -> str:
        """The number as the agenda book has it."""
        return f"{self.serial:03}{f'.{self.mark}' if self.mark else ''}"


@dataclass(frozen=True, slots=True)
class LettersView:
    """All letters newest first, the years that have any, the numbers without a letter of the chosen year, the drafts."""

    year: int
    years: tuple[int, ...]
    letters: tuple[LetterLine, ...]
    missing: tuple[Missing, ...]
    titles: dict[str, LetterTemplate]
    drafts: tuple[DraftLine, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many stand behind each filter."""
        found = {code: sum(self.fits(one, code) for one in self.letters) for code in FILTERS}
        beside = {GAP: len(self.missing), DRAFT: len(self.drafts)}
        return found | beside | {ALL: found[ALL] + sum(beside.values())}

    def fits(self, one: LetterLine, code: str) -> bool:
        """Whether a letter stands behind a filter."""
        return code in (ALL, one.shown)


def look(office: Office, year: int | None = None, typed: str = "") -> LettersView:
    """The letters of a year (this one, without) whose number or footer code holds what was typed."""
    chosen = year or office.today().year
    every = list_letters(office)
    years = {int(one.issued_on[:4]) for one in every if one.issued_on[:4].isdigit()} | {office.today().year}
    letters = list_letters(office, year=chosen, typed=typed)
    return LettersView(
        chosen,
        tuple(sorted(years, reverse=True)),
        letters,
        _missing(office, chosen) if not typed else (),
        dict(templates(office.catalogue)),
        list_drafts(office) if not typed else (),
    )


def explain(office: Office, one: Missing, reason: str) -> Saved | Refused:
    """Write down why a number was not used."""
    return explain_gap(office, one.year, one.serial, reason, name=one.name, mark=one.mark)


def _missing(office: Office, year: int) -> tuple[Missing, ...]:
    names = sorted({str(row["name"]) for row in office.register.rows_where("number_series", year=year)})
    return tuple(
        Missing(name, line.mark, year, line.serial, line.reason)
        for name in names
        for line in agenda(office, year, name)
        if line.state in (GAP, "unused")
    )
