"""Everything that must hold between resources: `desbumi check-resources` prints what this finds.

A finding names file and key. One file's own shape is checked where it is read; here are the rules across files.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from desbumi_app.catalogue.authenticity import read_signs
from desbumi_app.catalogue.fields import CURRENT_FORMAT, Field, Kind, Letter, Mask, Sensitivity, Table
from desbumi_app.catalogue.headers import WORKBOOK_TABLES, read_ignored
from desbumi_app.catalogue.legal import LegalBasis, read_legal
from desbumi_app.catalogue.load import CatalogueError, read_document
from desbumi_app.catalogue.notice_text import read_notice
from desbumi_app.catalogue.numbers import read_numbers
from desbumi_app.catalogue.released import broken_promises
from desbumi_app.catalogue.tables import STORES, TABLES, Catalogue
from desbumi_app.catalogue.values import word_key
from desbumi_app.domain.field_rules import RULES
from desbumi_app.domain.stage_rules import FACT_KINDS

EXPORTS = frozenset({"minimal", "referral", "full"})
# One field of `cases` may not fill an operation of 3,900 bytes; one of `register` not one of 64 KiB.
MOST_BYTES: Mapping[str, int] = {"register": 49_152, "cases": 3_000, "district": 49_152}
# Columns that the store keeps for itself in every record table.
RESERVED = frozenset({"rid", "id", "stream", "stamps", "archived", "import_id"})
FIRST_NUMBER: Mapping[str, range] = {
    "register": range(1, 50),
    "cases": range(50, 80),
    "district": range(80, 128),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: a stable code, the file, the line where known (else 0), the key, and the offending word."""

    code: str
    file: str
    key: str
    detail: str = ""
    line: int = 0

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.file}:{self.line}: {self.key}: {self.code} {self.detail}".rstrip()


_Check = Callable[[Catalogue], Iterator[Finding]]


def check_resources(catalogue: Catalogue, released: Sequence[Mapping[str, Any]] = ()) -> list[Finding]:
    """Every fault of the declarations; `released` holds the JSON of tests/registers/format-*.json."""
    found: list[Finding] = []
    if unreadable := list(_unreadable(catalogue)):
        return unreadable
    for check in _CHECKS:
        found.extend(check(catalogue))
    for past in released:
        for table, key, code in broken_promises(past, catalogue):
            file = f"values/{table}.toml" if code == "released_code_gone" else _file(table)
            found.append(Finding(code, file, key, f"format {past['format']}"))
    return [_located(catalogue, one) for one in found]


def _located(catalogue: Catalogue, finding: Finding) -> Finding:
    """The finding with its line, where the key is written in a field block."""
    folder, _slash, name = finding.file.removesuffix(".toml").partition("/")
    field_name, _dot, key = finding.key.partition(".")
    if folder != "fields" or name not in catalogue.source.names(folder):
        return finding
    document = read_document(catalogue.source, folder, name)
    names = [one.get("name") for one in document.data["field"]]
    if field_name not in names:
        return replace(finding, line=document.line_of("[table]", 0, field_name))
    at = names.index(field_name)
    return replace(finding, line=document.line_of("[[field]]", at, key.split(".")[0]))


def _unreadable(catalogue: Catalogue) -> Iterator[Finding]:
    source = catalogue.source
    readers: list[Callable[[], object]] = [
        partial(read_legal, source),
        partial(read_numbers, source),
        partial(read_signs, source),
        partial(read_notice, source),
        partial(read_ignored, catalogue),
        *(partial(catalogue.values, name) for name in source.names("values")),
        *(partial(catalogue.table, name) for store in STORES for name in TABLES[store]),
    ]
    for read in readers:
        try:
            read()
        except CatalogueError as wrong:
            yield Finding(wrong.code, wrong.file, wrong.key, wrong.detail, wrong.line)


