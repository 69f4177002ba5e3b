"""What the rules of the fields are asked with: the numbers of the law, and the rows of the data packs for one journey.

Rows are facts with a day and a source; what they mean for a person is said in domain. Nothing here stops anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desbumi_app.catalogue.numbers import load_numbers
from desbumi_app.catalogue.packs import DataPack
from desbumi_app.domain.calendar import is_lately
from desbumi_app.domain.departure import AgeRule, DepartureRules
from desbumi_app.letter_facts import settings_of
from desbumi_app.office import Office
from desbumi_app.packs_in_use import Packs, packs_of, shipped

Row = Mapping[str, Any]

# Work in a household by the lists of destinations; the advised age is asked for domestic workers alone.
HOUSEHOLD_JOBS: Final = ("domestic_worker", "caregiver")
DOMESTIC: Final = "domestic_worker"
_DISTRICT_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class DestinationState:
    """open or closed, None for a country without a row; the day of the row, and whether it is old or was never checked."""

    state: str | None = None
    as_of: str | None = None
    old: bool = False


def departure_rules(journey: Row, today: date, packs: Packs = shipped) -> DepartureRules:
    """The numbers in force today, and what the destination asks for such work."""
    numbers, on = load_numbers(), today.isoformat()
    return DepartureRules(
        passport_months=numbers.value("passport_months_after_departure", on),
        longest_contract_months=numbers.value("contract_months_unusual", on),
        destination_age=destination_age(journey, packs),
        advised_age=numbers.value("advised_age_domestic", on) if journey.get("job") == DOMESTIC else None,
    )


def destination_age(journey: Row, packs: Packs = shipped) -> AgeRule | None:
    """What the destination asks for this work, else for any work; None where no row says so."""
    country, job = str(journey.get("country") or ""), str(journey.get("job") or "")
    ages = packs("destination_ages")
    row = (ages.row(f"{country}:{job}") if job else None) or ages.row(country)
    if row is None:
        return None
    youngest, _dash, oldest = row.value.partition("-")
    return AgeRule(int(youngest), int(oldest) if oldest else None, row.as_of)


def destination_state(journey: Row, today: date, packs: Packs = shipped) -> DestinationState:
    """What the list says of the country for this work; household work that is not said counts as household work."""
    row = packs("destinations").row(str(journey.get("country") or ""))
    if row is None:
        return DestinationState()
    household = row.value == "closed_household" and journey.get("job") in (*HOUSEHOLD_JOBS, None)
    state = "closed" if row.value == "closed" or household else "open"
    return DestinationState(
        state, row.as_of, not is_lately(row.as_of, today.isoformat()) or row.certainty == "U"
    )


def rule_packs(office: Office, values: Row) -> dict[str, object]:
    """What domain.field_rules reads beside one record of a person or a journey."""
    found: dict[str, object] = {}
    packs = packs_of(office)
    home = "".join(sign for sign in str(settings_of(office).get("region_code") or "") if sign.isdigit())
    if len(home) >= _DISTRICT_DIGITS:
        found["home_region"] = home[:_DISTRICT_DIGITS]
    destination = destination_state(values, office.today(), packs)
    if destination.state == "closed":
        found |= {"closed": {str(values.get("country"))}, "closed_as_of": destination.as_of or "?"}
    agencies = packs("agencies")
    if agencies.rows:
        found |= {"p3mi": _active(agencies), "p3mi_as_of": max(row.as_of for row in agencies.rows)}
    return found | {"departure": departure_rules(values, office.today(), packs)}


def _active(agencies: DataPack) -> frozenset[str]:
    return frozenset(row.label.id for row in agencies.rows if row.value == "active")
