"""A letter request as stored in a draft: JSON that every laptop of the village reads back to the same request.

Only what was asked for and typed is in it; everything else is read from the register again when the letter is made.
"""

import json
from dataclasses import asdict
from typing import Any, Final

from desbumi_app.letter_request import Absent, LetterRequest, Party

FORMAT: Final = 1
_BYTES: Final = ("person", "journey", "signatory", "chair", "record")


class DraftError(ValueError):
    """The bytes are no draft that this program can read."""


def written(request: LetterRequest) -> bytes:
    """The request as JSON with sorted keys; ids in hex."""
    body = {"format": FORMAT, "request": _plain(asdict(request))}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read(data: bytes) -> LetterRequest:
    """The request again. DraftError: another format, or bytes that are none."""
    try:
        body = json.loads(data)
        if body["format"] != FORMAT:
            raise DraftError("format")
        return _request(dict(body["request"]))
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise DraftError("draft") from wrong


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Bytes in hex; empty values left out, so that a field of tomorrow reads as its default."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, bytes):
            found[name] = value.hex()
        elif isinstance(value, dict):
            found[name] = _plain(value)
        elif isinstance(value, tuple | list):
            found[name] = [_plain(one) if isinstance(one, dict) else one for one in value]
        else:
            found[name] = value
    return {name: value for name, value in found.items() if value or name in ("template", "person")}


def _request(values: dict[str, Any]) -> LetterRequest:
    for name in _BYTES:
        if isinstance(values.get(name), str):
            values[name] = bytes.fromhex(values[name])
    if "givers" in values:
        values["givers"] = tuple(_party(one) for one in values["givers"])
    for name in ("caregiver", "subject"):
        if values.get(name):
            values[name] = _party(values[name])
    if "absent" in values:
        values["absent"] = tuple(
            Absent(*(str(one.get(key, "")) for key in ("relation", "name", "reason", "proof")))
            for one in values["absent"]
        )
    if "witnesses" in values:
        values["witnesses"] = tuple((str(name), str(role)) for name, role in values["witnesses"])
    for name in ("document_births", "addressee"):
        if name in values:
            values[name] = tuple(values[name])
    return LetterRequest(**values)


def _party(values: dict[str, Any]) -> Party:
    return Party(
        table=str(values.get("table", "")),
        record=bytes.fromhex(values.get("record", "")),
        typed={str(name): str(text) for name, text in values.get("typed", {}).items()},
        thumb_print=bool(values.get("thumb_print")),
    )
