"""What one row of a list writes beside the person: journey, contact, return, passport. Works out values, stores nothing.

A journey, contact or return that is already there is completed, never written twice.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from sys import intern
from typing import Any, Final

from desbumi_app.matching.names import fold

Values = dict[str, Any]
# What a person of the village is, unless the list says otherwise.
DEFAULTS: Final = {"nik_status": "stated", "residence_status": "resident", "data_source": "import"}
TABLES: Final = ("journeys", "contacts", "returns")
_PASSPORT: Final = frozenset(
    {"passport_number", "passport_expires_on", "passport_issued_on", "passport_office"}
)
_CONTACT: Final = frozenset({"name", "phone"})


Pick = Callable[[Mapping[str, Any]], tuple[Any, ...]]


@lru_cache(maxsize=4_096)
def _own_and_others(names: tuple[str, ...]) -> tuple[tuple[str, ...], Pick, tuple[tuple[str, str, str], ...]]:
    """Which of these columns belong to `people` itself, and how to take them; the others with table and name there."""
    others = tuple((name, *name.partition(".")[::2]) for name in names if "." in name)
    own = tuple(intern(name) for name in names if "." not in name)
    return (
        own,
        itemgetter(*own) if len(own) > 1 else lambda values: tuple(values[name] for name in own),
        others,
    )


def own(values: Mapping[str, Any]) -> Values:
    """The filled columns of `people` itself."""
    names, pick, _others = _own_and_others(tuple(values))
    found = dict(zip(names, pick(values), strict=True))
    if all(found.values()):  # as nearly always, and told without a comparison a value
        return found
    return {name: value for name, value in found.items() if value not in (None, ())}


def split(values: Mapping[str, Any]) -> dict[str, Values]:
    """The filled columns of the tables that hang on the person, by table; without those that say nothing new."""
    found: dict[str, Values] = {}
    _names, _pick, others = _own_and_others(tuple(values))
    for name, table, field in others:
        if values[name] not in (None, ()):
            found.setdefault(table, {})[field] = values[name]
    if "journeys" in found and not found["journeys"].keys() - _PASSPORT:
        del found["journeys"]
    if "contacts" in found and not found["contacts"].keys() & _CONTACT:
        del found["contacts"]
    return found


def passport(values: Mapping[str, Any]) -> Values | None:
    """A passport in a list without a journey is a paper nobody has seen yet."""
    if not values.get("journeys.passport_number") or "journeys" in split(values):
        return None
    return {
        "item": "passport",
        "status": "missing",
        "number": values["journeys.passport_number"],
        "expires_on": values.get("journeys.passport_expires_on"),
    }


def new(table: str, found: Values) -> Values:
    """The values of a record that is not there yet."""
    if table != "journeys":
        return found
    given: Values = {"route": "unknown", "data_source": "import"}
    if found.get("departed_on"):
        given["back_registered"] = 1
    return given | found


def matches(table: str, stored: Mapping[str, Any], found: Values) -> bool:
    """Whether a stored record is the one that a row speaks of."""
    if table == "journeys":
        return _agree(stored, found, "country") and _agree(stored, found, "departed_on")
    if table == "contacts":
        phone = found.get("phone")
        named = fold(str(stored.get("name") or "")) == fold(str(found.get("name") or ""))
        return named or bool(phone and phone == stored.get("phone"))
    return _agree(stored, found, "arrived_on")


def _agree(stored: Mapping[str, Any], found: Values, name: str) -> bool:
    one, two = str(stored.get(name) or ""), str(found.get(name) or "")
    short, long = sorted((one, two), key=len)
    return long.startswith(short)


def blanks(stored: Mapping[str, Any], found: Mapping[str, Any]) -> Values:
    """What a row would fill."""
    return {name: value for name, value in found.items() if stored.get(name) in (None, "", ())}
