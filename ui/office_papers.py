"""The papers of the counter: which a person may have and why not, their form, their draft, their printing. Desk worker only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from desbumi_app.catalogue.letters import About, LetterTemplate
from desbumi_app.documents.render import Rendered
from desbumi_app.domain.calendar import known_ages
from desbumi_app.domain.gate import NOT_PRESENT, Answer
from desbumi_app.domain.problems import Message, Problem, stop, stops
from desbumi_app.letter_facts import may_stand_under, paper_of, settings_of
from desbumi_app.letter_keys import Scanning, scanning_of
from desbumi_app.letter_login import Login
from desbumi_app.letter_request import Absent, LetterRequest, Party
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.find_people import PersonLine, find_people
from desbumi_app.usecases.give_number import NO_NUMBER
from desbumi_app.usecases.issue_letter import Consents, Issued, issue_letter
from desbumi_app.usecases.prepare_letter import Prepared, assemble, prepare_letter, templates
from desbumi_app.usecases.print_checklist import WalkIn, Which, draw_checklist
from desbumi_app.usecases.read_person import related_rows
from desbumi_app.usecases.reprint_letter import reprint_letter
from sync.control_log import ControlLog

CHECKLIST: Final = "checklist"
GUESTS: Final = 30
GIVER_THUMB: Final = "giver_thumb"
CHOSEN: Final = "="  # in the key of a box: before it the question, after it the word that is chosen


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper: a letter's id or CHECKLIST, its title, whether it may be printed, and the first reason why not."""

    id: str
    template: LetterTemplate | None
    answer: Answer
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """A journey to choose: stored id, country code, the day it began or is planned (ISO text or "")."""

    id: bytes
    country: str
    on: str


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody who may stand on a letter: the stored row and what it already knows."""

    table: str
    record: bytes
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Who stands at the counter: what the page needs to offer papers. No number of any card is in it."""

    person: bytes
    name: str
    age: int | None
    hamlet: str
    journeys: tuple[Journey, ...]
    relatives: tuple[Relative, ...]
    signers: tuple[tuple[bytes, str], ...]
    papers: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed for one letter, by the keys of `ui.models.paper_form`; `also`: the second one who permits."""

    template: str
    person: bytes
    journey: bytes | None
    typed: Mapping[str, str] = field(default_factory=dict)
    relative: Relative | None = None
    also: Relative | None = None
    caregiver: Relative | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """Which checklist: of a person's journey or, without one, for somebody who only asks; `sheet`: f4, a4 or "".

    `name`: id of the list; `persons`: what is true of who stands here, said and not stored.
    """

    person: bytes | None = None
    journey: bytes | None = None
    bilingual: bool = False
    sheet: str = ""
    name: str = "departure"
    persons: tuple[str, ...] = ()


def warm_up(office: Office) -> None:
    """Read what the first letter would wait for: the letters' texts, the fonts, the paper maker. Nothing is stored."""
    from desbumi_app.documents.fonts import ready

    ready()
    templates(office.catalogue)


def find_guests(office: Office, text: str) -> tuple[PersonLine, ...]:
    """People who match what was typed, best first."""
    return find_people(office, text, limit=GUESTS).lines


def open_guest(office: Office, person: bytes, journey: bytes | None = None) -> Guest:
    """Who it is and which papers there are; the reading is stored before. StoreError no_such_record."""
    office.register.note("read", operator=office.operator.id, purpose="desk", records=(person,))
    related = related_rows(office, person)
    journeys = [_journey(row) for row in reversed(related["journeys"])]
    chosen = journey or (journeys[0].id if journeys else None)
    row = office.register.get("people", person) or {}
    ages = known_ages(row["born_on"], office.today())
    return Guest(
        person,
        str(row.get("name") or ""),
        ages[0] if ages else None,
        str(row.get("hamlet") or ""),
        tuple(journeys),
        tuple(_relative(one) for one in related["contacts"] if one["name"]),
        signers_of(office),
        papers_of(office, person, chosen),
    )


def open_stranger(office: Office) -> Guest:
    """Somebody without a register entry: the letters that need no file and no journey. Nothing is read or stored."""
    needless = [
        PaperLine(name, one, Answer.OPEN)
        for name, one in templates(office.catalogue).items()
        if "adult" not in one.gate and "subject.name" in one.required and not _needs_file(one)
    ]
    letters = sorted(needless, key=_letters_first)
    return Guest(
        b"", "", None, "", (), (), signers_of(office), (*letters, PaperLine(CHECKLIST, None, Answer.OPEN))
    )


def _elsewhere(line: PaperLine) -> bool:
    """Whether a paper is not about the person who stands here: one of a case, or of a meeting."""
    return line.template is not None and line.template.about is not About.PERSON


def _letters_first(line: PaperLine) -> tuple[bool, str]:
    """Letters before cards and lists, each by its code."""
    code = line.template.code if line.template else ""
    return not code.startswith("L"), code


def _needs_file(template: LetterTemplate) -> bool:
    return any(key.startswith(("journey.", "documents", "counselling.")) for key in template.required)


def papers_of(office: Office, person: bytes, journey: bytes | None) -> tuple[PaperLine, ...]:
    """The checklist first, then letters: open ones, those the head decides, those that are not possible now."""
    lines = [PaperLine(CHECKLIST, None, Answer.OPEN)]
    for name, template in templates(office.catalogue).items():
        request = LetterRequest(name, person, journey, signer_present=True, card_seen=True)
        gate = assemble(office, request).gate
        found = [one for one in gate.problems if one.message.msgid != NOT_PRESENT]
        first = next(iter([*stops(found), *found]), None)
        lines.append(PaperLine(name, template, gate.answer, first.message if first else None))
    order = list(Answer)
    return (
        lines[0],
        *sorted(
            lines[1:],
            key=lambda line: (_elsewhere(line), order.index(line.answer), *_letters_first(line)),
        ),
    )


