"""The list of people as rows of a table: which columns can be chosen, and each value in the words of the desk.

What is printed and exported is made of the same cells, so it says what the screen says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from db.search import Order
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.documents.listing import Heading, Shown
from desbumi_app.domain.calendar import earliest
from desbumi_app.register_list import CONTRADICTION, NIK_DISAGREES, PASSPORT_OTHER_BIRTH, SOFT_BIRTHDAY
from desbumi_app.usecases.find_people import Chosen, Overview, PersonLine, by_hamlet
from ui.dates import partial_date
from ui.forms.from_catalogue import word
from ui.language import N_, WORDS, _
from ui.models.person_words import age_words
from ui.theme.theme import current
from ui.widgets.stages import condition_chip, stage_chip
from ui.widgets.table_model import Cell, Column, Row

# The chips over the list: code, words, what they choose. The counts come from the store.
FILTERS: Final[tuple[tuple[str, str, frozenset[str]], ...]] = (
    ("all", N_("All"), frozenset()),
    ("preparing", N_("Preparing"), frozenset({"interested", "candidate", "processing", "ready"})),
    ("away", N_("Working"), frozenset({"departed", "working", "on_leave"})),
    ("home", N_("Returned"), frozenset({"returned", "settled"})),
    ("late", N_("Contact due"), frozenset()),
)
LATE: Final = "late"
# The chip words for conditions of the list; a case's own conditions are never in a register row.
CONDITION_CHIPS: Final = {
    "lost_contact": "lost_contact",
    "detained": "detained",
    "documents_held": "documents_withheld",
    "ill": "sick",
    "overstayed": "overstay",
    "left_employer": "left_employer",
    "stopped": "departure_stopped",
    "could_not_depart": "departure_failed",
}
SOON_MONTHS_DAYS: Final = 183
LARGEST: Final = 1.5

NAME: Final = "name"
_COLUMNS: Final[dict[str, tuple[str, int]]] = {
    NAME: (N_("Name"), 0),
    "age": (N_("Age"), 70),
    "sex": (N_("Sex"), 120),
    "hamlet": (N_("Hamlet"), 140),
    "stage": (N_("Stage"), 140),
    "country": (N_("Country"), 130),
    "route": (N_("Route"), 190),
    "departed": (N_("Departed on"), 130),
    "last": (N_("Last contact"), 130),
    "contact": (N_("Next contact"), 150),
    "expiry": (N_("First expiry"), 140),
    "papers": (N_("Documents"), 110),
    "look": (N_("Look at this"), 240),
}
# Bits of the store's line that ask for a look, heaviest first; each is a question, never a verdict.
_LOOKS: Final = (
    (PASSPORT_OTHER_BIRTH, N_("birth date in the passport differs")), (NIK_DISAGREES, N_("NIK differs from birth date or sex")),
    (CONTRADICTION, N_("days contradict each other")), (SOFT_BIRTHDAY, N_("birthday often invented")),
)  # fmt: skip
COLUMNS: Final = tuple(_COLUMNS)
_USUAL: Final = (NAME, "age", "hamlet", "stage", "country", "departed", "last", "contact", "papers")
_USUAL_LARGE: Final = (NAME, "age", "hamlet", "stage", "country", "contact", "papers")
_RIGHT: Final = frozenset({"age", "papers"})
# By which column of the store's list each column here is ordered; a greater age is an earlier birth.
_ORDERS: Final = {
    NAME: "sort", "age": "born", "sex": "sex", "stage": "stage", "route": "route", "departed": "last_departed_on",
    "last": "last_contact_on", "contact": "next_contact_on", "expiry": "first_expiry_on", "papers": "papers",
    "look": "flags",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """The words of codes: country, route and sex."""

    country: Callable[[str], str]
    route: Callable[[str], str]
    sex: Callable[[str], str]


def names_of(catalogue: Catalogue) -> Names:
    """The words of the value lists."""
    return Names(
        lambda code: word(catalogue, "countries", code),
        lambda code: word(catalogue, "routes", code),
        lambda code: word(catalogue, "sexes", code),
    )


def counts_of(overview: Overview) -> dict[str, int]:
    """What stands on the chips."""
    counts = {
        code: sum(overview.stages.get(stage, 0) for stage in stages)
        for code, _words, stages in FILTERS
        if stages
    }
    return counts | {"all": sum(overview.stages.values()), LATE: overview.due}


def number_of(count: int) -> str:
    """A count as it is written here: 6.418."""
    return f"{count:,}".replace(",", ".") if WORDS.language == "id" else f"{count:,}"


def usual() -> tuple[str, ...]:
    """The columns nobody has chosen; at larger text some days give way."""
    if current().scale == 1.0:
        return _USUAL
    return _USUAL_LARGE if current().scale < LARGEST else _USUAL_LARGE[:-1]


def title_of(code: str) -> str:
    """A column's head."""
    return _(_COLUMNS[code][0])


