"""What a field and a table are: one declaration from which column, form, import, letter and sync follow.

Plain frozen data. Parsing of typed values lives beside it; reading of TOML in tables.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from db.spec import FieldSpec, Fold, Merge, Search, TableSpec
from desbumi_app.catalogue.load import Label

CURRENT_FORMAT = 1


class Kind(StrEnum):
    """What a value is, and so how it is typed, checked, stored and shown."""

    TEXT = "text"
    NOTE = "note"
    INTEGER = "integer"
    MONEY = "money"
    FLAG = "flag"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    INSTANT = "instant"
    CHOICE = "choice"
    REF = "ref"
    REGION = "region"
    COUNTRY = "country"
    NIK = "nik"
    KK_NUMBER = "kk_number"
    PHONE = "phone"
    PASSPORT_NUMBER = "passport_number"
    EMAIL = "email"
    FILE = "file"
    BYTES = "bytes"


class Sensitivity(StrEnum):
    """How closely a value is kept; special lives only in `cases`."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"
    SPECIAL = "special"


class Mask(StrEnum):
    """How a value is hidden on screen until it is asked for."""

    NONE = "none"
    NIK = "nik"
    PHONE = "phone"


class Match(StrEnum):
    """Which evidence a value is when two records may be one person."""

    NONE = "none"
    NAME = "name"
    BIRTH = "birth"
    MOTHER = "mother"
    NIK = "nik"
    PASSPORT = "passport"
    PHONE = "phone"
    HOUSEHOLD = "household"


class Width(StrEnum):
    """Room a widget takes in a form row."""

    SHORT = "short"
    HALF = "half"
    FULL = "full"


class Letter(StrEnum):
    """How a value is set in a letter unless the letter says otherwise; NONE keeps it out of letters."""

    NONE = ""
    TEXT = "teks"
    DATE = "tanggal"
    CHOICE = "pilihan"
    COUNTRY = "negara"
    NUMBER = "angka"
    MONEY = "rupiah"
    NIK = "nik"
    FLAG = "ya_tidak"


class Certainty(StrEnum):
    """How sure a statement is: seen, known, proposed, unverified."""

    SEEN = "S"
    KNOWN = "K"
    PROPOSED = "P"
    UNVERIFIED = "U"


_INTEGERS = frozenset({Kind.INTEGER, Kind.MONEY, Kind.FLAG})
_BLOBS = frozenset({Kind.REF, Kind.FILE, Kind.BYTES})
_BYTES = {
    Kind.TEXT: 200,
    Kind.NOTE: 1000,
    Kind.CHOICE: 64,
    Kind.REGION: 13,
    Kind.COUNTRY: 2,
    Kind.NIK: 16,
    Kind.KK_NUMBER: 16,
    Kind.PHONE: 20,
    Kind.PASSPORT_NUMBER: 16,
    Kind.EMAIL: 120,
    Kind.DATE: 10,
    Kind.PARTIAL_DATE: 10,
    Kind.INSTANT: 24,
    Kind.REF: 16,
    Kind.FILE: 32,
    Kind.BYTES: 4096,
    Kind.INTEGER: 8,
    Kind.MONEY: 8,
    Kind.FLAG: 1,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a value: `min` and `max` inclusive (number or ISO date), `max_bytes` in UTF-8."""

    min: int | str | None = None
    max: int | str | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Where the widget stands: step and group are codes of the lists form_steps and form_groups."""

    step: str
    group: str
    width: Width = Width.HALF


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Whether the field is a column of lists: offered at all, shown at first, sortable."""

    offered: bool = False
    default: bool = False
    sort: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `form` is None for values that no person types; `required` is "no", "form" or "gate:<stage>"."""

    no: int
    name: str
    kind: Kind
    label: Label
    sensitivity: Sensitivity
    purpose: tuple[str, ...]
    legal_basis: str
    source: str
    certainty: Certainty
    help: Label | None = None
    example: str = ""
    many: bool = False
    since: int = 1
    until: int | None = None
    values: str | None = None
    to: str | None = None
    limits: Limits = Limits()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: str = "no"
    rule: str | None = None
    fact: str | None = None
    mask: Mask = Mask.NONE
    merge: Merge = Merge.REGISTER
    fold: Fold = Fold.EXACT
    search: Search = Search.NONE
    match: Match = Match.NONE
    form: FormPlace | None = None
    listed: ListPlace = ListPlace()
    imports: tuple[str, ...] = ()
    letter: Letter = Letter.NONE
    export: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """SQL type of the column."""
        if self.many:
            return "TEXT"
        if self.kind in _INTEGERS:
            return "INTEGER"
        return "BLOB" if self.kind in _BLOBS else "TEXT"

    @property
    def gate(self) -> str | None:
        """The stage before which the value must be there, or None."""
        return self.required[5:] if self.required.startswith("gate:") else None

    @property
    def retired(self) -> bool:
        """Hidden in forms, still kept and synced."""
        return self.until is not None and self.until <= CURRENT_FORMAT

    @property
    def max_bytes(self) -> int:
        """The most UTF-8 bytes one value may take; forms count down to it."""
        return self.limits.max_bytes or _BYTES[self.kind]

    def spec(self) -> FieldSpec:
        """The field as the store sees it."""
        return FieldSpec(
            no=self.no,
            name=self.name,
            column=self.column,
            merge=self.merge,
            fold=self.fold,
            search=self.search,
            since=self.since,
            until=self.until,
            refers_to=self.to,
        )


@dataclass(frozen=True, slots=True)
class Parent:
    """The table whose rows own rows of this one, and the ref field that says which."""

    table: str
    field: str


@dataclass(frozen=True, slots=True)
class Table:
    """One record table; `no` is its number on the wire, `title` the fields that name a row on screen."""

    no: int
    name: str
    store: str
    label: Label
    fields: tuple[Field, ...]
    since: int = 1
    parent: Parent | None = None
    title: tuple[str, ...] = ()
    _by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the fields by name."""
        object.__setattr__(self, "_by_name", {one.name: one for one in self.fields})

    def field(self, name: str) -> Field:
        """The field of this name; KeyError when there is none."""
        return self._by_name[name]

    def has(self, name: str) -> bool:
        """Whether there is a field of this name."""
        return name in self._by_name

    @property
    def open_fields(self) -> tuple[Field, ...]:
        """Fields that forms may show: not retired and with a place."""
        return tuple(one for one in self.fields if one.form is not None and not one.retired)

    def spec(self) -> TableSpec:
        """The table as the store sees it."""
        fields = tuple(one.spec() for one in self.fields)
        return TableSpec(no=self.no, name=self.name, store=self.store, fields=fields, since=self.since)
