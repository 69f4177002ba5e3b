"""What the days of a journey that are typed now still need, by the table of stages: said under the day, never forbidden."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from desbumi_app.domain.calendar import is_partial
from desbumi_app.domain.problems import Level, Problem
from desbumi_app.domain.stage_guards import missing_for
from desbumi_app.domain.stage_rules import Stage
from desbumi_app.office import Office
from desbumi_app.usecases.read_person import related_rows
from desbumi_app.usecases.what_next import known_of

# The day of a journey, the stage before it and the stage it says was reached.
_DAYS: Final = {
    "candidate_on": (Stage.INTERESTED, Stage.CANDIDATE),
    "processing_on": (Stage.CANDIDATE, Stage.PROCESSING),
    "ready_on": (Stage.PROCESSING, Stage.READY),
    "departed_on": (Stage.READY, Stage.DEPARTED),
    "arrived_on": (Stage.DEPARTED, Stage.WORKING),
}


def check_stage(
    office: Office, person: bytes, before: Mapping[str, Any], typed: Mapping[str, Any]
) -> tuple[Problem, ...]:
    """One warning a day that was typed or changed now; `before` the stored journey, `typed` its parsed values."""
    days = [name for name in _DAYS if typed.get(name) and typed[name] != before.get(name)]
    row = office.register.get("people", person)
    if not days or row is None:
        return ()
    related = related_rows(office, person)
    journey = {**before, **typed, "id": before.get("id") or b"\xff" * 20}
    others = [one for one in related["journeys"] if bytes(one["id"]) != bytes(journey["id"])]
    readable = {
        k: None if k.endswith("_on") and isinstance(v, str) and not is_partial(v) else v
        for k, v in journey.items()
    }
    known = known_of(office, row, {**related, "journeys": [*others, readable]})
    found = []
    for name in days:
        missing = [one for one in missing_for(*_DAYS[name], known) if one.level is Level.WARN]
        found += [replace(one, field=f"journeys.{name}") for one in missing[:1]]
    return tuple(found)
