"""A letter's wording as the settings edit it: its sentences, its versions, and what it will look like. Desk worker only."""

from dataclasses import dataclass

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.render import State, render_letter
from desbumi_app.domain.problems import Problem
from desbumi_app.letter_facts import paper_of, settings_of
from desbumi_app.letter_request import LetterRequest, Party
from desbumi_app.letter_wording import FOLDER, Wording, digest_of, find_fault, versions_of, worded
from desbumi_app.office import Office
from desbumi_app.usecases.prepare_letter import assemble, paper_problem, templates
from desbumi_app.wording_pieces import Data, Words, read


@dataclass(frozen=True, slots=True)
class Sentences:
    """One letter: as shipped and as the village words it. `outdated`: the shipped text changed since."""

    template: LetterTemplate
    shipped: Data
    own: Data
    words: Words
    versions: tuple[Wording, ...]
    outdated: bool


def look(office: Office, letter: str) -> Sentences:
    """Everything the editor of one letter shows."""
    text = office.catalogue.source.read(FOLDER, letter)
    versions = versions_of(office, letter)
    newest = versions[-1] if versions else None
    shipped = read(text.decode())
    kept = newest.text if newest is not None and newest.text else ""
    usable = bool(kept) and find_fault(office, letter, kept) is None
    own = read(kept) if usable else shipped
    template = templates(office.catalogue)[letter]
    outdated = newest is not None and bool(kept) and newest.shipped != digest_of(text)
    return Sentences(template, shipped, own, Words(template, shipped, own), versions, outdated)


def preview(office: Office, letter: str, text: str) -> bytes | Problem:
    """The paper with this wording, a box in place of every value; or why it cannot be used."""
    if (wrong := find_fault(office, letter, text)) is not None:
        return wrong
    request = LetterRequest(letter, b"", subject=Party())
    facts = assemble(office, request).facts
    paper = paper_of(settings_of(office))
    try:
        return render_letter(worded(letter, text), facts, paper=paper, state=State.DRAFT, gaps=True).pdf
    except PaperError as refused:
        return paper_problem(refused)
