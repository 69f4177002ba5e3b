"""Finalises a letter: number, archived bytes, values and audit line are stored together or not at all (design 7).

Everything is read again at that moment; a letter is never issued from what a screen remembered.
"""

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import uuid_utils

from db.clock import instant
from db.edits import Transaction
from db.session import wire_id
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import LetterFacts
from desbumi_app.documents.render import Rendered, State, render_letter
from desbumi_app.domain.gate import Answer
from desbumi_app.domain.letter_life import LetterState, Step, after
from desbumi_app.domain.problems import Problem, stop, stops
from desbumi_app.letter_day import keep_year
from desbumi_app.letter_facts import paper_of, settings_of, short_code
from desbumi_app.letter_keys import NOT_JOINED, Scanning
from desbumi_app.letter_signing import (
    Consents,
    Signing,
    hashed,
    prove_people,
    qr_text,
    signed_token,
    signing_of,
)
from desbumi_app.letter_wording import wording_of
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.give_number import Asked, Numbered, class_code, number_for
from desbumi_app.usecases.number_letters import NumberError, take
from desbumi_app.usecases.prepare_letter import Prepared, assemble, paper_problem

__all__ = ["NOBODY", "Consents", "Issued", "issue_letter", "issue_signed", "refusals", "snapshot"]

CHANGED: Final = "The record was changed meanwhile. Look at the letter again."
NEEDS_SECOND: Final = "This letter needs a second person's name and passphrase. Until then it is a draft."
NEEDS_HEAD: Final = "Only the village head, with a reason, can let this letter be printed."
STILL_MISSING: Final = "Still missing: {key}."
SNAPSHOT: Final = 1
EMPTY: Final = b'{"facts":{},"format":1,"token":""}'


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that is stored. `paper` holds the archived bytes, `scannable` whether its QR can be checked."""

    saved: Saved
    number: str
    paper: Rendered
    scannable: bool


class _RefusedInsideError(Exception):
    """Ends the transaction so that nothing of it is stored."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("refused")
        self.problems = tuple(problems)


NOBODY: Final = Consents()


def issue_letter(
    office: Office,
    prepared: Prepared,
    consents: Consents = NOBODY,
    scanning: Scanning = NOT_JOINED,
    *,
    agenda: int = 0,
    manual: int = 0,
    draft: bytes = b"",
    cheap: bool = False,
) -> Issued | Refused:
    """Issue a prepared letter, or say everything that keeps it from being issued; then nothing is stored.

    `scanning` says which keys the district has published (letter_keys.scanning_of). `agenda`: the last number in the
    agenda book, asked for after a restore. `manual`: the very number, read from the paper book. `draft`: the stored
    draft that ends with this letter. `cheap` admits the test cost of the keyring.
    """
    if early := refusals(prepared, consents):
        return Refused(tuple(early))
    needs = {"second": prepared.needs_second, "head": prepared.needs_head}
    people = prove_people(office, consents, **needs, cheap=cheap)
    if isinstance(people, tuple):
        return Refused(people)
    signing = signing_of(prepared.template, prepared.facts, people, scanning, needs_head=prepared.needs_head)
    return issue_signed(office, prepared, hashed(signing), Asked(agenda, manual), draft=draft)


def issue_signed(
    office: Office, prepared: Prepared, signing: Signing, asked: Asked, *, draft: bytes = b""
) -> Issued | Refused:
    """Issue what was prepared and is signed; the caller has looked at `refusals` and proved everybody."""
    try:
        with office.register.transaction(operator=office.operator.id, purpose="issue_letter") as tx:
            ended = _ended(tx, draft) if draft else {}
            issued = _issue(office, tx, prepared, signing, (asked, ended))
            # Inside: a line that fails later would leave a number in the book that nobody was told of.
            records = (*prepared.read, issued.saved.record)
            if signing.head:
                tx.note("override", operator=signing.head.user, purpose="letter_gate", records=records)
            tx.note("print", operator=office.operator.id, purpose="issue_letter", records=records)
    except _RefusedInsideError as refused:
        return Refused(refused.problems)
    if prepared.template.numbered:
        keep_year(office, ticked=prepared.request.day_right)
    return issued


def refusals(prepared: Prepared, consents: Consents) -> list[Problem]:
    """Everything that can be said before a passphrase is checked."""
    found = [stop(STILL_MISSING, about=key, key=key) for key in prepared.missing]
    found += stops(prepared.problems)
    if prepared.gate.answer is Answer.CHECKLIST_ONLY:
        found += stops(prepared.gate.problems)
    if prepared.needs_head and consents.override is None:
        found += [*prepared.gate.problems, stop(NEEDS_HEAD, about="override")]
    if prepared.needs_second and consents.second is None:
        found.append(stop(NEEDS_SECOND, about="second"))
    return found


