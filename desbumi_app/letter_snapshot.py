"""The values of a letter as they were printed, read back from its archive; and the same with card numbers masked."""

import json
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, Union, cast, get_args, get_origin, get_type_hints

from desbumi_app.documents.facts import LetterFacts
from desbumi_app.domain.masks import mask_nik

FORMAT: Final = 1
# Sixteen digits, however they are set apart: spaces of any kind, full stops, slashes, dashes, one or two of them.
_CARD = re.compile(r"(?<!\d)\d(?:[\s./\\_\-\u00ad\u00b7\u2010-\u2015\u2060\u200b\u2212]{0,3}\d){15}(?!\d)")
_DATE = r"(?:[0-3]\d([./-])[01]\d\{n}\d{{4}}|\d{{4}}([./-])[01]\d\{m}[0-3]\d)"
# From one day to another has sixteen digits too.
_DAYS = re.compile(_DATE.format(n=1, m=2) + r"\s*[/\-\u2013 ]\s*" + _DATE.format(n=3, m=4))


class SnapshotError(ValueError):
    """These bytes are no values of a letter that this program can read."""


def facts_of(filled: bytes) -> LetterFacts:
    """The facts as printed, without logo and help lines. SnapshotError: another format, or bytes that are none."""
    try:
        body = json.loads(filled)
        if body["format"] != FORMAT:
            raise SnapshotError("format")
        return cast("LetterFacts", _built(LetterFacts, body["facts"]))
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise SnapshotError("snapshot") from wrong


def masked_facts(facts: LetterFacts) -> LetterFacts:
    """Every number of sixteen digits shown in part, wherever it stands: identity card, family card, or typed in a text."""
    return cast("LetterFacts", _changed(facts, lambda text: _CARD.sub(_mask, text)))


def _mask(found: re.Match[str]) -> str:
    if _DAYS.fullmatch(found[0]):
        return found[0]
    return mask_nik("".join(sign for sign in found[0] if sign.isdigit()))


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(one, change) for one in value)
    if isinstance(value, Mapping):
        return {name: _changed(one, change) for name, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        new = {one.name: _changed(getattr(value, one.name), change) for one in fields(value)}
        return replace(value, **new)
    return value


def _built(kind: Any, value: Any) -> Any:
    """A value of JSON as the declared type; names that this program does not know are left out."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        [inner] = [one for one in get_args(kind) if one is not type(None)]
        return None if value is None else _built(inner, value)
    if origin is tuple:
        return tuple(_built(get_args(kind)[0], one) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {one.name for one in fields(kind)} & set(value)
        made: Callable[..., Any] = kind
        return made(**{name: _built(hints[name], value[name]) for name in known})
    if origin is not None:
        return dict(value)
    if not isinstance(value, kind):
        raise SnapshotError("type")
    return value
