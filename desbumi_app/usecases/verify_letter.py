"""Checks a scanned letter at a desk, offline: the reference for what any phone answers (trust.md 9).

"Issued by this office", never "true"; without what the checker types it only says that such a letter exists.
"""

from dataclasses import dataclass

from desbumi_app.catalogue.parse import parse_value
from desbumi_app.documents import token
from desbumi_app.documents.answers import SENTENCES
from desbumi_app.domain.problems import Message
from desbumi_app.letter_keys import Directory
from desbumi_app.office import Office


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the checker typed from paper and identity card: name, birth date as written there, the main fact."""

    name: str
    birth_date: str
    decisive: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer, its sentence, and number, kind and days of the letter where the signatures held."""

    answer: token.Answer
    message: Message
    claims: token.Claims | None


def verify_letter(
    office: Office, scanned: str | bytes, directory: Directory, typed: Comparison | None = None
) -> Answered:
    """Check a scanned text or a bare token against the district's published keys and withdrawals.

    Nothing is stored or sent: nobody learns who asked about whom. A birth date that is none does not match.
    """
    url = token.to_url(scanned, "desk") if isinstance(scanned, bytes) else scanned
    checked = token.verify(
        url,
        directory.keys,
        on=office.today().isoformat(),
        facts=_facts(office, typed) if typed else None,
        revoked=directory.withdrawn,
    )
    return Answered(checked.answer, Message(SENTENCES[checked.answer]), checked.claims)


def _facts(office: Office, typed: Comparison) -> token.CheckedFacts:
    born = parse_value("partial_date", typed.birth_date, today=office.today()).value
    return token.CheckedFacts(typed.name, str(born or typed.birth_date), typed.decisive)