def prepare(office: Office, form: Form, before: Prepared | None) -> Prepared:
    """The letter as it would be issued now, with its draft when nothing is missing."""
    return prepare_letter(office, request_of(form), before=before)


def issue(
    office: Office,
    prepared: Prepared,
    consents: Consents,
    *,
    number: str = "",
    draft: bytes = b"",
    cheap: bool = False,
) -> Issued | Refused:
    """Give the number, or take the one typed from the paper book, and archive the paper; or say what is in the way."""
    typed = number.strip()
    if typed and not (typed.isdecimal() and int(typed)):
        return Refused((stop(NO_NUMBER, about="number_by_hand"),))
    manual = int(typed) if typed else 0
    scanning = scanning_here(office)
    return issue_letter(office, prepared, consents, scanning, manual=manual, draft=draft, cheap=cheap)


def checklist(office: Office, wanted: Listed) -> Rendered:
    """The list of papers to look at; whoever prints it notes the print."""
    about = wanted.person if wanted.person is not None else WalkIn()
    paper = paper_of(settings_of(office), wanted.sheet)
    which = Which(wanted.name, wanted.persons)
    return draw_checklist(office, about, wanted.journey, bilingual=wanted.bilingual, paper=paper, which=which)


def copy_of(office: Office, letter: bytes, reason: str) -> Rendered | Refused:
    """A counted copy of an issued letter."""
    return reprint_letter(office, letter, reason)


def request_of(form: Form) -> LetterRequest:
    """The request that a form makes; keys without text are left out."""
    typed = {key: text.strip() for key, text in form.typed.items() if text.strip()}
    first = _party(typed, "givers.", form.relative)
    if first is not None:
        first = replace(first, thumb_print=typed.get(GIVER_THUMB) == "1")
    givers = (first, _party(typed, "givers2.", form.also))
    absent = _under(typed, "absent.")
    witnesses = [(typed.get(f"witnesses.{i}", ""), typed.get(f"witness_roles.{i}", "")) for i in range(2)]
    births = tuple(typed.get(f"document_births.{i}", "") for i in range(2))
    return LetterRequest(
        template=form.template,
        person=form.person,
        journey=form.journey,
        givers=tuple(one for one in givers if one is not None),
        caregiver=_party(typed, "caregiver.", form.caregiver),
        absent=(Absent(*(absent.get(key, "") for key in ("relation", "name", "reason", "proof"))),)
        if absent
        else (),
        witnesses=tuple(pair for pair in witnesses if pair[0]),
        inputs=_inputs(_under(typed, "extra.")),
        marital=_under(typed, "marital."),
        document_births=births if any(births) else (),
        purpose=typed.get("purpose", ""),
        addressee=tuple(typed[key] for key in sorted(typed) if key.startswith("addressee.")),
        counselling_place=typed.get("counselling_place", ""),
        residence_reason=typed.get("residence_reason", ""),
        subject=None if form.person else Party(typed=_under(typed, "subject.")),
        signatory=bytes.fromhex(typed.get("signatory", "")),
        signer_present=typed.get("signer_present") == "1",
        card_seen=typed.get("card_seen") == "1",
        thumb_print=typed.get("thumb_print") == "1",
        paper=form.sheet,
        day_right=typed.get("day_right") == "1",
    )


def _inputs(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed for one letter alone; the words of ticked boxes are put together under their question."""
    found = {key: text for key, text in typed.items() if CHOSEN not in key}
    for key in typed:
        name, sign, word = key.partition(CHOSEN)
        if sign:
            found[name] = f"{found[name]}; {word}" if name in found else word
    return found


def _party(typed: Mapping[str, str], start: str, record: Relative | None) -> Party | None:
    """Somebody beside the subject: a stored relative with what was typed over him, a stranger, or nobody."""
    said = _under(typed, start)
    if "address" in said:  # the desk types a hamlet of this village; elsewhere the relative's file says more
        said["hamlet"] = said.pop("address")
    if said.get("street"):  # who lives elsewhere has no hamlet here
        said.pop("hamlet", None)
    if record is not None:
        return Party(record.table, record.record, said)
    return Party(typed=said) if said else None


def consents_of(second: Login | None, head: Login | None) -> Consents:
    """What two people typed on the page."""
    return Consents(second=second, override=head)


def _under(typed: Mapping[str, str], start: str) -> dict[str, str]:
    return {key.removeprefix(start): text for key, text in typed.items() if key.startswith(start)}


def scanning_here(office: Office) -> Scanning:
    """What the district's chain allows to be scanned from this computer."""
    log = ControlLog(office.register)
    return scanning_of(office, log.state if log.joined else None)


def _journey(row: Mapping[str, Any]) -> Journey:
    on = row["departed_on"] or row["planned_departure_on"] or ""
    return Journey(bytes(row["id"]), str(row["country"] or ""), str(on))


def _relative(row: Mapping[str, Any]) -> Relative:
    return Relative("contacts", bytes(row["id"]), str(row["name"]), str(row["relation"] or ""))


def signers_of(office: Office) -> tuple[tuple[bytes, str], ...]:
    """Who may stand under a letter, with his function, by 16-byte id."""
    rows: Sequence[Mapping[str, Any]] = office.register.rows_where("users")
    found, today = [], office.today().isoformat()
    for row in rows:
        if may_stand_under(row, today):
            words = ", ".join(part for part in (row["name"], row["position"]) if part)
            found.append((bytes(row["id"])[-16:], words))
    return tuple(found)


def heaviest(problems: Sequence[Problem]) -> Problem | None:
    """The problem to show first."""
    return next(iter([*stops(problems), *problems]), None)
