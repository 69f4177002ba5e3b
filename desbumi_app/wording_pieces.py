"""A letter's wording as the sentences that an officer edits: values in square brackets, no braces, no file format.

Every `[nama]` stands for one piece of the template language and goes back to exactly that; a word in brackets that is
not known is refused by name. What may be said at all is decided by `letter_wording`, not here.
"""

import copy
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from desbumi_app.catalogue.letters import LetterTemplate, Signing
from desbumi_app.documents.gaps import label_of

Path = tuple[str | int, ...]
Data = dict[str, Any]

UNKNOWN_WORD: Final = "[{word}] is not known in this letter. Choose the value from the list."
NO_COLON: Final = "A line of a list of facts needs its colon: on the left the name, on the right the value."
_TOKEN: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_WAYS: Final = {
    "tanggal": "", "tanggal_angka": "angka", "hari_tanggal": "dengan hari", "tanggal_kata": "dengan huruf",
    "terbilang": "dengan huruf", "kapital": "HURUF BESAR", "kecil": "huruf kecil", "samar_nik": "disamarkan",
}  # fmt: skip
_WHOSE: Final = {"caregiver": "pengasuh", "signatory": "pejabat", "hotlines": "saluran", "village": "desa"}
_OFFERED: Final = ("subject", "journey", "village", "counselling", "purpose")
_ROW: Final = " : "