def _tables_agree(catalogue: Catalogue) -> Iterator[Finding]:
    known = {name for store in STORES for name in TABLES[store]}
    for name in catalogue.source.names("fields"):
        if name not in known:
            yield Finding("table_not_listed", _file(name), "name", name)
    numbers: set[int] = set()
    for store in STORES:
        for table in catalogue.of_store(store):
            if table.store != store:
                yield Finding("wrong_store", _file(table.name), "store", table.store)
            if table.no in numbers:
                yield Finding("used_twice", _file(table.name), "no", str(table.no))
            if table.no not in FIRST_NUMBER[store]:
                yield Finding("number_of_other_store", _file(table.name), "no", str(table.no))
            numbers.add(table.no)
            if table.parent is not None and table.parent.table not in known:
                yield Finding("unknown_table", _file(table.name), "parent", table.parent.table)


def _names(catalogue: Catalogue) -> Iterator[Finding]:
    for table, one in _fields(catalogue):
        if one.name in RESERVED or not one.name.isidentifier() or one.name != one.name.lower():
            yield _at(table, one, "name_not_allowed", "name", one.name)
        if one.no < 1:
            yield _at(table, one, "number_not_allowed", "no", str(one.no))


def _special_only_in_cases(catalogue: Catalogue) -> Iterator[Finding]:
    for table, one in _fields(catalogue):
        if one.sensitivity is Sensitivity.SPECIAL and table.store != "cases":
            yield _at(table, one, "special_outside_cases", "sensitivity")
        # A letter is printed from the register and lies open on a desk.
        if one.sensitivity is Sensitivity.SPECIAL and one.letter is not Letter.NONE:
            yield _at(table, one, "special_in_letter", "letter")
        if one.kind is Kind.NIK and one.mask is not Mask.NIK:
            yield _at(table, one, "nik_without_mask", "mask")


def _references(catalogue: Catalogue) -> Iterator[Finding]:
    lists = set(catalogue.source.names("values"))
    known = {name for store in STORES for name in TABLES[store]}
    for table, one in _fields(catalogue):
        if one.values is not None and one.values not in lists:
            yield _at(table, one, "value_list_missing", "values", one.values)
        if one.to is not None and one.to not in known:
            yield _at(table, one, "unknown_table", "to", one.to)
        # A row of the register never points into the cases: the pointer itself would tell.
        if one.to in TABLES["cases"] and table.store != "cases":
            yield _at(table, one, "register_points_into_cases", "to", str(one.to))


def _rules_and_facts(catalogue: Catalogue) -> Iterator[Finding]:
    for table, one in _fields(catalogue):
        if one.rule is not None and one.rule not in RULES:
            yield _at(table, one, "rule_unknown", "rule", one.rule)
        # The rows of life_events name their own kind.
        if one.fact is not None and one.fact not in {*FACT_KINDS, "life_event"}:
            yield _at(table, one, "fact_unknown", "fact", one.fact)
        if one.fact is not None and one.kind not in (Kind.DATE, Kind.PARTIAL_DATE):
            yield _at(table, one, "fact_without_date", "fact", one.kind)


def _words_of_codes(catalogue: Catalogue) -> Iterator[Finding]:
    words: Mapping[str, tuple[Callable[[Field], Iterable[str]], frozenset[str]]] = {
        "purpose": (lambda one: one.purpose, _codes(catalogue, "purposes")),
        "export": (lambda one: one.export, EXPORTS),
        "required": (_gate_words, _codes(catalogue, "stages") | {"no", "form"}),
        "form.step": (lambda one: (one.form.step,) if one.form else (), _codes(catalogue, "form_steps")),
        "form.group": (lambda one: (one.form.group,) if one.form else (), _codes(catalogue, "form_groups")),
    }
    for table, one in _fields(catalogue):
        for key, (of, allowed) in words.items():
            for word in sorted(set(of(one)) - allowed):
                yield _at(table, one, "unknown_value", key, word)
        if not one.purpose:
            yield _at(table, one, "purpose_missing", "purpose")


def _gate_words(one: Field) -> tuple[str, ...]:
    if one.required.startswith("gate:"):
        return (one.gate or "?",) if one.gate not in {"no", "form"} else ("?",)
    return (one.required,) if one.required in {"no", "form"} else (f"? {one.required}",)


