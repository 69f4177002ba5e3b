"""From what a person typed or a file held to the stored form of a field, and back.

Parsing never raises for bad text and never guesses silently; whatever it assumed is a problem it returns.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from desbumi_app.catalogue import parse_dates, parse_ids, parse_numbers, parse_regions, parse_words
from desbumi_app.catalogue.parsed import EMPTY, Context, Parsed, Value

_PARSERS: Mapping[str, Callable[[str, Context], Parsed]] = {
    "text": parse_words.parse_text,
    "note": parse_words.parse_note,
    "choice": parse_words.parse_choice,
    "country": parse_words.parse_country,
    "integer": parse_numbers.parse_integer,
    "money": parse_numbers.parse_money,
    "flag": parse_numbers.parse_flag,
    "date": parse_dates.parse_date,
    "partial_date": parse_dates.parse_partial_date,
    "instant": parse_dates.parse_instant,
    "nik": parse_ids.parse_nik,
    "kk_number": parse_ids.parse_kk_number,
    "phone": parse_ids.parse_phone,
    "passport_number": parse_ids.parse_passport_number,
    "email": parse_ids.parse_email,
    "region": parse_regions.parse_region,
}
_RENDERERS: Mapping[str, Callable[[Value], str]] = {
    "integer": parse_numbers.render_integer,
    "flag": parse_numbers.render_flag,
    "date": parse_dates.render_date,
    "partial_date": parse_dates.render_date,
    "instant": parse_dates.render_instant,
    "nik": parse_ids.render_sixteen,
    "kk_number": parse_ids.render_sixteen,
    "phone": parse_ids.render_phone,
}
KINDS = tuple(_PARSERS)

# Cells that mean "nothing is known" in exported village data.
NOTHING = frozenset({"-", "--", "---", "—", "–", "null", "none", "n/a", "#n/a", "nan"})


def parse_value(
    kind: str,
    text: str,
    *,
    today: date,
    limits: Mapping[str, object] | None = None,
    values: Mapping[str, Sequence[str]] | Collection[str] | None = None,
) -> Parsed:
    """The stored form of `text` for a field of `kind`; None when empty or refused.

    Problems carry no field name; the caller adds it with `about`. ValueError for an unknown kind.
    """
    if kind not in _PARSERS:
        raise ValueError(f"no parser for kind {kind}")
    bare = text.strip("\ufeff \t\r\n\u00a0")
    # A list may have a code that says "none": no school, no insurance. That is something known.
    coded = kind == "choice" and values is not None and bare in values
    if not bare or (not coded and bare.lower() in NOTHING):
        return EMPTY
    parsed = _PARSERS[kind](bare, Context(today, limits or {}, values))
    if kind in ("choice", "country"):
        return parsed
    # An invisible character beside a dash still means that nothing is known.
    return EMPTY if isinstance(parsed.value, str) and parsed.value.lower() in NOTHING else parsed


def render_value(
    kind: str,
    value: Value,
    *,
    limits: Mapping[str, object] | None = None,
    values: Mapping[str, Sequence[str]] | Collection[str] | None = None,
) -> str:
    """A stored value as an officer would type and read it; parsing it again gives the same value."""
    if value is None:
        return ""
    context = Context(date.min, limits or {}, values)
    if kind == "money":
        return parse_numbers.render_money(value, str(context.limits.get("currency", "IDR")))
    if kind == "choice":
        return parse_words.render_choice(value, context)
    if kind == "country":
        return parse_words.render_country(value, context)
    return _RENDERERS.get(kind, parse_ids.render_plain)(value)
