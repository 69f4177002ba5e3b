"""What every use case is handed: an opened office. Holds no rule, opens nothing, and knows no window.

A village office has `register` and, for a case user, `cases`; a district office has one store of kind "district".
"""

from dataclasses import dataclass, field, replace
from datetime import date

from db.clock import Clock
from db.errors import StoreError
from db.store import Store
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.files import Files
from desbumi_app.profile import Profile
from desbumi_app.zones import ZONES, civil_date

__all__ = ["ZONES", "Files", "Office", "Operator", "civil_date"]


@dataclass(frozen=True, slots=True)
class Operator:
    """Who works: the 16-byte id of the user's row, the name shown, the roles that his keys prove or his row says."""

    id: bytes
    login: str
    name: str
    roles: frozenset[str]

    def may(self, role: str) -> bool:
        """Whether the user has a role. A convenience of one store; only keys protect (trust.md 1)."""
        return role in self.roles


@dataclass(frozen=True, slots=True)
class Office:
    """An unlocked office on one thread. `cases` is None without the case key or after the screen lock.

    `register` is the main store, whatever its kind. `letter_scalar` is the operator's ES256 letter key, or empty.
    `cases_broken`: this user has the case key, but the file could not be opened; the register goes on without it.
    """

    files: Files
    profile: Profile
    catalogue: Catalogue
    clock: Clock
    register: Store
    operator: Operator
    cases: Store | None = None
    letter_scalar: bytes = field(default=b"", repr=False)
    cases_broken: bool = False

    def today(self) -> date:
        """The civil date here."""
        return civil_date(self.clock, self.profile.zone)

    def open_cases(self) -> Store:
        """The case store; StoreError closed when this user has no key to it or it was locked, cases_unreadable."""
        if self.cases is None:
            raise StoreError("cases_unreadable" if self.cases_broken else "closed", "cases")
        return self.cases

    def only_village(self) -> None:
        """StoreError not_a_village in any other book: what comes from a village's people belongs in no other."""
        if self.profile.kind != "village" or self.register.kind != "register":
            raise StoreError("not_a_village")

    def without_cases(self) -> "Office":
        """The same office after its case store could not be read; the register is not touched."""
        if self.cases is not None:
            self.cases.close()
        return replace(self, cases=None, cases_broken=True)

    def lane(self) -> "Office":
        """The same office for the calling background thread, on connections of its own."""
        return replace(
            self, register=self.register.lane(), cases=self.cases.lane() if self.cases is not None else None
        )

    def end_lane(self) -> None:
        """Close the connections of a lane; the office itself stays open."""
        for store in (self.cases, self.register):
            if store is not None:
                store.session.close()
