"""Who else stands on a letter: family contacts, household members, people of the register, or strangers, as facts.

What was typed goes over what is stored. Which letter a relation needs is said here; nothing is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from db.errors import StoreError
from desbumi_app.documents.facts import AbsentParty, Address, PartyFacts, VillageFacts
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.letter_facts import address_of, person_facts
from desbumi_app.letter_request import Absent, Party
from desbumi_app.office import Office

Row = Mapping[str, Any]

WRONG_RELATION = "This letter is not for this relation. Choose the letter for: {relation}."
SPOUSES: Final = frozenset({"husband", "wife"})
PARENTS: Final = frozenset({"father", "mother"})
# What the subject is to the giver, where the giver's relation tells it.
_BACK: Final = {"husband": "wife", "wife": "husband", "father": "child", "mother": "child"}
_PERMISSIONS: Final = frozenset({"spouse_permission", "parent_permission", "guardian_permission"})
_ADDRESS: Final = frozenset({"street", "hamlet", "rt", "rw", "village", "district", "regency"})


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party's facts with the code of the relation, empty when none was said, and the people whose file was read."""

    facts: PartyFacts
    relation: str
    read: tuple[bytes, ...] = ()


def permission_for(relation: str) -> str:
    """The id of the permission letter for the giver's relation: spouse, parent, or whoever else is the guardian."""
    if relation in SPOUSES:
        return "spouse_permission"
    return "parent_permission" if relation in PARENTS else "guardian_permission"


def relation_problems(template: str, relations: tuple[str, ...], office: Office) -> list[Problem]:
    """Givers whose relation needs another letter, and the subject himself."""
    if template not in _PERMISSIONS:
        return []
    words = office.catalogue.values("relations")
    wrong = [one for one in relations if one and (one == "self" or permission_for(one) != template)]
    return [stop(WRONG_RELATION, about="givers.relation", relation=words.word(one, "id")) for one in wrong]


def named_party(office: Office, party: Party, typed: Mapping[str, str], village: VillageFacts) -> NamedParty:
    """Stored facts with what was typed over them. StoreError no_such_record for a row that is not there."""
    stored = _stored(office, party, village) if party.table else NamedParty(PartyFacts(""), "")
    relation = typed.get("relation") or stored.relation
    said: dict[str, Any] = {name: text for name, text in typed.items() if name not in _ADDRESS}
    lives: dict[str, Any] = {name: text for name, text in typed.items() if name in _ADDRESS}
    facts = replace(stored.facts, **said)
    address = replace(facts.address, **lives)
    if lives.get("hamlet") and not address.village:  # a hamlet alone is one of this village
        here = address_of({}, village)
        address = replace(address, village=here.village, district=here.district, regency=here.regency)
    word = office.catalogue.values("relations").word(relation, "id") if relation else ""
    facts = replace(facts, address=address, relation=word, thumb_print=party.thumb_print)
    return NamedParty(facts, relation, stored.read)


def _stored(office: Office, party: Party, village: VillageFacts) -> NamedParty:
    row = office.register.get(party.table, party.record)
    if row is None:
        raise StoreError("no_such_record")
    if party.table == "people":
        return NamedParty(person_facts(office, row, village), "", (party.record,))
    if party.table == "contacts":
        own = Address(street=str(row["address"] or ""))
        return NamedParty(PartyFacts(str(row["name"] or ""), address=own), str(row["relation"] or ""))
    if party.table == "household_members":
        return _member(office, row, village)
    raise ValueError(f"no party in {party.table}")


def _member(office: Office, row: Row, village: VillageFacts) -> NamedParty:
    relation = str(row["relation_to_worker"] or "")
    register, own = office.register, bytes(row["id"])
    if row["person_id"]:
        record = register.resolve(own, bytes(row["person_id"]))
        person = register.get("people", record)
        if person is not None:
            return NamedParty(person_facts(office, person, village), relation, (record,))
    home = register.get("households", register.resolve(own, bytes(row["household_id"]))) or {}
    occupation = row["occupation"]
    facts = PartyFacts(
        str(row["name"] or ""),
        nik=str(row["nik"] or ""),
        kk_number=str(home.get("kk_number") or ""),
        occupation=office.catalogue.values("occupations").word(occupation, "id") if occupation else "",
        address=address_of(home, village) if home else Address(),
    )
    return NamedParty(facts, relation)


def absent_party(office: Office, one: Absent) -> AbsentParty:
    """Somebody absent, his relation in words."""
    return AbsentParty(
        office.catalogue.values("relations").word(one.relation, "id"), one.name, one.reason, one.proof
    )


def subject_of(office: Office, subject: PartyFacts, givers: tuple[NamedParty, ...]) -> PartyFacts:
    """The subject as a permission letter names him: what he is to the giver, and whether they live together."""
    if not givers:
        return subject
    back = _BACK.get(givers[0].relation)
    relation = office.catalogue.values("relations").word(back, "id") if back else ""
    together = subject.address == givers[0].facts.address
    return replace(subject, relation=relation, address=replace(subject.address, same_as_giver=together))
