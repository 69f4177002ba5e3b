"""Prepares a letter: stored facts and what was typed, everything still missing, the gate's answer, and the draft.

The draft has no number and no QR. Nothing is stored but the audit line that the file was read.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from db.errors import StoreError
from desbumi_app.catalogue.letters import LetterTemplate, Unit, load_letters
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import LetterFacts, Marital, PartyFacts, VillageFacts, Witness
from desbumi_app.documents.render import State, render_letter
from desbumi_app.documents.scripts import with_lines
from desbumi_app.domain.calendar import add_months, latest
from desbumi_app.domain.gate import Answer, Gate
from desbumi_app.domain.problems import Message, Problem, stop, stops, warn
from desbumi_app.letter_day import doubtful_year
from desbumi_app.letter_facts import (
    counselling_facts,
    document_facts,
    find_user,
    hotline_facts,
    journey_facts,
    legal_bases,
    may_stand_under,
    paper_of,
    person_facts,
    seen_papers,
    settings_of,
    signatory,
    talk_row,
    usual_signer,
    village_facts,
)
from desbumi_app.letter_missing import missing_keys
from desbumi_app.letter_parties import NamedParty, absent_party, named_party, relation_problems, subject_of
from desbumi_app.letter_request import LetterRequest, Typed, about_nobody, parse_request
from desbumi_app.letter_rules import About, gate_of
from desbumi_app.letter_wording import in_force
from desbumi_app.office import Office
from desbumi_app.packs_in_use import packs_of

Row = Mapping[str, Any]

BY_HAND: Final = (
    "The paper's fonts have no sign for some letters in {key}. A line is left there to write them by hand."
)
NOT_HIS_TO_SIGN: Final = "{name} cannot stand under this letter: only the village head signs in his own name, others a.n., u.b., Plt. or Plh."
_JOURNEY_MONTHS: Final = 6
_FAMILY_CARD = ("family_card", "Kartu Keluarga")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter as it would be issued now. `missing` names values by dotted key; in the `draft`, a PDF, each is a box.

    `problems` are about what was typed; the gate has its own. `signer` is the user who signs for the office (16
    bytes, empty when nobody does); `read` are the people whose files were read.
    """

    request: LetterRequest
    template: LetterTemplate
    facts: LetterFacts
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]
    gate: Gate
    signer: bytes
    read: tuple[bytes, ...]
    draft: bytes | None = field(default=None, repr=False)

    @property
    def needs_second(self) -> bool:
        """Whether a second person has to sign with name and passphrase."""
        return self.template.second_person

    @property
    def needs_head(self) -> bool:
        """Whether only the village head, with a reason, can let it be printed."""
        return self.gate.answer is Answer.HEAD_DECIDES

    @property
    def ready(self) -> bool:
        """Whether nothing but signatures is missing."""
        return not self.missing and not stops(self.problems) and self.gate.answer is not Answer.CHECKLIST_ONLY


@cache
def templates(catalogue: Catalogue) -> Mapping[str, LetterTemplate]:
    """All letters by id, read once for each catalogue."""
    return load_letters(catalogue.source)


def prepare_letter(office: Office, request: LetterRequest, *, before: Prepared | None = None) -> Prepared:
    """Everything about one letter, with its draft. `before`: the last answer while typing goes on.

    Reading is an audit line, once for each person: not again while `before` has read the same. KeyError for an
    unknown letter or input, StoreError no_such_record for nobody, a person, journey or party that is not there.
    """
    prepared = assemble(office, request)
    known = before.read if before is not None else ()
    if fresh := tuple(one for one in prepared.read if one not in known):
        office.register.note("read", operator=office.operator.id, purpose="prepare_letter", records=fresh)
    return _with_draft(office, prepared)


def _with_draft(office: Office, prepared: Prepared) -> Prepared:
    paper = paper_of(settings_of(office), prepared.request.paper)
    gaps = bool(prepared.missing)
    try:
        made = render_letter(prepared.template, prepared.facts, paper=paper, state=State.DRAFT, gaps=gaps)
    except PaperError as refused:
        if stops(prepared.problems):
            return prepared
        return dataclasses.replace(prepared, problems=(*prepared.problems, paper_problem(refused)))
    return dataclasses.replace(prepared, draft=made.pdf)


def paper_problem(refused: PaperError) -> Problem:
    """A paper's refusal as a stop about the value in the way."""
    message: Message = refused.message()
    return stop(message.msgid, about=refused.key or None, **message.params)


