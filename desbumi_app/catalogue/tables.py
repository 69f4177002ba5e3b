"""The catalogue of tables: resources/fields/*.toml read lazily, table by table, into checked frozen objects.

Knows the keys of a field block and refuses any other; cross-file rules are in check.py.
"""

import threading
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from db.spec import Fold, Merge, Search, TableSpec
from desbumi_app.catalogue.fields import (
    Certainty,
    Field,
    FormPlace,
    Kind,
    Letter,
    Limits,
    ListPlace,
    Mask,
    Match,
    Parent,
    Sensitivity,
    Table,
    Width,
)
from desbumi_app.catalogue.load import (
    CatalogueError,
    PackagedSource,
    Section,
    Source,
    blocks,
    head,
    only_blocks,
    read_document,
    unique,
)
from desbumi_app.catalogue.values import ValueList, read_values

STORES: Final = ("register", "cases", "district")

# Which tables each store holds, so that one store can be opened without reading the others' files.
# check.py refuses a file whose own [table] says otherwise.
TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "register": (
        "people",
        "households",
        "journeys",
        "household_members",
        "contacts",
        "documents",
        "check_ins",
        "returns",
        "life_events",
        "notices",
        "counselling",
        "letters",
        "attachments",
        "drops",
        "read_summaries",
        "users",
        "village_settings",
        "number_series",
        "visits",
        "extensions",
        "plans",
        "pack_copies",
    ),
    "cases": (
        "journey_recruitment",
        "journey_money",
        "journey_health",
        "screening",
        "child_needs",
        "complaints",
        "cases",
        "case_notes",
        "check_in_details",
        "remittances",
        "return_details",
        "case_evidence",
        "inbox_keys",
        "case_reads",
    ),
    "district": ("links", "pair_verdicts", "assignments", "release_ledger"),
}


class Catalogue:
    """Every table and value list, read when first asked for and then kept; safe to share between threads."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._tables: dict[str, Table] = {}
        self._values: dict[str, ValueList] = {}
        self._lock = threading.Lock()

    @property
    def source(self) -> Source:
        """Where the resources come from."""
        return self._source

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in order of their numbers."""
        return tuple(self.table(name) for store in STORES for name in TABLES[store])

    def table(self, name: str) -> Table:
        """One table. CatalogueError `resource_missing` for a name that is not declared."""
        with self._lock:
            if name not in self._tables:
                self._tables[name] = read_table(self._source, name)
            return self._tables[name]

    def of_store(self, store: str) -> tuple[Table, ...]:
        """The tables of "register", "cases" or "district", by number; KeyError for another word."""
        return tuple(self.table(name) for name in TABLES[store])

    def specs(self, store: str) -> tuple[TableSpec, ...]:
        """The tables of one store as db sees them."""
        return tuple(table.spec() for table in self.of_store(store))

    def values(self, name: str) -> ValueList:
        """One value list, with its retired codes."""
        with self._lock:
            if name not in self._values:
                self._values[name] = read_values(self._source, name)
            return self._values[name]

    def facts(self) -> Iterator[tuple[Table, Field]]:
        """The fields that are dated facts for the stage."""
        for table in self.of_store("register"):
            for one in table.fields:
                if one.fact is not None:
                    yield table, one


@cache
def load_catalogue() -> Catalogue:
    """The catalogue shipped with the program, one for the process."""
    return Catalogue(PackagedSource())


def read_table(source: Source, name: str) -> Table:
    """Read resources/fields/<name>.toml. CatalogueError names file, line and key of the first fault."""
    document = read_document(source, "fields", name)
    only_blocks(document, "table", "field")
    section = head(document, "table")
    sections = blocks(document, "field")
    unique(sections, "no", lambda one: one.integer("no"))
    unique(sections, "name", lambda one: one.text("name"))
    parent = _parent(section.inner("parent"))
    table = Table(
        no=section.integer("no"),
        name=section.text("name"),
        store=section.text("store"),
        label=section.label(),
        fields=tuple(_field(one) for one in sections),
        since=section.integer("since"),
        parent=parent,
        title=section.texts("title"),
    )
    section.done()
    if table.name != name:
        raise section.error("name_differs_from_file", "name", table.name)
    if table.store not in STORES:
        raise section.error("unknown_value", "store", table.store)
    _refuse_unknown_names(table, section)
    return table


