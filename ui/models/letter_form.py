"""A letter request put back into the questions of the counter: the other half of `office_papers.request_of`."""

from collections.abc import Mapping, Sequence
from typing import Final

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.letter_request import LetterRequest, Party
from ui.office_papers import CHOSEN, GIVER_THUMB, Relative

STRANGER: Final = "-"  # the choice "somebody else" of the questions
_GIVERS: Final = (("relative", "givers."), ("relative2", "givers2."))
_ABSENT: Final = ("relation", "name", "reason", "proof")


def answers_of(
    request: LetterRequest, template: LetterTemplate, relatives: Sequence[Relative]
) -> dict[str, str]:
    """What was typed, by the keys of the questions; empty answers are left out."""
    found: dict[str, str] = {}
    for (key, start), party in zip(_GIVERS, request.givers, strict=False):
        found |= _party(key, start, party, relatives)
    if request.givers and request.givers[0].thumb_print:
        found[GIVER_THUMB] = "1"
    if request.caregiver is not None:
        found |= _party("caregiver", "caregiver.", request.caregiver, relatives)
    if request.absent:
        found |= {f"absent.{name}": getattr(request.absent[0], name) for name in _ABSENT}
    for i, (name, role) in enumerate(request.witnesses):
        found |= {f"witnesses.{i}": name, f"witness_roles.{i}": role}
    found |= _inputs(request.inputs, template)
    found |= {f"marital.{key}": text for key, text in request.marital.items()}
    found |= {f"document_births.{i}": text for i, text in enumerate(request.document_births)}
    found |= {f"addressee.{i}": text for i, text in enumerate(request.addressee)}
    if request.subject is not None:
        found |= {f"subject.{key}": text for key, text in request.subject.typed.items()}
    found |= {
        "purpose": request.purpose,
        "counselling_place": request.counselling_place,
        "residence_reason": request.residence_reason,
        "signatory": request.signatory.hex(),
        "signer_present": "1" if request.signer_present else "",
        "card_seen": "1" if request.card_seen else "",
        "thumb_print": "1" if request.thumb_print else "",
    }
    return {key: text for key, text in found.items() if text}


def _party(key: str, start: str, party: Party, relatives: Sequence[Relative]) -> dict[str, str]:
    at = next((i for i, one in enumerate(relatives) if one.record == party.record), None)
    typed = {start + name: text for name, text in party.typed.items() if name != "hamlet"}
    if "hamlet" in party.typed:  # the counter types a hamlet of this village under the address
        typed[f"{start}address"] = party.typed["hamlet"]
    if party.record and at is not None:
        return {key: str(at), **typed}
    return {key: STRANGER, **typed}


def _inputs(inputs: Mapping[str, str], template: LetterTemplate) -> dict[str, str]:
    """A choice of words is a box for each."""
    found: dict[str, str] = {}
    boxes = {one.name for one in template.inputs if one.options}
    for name, text in inputs.items():
        if name in boxes:
            found |= {f"extra.{name}{CHOSEN}{word.strip()}": "1" for word in text.split(";")}
        else:
            found[f"extra.{name}"] = text
    return found
