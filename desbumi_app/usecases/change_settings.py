"""Reads and changes the settings of a village: what its papers carry, and how its laptops lock.

Typed texts are parsed as the catalogue says; a pattern that could not number a letter is refused before it is stored.
"""

from collections.abc import Mapping
from typing import Any, Final

from db.errors import StoreError
from desbumi_app.allowed import only_keepers
from desbumi_app.catalogue.parse_record import Typed, parse_record
from desbumi_app.domain.numbering import DEFAULT_PATTERN, TOKENS, problems_of, tells_apart, written
from desbumi_app.domain.problems import Problem, hint, stop, stops, warn
from desbumi_app.letter_facts import settings_of
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved

TABLE: Final = "village_settings"
SERIES: Final = "{seri}"
IN_DISPUTE: Final = "Two entries stand here. Settle them first."
_WRONG_PATTERN: Final = {
    "unknown_token": "This pattern has a word in braces that is not known. Known are: {known}.",
    "no_serial": "The pattern needs {token}, the running number.",
    "stray_brace": "A brace is open or closed too much.",
    "width": "Only the running number can have a width, as in {token}.",
    "too_long": "The pattern is too long.",
}
_WRONG_CODE: Final = "Write the letter and its code, as in {example}."
NEEDS_SERIES: Final = "Add {token} to the pattern: until then all letters share one series."
_SAME_NUMBERS: Final = "Without the year in the pattern, the same number comes again next year."


def settings_record(office: Office) -> bytes | None:
    """The stored id of the village's settings; None before set-up has stored them.

    StoreError no_such_record in a district, whose store holds settings that belong to its villages.
    """
    if office.profile.kind != "village":
        raise StoreError("no_such_record")
    rows = office.register.rows_where(TABLE)
    return bytes(rows[-1]["id"]) if rows else None


def change_settings(office: Office, typed: Mapping[str, Typed]) -> Saved | Refused:
    """Store the typed fields and nothing else. KeyError for a field that settings do not have; StoreError not_allowed."""
    values, found = parse_record(office.catalogue, TABLE, typed, office.today(), complete=False)
    only_keepers(office)
    problems = [*found, *_rules(values), *_series_of({**settings_of(office), **values})]
    if stops(problems):
        return Refused(tuple(problems))
    return store_settings(office, values, tuple(problems))


def store_settings(
    office: Office, values: Mapping[str, Any], warnings: tuple[Problem, ...] = ()
) -> Saved | Refused:
    """Store parsed values in the one row of settings, which is made if there is none."""
    record = settings_record(office)
    try:
        with office.register.transaction(operator=office.operator.id, purpose="change_settings") as tx:
            if record is None:
                record = tx.create(TABLE, values)
            else:
                tx.change(TABLE, record, values)
            return Saved(record, tx.txn, warnings)
    except StoreError as error:
        if error.code != "in_dispute":
            raise
        return Refused((stop(IN_DISPUTE),))


def pattern_problems(pattern: str) -> tuple[Problem, ...]:
    """What is wrong with a number pattern, in sentences; a hint when it lacks the year."""
    words = {"known": ", ".join(f"{{{one}}}" for one in sorted(TOKENS)), "token": "{urut:03}"}
    about = f"{TABLE}.number_pattern"
    found = [stop(_WRONG_PATTERN[code], about=about, **_used(code, words)) for code in problems_of(pattern)]
    if not found and "{tahun}" not in pattern:
        return (hint(_SAME_NUMBERS).about(about),)
    return tuple(found)


def series_problems(pattern: str, scheme: str) -> tuple[Problem, ...]:
    """Several series whose numbers would read alike share the general one until the pattern tells them apart."""
    if tells_apart(pattern.strip() or DEFAULT_PATTERN, scheme):
        return ()
    return (warn(NEEDS_SERIES, token=SERIES).about(f"{TABLE}.number_pattern"),)


EXAMPLE_CODES: Final = {"legacy": "470", "new": "400.12.2.1"}  # of the letter that is written most


def number_example(
    office: Office, pattern: str, *, serial: int = 12, code: str = "", classification: str = ""
) -> str:
    """A number as this pattern would print it today; "" while the pattern cannot be used.

    `code`, else one of the `classification`, else one of the classification that the village chose.
    """
    pattern = pattern.strip() or DEFAULT_PATTERN
    if problems_of(pattern):
        return ""
    settings = settings_of(office)
    chosen = classification or str(settings.get("classification") or "")
    words = {
        "kode": code or EXAMPLE_CODES[chosen if chosen in EXAMPLE_CODES else "new"],
        "singkatan_desa": str(settings.get("village_short") or settings.get("village_name") or "").upper(),
        "kode_desa": str(settings.get("region_code") or ""),
        "seri": "",
    }
    return written(pattern, serial, office.today(), words)


def _used(code: str, words: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in words.items() if f"{{{name}}}" in _WRONG_PATTERN[code]}


def _rules(values: Mapping[str, Any]) -> list[Problem]:
    found = list(pattern_problems(str(values["number_pattern"]))) if values.get("number_pattern") else []
    for name, example in (
        ("class_codes", "L07=474"),
        ("letter_bases", "L07=Peraturan Desa Nomor 2 Tahun 2026"),
    ):
        lines = values.get(name) or ()
        if any(not all(part.strip() for part in _halves(str(line))) for line in lines):
            found.append(stop(_WRONG_CODE, about=f"{TABLE}.{name}", example=example))
    return found


def _series_of(settings: Mapping[str, Any]) -> tuple[Problem, ...]:
    return series_problems(
        str(settings.get("number_pattern") or ""), str(settings.get("series_scheme") or "")
    )


def _halves(line: str) -> tuple[str, str]:
    kind, _, rest = line.partition("=")
    return kind, rest
