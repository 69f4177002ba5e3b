"""Where an erased record still stands in words: unfinished forms and typed reasons, found by its id and by its names.

A form names whom it is about by the id in its body; a reason for everybody's book names nobody but in its words. What
counts as a name is every value that a search would have found: names, NIK, numbers of cards and telephones, old ones too.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from db import erased_list
from db.changes import decode_own
from db.desk import drop_draft
from db.spec import Fold, Search, TableSpec

if TYPE_CHECKING:
    from db.session import Session, Writing

_SHORTEST = (
    3  # letters or digits: codes of countries have fewer, names have not, and a line of dots names nobody
)
_FEWEST = 6  # digits of a number; fewer would stand in many others
_IDS = re.compile(r'"([0-9a-f]{40}|[0-9a-f]{32})"')
_NUMBER = re.compile(r"\+?[\d\s.()-]{8,}")
_BETWEEN = re.compile(r"[\s.()-]+")
_TRUNK = re.compile(r"^(?:\+?62|0)")


def forget_mentions(work: "Writing", record: bytes) -> None:
    """Every draft that is about the record or names it, and every typed reason that does. Before its saves are gone."""
    named = tuple(_patterns(work, record))
    wire = record[-16:]
    drafts = work.conn.execute("SELECT form, record, operator, CAST(body AS BLOB) FROM draft").fetchall()
    for form, about, operator, body in drafts:
        text = bytes(body).decode(errors="replace")
        if bytes(about)[-16:] == wire or wire.hex() in text or _names(text, named):
            work.conn.execute(
                "DELETE FROM draft WHERE form = ? AND record = ? AND operator = ?", (form, about, operator)
            )
    reasons = work.conn.execute("SELECT id, text FROM audit_reason").fetchall()
    for ident in [ident for ident, text in reasons if _names(text, named)]:
        work.conn.execute("DELETE FROM audit_reason WHERE id = ?", (ident,))
        work.conn.execute("DELETE FROM audit_reason_of WHERE id = ?", (ident,))


def _patterns(work: "Writing", record: bytes) -> Iterator[re.Pattern[str]]:
    """What a text with one of the record's names, of today or of before, matches."""
    values: dict[str, None] = {}
    for (op,) in work.conn.execute("SELECT op FROM change WHERE record = ?", (record,)).fetchall():
        change = decode_own(bytes(op))
        spec = work.shared.by_no.get(change.table_no)
        for no in _naming(spec) if spec else ():
            found = [change.fields[no].value] if no in change.fields else []
            values.update(
                dict.fromkeys(one for one in (*found, *change.adds.get(no, ())) if isinstance(one, str))
            )
    for value in values:
        if _NUMBER.fullmatch(value):
            if len(digits := _digits(value)) >= _FEWEST:
                yield re.compile(digits)
        elif sum(map(str.isalnum, value)) >= _SHORTEST:
            yield re.compile(rf"(?<!\w){re.escape(_plain(value))}(?!\w)")


def _naming(spec: TableSpec) -> Iterator[int]:
    return (one.no for one in spec.fields if one.search is not Search.NONE or one.fold is Fold.DIGITS)


def _names(text: str, named: tuple[re.Pattern[str], ...]) -> bool:
    whole, joined = _plain(text), _BETWEEN.sub("", text)
    return any(one.search(whole) or one.search(joined) for one in named)


def _plain(text: str) -> str:
    return " ".join(text.replace("\\n", " ").replace('\\"', '"').casefold().split())


def _digits(value: str) -> str:
    """A number however it was written: with blanks, with or without the country's code."""
    return _TRUNK.sub("", _BETWEEN.sub("", value)).lstrip("+")


def forget_elsewhere(session: "Session", register: "Session") -> int:
    """Drafts of another book about people whom the register has erased; how many went. Its saves name other records.

    The book may have been shut when the erasure came: called whenever both are open.
    """
    if register.one("SELECT 1 FROM erased LIMIT 1") is None:
        return 0
    key = bytes(register.meta("erasure_key"))
    gone = []
    for form, record, operator, body in session.read(
        "SELECT form, record, operator, CAST(body AS BLOB) FROM draft"
    ):
        about = {
            bytes(record),
            *(bytes.fromhex(one) for one in _IDS.findall(bytes(body).decode(errors="replace"))),
        }
        hashes = [erased_list.hash_of(key, one) for one in about]
        if any(register.one("SELECT 1 FROM erased WHERE hash = ?", (one,)) for one in hashes):
            gone.append((form, bytes(record), bytes(operator)))
    for form, record, operator in gone:
        drop_draft(session, form, record, operator)
    return len(gone)
