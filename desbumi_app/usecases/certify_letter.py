"""Certified electronic signatures made outside: the exact paper goes out, the signed one comes back, both are kept.

Only a file that begins with the archived bytes and still shows the archived pages is the same letter.
The wet signature stays what makes a village letter valid; this adds to it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desbumi_app.documents.certificates import CertificateFacts, SignatureError, read_signatures
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.issuers import issuer_of_row
from desbumi_app.documents.render import Rendered, rendered
from desbumi_app.documents.same_pages import same_pages
from desbumi_app.domain.letter_life import ISSUED
from desbumi_app.domain.problems import Problem, stop, warn
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.packs_in_use import pack_in
from desbumi_app.usecases.hand_over_letter import DISPUTED
from desbumi_app.usecases.prepare_letter import paper_problem
from desbumi_app.usecases.reprint_letter import about, archived_paper, letter_row

NOT_ISSUED: Final = "Only a letter that is in force can be signed electronically."
TOO_BIG: Final = "This file is too big for a signed letter. Nothing was taken in."
OTHER_PAPER: Final = (
    "This is not the paper of this letter. Save it again from here, and have exactly that file signed."
)
NOT_SIGNED: Final = "This file carries no electronic signature."
UNREADABLE: Final = "The electronic signature in this file cannot be read. Nothing was taken in."
BROKEN: Final = "The file was changed after {name} signed it. Nothing was taken in."
NOT_WHOLE: Final = "Something was added to the file after it was signed. Nothing was taken in."
NOT_CHECKED: Final = "The certificate says {name}, issued by {issuer}. Whether the signature holds was not checked on this computer."
ISSUER_UNKNOWN: Final = "The signature holds. Whether {issuer}, which issued the certificate of {name}, is recognised was not checked."
NOT_ON_LIST: Final = "The signature holds. {issuer}, which issued the certificate of {name}, is not on the district's list of issuers: ask the district before you rely on it."
NONE_YET: Final = "No electronically signed paper is kept for this letter."
_MOST: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class Certified:
    """The signed paper is kept beside the archived one. `saved.warnings` say what was not checked.

    `list_of`: the day of the district's list of issuers that was asked; empty where there is none.
    """

    saved: Saved
    certificates: tuple[CertificateFacts, ...]
    list_of: str = ""


@dataclass(frozen=True, slots=True)
class Trusted:
    """The issuers that count here, in DER, and the newest day on which the district compared one."""

    roots: tuple[bytes, ...]
    as_of: str


def trusted_issuers(office: Office) -> Trusted:
    """Those of the list that the district published; nobody before."""
    rows = pack_in(office, "issuers").rows
    found = [one.der for row in rows if (one := issuer_of_row(row.key, row.value)) is not None]
    return Trusted(tuple(found), max((row.as_of for row in rows), default=""))


def paper_for_signing(office: Office, letter: bytes) -> Rendered | Refused:
    """The exact archived bytes, to be signed outside; an audit line. StoreError no_such_record."""
    row = letter_row(office, letter)
    if row["state"] not in ISSUED:
        return Refused((stop(NOT_ISSUED),))
    try:
        paper = rendered(archived_paper(office, row), int(row["pages"] or 1))
    except PaperError as wrong:
        return Refused((paper_problem(wrong),))
    records = about(office, row)
    office.register.note("export", operator=office.operator.id, purpose="paper_for_signing", records=records)
    return paper


def take_signed_paper(
    office: Office, letter: bytes, pdf: bytes, *, roots: Sequence[bytes] | None = None
) -> Certified | Refused:
    """Keep the signed file of a letter, or say why not; then nothing is stored.

    `roots`: issuers that count, in DER; those of the district's list unless others are given.
    """
    trusted = trusted_issuers(office) if roots is None else Trusted(tuple(roots), "")
    row = letter_row(office, letter)
    try:
        archived = archived_paper(office, row)
        if (wrong := _wrong_file(str(row["state"]), archived, pdf)) is not None:
            return Refused((wrong,))
        found = read_signatures(pdf, on=office.clock.now(), roots=trusted.roots)
        same = same_pages(archived, pdf)
    except SignatureError:
        return Refused((stop(UNREADABLE),))
    except PaperError as refused:
        return Refused((paper_problem(refused),))
    if (wrong := _wrong_signature(found) or (None if same else stop(OTHER_PAPER))) is not None:
        return Refused((wrong,))
    last, digest = found[-1], hashlib.sha256(pdf).digest()
    values = {
        "certified": digest, "certified_on": office.today().isoformat(), "certified_name": last.name,
        "certified_issuer": last.issuer,
    }  # fmt: skip
    with office.register.transaction(operator=office.operator.id, purpose="take_signed_paper") as tx:
        now = tx.get("letters", letter)
        if now is None or now["paper"] != row["paper"] or now["state"] not in ISSUED:
            return Refused((stop(DISPUTED),))
        tx.put_blob(digest, pdf)
        tx.change("letters", letter, values)
        return Certified(
            Saved(letter, tx.txn, _warnings(found, trusted)), found, trusted.as_of if trusted.roots else ""
        )


def signed_paper(office: Office, letter: bytes) -> Rendered | Refused:
    """The signed file as it came in; an audit line. StoreError no_such_record."""
    row = letter_row(office, letter)
    digest = bytes(row["certified"] or b"")
    kept = office.register.blob(digest) if digest else None
    if kept is None or hashlib.sha256(kept).digest() != digest:
        return Refused((stop(NONE_YET),))
    records = about(office, row)
    office.register.note("export", operator=office.operator.id, purpose="signed_paper", records=records)
    return rendered(kept, int(row["pages"] or 1))


def _wrong_file(state: str, archived: bytes, pdf: bytes) -> Problem | None:
    if state not in ISSUED:
        return stop(NOT_ISSUED)
    if len(pdf) > _MOST:
        return stop(TOO_BIG)
    if not pdf.startswith(archived):
        return stop(OTHER_PAPER)
    return stop(NOT_SIGNED) if pdf == archived else None


def _wrong_signature(found: Sequence[CertificateFacts]) -> Problem | None:
    if not found:
        return stop(NOT_SIGNED)
    checked = [one for one in found if one.checked]
    broken = next((one for one in checked if not one.intact), None)
    if broken is not None:
        return stop(BROKEN, name=broken.name)
    return stop(NOT_WHOLE) if checked and not any(one.whole for one in checked) else None


def _warnings(found: Sequence[CertificateFacts], trusted: "Trusted") -> tuple[Problem, ...]:
    def said(one: CertificateFacts) -> Problem | None:
        if not one.checked:
            return warn(NOT_CHECKED, name=one.name, issuer=one.issuer)
        if one.known_issuer:
            return None
        if trusted.roots:
            return warn(NOT_ON_LIST, name=one.name, issuer=one.issuer)
        return warn(ISSUER_UNKNOWN, name=one.name, issuer=one.issuer)

    return tuple(one for one in map(said, found) if one is not None)
