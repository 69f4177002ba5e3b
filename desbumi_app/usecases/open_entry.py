"""Opens one record of a person for its form: what is stored, as an officer would type it. Each opening is a reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.errors import StoreError
from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.catalogue.parse import render_value
from desbumi_app.catalogue.parse_dates import render_date
from desbumi_app.domain.calendar import is_partial
from desbumi_app.office import Office
from desbumi_app.register_list import derive, latest_journey
from desbumi_app.usecases.read_person import household_of, related_rows
from desbumi_app.usecases.record_kinds import KINDS


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """Whom and what the form is about. `texts`: by "table.field", as typed; of a new record what it starts with.

    `record`: the stored id of what is corrected, None for a new one. `country`: of the journey it is about, or "".
    """

    person: bytes
    record: bytes | None
    name: str
    stage: str
    country: str
    texts: Mapping[str, str]
    values: Mapping[str, Any]


def open_entry(
    office: Office, kind: str, person: bytes, record: bytes | None = None, journey: bytes | None = None
) -> OpenedEntry:
    """StoreError no_such_record. A household that exists already is opened, never begun a second time."""
    about, row = KINDS[kind], office.register.get("people", person)
    if row is None:
        raise StoreError("no_such_record")
    # One word for every form: which sealed page was opened says what somebody talked about.
    office.register.note("read", operator=office.operator.id, purpose="record", records=(person,))
    related = related_rows(office, person)
    if kind == "person":
        record = person
    elif kind == "household" and record is None:
        home, _family = household_of(office, row)
        record = bytes(home["id"]) if home is not None else None
    own = office.register.get(about.table, record) if record is not None and about.table else None
    found = _stored(office, kind, own or {}, row)
    texts = _texts(office, kind, found, new=own is None)
    return OpenedEntry(
        person=person,
        record=bytes(own["id"]) if own is not None else None,
        name=str(row["name"] or ""),
        stage=_stage(office, row, related),
        country=str(_journey(related, journey).get("country") or ""),
        texts=texts,
        values=found,
    )


def typed_text(one: Field, value: Any) -> str:
    """A stored value as its editor shows it: codes for choices, semicolons between several; parsing gives it back."""
    if value in (None, "", ()):
        return ""
    if one.many:
        return ";".join(value) if one.kind is Kind.CHOICE else "; ".join(str(each) for each in value)
    if one.kind in (Kind.CHOICE, Kind.COUNTRY):
        return str(value)
    if one.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        return render_date(value) if is_partial(str(value)) else str(value)
    if one.kind is Kind.FLAG:
        return "1" if value else "0"
    return render_value(one.kind.value, value)


def _stored(office: Office, kind: str, own: Mapping[str, Any], person: Mapping[str, Any]) -> dict[str, Any]:
    shown = KINDS[kind].shown(office.catalogue)
    return {
        f"{table}.{one.name}": (person if table == "people" else own).get(one.name)
        for table, one in shown
        if table not in KINDS[kind].sealed
    }


def _texts(office: Office, kind: str, found: Mapping[str, Any], *, new: bool) -> dict[str, str]:
    about = KINDS[kind]
    texts = {
        f"{table}.{one.name}": typed_text(one, found.get(f"{table}.{one.name}"))
        for table, one in about.shown(office.catalogue)
    }
    if new:
        today = render_date(office.today().isoformat())
        for name, start in about.start.items():
            texts[f"{about.table}.{name}"] = today if start == "today" else start
    return texts


def _stage(office: Office, person: Mapping[str, Any], related: Mapping[str, Sequence[Any]]) -> str:
    stage = derive(person, related, office.today()).stage
    return stage.value if stage else ""


def _journey(related: Mapping[str, Sequence[Any]], journey: bytes | None) -> Mapping[str, Any]:
    named = [row for row in related["journeys"] if journey is not None and bytes(row["id"]) == journey]
    return named[0] if named else latest_journey(related)
