"""Texts, choices and countries: what a person typed, cleaned, or the code behind a label."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from desbumi_app.catalogue.parsed import Context, Parsed, Value
from desbumi_app.domain.problems import Problem, stop

TEXT_MAX = 300
OFFERED = 5  # words of a list that a refusal names
NOTE_MAX_BYTES = 16_384
NOT_IN_LIST = "This is not in the list: {text}. Choose one of these: {choices}."
NO_COUNTRY = (
    "This country is not in the list: {text}. Write its name or its two letters, for example Malaysia or MY."
)
# Short names that people use and that the locale data does not have.
_COUNTRY_ALIASES = {
    "hong kong": "HK", "hongkong": "HK", "hk": "HK", "korea": "KR", "korsel": "KR", "korea selatan": "KR",
    "saudi": "SA", "arab": "SA", "arab saudi": "SA", "uea": "AE", "dubai": "AE", "abu dhabi": "AE",
    "emirat": "AE", "singapur": "SG", "taiwan": "TW", "brunei darussalam": "BN", "amerika": "US",
    "inggris": "GB", "macau": "MO", "makau": "MO", "turki": "TR", "malaisia": "MY", "sabah": "MY",
    "sarawak": "MY",
}  # fmt: skip


def parse_text(text: str, context: Context) -> Parsed:
    """One line: composed, invisible characters removed, spaces collapsed; limits in characters."""
    clean = " ".join(visible(text).split())
    return _fitting(clean, context, default_max=TEXT_MAX)


def parse_note(text: str, context: Context) -> Parsed:
    """Several lines; trailing spaces and outer blank lines removed; limits in characters and bytes."""
    lines = [visible(line).rstrip() for line in re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)]
    clean = "\n".join(lines).strip()
    largest = int(str(context.limits.get("max_bytes", NOTE_MAX_BYTES)))
    if (size := len(clean.encode())) > largest:
        return Parsed(None, (_too_long(size, largest),))
    return _fitting(clean, context, default_max=None)


def parse_choice(text: str, context: Context) -> Parsed:
    """The code whose code or label was typed; labels come as `values`: code -> labels.

    What is written exactly so goes first: `Pastor` is a label and also another one's code, `A-` is not `A`.
    """
    known, wanted = labelled(context.values), folded(text)
    if text in known:
        return Parsed(text)
    same = text.casefold()
    ways: tuple[Callable[[str, Sequence[str]], bool], ...] = (
        lambda _code, labels: bool(labels) and same == labels[0].casefold(),
        lambda _code, labels: same in map(str.casefold, labels),
        lambda _code, labels: wanted in map(folded, labels),
        lambda code, _labels: wanted == folded(code),
    )
    for means in ways:
        found = next((code for code, labels in known.items() if means(code, labels)), None)
        if found is not None:
            return Parsed(found)
    near = [
        labels[0] if labels else code
        for code, labels in labelled(context.values).items()
        if any(folded(label).startswith(wanted) for label in (code, *labels))
    ]
    suggestion = near[0] if len(near) == 1 else None
    words = [labels[0] if labels else code for code, labels in labelled(context.values).items()]
    offered = ", ".join(words[:OFFERED]) + ("…" if len(words) > OFFERED else "")
    return Parsed(None, (stop(NOT_IN_LIST, suggestion=suggestion, text=text[:60], choices=offered),))


def render_choice(value: Value, context: Context) -> str:
    """The first label of the code, else the code itself."""
    labels = labelled(context.values).get(str(value), ())
    return labels[0] if labels else str(value)


def parse_country(text: str, context: Context) -> Parsed:
    """An ISO 3166 code of two letters, from the code, the Indonesian or the English name."""
    if context.values is not None and (known := parse_choice(text, context)).value is not None:
        return known
    code = _country_names().get(folded(text))
    if code is None or (context.values is not None and code not in labelled(context.values)):
        return Parsed(None, (stop(NO_COUNTRY, text=text[:60]),))
    return Parsed(code)


def render_country(value: Value, context: Context) -> str:
    """The name from the list, else the Indonesian name."""
    from babel import Locale

    if labels := labelled(context.values).get(str(value)):
        return labels[0]
    return str(Locale("id").territories.get(str(value), value))


def visible(text: str) -> str:
    """Composed text without control, direction-changing and unassigned characters (names may hold none)."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if char in "\t\x0b\x0c" else char
        for char in composed
        if char in "\t\x0b\x0c" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Co")
    )
    return unicodedata.normalize("NFC", kept)


def folded(text: str) -> str:
    """A form for comparing labels: case, spaces and punctuation do not count."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def labelled(values: object) -> Mapping[str, Sequence[str]]:
    """Choices as code -> labels, whether labels were given or not."""
    if isinstance(values, Mapping):
        return values
    return {str(code): () for code in values} if isinstance(values, list | tuple | set | frozenset) else {}


@lru_cache(maxsize=1)
def _country_names() -> Mapping[str, str]:
    from babel import Locale

    names = {}
    for language in ("en", "id"):
        for code, name in Locale(language).territories.items():
            if re.fullmatch(r"[A-Z]{2}", code) and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"):
                names[folded(name)] = code
                names[code.lower()] = code
    return {**names, **_COUNTRY_ALIASES}


def _fitting(clean: str, context: Context, *, default_max: int | None) -> Parsed:
    largest = context.limits.get("max", default_max)
    smallest = int(str(context.limits.get("min", 0)))
    if largest is not None and len(clean) > int(str(largest)):
        return Parsed(None, (_too_long(len(clean), int(str(largest))),))
    if clean and len(clean) < smallest:
        return Parsed(None, (stop("Too short: at least {limit} characters.", limit=str(smallest)),))
    return Parsed(clean or None)


def _too_long(size: int, largest: int) -> Problem:
    return stop("Too long: {size} of at most {limit}.", size=str(size), limit=str(largest))
