"""Records or corrects one record of a person: contact, journey, paper, extension, visit, child, plan, consent, request.

The kinds are data (record_kinds). What is for case officers goes sealed, one drop a table, whoever types it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from db.clock import instant
from db.edits import Transaction
from db.errors import StoreError
from db.session import wire_id
from desbumi_app.catalogue.notice_text import load_notice
from desbumi_app.catalogue.parse_record import REQUIRED, Typed, parse_record
from desbumi_app.catalogue.when import holds
from desbumi_app.domain.calendar import age_on, earliest, is_partial
from desbumi_app.domain.consent import allows, check_notice, clock_starts, due, newest
from desbumi_app.domain.field_rules import RULES
from desbumi_app.domain.problems import Problem, stop, stops
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.register_list import latest_journey
from desbumi_app.rule_facts import rule_packs
from desbumi_app.usecases.check_followed import check_followed
from desbumi_app.usecases.check_hamlet import check_hamlet, own_spelling
from desbumi_app.usecases.check_stage import check_stage
from desbumi_app.usecases.check_twin_nik import check_twin_nik
from desbumi_app.usecases.correct_person import IN_DISPUTE
from desbumi_app.usecases.read_person import household_of, related_rows
from desbumi_app.usecases.record_kinds import KINDS, RecordKind
from desbumi_app.usecases.write_drop import put_drop

NOTHING_TYPED: Final = "Nothing is filled in yet."
ASK_CONSENT: Final = (
    "Ask the person first, and record the consent for the village's programme. Nothing was stored."
)


@dataclass(frozen=True, slots=True)
class EntryForm:
    """What was typed, by table and field. `record`: the stored id of the one that is corrected, None for a new one.

    `journey`: the stored id of the journey it is about, None for the latest. What was emptied is handed in as "".
    """

    kind: str
    person: bytes
    typed: Mapping[str, Mapping[str, Typed]]
    record: bytes | None = None
    journey: bytes | None = None
    about: RecordKind = field(init=False)

    def __post_init__(self) -> None:
        """The kind by its code; KeyError for one that is not known."""
        object.__setattr__(self, "about", KINDS[self.kind])


@dataclass(frozen=True, slots=True)
class _Parsed:
    values: dict[str, dict[str, Any]]
    problems: tuple[Problem, ...]


def record_entry(office: Office, form: EntryForm) -> Saved | Refused:
    """Store everything in one transaction, or nothing. StoreError no_such_record for a person or record that is not there."""
    before = _before(office, form)
    parsed = _parse(office, form, before)
    if stops(parsed.problems):
        return Refused(parsed.problems)
    try:
        with office.register.transaction(operator=office.operator.id, purpose="record_entry") as tx:
            links = _links(office, tx, form)
            record = _write(office, tx, form, parsed.values, links)
            for table in form.about.sealed:
                put_drop(office, tx, table, {**parsed.values.get(table, {}), **_known(office, table, links)})
            return Saved(record, tx.txn, parsed.problems)
    except StoreError as error:
        if error.code != "in_dispute":
            raise
        return Refused((stop(IN_DISPUTE),))


def check_entry(office: Office, form: EntryForm) -> tuple[Problem, ...]:
    """Everything that `record_entry` would find now, without storing: the live validation of the form."""
    return _parse(office, form, _before(office, form)).problems


def _before(office: Office, form: EntryForm) -> Mapping[str, Any]:
    """The record as it stands; of a new one its fixed values."""
    if office.register.get("people", form.person) is None:
        raise StoreError("no_such_record")
    record = form.person if form.kind == "person" else form.record
    if record is None or not form.about.table:
        return dict(form.about.fixed)
    row = office.register.get(form.about.table, record)
    if row is None:
        raise StoreError("no_such_record")
    return row


def _parse(office: Office, form: EntryForm, before: Mapping[str, Any]) -> _Parsed:
    today, kind = office.today(), form.about
    values: dict[str, dict[str, Any]] = {}
    problems: tuple[Problem, ...] = ()
    for table, typed in form.typed.items():
        values[table], found = parse_record(
            office.catalogue, table, typed, today, complete=False, country=before.get("country")
        )
        problems += found
    own = values.setdefault(kind.table, {}) if kind.table else {}
    if kind.table and not before.get("id"):
        own |= {name: value for name, value in kind.fixed.items() if name not in own}
    merged = {**before, **own}
    sealed = {name: value for table in kind.sealed for name, value in values.get(table, {}).items()}
    problems += _required(office, form, {**sealed, **merged}, problems)
    if kind.consent and not allows(related_rows(office, form.person)["notices"], kind.consent):
        problems += (stop(ASK_CONSENT),)
    if not _said(form):
        problems += (stop(NOTHING_TYPED),)
    person = {**(office.register.get("people", form.person) or {}), **values.get("people", {})}
    problems += _ruled(office, kind, merged, person, today)
    if form.kind == "person":
        problems += check_twin_nik(office, own.get("nik"), form.person)
    if own.get("hamlet"):
        own_spelling(office, own)
        problems += check_hamlet(office, own["hamlet"], f"{kind.table}.hamlet")
    problems += check_followed(office, form.kind, before, merged)
    if kind.table == "journeys":
        problems += check_stage(office, form.person, before, own)
    if kind.table == "notices":
        checked = check_notice(merged, _age(person, today))
        problems += tuple(replace(one, field=f"notices.{one.field}") for one in checked)
        own |= _clock(office, before, merged)
    return _Parsed(values, tuple(one for at, one in enumerate(problems) if one not in problems[:at]))


def _said(form: EntryForm) -> bool:
    """Whether anything was typed; to empty a field of a stored record is something too."""
    texts = [text for typed in form.typed.values() for text in typed.values()]
    return any(texts) or (bool(texts) and (form.record is not None or form.kind == "person"))


def _required(
    office: Office, form: EntryForm, merged: Mapping[str, Any], already: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """What a new record needs; of a stored one only what was emptied just now, so that one field can be corrected."""
    kind, told = form.about, {problem.field for problem in already}
    wanted = [
        (table, one) for table, one in kind.shown(office.catalogue) if table != "people" or not kind.also
    ]
    if merged.get("id"):
        wanted = [(table, one) for table, one in wanted if one.name in form.typed.get(table, {})]
    return tuple(
        stop(REQUIRED, about=f"{table}.{one.name}")
        for table, one in wanted
        if one.required == "form"
        and merged.get(one.name) in (None, "", ())
        and holds(one.when, merged)
        and f"{table}.{one.name}" not in told
    )


def _ruled(
    office: Office, kind: RecordKind, merged: Mapping[str, Any], person: Mapping[str, Any], today: date
) -> tuple[Problem, ...]:
    """What the rules named in the declarations say about the record; days that no calendar has are left to the fields."""
    if not kind.table:
        return ()
    row = _readable({**person, **merged})
    packs, found = rule_packs(office, row), list[Problem]()
    for _table, one in kind.shown(office.catalogue):
        if one.rule is not None and one.rule in RULES and row.get(one.name) not in (None, "", ()):
            found += [
                replace(problem, field=_home(office, kind, problem.field or one.name))
                for problem in RULES[one.rule](row, today, packs)
            ]
    return tuple(found)


def _home(office: Office, kind: RecordKind, name: str) -> str:
    """`table.field` of a rule's bare field name: of this record's table where it has one, else of the person."""
    table = kind.table if office.catalogue.table(kind.table).has(name) else "people"
    return f"{table}.{name}"


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: None if name.endswith("_on") and isinstance(value, str) and not is_partial(value) else value
        for name, value in row.items()
    }


def _age(person: Mapping[str, Any], today: date) -> int | None:
    born = person.get("born_on")
    return age_on(earliest(born), today) if isinstance(born, str) and is_partial(born) else None


def _clock(office: Office, before: Mapping[str, Any], merged: Mapping[str, Any]) -> dict[str, Any]:
    """What the program itself writes into a notice: text and version, officer, and the three days."""
    found: dict[str, Any] = {}
    if not before.get("id"):
        text = load_notice()
        found |= {"text_id": text.id, "text_version": text.version, "officer_id": office.operator.id}
    if clock_starts(before, merged):
        now = office.clock.now()
        found |= {"received_at": instant(now), "due_at": instant(due(now))}
    if merged.get("withdrawn_on") and merged.get("answer") != "withdrawn":
        found["answer"] = "withdrawn"
    return found


def _links(office: Office, tx: Transaction, form: EntryForm) -> dict[str, bytes]:
    """The ids that the record points to, as far as they are known; a household is begun when one is needed."""
    related = related_rows(office, form.person)
    found = {"person_id": wire_id(form.person)}
    journey = form.journey or latest_journey(related).get("id")
    if journey:
        found["journey_id"] = wire_id(bytes(journey))
    agreed = newest(related["notices"], form.about.consent)
    if agreed:
        found["consent_id"] = wire_id(bytes(agreed["id"]))
    for table, name in (("returns", "return_id"), ("check_ins", "check_in_id")):
        if related[table]:
            found[name] = wire_id(bytes(related[table][-1]["id"]))
    person = office.register.get("people", form.person)
    home, _family = household_of(office, person) if person else (None, ())
    if home is not None:
        found["household_id"] = wire_id(bytes(home["id"]))
    elif form.kind in ("member", "visit", "child") and person is not None:
        found["household_id"] = wire_id(_begin_household(tx, person, {}))
    return found


def _begin_household(tx: Transaction, person: Mapping[str, Any], values: Mapping[str, Any]) -> bytes:
    """A household around this person, from what the person's own row knows."""
    known = {name: person[name] for name in ("kk_number", "hamlet", "rt", "rw", "address") if person[name]}
    home = tx.create("households", {**known, **values})
    member = {
        "household_id": wire_id(home),
        "person_id": wire_id(bytes(person["id"])),
        "name": person["name"],
    }
    tx.create("household_members", member)
    return home


