"""Letters of a script that no shipped font has: a line is left to write them by hand, never an empty box or a wrong sign.

Names on Indonesian cards are written in Latin letters by rule, so a name in another script is refused instead.
"""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any, cast

from desbumi_app.documents.context import text
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import LetterFacts
from desbumi_app.documents.fonts import strange

_LATIN = "\u0250"  # everything below is in every shipped font, and no font is read for it
_LEAST, _EACH = 8, 3  # signs of the line: for a short word, and for each letter of a longer one


def with_lines(facts: LetterFacts) -> tuple[LetterFacts, tuple[str, ...]]:
    """The facts with a line for every word that cannot be printed, and the keys where that is.

    PaperError `unprintable` for somebody's name, `too_long` for a value no paper takes.
    """
    keys: list[str] = []
    made = _walk("", facts, keys)
    return cast("LetterFacts", made), tuple(dict.fromkeys(keys))


def _walk(path: str, value: Any, keys: list[str]) -> Any:
    if isinstance(value, str):
        return _lined(path, value, keys)
    if isinstance(value, tuple):
        return tuple(_walk(path, one, keys) for one in value)
    if isinstance(value, Mapping):
        return {name: _walk(f"{path}.{name}", one, keys) for name, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = {
            one.name: _walk(f"{path}.{one.name}".lstrip("."), getattr(value, one.name), keys)
            for one in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **inner)
    return value


def _lined(path: str, value: str, keys: list[str]) -> str:
    if not value.strip() or max(value) < _LATIN:
        return value
    printed = str(text(path, value))
    missing = strange(printed)
    if not missing:
        return value
    if path.rpartition(".")[2] == "name" or any(0xE000 <= ord(sign) <= 0xF8FF for sign in missing):
        raise PaperError("unprintable", path)
    keys.append(path)
    signs = "".join(map(re.escape, missing))
    words = re.compile(f"[{signs}][{signs}\\s]*")
    return words.sub(lambda found: f"{'_' * max(_LEAST, _EACH * len(found[0].strip()))} ", printed).strip()
