"""A family card is a household; its members are the people of the list who carry its number."""

from collections.abc import Mapping
from typing import Any, Final

from db import bulk
from db.edits import Transaction
from db.session import wire_id
from db.store import Store
from desbumi_app.catalogue.import_fields import RELATION

_OF_HOUSEHOLD: Final = ("kk_number", "hamlet", "rw", "rt", "address")


class Households:
    """Collects members while a list is stored, and stores them at its end."""

    def __init__(self, store: Store) -> None:
        self._have = {
            str(card): bytes(record)
            for record, card in bulk.columns(store, "households", ("kk_number",))
            if card
        }
        pairs = bulk.columns(store, "household_members", ("household_id", "person_id"))
        self._members = {(bytes(home), bytes(person)) for _id, home, person in pairs if home and person}
        self._fresh: dict[str, dict[str, Any]] = {}
        self._headed: set[str] = set()
        self._joined: list[tuple[str, bytes, dict[str, Any]]] = []

    def member(self, person: bytes, values: Mapping[str, Any]) -> None:
        """A stored person of the list, and what the row says."""
        card = str(values.get("kk_number") or "")
        if not card:
            return
        if card not in self._have:
            self._household(card, person, values)
        said = {"name": values.get("name"), "nik": values.get("nik"), "relation": values.get(RELATION)}
        self._joined.append((card, wire_id(person), said))

    def _household(self, card: str, person: bytes, values: Mapping[str, Any]) -> None:
        """The head's row says where the household lives; until it comes, the first member's."""
        is_head = values.get(RELATION) == "head" and card not in self._headed
        if card in self._fresh and not is_head:
            return
        found: dict[str, Any] = {name: values.get(name) for name in _OF_HOUSEHOLD}
        if is_head:
            self._headed.add(card)
            found |= {"head_name": values.get("name"), "head_person_id": wire_id(person)}
        elif values.get("households.head_name"):
            found["head_name"] = values["households.head_name"]
        self._fresh[card] = found

    def store(self, tx: Transaction) -> bool:
        """Stores new households and members; whether there were any."""
        made = tx.create_many("households", self._fresh.values())
        self._have.update(zip(self._fresh, made, strict=True))
        new: dict[tuple[bytes, bytes], dict[str, Any]] = {}
        for card, person, said in self._joined:
            pair = (wire_id(self._have[card]), person)
            if pair not in self._members:
                new.setdefault(pair, {"household_id": pair[0], "person_id": pair[1], **said})
        tx.create_many("household_members", new.values())
        return bool(made or new)