class WordingError(ValueError):
    """What was typed cannot go back into the letter; `msgid` is a sentence with these parameters."""

    def __init__(self, msgid: str, **params: str) -> None:
        super().__init__(msgid)
        self.msgid, self.params = msgid, params


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence: where it stands, what it is (title, text, row, item, closing, signature), as it is typed."""

    path: Path
    what: str
    text: str


class Words:
    """The words in brackets of one letter, both ways."""

    def __init__(self, template: LetterTemplate, *sources: Data) -> None:
        self._raw: dict[str, str] = {}
        self._shown: dict[tuple[str, str], str] = {}
        for data in sources:
            for path, _what, text in _texts(data):
                each = _each(data, path)
                for token in _TOKEN.findall(text):
                    self._learn(template, token, each)
        known = " ".join(self._raw.values())
        for name in template.placeholders:
            if name.partition(".")[0] in _OFFERED and not re.search(rf"\b{re.escape(name)}\b", known):
                self._learn(template, f"{{{{ {name} }}}}", "")

    @property
    def offered(self) -> tuple[str, ...]:
        """The values that can be put into a sentence, in brackets."""
        found = [word for word, raw in self._raw.items() if raw.startswith("{{")]
        return tuple(f"[{word}]" for word in sorted(found, key=str.casefold))

    def shown(self, text: str, each: str = "") -> str:
        """A text of the template as it is typed."""
        return _TOKEN.sub(lambda found: f"[{self._shown[found[0], _scope(found[0], each)]}]", text)

    def raw(self, typed: str) -> str:
        """The other way. WordingError for a word that is not known, or braces."""
        plain = typed.replace("{", "(").replace("}", ")")
        return _BRACKETS.sub(self._token, " ".join(plain.split()))

    def _token(self, found: re.Match[str]) -> str:
        word = " ".join(found[1].split())
        known = next((raw for name, raw in self._raw.items() if name.casefold() == word.casefold()), None)
        if known is None:
            raise WordingError(UNKNOWN_WORD, word=word[:60])
        return known

    def _learn(self, template: LetterTemplate, token: str, each: str) -> None:
        key = (token, _scope(token, each))
        if key in self._shown:
            return
        base = _named(template, token, each)
        word, n = base, 2
        while word in self._raw and self._raw[word] != token:
            word, n = f"{base} {n}", n + 1
        self._raw[word], self._shown[key] = token, word


def read(text: str) -> Data:
    """The file of a letter; it was checked before."""
    return tomllib.loads(text)


def pieces_of(data: Data, words: Words) -> tuple[Piece, ...]:
    """Every sentence in the order of the paper."""
    return tuple(
        Piece(path, what, _typed(what, text, words, _each(data, path))) for path, what, text in _texts(data)
    )


def changed(data: Data, piece: Piece, typed: str, words: Words) -> Data:
    """The letter with this sentence worded anew; an empty one goes. WordingError; the title cannot be empty."""
    made: Data = copy.deepcopy(data)
    *upper, last = piece.path
    holder: Any = made
    for step in upper:
        holder = holder[step]
    raw = _back(piece, typed, words, str(holder[last]))
    if raw or piece.what == "title":
        holder[last] = raw
    elif isinstance(holder, list):
        del holder[int(last)]
    elif piece.path[0] == "block" and not (holder.get("rows") or holder.get("items")):
        del made["block"][int(piece.path[1])]
    else:
        holder[str(last)] = ""
    return made


def with_paragraph(data: Data, after: Piece, typed: str, words: Words) -> Data:
    """The letter with one more paragraph behind a sentence of its body. WordingError."""
    made: Data = copy.deepcopy(data)
    at = int(after.path[1]) + 1 if after.path[0] == "block" else len(made["block"])
    made["block"].insert(at, {"text": words.raw(typed)})
    return made


def written(data: Data) -> str:
    """The letter as its file; read again it is the same."""
    lines: list[str] = []
    for name, value in data.items():
        for table in value if isinstance(value, list) else [value]:
            lines.append(f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
            lines += [f"{key} = {_value(one)}" for key, one in table.items()]
            lines.append("")
    return "\n".join(lines)


def _value(one: Any) -> str:
    if isinstance(one, bool):
        return "true" if one else "false"
    if isinstance(one, str):
        return json.dumps(one, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(one, list):
        return "[\n" + "".join(f"  {_value(each)},\n" for each in one) + "]"
    if isinstance(one, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in one.items()) + " }"
    return str(one)


def _texts(data: Data) -> Iterator[tuple[Path, str, str]]:
    letter, signs = data["letter"], data.get("signatures", {})
    yield ("letter", "title", "id"), "title", letter["title"]["id"]
    for i, line in enumerate(letter.get("head_rows", ())):
        yield ("letter", "head_rows", i), "row", line
    for at, block in enumerate(data.get("block", ())):
        if block.get("text"):
            yield ("block", at, "text"), "text", block["text"]
        for i, line in enumerate(block.get("rows", ())):
            yield ("block", at, "rows", i), "row", line
        for i, line in enumerate(() if block.get("ticked") else block.get("items", ())):
            yield ("block", at, "items", i), "item", line
    if letter.get("closing"):
        yield ("letter", "closing"), "closing", letter["closing"]
    for name in ("person", "giver", "chair"):
        if signs.get(name):
            yield ("signatures", name), "signature", signs[name]


def _typed(what: str, text: str, words: Words, each: str) -> str:
    if what != "row":
        return words.shown(text, each)
    label, value, *_flag = (part.strip() for part in text.split("::"))
    return f"{label}{_ROW}{words.shown(value, each)}"


def _back(piece: Piece, typed: str, words: Words, before: str) -> str:
    """As the template has it; what a row is besides its words (bold, left out when empty) stays."""
    if piece.what != "row" or not typed.strip():
        return words.raw(typed)
    label, colon, value = typed.partition(":")
    if not (label.strip() and colon and value.strip()):
        raise WordingError(NO_COLON)
    flag = "".join(f" :: {part.strip()}" for part in before.split("::")[2:])
    return f"{words.raw(label)} :: {words.raw(value)}{flag}"


def _each(data: Data, path: Path) -> str:
    """The list that a block is set for, which its `one` stands for."""
    return str(data["block"][path[1]].get("each", "")) if path[0] == "block" else ""


def _scope(token: str, each: str) -> str:
    return each if re.search(r"\bone\.", token) else ""


def _named(template: LetterTemplate, token: str, each: str) -> str:
    inside = token[2:-2].strip()
    if token.startswith("{%"):
        return _step(template, inside, each)
    name, *ways = (part.strip() for part in inside.split("|"))
    path = _path(name, each)
    words, first = label_of(template, path), path.partition(".")[0]
    whose = _WHOSE.get(first, "")
    if first == "givers":
        whose = (
            "pemberi izin"
            if template.signatures.layout is Signing.FAMILY
            else template.signatures.giver.lower()
        )
    if whose and whose.split()[-1] not in words.lower():
        words = f"{words} {whose}"
    how = ", ".join(filter(None, (_WAYS.get(way, way) for way in ways)))
    return f"{words}, {how}" if how else words


def _step(template: LetterTemplate, inside: str, each: str) -> str:
    if inside.startswith("if "):
        name = inside[3:].split(" ", maxsplit=1)[0]
        return f"bila ada {label_of(template, _path(name, each))}"
    if inside.startswith("for "):
        return "untuk tiap orang"
    return {"else": "bila tidak", "endif": "sampai sini", "endfor": "orang berikutnya"}.get(inside, inside)


def _path(name: str, each: str) -> str:
    first, dot, rest = name.partition(".")
    whole = {"one": each, "p": "absent"}.get(first, first)
    return f"{whole}{dot}{rest}"