def columns(codes: Sequence[str] = ()) -> list[Column]:
    """The chosen columns, else the usual ones."""
    return [
        Column(
            code,
            title_of(code),
            _COLUMNS[code][1],
            "right" if code in _RIGHT else "left",
            strong=code == NAME,
            sort=True,
        )
        for code in codes or usual()
    ]


def order_of(
    code: str, *, down: bool, countries: Sequence[str], hamlets: Sequence[str], names: Names
) -> Order:
    """The order by a column, as its words read: countries and hamlets by name, ages by years."""
    if code == "hamlet":
        return by_hamlet(hamlets, down=down)
    if code == "country":
        by_word = sorted(countries, key=names.country)
        return Order("country", down, tuple(by_word))
    return Order(_ORDERS[code], down != (code == "age"))


def chosen(code: str, today: date, selects: Chosen) -> Chosen:
    """The filter of a chip on top of what the lists choose, as codes for the store."""
    stages = next(stages for one, _words, stages in FILTERS if one == code)
    due = today.isoformat() if code == LATE else None
    return Chosen(
        stages=stages,
        countries=selects.countries,
        hamlet=selects.hamlet,
        sex=selects.sex,
        route=selects.route,
        contact_due_by=due,
    )


def row_of(line: PersonLine, today: date, names: Names, codes: Sequence[str] = ()) -> Row:
    """One person as a row of the chosen columns."""
    return Row(line.id, tuple(_cell(code, line, today, names) for code in codes or usual()))


def shown_of(line: PersonLine, today: date, names: Names, codes: Sequence[str]) -> tuple[Shown, ...]:
    """The same row for paper and workbook: the words of the screen, empty where it has a dash."""
    days = {
        "departed": line.last_departed_on, "last": line.last_contact_on, "contact": line.next_contact_on,
        "expiry": line.first_expiry_on,
    }  # fmt: skip
    found = []
    for code in codes:
        cell = _cell(code, line, today, names)
        text = (cell.chip.text if cell.chip else cell.text).strip()
        raw: date | int | None = _day(days.get(code))
        if code == "age" and line.ages and line.ages[0] == line.ages[1]:
            raw = line.ages[0]
        found.append(Shown(text, raw))
    return tuple(found)


def headings(codes: Sequence[str]) -> tuple[Heading, ...]:
    """The heads of the chosen columns on paper."""
    return tuple(Heading(title_of(code), right=code in _RIGHT) for code in codes)


def _day(text: str | None) -> date | None:
    """A whole day; a month or a year alone stays words."""
    return date.fromisoformat(text) if text and len(text) == 10 else None


def _cell(code: str, line: PersonLine, today: date, names: Names) -> Cell:
    match code:
        case "age":
            return Cell(age_words(line.ages).removesuffix(" th").removesuffix(" y"))
        case "stage":
            return _stage(line)
        case "contact":
            return _contact(line, today)
        case "expiry":
            return _expiry(line, today)
        case "papers":
            return Cell(f"{line.papers[0]}/{line.papers[1]}" if line.papers else "")
    return _look(line) if code == "look" else Cell(_words(code, line, names))


def _words(code: str, line: PersonLine, names: Names) -> str:
    words: dict[str, Callable[[], str]] = {
        "hamlet": lambda: line.hamlet,
        "sex": lambda: names.sex(line.sex) if line.sex else "",
        "country": lambda: names.country(line.country) if line.country else "",
        "route": lambda: names.route(line.route) if line.route else "",
        "departed": lambda: partial_date(line.last_departed_on) if line.last_departed_on else "",
        "last": lambda: partial_date(line.last_contact_on) if line.last_contact_on else "",
    }
    return words[code]() if code in words else line.name


def _stage(line: PersonLine) -> Cell:
    """A person in danger is told by that; else the stage. Nothing where there is no dated fact."""
    for condition, chip in CONDITION_CHIPS.items():
        if condition in line.conditions:
            return Cell(chip=condition_chip(chip))
    return Cell(chip=stage_chip(line.stage)) if line.stage else Cell()


def _contact(line: PersonLine, today: date) -> Cell:
    if not line.next_contact_on:
        return Cell()
    said = partial_date(line.next_contact_on)
    late = earliest(line.next_contact_on) < today
    return Cell(said, icon="clock-exclamation", tone="warn") if late else Cell(said)


def _expiry(line: PersonLine, today: date) -> Cell:
    if not line.first_expiry_on:
        return Cell()
    said = partial_date(line.first_expiry_on)
    soon = (earliest(line.first_expiry_on) - today).days < SOON_MONTHS_DAYS
    return Cell(said, icon="file-alert", tone="warn") if soon else Cell(said)


def _look(line: PersonLine) -> Cell:
    """What should be looked at about a person, by the line of the list alone; the file gives the reason."""
    said = [_(words) for bit, words in _LOOKS if line.flags & bit]
    return Cell(", ".join(said), icon="alert-triangle", tone="warn") if said else Cell()