def _when_names_fields(catalogue: Catalogue) -> Iterator[Finding]:
    for table, one in _fields(catalogue):
        for key, wanted in one.when.items():
            if not table.has(key):
                yield _at(table, one, "unknown_field", "when", key)
                continue
            other = table.field(key)
            allowed = {"yes", "no"} if other.kind is Kind.FLAG else set()
            if other.values is not None and other.values in catalogue.source.names("values"):
                allowed = set(catalogue.values(other.values).codes)
            for code in sorted(set(wanted) - allowed):
                yield _at(table, one, "unknown_value", f"when.{key}", code)


def _lengths(catalogue: Catalogue) -> Iterator[Finding]:
    for table, one in _fields(catalogue):
        if one.max_bytes > MOST_BYTES[table.store]:
            yield _at(table, one, "too_long_for_store", "limits", str(one.max_bytes))
        if one.since > CURRENT_FORMAT or table.since > CURRENT_FORMAT:
            yield _at(table, one, "since_in_future", "since", str(one.since))


def _laws(catalogue: Catalogue) -> Iterator[Finding]:
    laws = read_legal(catalogue.source)
    for basis in laws.values():
        yield from _one_law(basis)
    numbers = read_numbers(catalogue.source)
    cited = [(_file(table.name), one.name, one.legal_basis) for table, one in _fields(catalogue)]
    cited += [("rules/ages.toml", name, numbers.at(name, "9999").legal_basis) for name in numbers.names]
    cited += [("rules/imports.toml", one.headers[0], one.legal_basis) for one in read_ignored(catalogue)]
    for file, key, cited_id in cited:
        if cited_id not in laws:
            yield Finding("legal_basis_unknown", file, f"{key}.legal_basis", cited_id)
    for table, one in _fields(catalogue):
        if not one.source.strip():
            yield _at(table, one, "source_missing", "source")


def _one_law(basis: LegalBasis) -> Iterator[Finding]:
    file = "rules/legal.toml"
    if not basis.source.strip():
        yield Finding("source_missing", file, f"{basis.id}.source")
    try:
        date.fromisoformat(basis.as_of)
    except ValueError:
        yield Finding("date_missing", file, f"{basis.id}.as_of", basis.as_of)


def _import_words(catalogue: Catalogue) -> Iterator[Finding]:
    ignored = {word_key(word) for one in read_ignored(catalogue) for word in one.headers}
    claimed: dict[str, str] = {}
    for name in WORKBOOK_TABLES:
        table = catalogue.table(name)
        for one in table.fields:
            for key in {word_key(word) for word in one.imports}:
                owner = claimed.setdefault(key, f"{name}.{one.name}")
                if owner != f"{name}.{one.name}":
                    yield _at(table, one, "import_word_used_twice", "import", f"{key} ({owner})")
                if key in ignored:
                    yield _at(table, one, "import_word_not_taken", "import", key)


def _value_words(catalogue: Catalogue) -> Iterator[Finding]:
    for name in catalogue.source.names("values"):
        words: dict[str, str] = {}
        numbers: set[str] = set()
        for one in catalogue.values(name).values:
            for word in {word_key(each) for each in (one.code, *one.imports)}:
                if words.setdefault(word, one.code) != one.code:
                    yield Finding("import_word_used_twice", f"values/{name}.toml", one.code, word)
            for number in one.opensid:
                if number in numbers:
                    yield Finding("used_twice", f"values/{name}.toml", one.code, number)
                numbers.add(number)


def _codes(catalogue: Catalogue, name: str) -> frozenset[str]:
    return frozenset(catalogue.values(name).codes)


def _fields(catalogue: Catalogue) -> Iterator[tuple[Table, Field]]:
    for table in catalogue.tables:
        for one in table.fields:
            yield table, one


def _file(table: str) -> str:
    return f"fields/{table}.toml"


def _at(table: Table, one: Field, code: str, key: str, detail: str = "") -> Finding:
    return Finding(code, _file(table.name), f"{one.name}.{key}", detail)


_CHECKS: tuple[_Check, ...] = (
    _tables_agree,
    _names,
    _special_only_in_cases,
    _references,
    _rules_and_facts,
    _words_of_codes,
    _when_names_fields,
    _lengths,
    _laws,
    _import_words,
    _value_words,
)
