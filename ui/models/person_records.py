"""The records of a person's file: which form opens each; notices and requests in rows; papers that are expected."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.consent import urgency
from desbumi_app.expected_papers import LISTS, ExpectedPaper, all_lists, expected_papers
from desbumi_app.register_list import journey_now
from desbumi_app.usecases.read_person import PersonFile
from ui.dates import day_and_time, partial_date
from ui.forms.from_catalogue import said_value, word
from ui.language import WORDS, _, c_
from ui.widgets.table_model import Cell, Column, Row

_TABLE_KINDS: Final = {
    "documents": "document", "journeys": "journey", "extensions": "extension", "plans": "plan",
    "contacts": "contact", "visits": "visit", "check_ins": "check_in", "returns": "return", "life_events": "event",
    "counselling": "talk",
}  # fmt: skip


def kinds_of(file: PersonFile) -> dict[bytes, str]:
    """The kind of form that opens each row of the file, by stored id."""
    found = {bytes(row["id"]): kind for table, kind in _TABLE_KINDS.items() for row in file.rows(table)}
    found |= {bytes(row["id"]): "member" for row in file.family}
    if file.household is not None:
        found[bytes(file.household["id"])] = "household"
    found |= {bytes(row["id"]): str(row["kind"] or "notice") for row in file.rows("notices")}
    return found


def notice_columns() -> list[Column]:
    """What, for what, when, how, by when."""
    return [
        Column("kind", c_("notice", "Kind"), strong=True),
        Column("purpose", _("Purpose"), 220),
        Column("given", _("Date"), 130),
        Column("answer", _("Answer"), 190),
        Column("due", _("Answer by"), 230),
    ]


def notice_rows(catalogue: Catalogue, file: PersonFile, now: datetime) -> list[Row]:
    """Notices, consents and requests, the newest first; what is past its three days is marked."""
    rows = []
    for one in reversed(file.rows("notices")):
        asked = one["kind"] == "request"
        kind = word(
            catalogue, "data_requests" if asked else "notice_kinds", one["request"] if asked else one["kind"]
        )
        answer = said_value(catalogue, "notices.outcome" if asked else "notices.answer",
                            one["outcome"] if asked else one["answer"])  # fmt: skip
        rows.append(Row(bytes(one["id"]), (
            Cell(kind), Cell(word(catalogue, "purposes", one["purpose"])), Cell(_day(one["given_on"])),
            Cell(answer), due_cell(one, now),
        )))  # fmt: skip
    return rows


def due_cell(values: Mapping[str, Any], now: datetime) -> Cell:
    """By when a request has to be answered, or that it was."""
    if values["closed_on"]:
        return Cell(_("done {day}", day=_day(values["closed_on"])), icon="check")
    if not values["due_at"]:
        return Cell()
    said = day_and_time(datetime.fromisoformat(str(values["due_at"])))
    state = urgency(values, now)
    if state == "late":
        return Cell(said, icon="clock-exclamation", tone="danger")
    return Cell(said, icon="clock-exclamation", tone="warn") if state == "soon" else Cell(said)


def _day(text: object) -> str:
    return partial_date(str(text)) if text else ""


def expected_now(file: PersonFile, today: date) -> tuple[ExpectedPaper, ...]:
    """Every point of the checklists that is due by the person's stage, and whether it is there."""
    journey = journey_now(file.related, file.derived)
    return expected_papers(file.person, journey, file.related, file.derived.stage, today)


def papers_words(file: PersonFile, today: date) -> str:
    """How many points of the list of this phase are there; "" where none is expected."""
    expected, stage = expected_now(file, today), file.derived.stage
    if not expected or stage is None:
        return ""
    phase = all_lists()[LISTS[stage][-1]].label.of(WORDS.language)
    said = _(
        "{seen} of {all} required papers seen", seen=sum(one.there for one in expected), all=len(expected)
    )
    return f"{phase}: {said}"
