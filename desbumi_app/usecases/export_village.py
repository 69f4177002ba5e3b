"""The village's whole register as one workbook, for an officer or the village head: reason asked, marked on every page.

What only case officers may read is not in the register and so not in the workbook; keys, users and papers are left out.
"""

from datetime import date
from typing import Any, Final

from desbumi_app import roles
from desbumi_app.allowed import Given, not_himself
from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.listing import Heading, ListSheet, Origin, Shown, write_tables
from desbumi_app.domain.problems import stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.export_list import origin_of, refuse
from desbumi_app.usecases.export_person import said

TABLES: Final = (
    "people", "households", "household_members", "journeys", "extensions", "contacts", "documents", "check_ins",
    "visits", "returns", "plans", "life_events", "notices", "counselling", "letters",
)  # fmt: skip
MAY_NOT: Final = "Only an officer or the village head takes the whole book out."
_SILENT: Final = frozenset({Kind.FILE, Kind.BYTES})
_DAY: Final = 10


def export_village(
    office: Office, reason: str, given: Given = None, *, cheap: bool = False
) -> bytes | Refused:
    """The workbook, after its audit line. Refused without a reason, for nobody, or for somebody without the role.

    Whoever takes it out types his own password: `given`.
    """
    if not (office.operator.may(roles.OFFICER) or office.operator.may(roles.VILLAGE_HEAD)):
        return Refused((stop(MAY_NOT),))
    refused = refuse(reason, office.register.count("people"))
    if refused is not None:
        return refused
    if problems := not_himself(office, given, cheap=cheap):
        return Refused(problems)
    office.register.note(
        "export", operator=office.operator.id, purpose="village", detail="xlsx", reason=reason.strip()
    )
    origin = origin_of(office, reason)
    text = sheet_words("person").text("watermark")
    mark = text.format(
        office=origin.office, when=origin.when, who=origin.who, reason=origin.reason.rstrip(".")
    )
    return write_tables([_sheet(office, table, origin) for table in TABLES], origin, mark)


def _sheet(office: Office, table: str, origin: Origin) -> ListSheet:
    declared = office.catalogue.table(table)
    fields = [one for one in declared.fields if one.kind not in _SILENT]
    names = _names(office)
    rows = [
        tuple(_shown(office, field, row.get(field.name), names) for field in fields)
        for row in office.register.rows_where(table)
    ]
    heads = tuple(Heading(field.label.id) for field in fields)
    return ListSheet(declared.label.id, origin.office, heads, rows)


def _shown(office: Office, field: Field, value: Any, names: dict[bytes, str]) -> Shown:
    if field.kind is Kind.REF:
        return Shown(names.get(bytes(value)[-16:], "") if value else "")
    text = said(office, field, value)
    whole = field.kind in {Kind.DATE, Kind.PARTIAL_DATE} and len(str(value or "")) == _DAY
    return Shown(text, _day(str(value)) if whole else None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _names(office: Office) -> dict[bytes, str]:
    """Whom a reference means, by wire id: people by name and the tail of their NIK, users by name."""
    found = {}
    for row in office.register.rows_where("people"):
        tail = f" (…{row['nik'][-4:]})" if row["nik"] else ""
        found[bytes(row["id"])[-16:]] = f"{row['name'] or ''}{tail}"
    for row in office.register.rows_where("users", archived=None):
        found[bytes(row["id"])[-16:]] = str(row["name"] or "")
    return found
