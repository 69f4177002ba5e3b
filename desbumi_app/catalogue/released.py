"""What a released register format froze, and whether the present declarations still keep it.

Works on plain data, so that each released format can be one JSON file for ever.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from desbumi_app.catalogue.fields import CURRENT_FORMAT, Field
from desbumi_app.catalogue.tables import Catalogue

# Once shipped, another value of any of these would make two laptops disagree for ever.
FROZEN = ("name", "kind", "many", "merge", "fold", "to", "since")


def snapshot(catalogue: Catalogue) -> dict[str, Any]:
    """The frozen part of every table and field, as JSON data."""
    tables = {
        str(table.no): {
            "name": table.name,
            "store": table.store,
            "since": table.since,
            "fields": {str(one.no): _frozen(one) for one in table.fields},
        }
        for table in catalogue.tables
    }
    lists = sorted({one.values for table in catalogue.tables for one in table.fields if one.values})
    codes = {name: sorted(catalogue.values(name).codes) for name in lists}
    return {"format": CURRENT_FORMAT, "tables": tables, "values": codes}


def broken_promises(released: Mapping[str, Any], catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """(table or list, key, what) for everything a released format froze and the catalogue no longer keeps."""
    present = snapshot(catalogue)
    now = present["tables"]
    for no, was in released["tables"].items():
        table = now.get(no)
        if table is None:
            yield was["name"], "no", "released_table_gone"
            continue
        for key in ("name", "store", "since"):
            if table[key] != was[key]:
                yield was["name"], key, "released_table_changed"
        yield from _broken_fields(was, table)
    known = present["values"]
    for name, codes in released["values"].items():
        # A retired code carries `until`; one that vanished would leave stored records without a word.
        for code in sorted(set(codes) - set(known.get(name, ()))):
            yield name, code, "released_code_gone"


def _broken_fields(was: Mapping[str, Any], table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for no, old in was["fields"].items():
        new = table["fields"].get(no)
        if new is None:
            yield was["name"], old["name"], "released_field_gone"
            continue
        for key in FROZEN:
            if new[key] != old[key]:
                yield was["name"], f"{old['name']}.{key}", "released_field_changed"


def _frozen(one: Field) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind.value,
        "many": one.many,
        "merge": one.merge.value,
        "fold": one.fold.value,
        "to": one.to,
        "since": one.since,
    }
