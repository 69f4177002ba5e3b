"""Which questions a letter asks at the counter: keys, words and kinds, from its template alone.

A key is what `office_papers.request_of` reads; a missing value of the letter leads to the question that fills it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desbumi_app.catalogue.letters import Head, Input, LetterTemplate, Signing
from desbumi_app.usecases.prepare_letter import Prepared
from ui.language import N_, WORDS, _
from ui.office_papers import CHOSEN, GIVER_THUMB

Kind = Literal["line", "relative", "also", "relation", "signer", "check", "list"]

# Values that only the person's file holds: the form leads there.
COUNSELLING: Final = "counselling."
SECOND: Final = "givers2."
BOTH_PARENTS: Final = "parent_permission"
_SECTIONS: Final = {
    "village": "office",
    "office": "office",
    "place": "office",
    "signatory": "signers",
    "chair": "signers",
}
_GIVER: Final = (
    ("givers.name", N_("Name of who permits")),
    ("givers.nik", N_("NIK of who permits")),
    ("givers.relation_proof", N_("Proof of the relation")),
    ("givers.birth_place", N_("Birth place of who permits")),
    ("givers.birth_date", N_("Birth date of who permits")),
    ("givers.occupation", N_("Work of who permits")),
    ("givers.address", N_("Hamlet of who permits")),
    ("givers.street", N_("Full address, if outside this village")),
)
RESIDENCE: Final = "residence_reason"
DAY_RIGHT: Final = "day_right"
BY_HAND: Final = "number_by_hand"
_SUBJECT: Final = (
    ("subject.name", N_("Full name"), False),
    ("subject.nik", N_("NIK"), False),
    ("subject.birth_place", N_("Birth place"), False),
    ("subject.birth_date", N_("Birth date"), True),
    ("subject.sex", N_("Sex"), False),
    ("subject.occupation", N_("Work"), True),
    ("subject.street", N_("Address as on the card"), False),
)
_WHERE: Final = ("subject.street",)
_ABSENT: Final = (
    ("absent.relation", N_("Relation of the missing parent")),
    ("absent.name", N_("Name of the missing parent")),
    ("absent.reason", N_("Why the parent is missing")),
    ("absent.proof", N_("Paper that shows it")),
)
_MARITAL: Final = (
    ("marital.document", N_("Paper that was seen")),
    ("marital.seen_on", N_("Seen on")),
    ("marital.declared_on", N_("Declared on")),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `words` in the window's language; `beside`: it stands at the right of the one before."""

    key: str
    words: str
    kind: Kind = "line"
    beside: bool = False


def questions(template: LetterTemplate, *, stranger: bool = False) -> list[Question]:
    """Everything this letter may ask, in the order of the paper; of a `stranger` also who it is."""
    named = {*template.placeholders, *template.required}
    first = (
        [Question(DAY_RIGHT, _("The date on this computer is right"), "check")] if template.numbered else []
    )
    asked = first + [
        Question(key, _(words), beside=beside)
        for key, words, beside in _SUBJECT
        if stranger and (key in named or key in _WHERE)
    ]
    if "resident" in template.gate:
        asked.append(Question(RESIDENCE, _("Why this village writes the letter")))
    if "signer_present" in template.gate:
        asked.append(Question("signer_present", _("Who signs is here now"), "check"))
        asked.append(Question("card_seen", _("The identity card was seen"), "check"))
    asked += _beside(template, named)
    asked += [
        Question(key, _(words))
        for key, words in _ABSENT
        if f"absent.{key[7:]}" in named or "absent.name" in named
    ]
    for one in template.inputs:
        asked += _own_questions(one)
    asked += [Question(key, _(words)) for key, words in _MARITAL if key in named]
    if "age_unchanged" in template.gate:
        asked.append(Question("document_births.0", _("Birth date on the first paper")))
        asked.append(Question("document_births.1", _("Birth date on the second paper")))
    if "purpose" in named or any("purpose" in block.text for block in template.blocks):
        asked.append(Question("purpose", _("Needed for")))
    if template.head is Head.OFFICE:
        asked.append(Question("addressee.0", _("To: office")))
        asked.append(Question("addressee.1", _("To: place")))
    for i in range(template.signatures.witnesses):
        asked.append(Question(f"witnesses.{i}", _("Witness {n}", n=i + 1)))
        asked.append(Question(f"witness_roles.{i}", _("Who that is"), beside=True))
    asked.append(Question("signatory", _("Signs for the village"), "signer"))
    if template.numbered:
        asked.append(Question(BY_HAND, _("Number already given in the paper book, if any")))
    return asked


def _beside(template: LetterTemplate, named: set[str]) -> list[Question]:
    """Who stands on the letter beside the person."""
    thumbs = _thumbs(template)
    if template.signatures.layout is Signing.FAMILY:
        asked = [
            Question("relative", _("Who permits"), "relative"),
            Question("givers.relation", _("Relation of who permits"), "relation"),
        ]
        asked += [Question(key, _(words)) for key, words in _GIVER if _asks(key, named)]
        if template.id == BOTH_PARENTS:
            asked += _second_giver(named)
        if "caregiver.name" in named:
            asked += _caregiver()
        return asked + thumbs
    return (_other_party(template, named) if "givers.name" in named else []) + thumbs


