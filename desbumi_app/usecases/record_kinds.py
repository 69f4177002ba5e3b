"""Which records of a person the one record form can write: their table, links, fixed values and sealed tables.

Plain data. What a record may hold is declared in resources/fields; nothing about a field is written down here twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.catalogue.tables import Catalogue


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of entry. `table` "" where everything goes sealed.

    columns: the only fields shown, in the table's order; empty for all. links: ref fields that the program fills.
    fixed: values nobody types. also: fields of `people` that the same paper tells. sealed: tables of the cases;
    each makes one drop at every save, filled in or not, so that nobody can tell by counting what was said.
    consent: the purpose to which the person must have agreed before this is written down; "" where none is asked.
    """

    code: str
    table: str
    links: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    start: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    consent: str = ""

    def shown(self, catalogue: Catalogue) -> tuple[tuple[str, Field], ...]:
        """(table, field) of everything that can be typed, in the order of the declarations."""
        found = [("people", catalogue.table("people").field(name)) for name in self.also]
        for name in (self.table, *self.sealed):
            if name:
                found += [(name, one) for one in catalogue.table(name).open_fields if self._shows(name, one)]
        return tuple(found)

    def _shows(self, table: str, one: Field) -> bool:
        if one.to is not None or (one.kind is Kind.REGION and one.form is None):
            return False
        if table == self.table and one.name in self.fixed:
            return False
        return table != self.table or not self.columns or one.name in self.columns


_NOTICE: Final = ("purpose", "given_on", "method", "language", "witness_name", "guardian_name")
_CONSENT: Final = (*_NOTICE, "answer", "withdrawn_on", "closed_on")
_REQUEST: Final = (
    "request", "purpose", "given_on", "method", "witness_name", "guardian_name", "identity_checked", "outcome",
    "answer_note", "closed_on",
)  # fmt: skip
_OWN: Final = ("person_id",)

KINDS: Final[Mapping[str, RecordKind]] = {
    one.code: one
    for one in (
        RecordKind("person", "people"),
        RecordKind("contact", "contacts", _OWN),
        RecordKind("journey", "journeys", _OWN, also=("passport_name", "passport_born_on")),
        RecordKind("sealed_journey", "", ("person_id", "journey_id"),
                   sealed=("journey_recruitment", "journey_money", "journey_health")),
        RecordKind("at_work", "", ("person_id", "journey_id", "check_in_id"), sealed=("check_in_details",)),
        RecordKind("after_return", "", ("person_id", "journey_id", "return_id"), sealed=("return_details",)),
        RecordKind("remittance", "", ("person_id", "journey_id", "consent_id"),
                   sealed=("remittances",), consent="empowerment"),
        RecordKind("document", "documents", ("person_id", "journey_id")),
        RecordKind("extension", "extensions", ("person_id", "journey_id")),
        RecordKind("plan", "plans", ("person_id", "return_id"), start={"made_on": "today", "state": "open"}),
        RecordKind("check_in", "check_ins", ("person_id", "journey_id")),
        RecordKind("return", "returns", ("person_id", "journey_id")),
        RecordKind("event", "life_events", ("person_id", "journey_id"),
                   ("kind", "occurred_on", "country", "reason", "place", "source_document", "moved_to")),
        RecordKind("talk", "counselling", ("person_id", "journey_id"),
                   ("held_on", "topics", "country", "with_family", "family_present", "minutes", "note")),
        RecordKind("household", "households"),
        RecordKind("member", "household_members", ("household_id",)),
        RecordKind("visit", "visits", ("person_id", "household_id"), start={"visited_on": "today"}),
        RecordKind("child", "", ("household_id", "journey_id"), sealed=("child_needs",)),
        RecordKind("notice", "notices", _OWN, _NOTICE, {"kind": "notice", "answer": "told"},
                   {"given_on": "today", "purpose": "registry"}),
        RecordKind("consent", "notices", _OWN, _CONSENT, {"kind": "consent"}, {"given_on": "today"}),
        RecordKind("request", "notices", _OWN, _REQUEST, {"kind": "request", "answer": "told"},
                   {"given_on": "today", "purpose": "registry", "method": "signed"}),
    )
}  # fmt: skip