def assemble(office: Office, request: LetterRequest) -> Prepared:
    """The letter without draft and without audit line, from what is stored at this moment."""
    template = in_force(office, templates(office.catalogue)[request.template])
    request = about_nobody(template, request)
    typed = parse_request(office, template, request)
    rows = _rows(office, request)
    settings = settings_of(office)
    village = village_facts(office, settings)
    givers = tuple(named_party(office, one, typed.givers[i], village) for i, one in enumerate(request.givers))
    carer = named_party(office, request.caregiver, typed.caregiver, village) if request.caregiver else None
    signer = find_user(office, request.signatory) if request.signatory else usual_signer(office)
    people = _People(village, givers, carer, signer, _stranger(office, request, typed, village))
    facts = _facts(office, template, (request, typed), rows, people)
    relations = tuple(one.relation for one in givers)
    problems = [*typed.problems, *relation_problems(template.id, relations, office)]
    if template.numbered and not request.day_right and (doubt := doubtful_year(office, template)):
        problems.append(doubt)
    if signer is not None and not may_stand_under(signer, office.today().isoformat()):
        problems.append(stop(NOT_HIS_TO_SIGN, about="signatory", name=str(signer["name"] or "")))
    try:
        problems += [warn(BY_HAND, about=key, key=key) for key in with_lines(facts)[1]]
        missing = missing_keys(template, facts)
    except PaperError as refused:
        missing = ()
        problems.append(paper_problem(refused))
    return Prepared(
        request=request,
        template=template,
        facts=facts,
        missing=missing,
        problems=tuple(problems),
        gate=gate_of(office, template, request, About(rows.person, rows.journey, rows.talk, typed.births)),
        signer=bytes(signer["id"])[-16:] if signer else b"",
        read=tuple(
            dict.fromkeys([*filter(None, [request.person]), *(one for giver in givers for one in giver.read)])
        ),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    person: Row
    journey: Row | None
    talk: Row | None
    documents: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _People:
    village: VillageFacts
    givers: tuple[NamedParty, ...]
    caregiver: NamedParty | None
    signer: Row | None
    stranger: PartyFacts | None


def _rows(office: Office, request: LetterRequest) -> _Rows:
    if not request.person:
        return _no_entry(office, request)
    register, wire = office.register, request.person[-16:]
    person = register.get("people", request.person)
    journey = register.get("journeys", request.journey) if request.journey else None
    if person is None or (request.journey and (journey is None or journey["person_id"] != wire)):
        raise StoreError("no_such_record")
    talks = register.rows_where("counselling", person_id=wire)
    documents = register.rows_where("documents", person_id=wire)
    return _Rows(person, journey, talk_row(talks, request.journey), tuple(documents))


def _no_entry(office: Office, request: LetterRequest) -> _Rows:
    """Somebody who stands at the counter without a register entry: nothing is known but what was typed."""
    if request.subject is None or request.journey:
        raise StoreError("no_such_record")
    fields = office.catalogue.table("people").fields
    nothing = {one.name: () if one.many else None for one in fields}
    return _Rows({**nothing, "id": b""}, None, None, ())


def _stranger(
    office: Office, request: LetterRequest, typed: Typed, village: VillageFacts
) -> PartyFacts | None:
    if request.person or request.subject is None:
        return None
    return named_party(office, request.subject, typed.subject, village).facts


def _facts(
    office: Office, template: LetterTemplate, asked: tuple[LetterRequest, Typed], rows: _Rows, people: _People
) -> LetterFacts:
    request, typed = asked
    village, today = people.village, office.today()
    subject = people.stranger or person_facts(office, rows.person, village, thumb_print=request.thumb_print)
    chair = find_user(office, request.chair) if request.chair else _chair(office)
    travel = journey_facts(office, rows.journey)
    listed = any(block.each == "documents" for block in template.blocks)
    return LetterFacts(
        village=village,
        signatory=signatory(people.signer),
        place=village.name,
        dated=today.isoformat(),
        valid_until=_valid_until(template, rows.journey, today).isoformat(),
        subject=subject_of(office, subject, people.givers),
        purpose=request.purpose.strip(),
        addressee=tuple(line.strip() for line in request.addressee),
        givers=tuple(one.facts for one in people.givers),
        absent=tuple(absent_party(office, one) for one in request.absent),
        journey=travel,
        counselling=counselling_facts(office, rows.talk, request.counselling_place.strip()),
        documents=document_facts(rows.person, rows.journey, rows.documents, missing_too=listed),
        marital=_marital(subject.marital_status, typed.marital, rows),
        caregiver=people.caregiver.facts if people.caregiver else None,
        chair=signatory(chair) if chair else None,
        witnesses=tuple(Witness(name.strip(), role.strip()) for name, role in request.witnesses),
        hotlines=hotline_facts(
            village,
            today.isoformat(),
            packs_of(office),
            (str((rows.journey or {}).get("country") or ""), travel.country),
        ),
        legal_basis=legal_bases(settings_of(office), template),
        extra=dict(typed.inputs),
    )


def _chair(office: Office) -> Row | None:
    """Who signs for the Desbumi group: the user who holds this office."""
    users = office.register.rows_where("users")
    return next((row for row in users if "ketua desbumi" in str(row["position"] or "").casefold()), None)


def _marital(status: str, typed: Mapping[str, str], rows: _Rows) -> Marital:
    """The family card that was seen stands for the proof, unless another paper was typed."""
    code, name = _FAMILY_CARD
    seen = next((on for item, on, _ in seen_papers(rows.documents, rows.journey) if item == code), "")
    if typed.get("document"):
        name, seen = typed["document"], typed.get("seen_on", "")
    elif typed.get("seen_on"):
        seen = typed["seen_on"]
    shown = name if seen else ""
    return Marital(status, shown, seen, typed.get("declared_on", ""), typed.get("spouse", ""))


def _valid_until(template: LetterTemplate, journey: Row | None, today: date) -> date:
    """The last day; a letter for one journey holds until the planned departure, six months when none is planned."""
    if template.valid_unit is Unit.DAY:
        return today + timedelta(days=template.valid_for)
    planned = journey["planned_departure_on"] if journey else None
    if template.valid_unit is Unit.JOURNEY:
        ends = latest(planned) if planned else None
        return ends if ends and ends >= today else add_months(today, _JOURNEY_MONTHS)
    return add_months(today, template.valid_for)
