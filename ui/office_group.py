"""Who is about to leave, and one letter or list for each of them in one file. Desk worker, or the lane for the printing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desbumi_app.catalogue.letters import LetterTemplate, Signing
from desbumi_app.letter_signing import Consents
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.issue_batch import Batch, BatchWatch, issue_batch
from desbumi_app.usecases.prepare_letter import templates
from ui.office_papers import Form, request_of, scanning_here, signers_of

DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody with a planned departure: stored ids of person and journey, name, country code, ISO day."""

    person: bytes
    journey: bytes
    name: str
    country: str
    on: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted for the chosen ones: the letter and what is typed for all of them alike."""

    template: str
    leavers: tuple[Leaver, ...]
    typed: Mapping[str, str]
    checklists: bool
    fresh_sheets: bool


def leavers(office: Office) -> tuple[Leaver, ...]:
    """Everybody whose departure is planned within sixty days and has not happened, the nearest first."""
    register, today = office.register, office.today()
    last = (today + timedelta(days=DAYS)).isoformat()
    found = []
    for row in register.rows_where("journeys", departed_on=None):
        on = str(row["planned_departure_on"] or "")
        if not on or not today.isoformat()[: len(on)] <= on <= last:
            continue
        person = register.resolve(bytes(row["id"]), bytes(row["person_id"]))
        known = register.get("people", person)
        if known is not None and not known["archived"]:
            name = str(known["name"] or "")
            found.append(Leaver(person, bytes(row["id"]), name, str(row["country"] or ""), on))
    return tuple(sorted(found, key=lambda one: (one.on, one.country, one.name)))


def for_groups(office: Office) -> tuple[LetterTemplate, ...]:
    """Letters that are alike for a group: about the journey, and nobody of each family signs them."""
    found = [
        one
        for one in templates(office.catalogue).values()
        if one.signatures.layout is not Signing.FAMILY and any("journey." in key for key in one.required)
    ]
    return tuple(sorted(found, key=lambda one: one.code))


def print_group(
    office: Office, order: Order, consents: Consents, watch: BatchWatch, *, cheap: bool = False
) -> Batch | Refused:
    """Issue everything in one go; what was issued before a cancel stays issued."""
    requests = [
        request_of(Form(order.template, one.person, one.journey, order.typed)) for one in order.leavers
    ]
    return issue_batch(
        office, requests, consents, scanning_here(office), watch,
        checklists=order.checklists, duplex=order.fresh_sheets, cheap=cheap,
    )  # fmt: skip


def signers(office: Office) -> list[tuple[str, str]]:
    """Who may sign, as a choice."""
    return [(ident.hex(), words) for ident, words in signers_of(office)]
