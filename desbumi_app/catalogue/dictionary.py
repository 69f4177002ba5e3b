"""Writes the data dictionary (docs/data-dictionary.md) from the declarations; a test fails when it is stale.

Pure text from a catalogue: no file is written here.
"""

from collections.abc import Iterator

from db.spec import Merge
from desbumi_app.catalogue.fields import Field, Table
from desbumi_app.catalogue.tables import STORES, Catalogue

_INTRO = """# Data dictionary

Made from `resources/fields/` by `desbumi data-dictionary`; change the declarations, not this page.
Numbers are for ever. `guarded` fields stay in dispute until a person with the role settles them; `set` fields hold
several values. Special data exist only in `cases`. Certainty: S seen in a source, K known, P proposed, U unverified.
"""
_STORES = {
    "register": "the village's register",
    "cases": "the case compartment, with a key of its own",
    "district": "the district's register of links",
}


def data_dictionary(catalogue: Catalogue) -> str:
    """The whole page in Markdown, ending in a line break."""
    lines = [_INTRO]
    for store in STORES:
        lines.append(f"## `{store}`: {_STORES[store]}\n")
        for table in catalogue.of_store(store):
            lines.extend(_table(table))
    lines.extend(_values(catalogue))
    return "\n".join(lines).rstrip() + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.no} `{table.name}`: {table.label.id} / {table.label.en}\n"
    if table.parent is not None:
        yield f"Belongs to `{table.parent.table}` through `{table.parent.field}`.\n"
    yield "| no | field | label | kind | merge | required | kept as | why, basis | certainty |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for one in table.fields:
        yield _row(one)
    yield ""


def _row(one: Field) -> str:
    name = f"`{one.name}`" + (" (retired)" if one.retired else "")
    merge = one.merge.value if one.merge is not Merge.REGISTER else ""
    needed = "" if one.required == "no" else one.required
    if one.when:
        conditions = "; ".join(f"{key} = {', '.join(values)}" for key, values in one.when.items())
        needed = f"{needed} when {conditions}".strip()
    why = f"{', '.join(one.purpose)}; {one.legal_basis}"
    label = f"{one.label.id} / {one.label.en}"
    cells = (str(one.no), name, label, _kind(one), merge, needed, one.sensitivity, why, one.certainty)
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _kind(one: Field) -> str:
    if one.values is not None:
        return f"{one.kind} of {one.values}"
    if one.to is not None:
        return f"{one.kind} to {one.to}"
    if one.fact is not None:
        return f"{one.kind}, fact {one.fact}"
    return one.kind.value


def _values(catalogue: Catalogue) -> Iterator[str]:
    yield "## Value lists\n"
    for name in catalogue.source.names("values"):
        found = catalogue.values(name)
        yield f"### `{name}`: {found.label.id} / {found.label.en}\n"
        yield f"Source: {found.source}.\n"
        for one in found.values:
            yield f"- `{one.code}`: {one.label.id} / {one.label.en}" + (" (retired)" if one.retired else "")
        yield ""
