"""Finalises a letter: number, archived bytes, values and audit line are stored together or not at all (design 7).

Everything is read again at that moment; a letter is never issued from what a screen remembered.
"""

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import uuid_utils
from cryptography.hazmat.primitives.asymmetric import ec

from db.clock import instant
from db.edits import Transaction
from db.session import wire_id
from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.documents import token
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import LetterFacts
from desbumi_app.documents.letter import decisive_fact
from desbumi_app.documents.render import Rendered, State, render_letter
from desbumi_app.domain.gate import Answer
from desbumi_app.domain.numbering import DEFAULT_PATTERN, problems_of, written
from desbumi_app.domain.problems import Problem, stop, stops
from desbumi_app.letter_facts import paper_of, settings_of, short_code
from desbumi_app.letter_keys import NOT_JOINED, TOKEN_KEY_ID, Scanning
from desbumi_app.letter_login import Login, Proved, key_id_of, prove_head, prove_second
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.number_letters import GENERAL, NumberError, Place, next_serial_of, place_for, take
from desbumi_app.usecases.prepare_letter import Prepared, assemble, paper_problem

CHANGED: Final = "The record was changed meanwhile. Look at the letter again."
NEEDS_SECOND: Final = "This letter needs a second person's name and passphrase. Until then it is a draft."
NEEDS_HEAD: Final = "Only the village head, with a reason, can let this letter be printed."
STILL_MISSING: Final = "Still missing: {key}."
BAD_PATTERN: Final = "The pattern of letter numbers in the settings cannot be used."
SNAPSHOT: Final = 1


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that is stored. `paper` holds the archived bytes, `scannable` whether its QR can be checked."""

    saved: Saved
    number: str
    paper: Rendered
    scannable: bool


@dataclass(frozen=True, slots=True)
class Consents:
    """What people typed on the page: the second signer, and the village head who answers for an open point."""

    second: Login | None = None
    override: Login | None = None


@dataclass(frozen=True, slots=True)
class _Signing:
    """What does not depend on the number: who signs, and the slow hash of the facts."""

    signers: tuple[Proved, ...]
    second: Proved | None
    head: Proved | None
    reason: str
    scanning: Scanning
    salt: bytes = b""
    proof: bytes = b""


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
    cheap: bool = False,
) -> Issued | Refused:
    """Issue a prepared letter, or say everything that keeps it from being issued; then nothing is stored.

    `scanning` says which keys the district has published (letter_keys.scanning_of). `agenda`: the last number in the
    agenda book, asked for after a restore. `cheap` admits the test cost of the keyring.
    """
    early = _refusals(prepared, consents)
    if early:
        return Refused(tuple(early))
    signing = _sign(office, prepared, consents, scanning, cheap=cheap)
    if not isinstance(signing, _Signing):
        return Refused(signing)
    try:
        with office.register.transaction(operator=office.operator.id, purpose="issue_letter") as tx:
            issued = _issue(office, tx, prepared, signing, agenda)
    except _RefusedInsideError as refused:
        return Refused(refused.problems)
    records = (*prepared.read, issued.saved.record)
    office.register.note("print", operator=office.operator.id, purpose="issue_letter", records=records)
    return issued


def _refusals(prepared: Prepared, consents: Consents) -> list[Problem]:
    found = [stop(STILL_MISSING, about=key, key=key) for key in prepared.missing]
    found += stops(prepared.problems)
    if prepared.gate.answer is Answer.CHECKLIST_ONLY:
        found += stops(prepared.gate.problems)
    if prepared.needs_head and consents.override is None:
        found += [*prepared.gate.problems, stop(NEEDS_HEAD, about="override")]
    if prepared.needs_second and consents.second is None:
        found.append(stop(NEEDS_SECOND, about="second"))
    return found


def _sign(
    office: Office, prepared: Prepared, consents: Consents, scanning: Scanning, *, cheap: bool
) -> _Signing | tuple[Problem, ...]:
    """Prove everybody who typed a passphrase, and hash the facts when every signer's key is published."""
    second = (
        prove_second(office, consents.second, cheap=cheap)
        if consents.second and prepared.needs_second
        else None
    )
    head = (
        prove_head(office, consents.override, cheap=cheap)
        if consents.override and prepared.needs_head
        else None
    )
    wrong = tuple(one for one in (second, head) if isinstance(one, Problem))
    if wrong or isinstance(second, Problem) or isinstance(head, Problem):
        return wrong
    me = Proved(office.operator.id, key_id_of(office, office.operator.id), office.letter_scalar)
    signers = (me, second) if second else (me,)
    reason = consents.override.reason.strip() if consents.override and head else ""
    plain = _Signing(signers, second, head, reason, scanning)
    decisive = decisive_fact(prepared.template, prepared.facts)
    known = all(one.scalar and one.key_id and scanning.published(one.key_id) for one in signers)
    if not (scanning.address and decisive and known):
        return plain
    facts, salt = prepared.facts, secrets.token_bytes(token.SALT_LENGTH)
    checked = token.CheckedFacts(facts.subject.name, facts.subject.birth_date, decisive)
    return dataclasses.replace(plain, salt=salt, proof=token.proof_of(checked, salt))