def _issue(
    office: Office,
    tx: Transaction,
    prepared: Prepared,
    signing: Signing,
    asking: tuple[Asked, dict[str, Any]],
) -> Issued:
    asked, ended = asking
    fresh = assemble(office, prepared.request)
    if fresh != dataclasses.replace(prepared, draft=None):
        raise _RefusedInsideError([stop(CHANGED)])
    letter = uuid_utils.uuid7().bytes
    village = dataclasses.replace(fresh.facts.village, verify_at=signing.scanning.address)
    facts = dataclasses.replace(fresh.facts, short_code=short_code(letter), village=village)
    text, counted = _counted(office, tx, fresh, signing.scanning, asked)
    signed = signed_token(fresh.template, facts, text, signing)
    paper = _render(office, fresh, facts, text, qr_text(signed, signing.scanning))
    row = _row(office, fresh, facts, signing) | ended | counted | {"pages": paper.pages}
    if (
        fresh.template.confidential
    ):  # of a case the register keeps that a letter left, not a name or word of it
        row |= {"recipient": None, "purpose": None, "subject_name": None, "filled": EMPTY}
    else:
        digest = hashlib.sha256(paper.pdf).digest()
        tx.put_blob(digest, paper.pdf)
        row |= {"paper": digest, "filled": snapshot(facts, signed)}
    record = tx.create("letters", row, wire=letter)
    return Issued(Saved(record, tx.txn, fresh.gate.problems), text, paper, bool(signed))


def _counted(
    office: Office, tx: Transaction, fresh: Prepared, scanning: Scanning, asked: Asked
) -> tuple[str, dict[str, Any]]:
    """The number with its columns, and the series moved on; nothing for a paper that bears none."""
    if not fresh.template.numbered:
        return "", {}
    number = _number(office, fresh, scanning, asked)
    series = take(office, tx, number.place, number.serial)
    return number.text, {
        "number": number.text,
        "series_id": wire_id(series),
        "sequence": number.serial,
        "by_hand": 1 if number.by_hand else None,
        "classification": class_code(office, fresh.template),
    }


def _number(office: Office, fresh: Prepared, scanning: Scanning, asked: Asked) -> Numbered:
    try:
        return number_for(office, fresh.template, scanning, asked)
    except NumberError as refused:
        problem = stop(refused.msgid, about="number", **refused.params)
        raise _RefusedInsideError([problem]) from refused


def _ended(tx: Transaction, draft: bytes) -> dict[str, Any]:
    """The draft leaves the list in this transaction; who wrote and who checked it goes on with the letter."""
    row = tx.get("letters", draft)
    if row is None or row["archived"] or after(str(row["state"]), Step.ISSUE) is None:
        raise _RefusedInsideError([stop(CHANGED)])
    tx.archive("letters", draft, reason="issued")
    return {name: row[name] for name in ("drafted_by", "checked_on", "checked_by")}


def _render(office: Office, fresh: Prepared, facts: LetterFacts, number: str, url: str | None) -> Rendered:
    paper = paper_of(settings_of(office), fresh.request.paper)
    template, state = fresh.template, State.ORIGINAL
    try:
        return render_letter(template, facts, paper=paper, state=state, number=number, token_url=url)
    except PaperError as refused:
        raise _RefusedInsideError([paper_problem(refused)]) from refused


def _row(office: Office, fresh: Prepared, facts: LetterFacts, signing: Signing) -> dict[str, Any]:
    request, template = fresh.request, fresh.template
    return {
        "person_id": wire_id(request.person) if request.person else None,
        "subject_name": None if request.person else facts.subject.name or None,
        "journey_id": wire_id(request.journey) if request.journey else None,
        "template": template.id,
        "template_version": template.as_of,
        "template_hash": hashlib.sha256(wording_of(office, template.id)).digest(),
        "issued_on": facts.dated,
        "valid_until": facts.valid_until,
        "finalised_at": instant(office.clock.now()),
        "finalised_by": office.operator.id,
        "signer_id": fresh.signer or None,
        "second_signer_id": signing.second.user if signing.second else None,
        "state": LetterState.SIGNED.value,
        "recipient": ", ".join(facts.addressee) or None,
        "purpose": facts.purpose or None,
        "override_reason": signing.reason or None,
        "override_by": signing.head.user if signing.head else None,
        "copies": 0,
    }


def snapshot(facts: LetterFacts, signed: bytes) -> bytes:
    """The values as printed, and the token in hex: JSON with sorted keys, logo left out."""
    village = dataclasses.replace(facts.village, logo=b"")
    values = dataclasses.asdict(dataclasses.replace(facts, village=village, hotlines=()))
    del values["village"]["logo"], values["hotlines"]
    body = {"format": SNAPSHOT, "facts": values, "token": signed.hex()}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