def _thumbs(template: LetterTemplate) -> list[Question]:
    """Whether somebody signs with a thumb: then the paper has its box, and a line for who read it out."""
    own = template.signatures
    signers = {one.name for one in own.signers}
    person = own.layout in {Signing.FAMILY, Signing.THREE, Signing.DECLARANT} or "subject.name" in signers
    other = own.layout is Signing.FAMILY or "givers.name" in signers
    found = [Question("thumb_print", _("The person signs with a thumb"), "check")] if person else []
    return found + (
        [Question(GIVER_THUMB, _("The other signer signs with a thumb"), "check")] if other else []
    )


def _other_party(template: LetterTemplate, named: set[str]) -> list[Question]:
    """Kin or a stranger beside the person, called by what he is on this paper."""
    found = [
        Question("relative", template.signatures.giver, "relative"),
        Question("givers.relation", _("Relation"), "relation"),
    ]
    words = [(key, _MISSING.get(key.replace("givers.", "subject."))) for key, _words in _GIVER]
    return [*found, *(Question(key, _(said)) for key, said in words if said and _asks(key, named))]


def _asks(key: str, named: set[str]) -> bool:
    """Whether a letter asks this of a party; who lives elsewhere has an address of more than a hamlet."""
    return key in named or (key == "givers.street" and "givers.address" in named)


def _own_questions(one: Input) -> list[Question]:
    """What is asked for one letter alone; a choice of words is a box for each, its word behind the sign in the key."""
    if one.options:
        return [Question(f"extra.{one.name}{CHOSEN}{word}", word, "check") for word in one.options]
    return [Question(f"extra.{one.name}", one.label.of(WORDS.language))]


def _second_giver(named: set[str]) -> list[Question]:
    """The other parent, when both sign: nothing more is asked while nobody is chosen."""
    found = [
        Question("relative2", _("The other parent, if both sign"), "also"),
        Question("givers2.relation", _("Relation of the other parent"), "relation"),
    ]
    return [
        *found,
        *(Question(key.replace("givers.", SECOND), _(words)) for key, words in _GIVER if _asks(key, named)),
    ]


def _caregiver() -> list[Question]:
    return [
        Question("caregiver", _("Who looks after the children"), "also"),
        Question("caregiver.name", _("Name of who looks after them")),
        Question("caregiver.relation", _("Relation of who looks after them"), "relation"),
    ]


def told_apart(prepared: Prepared) -> list[str]:
    """What is missing; of two who permit, what the second one lacks is named `givers2`."""
    givers = prepared.facts.givers
    if len(givers) < 2:
        return list(prepared.missing)

    def of_whom(key: str) -> str:
        name = key.removeprefix("givers.")
        first = getattr(givers[0], name, "") if name != "address" else givers[0].address.village
        return key.replace("givers.", SECOND) if key.startswith("givers.") and first else key

    return [of_whom(key) for key in prepared.missing]


def section_for(missing: str) -> str | None:
    """The part of the settings that fills a missing value of the village; None for everything else."""
    return _SECTIONS.get(missing.split(".", maxsplit=1)[0])


def question_for(missing: str, asked: Sequence[Question]) -> str | None:
    """The key of the question that fills a missing value; None when only the file or a talk can."""
    keys = [one.key for one in asked]
    if missing in keys:
        return missing
    if boxes := [key for key in keys if key.startswith(f"{missing}{CHOSEN}")]:
        return boxes[0]
    if missing == "subject.address" and "subject.street" in keys:
        return "subject.street"
    start = {
        "givers": "relative",
        "givers2": "relative2",
        "caregiver": "caregiver",
        "witnesses": "witnesses.0",
        "addressee": "addressee.0",
        "absent": "absent.name",
    }
    found = start.get(missing.split(".", maxsplit=1)[0])
    return found if found in keys else None


def distinct(missing: Sequence[str]) -> list[str]:
    """Missing values without those that another one already says: a giver without name is no giver yet."""
    named = {key.split(".", maxsplit=1)[0] for key in missing if "." in key}
    return [key for key in missing if "." in key or key not in named]


def said_missing(key: str) -> str:
    """A missing value in the words of the paper."""
    words = _MISSING.get(key.replace(SECOND, "givers.")) or _MISSING.get(key.split(".", maxsplit=1)[0])
    return _(words) if words else key


_MISSING: Final = {
    **dict((*_GIVER, *_ABSENT, *_MARITAL)),
    "givers": N_("Who permits"),
    "givers.relation": N_("Relation of who permits"),
    "witnesses": N_("Witnesses"),
    "addressee": N_("To: office"),
    "purpose": N_("Needed for"),
    "subject.name": N_("Name"),
    "subject.nik": N_("NIK"),
    "subject.birth_date": N_("Birth date"),
    "subject.birth_place": N_("Birth place"),
    "subject.address": N_("Address"),
    "subject.street": N_("Full address, if outside this village"),
    "subject": N_("Something in the person's file"),
    "journey.country": N_("Country of destination"),
    "journey.job": N_("Job abroad"),
    "journey": N_("Something of the journey"),
    "counselling": N_("Counselling of the family"),
    "documents": N_("Papers that were seen"),
    "chair": N_("The chair of Desbumi"),
    "signatory": N_("Signs for the village"),
    "village": N_("Something in the village's settings"),
    "marital": N_("Marital status"),
    "valid_until": N_("Valid until"),
}