def _issue(office: Office, tx: Transaction, prepared: Prepared, signing: _Signing, agenda: int) -> Issued:
    fresh = assemble(office, prepared.request)
    if fresh != dataclasses.replace(prepared, draft=None):
        raise _RefusedInsideError([stop(CHANGED)])
    letter = uuid_utils.uuid7().bytes
    village = dataclasses.replace(fresh.facts.village, verify_at=signing.scanning.address)
    facts = dataclasses.replace(fresh.facts, short_code=short_code(letter), village=village)
    code = class_code(office, fresh.template)
    place, serial, number = _number(office, fresh.template, code, signing.scanning, agenda)
    signed = _token(fresh.template, facts, number, signing)
    paper = _render(office, fresh, facts, number, _qr(signed, signing))
    digest = hashlib.sha256(paper.pdf).digest()
    tx.put_blob(digest, paper.pdf)
    series = take(office, tx, place, serial)
    row = _row(office, fresh, facts, signing) | {
        "number": number,
        "series_id": wire_id(series),
        "sequence": serial,
        "classification": code,
        "paper": digest,
        "pages": paper.pages,
        "filled": snapshot(facts, signed),
    }
    record = tx.create("letters", row, wire=letter)
    return Issued(Saved(record, tx.txn, fresh.gate.problems), number, paper, bool(signed))


def _number(
    office: Office, template: LetterTemplate, code: str, scanning: Scanning, agenda: int
) -> tuple[Place, int, str]:
    """The next number that no stored letter carries, not even one typed by hand into the same pattern."""
    settings = settings_of(office)
    try:
        place = place_for(office, (template.code, code), office.today().year, scanning)
        serial = next_serial_of(office, place, agenda)
        number = _written(office, settings, place, serial, code)
        while office.register.rows_where("letters", archived=None, number=number):
            serial = next_serial_of(office, place, serial)
            number = _written(office, settings, place, serial, code)
    except NumberError as refused:
        raise _RefusedInsideError([stop(refused.msgid, about="number")]) from refused
    return place, serial, number


def _written(office: Office, settings: Any, place: Place, serial: int, code: str) -> str:
    row = office.register.get("number_series", place.row) if place.row else None
    pattern = str((row or {}).get("pattern") or settings.get("number_pattern") or DEFAULT_PATTERN)
    if problems_of(pattern):
        raise NumberError(BAD_PATTERN)
    village = str(settings.get("village_name") or "")
    words = {
        "kode": code,
        "singkatan_desa": str(settings.get("village_short") or village).upper(),
        "kode_desa": str(settings.get("region_code") or ""),
        "seri": "" if place.name == GENERAL else place.name,
    }
    return written(pattern, serial, office.today(), words, device_letter=place.sub_mark)


def class_code(office: Office, template: LetterTemplate) -> str:
    """The village's own class code of a letter, else the shipped suggestion in the scheme it chose."""
    settings = settings_of(office)
    for line in settings.get("class_codes") or ():
        kind, _, code = str(line).partition("=")
        if code.strip() and kind.strip().casefold() in (template.id, template.code.casefold()):
            return code.strip()
    legacy = settings.get("classification") == "legacy" and len(template.class_codes) > 1
    return template.class_codes[1 if legacy else 0]


def _token(template: LetterTemplate, facts: LetterFacts, number: str, signing: _Signing) -> bytes:
    if not signing.proof:
        return b""
    claims = token.Claims(
        template.code,
        number,
        facts.dated,
        facts.valid_until,
        signing.salt,
        signing.proof,
        initials=token.initials_of(facts.subject.name),
    )
    keys = tuple(token.SigningKey(one.key_id[:TOKEN_KEY_ID], _key(one.scalar)) for one in signing.signers)
    return token.issue(claims, keys)


def _key(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())


def _qr(signed: bytes, signing: _Signing) -> str | None:
    """The QR's text; "" prints that the paper cannot be scanned yet, None no strip before joining a district."""
    if not signing.scanning.address:
        return None
    return token.to_url(signed, signing.scanning.address) if signed else ""


def _render(office: Office, fresh: Prepared, facts: LetterFacts, number: str, url: str | None) -> Rendered:
    paper = paper_of(settings_of(office), fresh.request.paper)
    template, state = fresh.template, State.ORIGINAL
    try:
        return render_letter(template, facts, paper=paper, state=state, number=number, token_url=url)
    except PaperError as refused:
        raise _RefusedInsideError([paper_problem(refused)]) from refused


def _row(office: Office, fresh: Prepared, facts: LetterFacts, signing: _Signing) -> dict[str, Any]:
    request, template = fresh.request, fresh.template
    return {
        "person_id": wire_id(request.person),
        "journey_id": wire_id(request.journey) if request.journey else None,
        "template": template.id,
        "template_version": template.as_of,
        "template_hash": hashlib.sha256(office.catalogue.source.read("letters", template.id)).digest(),
        "issued_on": facts.dated,
        "valid_until": facts.valid_until,
        "finalised_at": instant(office.clock.now()),
        "finalised_by": office.operator.id,
        "signer_id": fresh.signer or None,
        "second_signer_id": signing.second.user if signing.second else None,
        "state": "final",
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
