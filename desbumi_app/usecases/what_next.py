"""What a person still needs for the next step of the life cycle, and what the last step asks of the desk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desbumi_app.catalogue.when import holds
from desbumi_app.domain.calendar import known_ages
from desbumi_app.domain.problems import Problem
from desbumi_app.domain.stage_guards import Effect, Known, effects_of, missing_for, towards
from desbumi_app.domain.stage_rules import STAGE_NUMBERS, Stage
from desbumi_app.expected_papers import count_papers
from desbumi_app.office import Office
from desbumi_app.register_list import derive, latest_journey
from desbumi_app.usecases.read_person import related_rows

Related = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class WhatNext:
    """`toward`: the next step on the way out, None where nothing is prepared; `missing`: what it still needs.

    empty: the fields, as "table.field", that are declared as needed before that step and hold nothing yet.
    """

    stage: Stage | None
    toward: Stage | None
    missing: tuple[Problem, ...]
    effects: tuple[Effect, ...]
    empty: tuple[str, ...] = ()


def what_next(office: Office, person: bytes) -> WhatNext | None:
    """None for an unknown person (stored id)."""
    row = office.register.get("people", person)
    if row is None:
        return None
    related = related_rows(office, person)
    derived = derive(row, related, office.today())
    known = known_of(office, row, related)
    stages = [None, *(stage for _on, stage in derived.path)]
    effects = effects_of(stages[-2], stages[-1], known) if len(stages) > 1 and stages[-1] is not None else ()
    toward = towards(derived.stage)
    missing = missing_for(derived.stage, toward, known) if toward is not None else ()
    told = {one.field for one in missing}
    empty = tuple(one for one in _empty(office, row, related, toward) if one.partition(".")[2] not in told)
    return WhatNext(derived.stage, toward, missing, effects, empty)


def _empty(
    office: Office, person: Mapping[str, Any], related: Related, toward: Stage | None
) -> Iterator[str]:
    """What the declarations ask for before a step (`required = "gate:…"`), also of steps that were passed over."""
    if toward is None:
        return
    passed = [stage.value for stage in Stage][: STAGE_NUMBERS[toward]]
    rows = {"people": person, "journeys": latest_journey(related), "contacts": _first_contact(related)}
    for table, row in rows.items():
        if table == "journeys" and not row:
            continue
        for one in office.catalogue.table(table).open_fields:
            if one.gate in passed and row.get(one.name) in (None, "", ()) and holds(one.when, row):
                yield f"{table}.{one.name}"


def _first_contact(related: Related) -> Mapping[str, Any]:
    used = [one for one in related["contacts"] if not one["ended_on"]]
    return max(used, key=lambda one: (bool(one["is_main"]), bool(one["phone"])), default={})


def known_of(office: Office, person: Mapping[str, Any], related: Related) -> Known:
    """What the register knows of a person before a step; nothing of the cases but the clearance."""
    journey = latest_journey(related)
    # Whoever asks about the papers asks before a departure: for the list of somebody who is on the way.
    papers = count_papers(person, journey, related, Stage.PROCESSING, office.today())
    home = related["returns"][-1] if related["returns"] else {}
    events = {str(row["kind"]): row for row in related["life_events"]}
    gave_up = next((events[kind] for kind in ("stopped", "failed", "withdrew") if kind in events), {})
    died, ages = events.get("died", {}), known_ages(person.get("born_on"), office.today())
    return Known(
        name=_text(person, "name"), hamlet=_text(person, "hamlet"), nik=_text(person, "nik"),
        country=_text(journey, "country") or _text(events.get("interested", {}), "country"),
        nik_reason=person.get("nik_status") == "none_yet",
        told=any(row["kind"] in ("notice", "consent") and row["answer"] in ("told", "agreed") for row in related["notices"]),
        youngest=ages[0] if ages else None, route=_text(journey, "route").replace("unknown", ""),
        counselled=bool(related["counselling"]),
        papers_missing=papers[1] - papers[0] if papers else None, clear=journey.get("clearance") == "clear",
        departed_on=_text(journey, "departed_on"), exit_point=_text(journey, "exit_point"),
        arrival_told_by=_text(journey, "arrival_told_by"), reason=_text(gave_up, "reason"),
        returned_on=_text(home, "arrived_on"), return_kind=_text(home, "kind"),
        redeparture_expected_on=_text(home, "redeparture_expected_on"), redeparted_on=_text(home, "redeparted_on"),
        settled_on=_text(home, "settled_on"), died_on=_text(died, "occurred_on"),
        place=_text(died, "place") or _text(died, "country"), source_document=_text(died, "source_document"),
        confirmed=bool(died.get("confirmed_by")), moved_to=_text(events.get("moved", {}), "moved_to"),
    )  # fmt: skip


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
