"""Which fields a row of a foreign list may fill, how each is read, and what would be right where it was not.

A row is one person; a few columns go to tables that hang on the person. Verdicts of the office itself are never taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.catalogue.headers import Headers
from desbumi_app.catalogue.import_columns import ColumnMap, map_columns
from desbumi_app.catalogue.import_rows import Column
from desbumi_app.catalogue.load import Label
from desbumi_app.catalogue.parse_record import choices
from desbumi_app.catalogue.tables import Catalogue

# Fields of people go by their bare name, those of other tables by `table.field`.
RELATION = "household_members.relation"
_BESIDE = {
    "household_members": ("relation",),
    "households": ("head_name",),
    "contacts": ("name", "relation", "phone", "address"),
    "returns": ("arrived_on", "kind"),
}
# What the office itself finds out or decides; a list from outside does not.
_OWN = frozenset({
    "nik_status", "data_source", "confidence", "back_registered", "clearance", "care_arranged", "arrival_told_by",
})  # fmt: skip
_NO_KINDS = frozenset({Kind.REF, Kind.FILE, Kind.BYTES})
_EXAMPLES = {
    Kind.NIK: "9901014107950001",
    Kind.KK_NUMBER: "9901010101100002",
    Kind.DATE: "17 Agu 1995",
    Kind.PARTIAL_DATE: "17 Agu 1995, Agu 1995, 1995",
    Kind.PHONE: "0812 5555 0101",
    Kind.PASSPORT_NUMBER: "C1234567",
    Kind.INTEGER: "24",
    Kind.EMAIL: "nama@contoh.id",
    Kind.COUNTRY: "Malaysia",
}


@dataclass(frozen=True, slots=True)
class Target:
    """One field that a column may fill: its name here, the words people know it by, and the table's."""

    name: str
    label: Label
    table: Label


class Targets:
    """The fields that lists of one catalogue may fill, in the order of the declarations."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.headers = Headers(catalogue)
        self._fields: dict[str, tuple[str, Field]] = {}
        for table in ("people", "journeys", *_BESIDE):
            for one in catalogue.table(table).fields:
                if table in _BESIDE and one.name not in _BESIDE[table]:
                    continue
                if one.retired or one.many or one.kind in _NO_KINDS or one.name in _OWN:
                    continue
                self._fields[one.name if table == "people" else f"{table}.{one.name}"] = (table, one)

    def field(self, name: str) -> Field:
        """The declaration of a field by its name here. KeyError for one that no list may fill."""
        return self._fields[name][1]

    def known(self, name: str) -> bool:
        """Whether lists may fill this field (a remembered layout may name one that they no longer may)."""
        return name in self._fields

    def offered(self) -> tuple[Target, ...]:
        """What an officer may choose for a column."""
        return tuple(
            Target(name, one.label, self._catalogue.table(table).label)
            for name, (table, one) in self._fields.items()
            if one.form is not None or one.imports
        )

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Every field with the words that lists use for it."""
        found = {}
        for name in self._fields:
            words = self.headers.aliases.get(name if "." in name else f"people.{name}", ())
            if words:
                found[name] = words
        return found

    def guess(self, header: tuple[str, ...]) -> ColumnMap:
        """Which column is which field; special columns are refused."""
        never = [title for title in header if self.headers.not_taken(title)]
        return map_columns(header, self.aliases, never=never)

    def column(self, name: str) -> Column:
        """How a field of a row is read."""
        one = self.field(name)
        return Column(
            kind=one.kind.value if one.kind is not Kind.REGION else "text",
            values=choices(self._catalogue, one),
            required=name in ("name", "nik", "kk_number"),
            max_bytes=one.max_bytes,
        )

    def right(self, name: str, language: str = "id") -> str:
        """What a good value looks like: an example, or the first words of the list."""
        one = self.field(name)
        if one.values is not None:
            chosen = [value for value in self._catalogue.values(one.values).values if not value.retired][:4]
            return ", ".join(value.label.id if language == "id" else value.label.en for value in chosen)
        return one.example or _EXAMPLES.get(one.kind, "")
