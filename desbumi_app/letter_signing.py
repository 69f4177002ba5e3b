"""Who signs a letter, proved once, and the token in its QR with its slow hash. Knows no numbers and stores nothing.

The hash takes a tenth of a second by intent (trust.md 9) and frees the interpreter: many may be made side by side.
"""

import secrets
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric import ec

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.documents import token
from desbumi_app.documents.facts import LetterFacts
from desbumi_app.documents.letter import decisive_fact
from desbumi_app.domain.problems import Problem
from desbumi_app.letter_keys import TOKEN_KEY_ID, Scanning
from desbumi_app.letter_login import Login, Proved, key_id_of, prove_head, prove_second
from desbumi_app.office import Office


@dataclass(frozen=True, slots=True)
class Consents:
    """What people typed on the page: the second signer, and the village head who answers for an open point."""

    second: Login | None = None
    override: Login | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Whose passphrases were right: the operator, and where they were asked the second signer and the village head."""

    me: Proved
    second: Proved | None = None
    head: Proved | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """What does not depend on the number. `checked` is None while this letter can have no QR that phones confirm."""

    people: People
    scanning: Scanning
    signers: tuple[Proved, ...]
    second: Proved | None
    head: Proved | None
    salt: bytes = b""
    checked: token.CheckedFacts | None = field(default=None, repr=False)
    proof: bytes = b""

    @property
    def reason(self) -> str:
        """Why the village head let it be printed."""
        return self.people.reason if self.head else ""


def prove_people(
    office: Office, consents: Consents, *, second: bool, head: bool, cheap: bool = False
) -> People | tuple[Problem, ...]:
    """Check the passphrases that are needed. `cheap` admits the test cost of the keyring."""
    other = prove_second(office, consents.second, cheap=cheap) if consents.second and second else None
    chief = prove_head(office, consents.override, cheap=cheap) if consents.override and head else None
    wrong = tuple(one for one in (other, chief) if isinstance(one, Problem))
    if wrong or isinstance(other, Problem) or isinstance(chief, Problem):
        return wrong
    me = Proved(office.operator.id, key_id_of(office, office.operator.id), office.letter_scalar)
    reason = consents.override.reason.strip() if consents.override and chief else ""
    return People(me, other, chief, reason)


def signing_of(
    template: LetterTemplate, facts: LetterFacts, people: People, scanning: Scanning, *, needs_head: bool
) -> Signing:
    """How one letter is signed. Its hash is due only when every signer's key is published (trust.md 9)."""
    second = people.second if template.second_person else None
    signers = (people.me, second) if second else (people.me,)
    plain = Signing(people, scanning, signers, second, people.head if needs_head else None)
    decisive = decisive_fact(template, facts)
    known = all(one.scalar and one.key_id and scanning.published(one.key_id) for one in signers)
    if not (scanning.address and decisive and known):
        return plain
    checked = token.CheckedFacts(facts.subject.name, facts.subject.birth_date, decisive)
    return replace(plain, salt=secrets.token_bytes(token.SALT_LENGTH), checked=checked)


def hashed(signing: Signing) -> Signing:
    """With the slow hash, where one is due. May run on any thread."""
    if signing.checked is None:
        return signing
    return replace(signing, proof=token.proof_of(signing.checked, signing.salt))


def signed_token(template: LetterTemplate, facts: LetterFacts, number: str, signing: Signing) -> bytes:
    """The token of one letter under its number; empty when it can have none."""
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


def qr_text(signed: bytes, scanning: Scanning) -> str | None:
    """The QR's text; "" prints that the paper cannot be scanned yet, None no strip before joining a district."""
    if not scanning.address:
        return None
    return token.to_url(signed, scanning.address) if signed else ""


def _key(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())
