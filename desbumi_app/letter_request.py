"""What the desk asks for when a letter is wanted: whom it is about, who else stands on it, what was typed.

Typed values are parsed here as the forms parse them; nothing is stored and nothing decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from desbumi_app.catalogue.letters import About, LetterTemplate
from desbumi_app.catalogue.parse import parse_value
from desbumi_app.catalogue.parse_record import choices
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.office import Office

# What may be typed about somebody who stands on a letter, with the kind that parses it.
PARTY_KINDS: Final[Mapping[str, str]] = {
    "name": "text", "nik": "nik", "kk_number": "kk_number", "birth_place": "text", "birth_date": "partial_date",
    "sex": "text", "religion": "text", "occupation": "text", "marital_status": "text", "parents": "text",
    "relation": "relation", "relation_proof": "text", "street": "text", "hamlet": "text", "rt": "text", "rw": "text",
    "village": "text", "district": "text", "regency": "text",
}  # fmt: skip
MARITAL_KINDS: Final[Mapping[str, str]] = {
    "document": "text", "seen_on": "date", "declared_on": "date", "spouse": "text",
}  # fmt: skip

# Days of what has happened when the paper is written: letter and input.
HAPPENED: Final = frozenset(
    {
        ("outreach_minutes", "meeting_on"),
        ("heirs_introduction", "died_on"),
        ("handover_remains", "died_on"),
        ("loss_introduction", "lost_on"),
    }
)
NOT_YET: Final = "This day has not come yet."


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody beside the subject. `table` and `record` name a stored row, both empty for a stranger.

    Tables: `contacts`, `household_members`, `people`. What is typed (PARTY_KINDS) goes over what is stored.
    """

    table: str = ""
    record: bytes = b""
    typed: Mapping[str, str] = field(default_factory=dict)
    thumb_print: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody whose permission is missing, and why: relation code or word, name, reason, paper that was seen."""

    relation: str
    name: str
    reason: str
    proof: str


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """One letter as asked for. Ids are stored ids; texts as typed; `dated` empty means today.

    `person` is empty for somebody without a register entry: then `subject` says what was typed about him.
    `document_births`: the birth dates on the two papers of a statement about differing identity.
    `marital`: document, seen_on, declared_on, spouse. `signatory` and `chair`: users, empty for the usual ones.
    `paper`: f4 or a4 for this letter alone, empty for the village's. `day_right`: somebody looked at the computer's date.
    """

    template: str
    person: bytes
    journey: bytes | None = None
    givers: tuple[Party, ...] = ()
    absent: tuple[Absent, ...] = ()
    caregiver: Party | None = None
    witnesses: tuple[tuple[str, str], ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    marital: Mapping[str, str] = field(default_factory=dict)
    document_births: tuple[str, ...] = ()
    purpose: str = ""
    addressee: tuple[str, ...] = ()
    counselling_place: str = ""
    residence_reason: str = ""
    signatory: bytes = b""
    chair: bytes = b""
    signer_present: bool = False
    card_seen: bool = False
    thumb_print: bool = False
    paper: str = ""
    subject: Party | None = None
    day_right: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything typed, parsed. Lists of mappings follow the order of the request."""

    givers: tuple[Mapping[str, str], ...]
    caregiver: Mapping[str, str]
    marital: Mapping[str, str]
    inputs: Mapping[str, str]
    births: tuple[str, ...]
    problems: tuple[Problem, ...]
    subject: Mapping[str, str] = field(default_factory=dict)


def about_nobody(template: LetterTemplate, request: LetterRequest) -> LetterRequest:
    """The request without the person whose file lay open: a paper about a case or a meeting never reads one."""
    if template.about is About.PERSON:
        return request
    return replace(request, person=b"", journey=None, subject=Party())


def parse_request(office: Office, template: LetterTemplate, request: LetterRequest) -> Typed:
    """All typed values of a request; KeyError for a name that no party, marriage or input of this letter has."""
    reader = _Reader(office)
    allowed = {one.name for one in template.inputs}
    if unknown := sorted(set(request.inputs) - allowed):
        raise KeyError(unknown[0])
    givers = tuple(reader.mapping("givers", one.typed, PARTY_KINDS) for one in request.givers)
    caregiver = request.caregiver.typed if request.caregiver else {}
    subject = request.subject.typed if request.subject else {}
    kinds = {name: "date" if name.endswith("_on") else "text" for name in request.inputs}
    inputs = reader.mapping("extra", request.inputs, kinds)
    reader.problems += [
        stop(NOT_YET, about=f"extra.{name}")
        for name, day in inputs.items()
        if (template.id, name) in HAPPENED and day > office.today().isoformat()
    ]
    births = tuple(reader.one("document_births", "partial_date", text) for text in request.document_births)
    return Typed(
        givers=givers,
        caregiver=reader.mapping("caregiver", caregiver, PARTY_KINDS),
        marital=reader.mapping("marital", request.marital, MARITAL_KINDS),
        inputs=inputs,
        births=births,
        subject=reader.mapping("subject", subject, PARTY_KINDS),
        problems=tuple(reader.problems),
    )


class _Reader:
    """Parses one typed text after the other and collects what was found."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._today: date = office.today()
        self.problems: list[Problem] = []

    def mapping(self, at: str, typed: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, str]:
        return {name: self.one(f"{at}.{name}", kinds[name], text) for name, text in typed.items()}

    def one(self, at: str, kind: str, text: str) -> str:
        values: Any = None
        if kind == "relation":
            kind = "choice"
            values = choices(
                self._office.catalogue, self._office.catalogue.table("contacts").field("relation")
            )
        parsed = parse_value(kind, text, today=self._today, values=values)
        self.problems += [problem.about(at) for problem in parsed.problems]
        return str(parsed.value) if parsed.value is not None else ""
