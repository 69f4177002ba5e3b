"""The shape of synced records: tables and fields as the store sees them.

Built by the catalogue from resources; numbers are for ever. Knows nothing of labels, forms or validation.
"""

from dataclasses import dataclass, field
from enum import StrEnum

Scalar = str | int | bytes | None
Value = Scalar | tuple[str, ...]


class Merge(StrEnum):
    """How concurrent writes of one field meet (frozen once shipped)."""

    REGISTER = "register"
    GUARDED = "guarded"
    SET = "set"


class Fold(StrEnum):
    """When two heads count as equal (frozen once shipped)."""

    EXACT = "exact"
    CASEFOLD = "casefold"
    DIGITS = "digits"


class Search(StrEnum):
    """How a field takes part in the instant search."""

    NONE = "none"
    TEXT = "text"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its number on the wire, its column and its merge rule. `until` retires it, never removes it."""

    no: int
    name: str
    column: str
    merge: Merge = Merge.REGISTER
    fold: Fold = Fold.EXACT
    search: Search = Search.NONE
    since: int = 1
    until: int | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table of one store kind ("register", "cases" or "district")."""

    no: int
    name: str
    store: str
    fields: tuple[FieldSpec, ...]
    since: int = 1
    _by_no: dict[int, FieldSpec] = field(init=False, repr=False, compare=False, hash=False)
    _by_name: dict[str, FieldSpec] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        """Refuse two fields of one number or name: a programming error of whoever built the declaration."""
        by_no = {one.no: one for one in self.fields}
        by_name = {one.name: one for one in self.fields}
        if len(by_no) != len(self.fields) or len(by_name) != len(self.fields):
            message = f"table {self.name}: a field number or name is used twice"
            raise ValueError(message)
        object.__setattr__(self, "_by_no", by_no)
        object.__setattr__(self, "_by_name", by_name)

    def __hash__(self) -> int:
        """By number and name: equal declarations hash alike, and it is asked for on every save."""
        return hash((self.no, self.name))

    def field_no(self, no: int) -> FieldSpec | None:
        """The field of this number, or None when this program does not know it yet."""
        return self._by_no.get(no)

    def field(self, name: str) -> FieldSpec:
        """The field of this name; KeyError when there is none."""
        return self._by_name[name]
