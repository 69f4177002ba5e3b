"""The agenda book of a series: every number in order, with the letters, the cancelled ones, and the gaps with their reasons.

A gap is closed by no letter; somebody says why the number was not used, and that stays. Two letters with one number,
a finding after two laptops were merged, are both listed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from db.repeated import repeated
from db.session import wire_id
from desbumi_app.domain.letter_life import LetterState
from desbumi_app.domain.numbering import gaps
from desbumi_app.domain.problems import stop
from desbumi_app.letter_facts import short_name
from desbumi_app.letter_login import NO_REASON
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.number_letters import GENERAL, block_of, series_rows

Row = Mapping[str, Any]

GAP: Final = "gap"
MOST_AT_ONCE: Final = 500
TOO_MANY: Final = "At most {most} numbers can be explained at once."
NO_GAP: Final = "Number {number} is no gap of this series."


@dataclass(frozen=True, slots=True)
class Agenda:
    """One line of the agenda book; `letter` is None for a number that no letter has. `who`: name and initial only.

    `state`: a code of letter_states, or `gap` while nobody has said why. `twice`: two letters carry this number, or
    one of another series reads like it, a finding after two laptops were merged.
    """

    serial: int
    mark: str
    letter: bytes | None
    number: str = ""
    state: str = ""
    issued_on: str = ""
    template: str = ""
    who: str = ""
    reason: str = ""
    twice: bool = False


def agenda(office: Office, year: int, name: str = GENERAL) -> tuple[Agenda, ...]:
    """The agenda book of one series: the main numbers first, then each laptop's own letter."""
    rows = office.register.rows_where("number_series", name=name, year=year)
    lines: list[Agenda] = []
    for mark in sorted({row["sub_mark"] or "" for row in rows}):
        own = [row for row in rows if (row["sub_mark"] or "") == mark]
        lines += _agenda_of(office, own, mark)
    return tuple(lines)


def explain_gap(
    office: Office,
    year: int,
    serial: int,
    reason: str,
    *,
    until: int = 0,
    name: str = GENERAL,
    mark: str = "",
) -> Saved | Refused:
    """Write down why a number, or all up to `until`, was not used; no letter gets it afterwards, not even by hand.

    A village whose master register lies elsewhere explains many at once: "dipakai surat lain".
    """
    why, wanted = " ".join(reason.split()), range(serial, max(serial, until) + 1)
    if not why:
        return Refused((stop(NO_REASON, about="reason"),))
    if len(wanted) > MOST_AT_ONCE:
        return Refused((stop(TOO_MANY, about="until", most=str(MOST_AT_ONCE)),))
    with office.register.transaction(operator=office.operator.id, purpose="explain_gap") as tx:
        own = series_rows(office, year, name, mark)
        missing = {line.serial for line in _agenda_of(office, own, mark) if line.state == GAP}
        if taken := next((one for one in wanted if one not in missing), None):
            return Refused((stop(NO_GAP, about="serial", number=str(taken)),))
        values = {
            "state": LetterState.UNUSED.value, "voided_on": office.today().isoformat(), "void_reason": why,
            "finalised_by": office.operator.id,
        }  # fmt: skip
        made = [
            tx.create("letters", values | {"series_id": _row_of(own, one), "sequence": one}) for one in wanted
        ]
        return Saved(made[0], tx.txn)


def _row_of(own: Sequence[Row], serial: int) -> bytes:
    """The row of the series whose number this is: a leased block, or the main one."""
    found = next((one for one in own if _leased(one, serial)), None)
    main = next((one for one in own if not one["leased_to"]), own[0])
    return wire_id(bytes((found or main)["id"]))


def _leased(row: Row, serial: int) -> bool:
    if not row["leased_to"]:
        return False
    block = block_of(row)
    return block.first <= serial <= block.last


def _agenda_of(office: Office, series: Sequence[Row], mark: str) -> list[Agenda]:
    letters = [
        row
        for one in series
        for row in office.register.rows_where("letters", series_id=wire_id(bytes(one["id"])))
    ]
    lines = [_agenda_line(office, row, mark) for row in letters if row["sequence"]]
    first = min((row["first_number"] for row in series if row["first_number"]), default=1)
    blocks = [block_of(row) for row in series if row["leased_to"]]
    missing = gaps([line.serial for line in lines], blocks)
    lines += [Agenda(serial, mark, None, state=GAP) for serial in missing if serial >= first]
    count = Counter(line.serial for line in lines)
    alike = repeated(office.register, "letters", "number")
    marked = (
        replace(line, twice=True) if count[line.serial] > 1 or _reads_alike(line, alike) else line
        for line in lines
    )
    return sorted(marked, key=lambda line: (line.serial, line.issued_on))


def _reads_alike(line: Agenda, alike: frozenset[tuple[int, str]]) -> bool:
    """Whether another letter, also of another series, bears the same number in print."""
    return line.letter is not None and (int.from_bytes(line.letter[:4]), line.number) in alike


def _agenda_line(office: Office, row: Row, mark: str) -> Agenda:
    record = bytes(row["id"])
    return Agenda(
        serial=int(row["sequence"]), mark=mark, letter=None if row["state"] == LetterState.UNUSED else record,
        number=str(row["number"] or ""), state=str(row["state"] or ""), issued_on=str(row["issued_on"] or ""),
        template=str(row["template"] or ""), who=short_name(name_on(office, row)),
        reason=str(row["void_reason"] or ""),
    )  # fmt: skip


def name_on(office: Office, row: Row) -> str:
    """Whom a letter is about: the person of the register, else the name that was typed; empty for a gap."""
    if not row["person_id"]:
        return str(row["subject_name"] or "")
    person = office.register.get("people", office.register.resolve(bytes(row["id"]), bytes(row["person_id"])))
    return str((person or {}).get("name") or "")