def _write(
    office: Office, tx: Transaction, form: EntryForm, values: Mapping[str, Mapping[str, Any]], links: Mapping[str, bytes]
) -> bytes:  # fmt: skip
    kind = form.about
    beside = {name: value for name, value in values.get("people", {}).items() if value is not None}
    if kind.table != "people" and beside:
        tx.change("people", form.person, beside)
    if not kind.table:
        return form.person
    own = dict(values[kind.table])
    record = form.person if form.kind == "person" else form.record
    if record is not None:
        tx.change(kind.table, record, own)
        return record
    person = office.register.get("people", form.person)
    if form.kind == "household" and person is not None:
        return _begin_household(tx, person, own)
    own = {name: value for name, value in own.items() if value not in (None, ())}
    return tx.create(kind.table, {**own, **_known(office, kind.table, {k: links[k] for k in kind.links if k in links}),
                                  **_officer(office, kind.table)})  # fmt: skip


def _officer(office: Office, table: str) -> dict[str, bytes]:
    return {"officer_id": office.operator.id} if office.catalogue.table(table).has("officer_id") else {}


def _known(office: Office, table: str, links: Mapping[str, bytes]) -> dict[str, bytes]:
    declared = office.catalogue.table(table)
    return {name: value for name, value in links.items() if declared.has(name)}