def _refuse_unknown_names(table: Table, section: Section) -> None:
    names = {one.name for one in table.fields}
    for key, wanted in (("title", table.title), ("parent", (table.parent.field,) if table.parent else ())):
        missing = sorted(set(wanted) - names)
        if missing:
            raise section.error("unknown_field", key, missing[0])


def _parent(section: Section | None) -> Parent | None:
    if section is None:
        return None
    parent = Parent(section.text("table"), section.text("field"))
    section.done()
    return parent


def _field(section: Section) -> Field:
    found = Field(
        no=section.integer("no"),
        name=section.text("name"),
        kind=section.choice("kind", Kind),
        label=section.label(),
        help=section.label_or_none("help"),
        example=section.text("example", ""),
        many=section.flag("many"),
        since=section.integer("since", 1),
        until=section.number("until"),
        values=section.optional("values"),
        to=section.optional("to"),
        limits=_limits(section.inner("limits")),
        when=_when(section),
        required=section.text("required", "no"),
        rule=section.optional("rule"),
        fact=section.optional("fact"),
        sensitivity=section.choice("sensitivity", Sensitivity),
        mask=section.choice("mask", Mask, Mask.NONE),
        purpose=section.texts("purpose", ...),
        merge=section.choice("merge", Merge),
        fold=section.choice("fold", Fold, Fold.EXACT),
        search=section.choice("search", Search, Search.NONE),
        match=section.choice("match", Match, Match.NONE),
        form=_form(section.inner("form")),
        listed=_listed(section.inner("list")),
        imports=section.texts("import"),
        letter=section.choice("letter", Letter, Letter.NONE),
        export=section.texts("export"),
        legal_basis=section.text("legal_basis"),
        source=section.text("source"),
        certainty=section.choice("certainty", Certainty),
    )
    section.done()
    _refuse_contradictions(found, section)
    return found


def _refuse_contradictions(found: Field, section: Section) -> None:
    if found.many != (found.merge is Merge.SET):
        raise section.error("many_needs_set", "many")
    if (found.kind is Kind.CHOICE) != (found.values is not None):
        raise section.error("choice_needs_values", "values")
    if (found.kind is Kind.REF) != (found.to is not None):
        raise section.error("ref_needs_to", "to")
    if found.until is not None and found.until < found.since:
        raise section.error("until_before_since", "until")
    if found.many and found.kind not in (Kind.CHOICE, Kind.TEXT, Kind.REGION, Kind.PHONE):
        raise section.error("many_of_wrong_kind", "kind", found.kind)


def _limits(section: Section | None) -> Limits:
    if section is None:
        return Limits()
    bounds: list[int | str | None] = []
    for key in ("min", "max"):
        as_number = section.has(key) and isinstance(section.peek(key), int)
        bounds.append(section.number(key) if as_number else section.optional(key))
    limits = Limits(bounds[0], bounds[1], section.number("max_bytes"))
    section.done()
    return limits


def _when(section: Section) -> dict[str, tuple[str, ...]]:
    inner = section.inner("when")
    if inner is None:
        return {}
    found = {key: inner.texts(key, ...) for key in section.mapping("when")}
    if any(not values for values in found.values()):
        raise section.error("empty_list", "when")
    return found


def _form(section: Section | None) -> FormPlace | None:
    if section is None:
        return None
    place = FormPlace(section.text("step"), section.text("group"), section.choice("width", Width, Width.HALF))
    section.done()
    return place


def _listed(section: Section | None) -> ListPlace:
    if section is None:
        return ListPlace()
    place = ListPlace(section.flag("offered"), section.flag("default"), section.flag("sort"))
    section.done()
    return place


__all__ = ["TABLES", "Catalogue", "CatalogueError", "load_catalogue", "read_table"]
