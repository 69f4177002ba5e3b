"""What a departure form holds while it is filled in: texts as typed, by table and column.

Everything but the sealed step is packed into a draft of the register; what is for case officers only never is.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from desbumi_app.usecases.record_departure import DepartureForm

FORM: Final = "departure"
FORMAT: Final = 1
# What is true of most people at the desk; the person's file can correct it later.
NEW_PERSON: Final = {"residence_status": "resident"}
PASSPORT: Final = "passport"
SEEN: Final = "original_seen"
NOT_NEEDED: Final = "not_needed"
MISSING: Final = "missing"


@dataclass(slots=True)
class Typed:
    """One departure in the making. `key` names its draft; `person` is the stored id of a known person.

    `sealed_shown`: the key whose sealed step, as it was kept, is known here; another's is never dropped.
    `held`: the sealed step while it is covered after a screen lock; `in_book`: it lies in the closed case book instead.
    """

    key: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    person: bytes | None = None
    name: str = ""
    stage: str = ""
    step: int = 0
    about: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    journey: dict[str, str] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    papers: dict[str, dict[str, str]] = field(default_factory=dict)
    sensitive: dict[str, str] = field(default_factory=dict, repr=False)
    sealed_shown: bytes = b""
    held: dict[str, str] = field(default_factory=dict, repr=False)
    in_book: bool = False

    def named(self, table: str) -> dict[str, str]:
        """The texts of one table, to be changed in place."""
        columns: dict[str, dict[str, str]] = {
            "people": self.about,
            "journeys": self.journey,
            "contacts": self.contact,
            "journey_recruitment": self.sensitive,
        }
        return columns[table]

    def put(self, texts: Mapping[str, str]) -> None:
        """Take over what a form holds, by `table.field`."""
        for name, text in texts.items():
            table, _dot, column = name.partition(".")
            self.named(table)[column] = text

    def texts(self, table: str) -> dict[str, str]:
        """What a form is filled with, by `table.field`."""
        return {f"{table}.{column}": text for column, text in self.named(table).items()}

    @property
    def shown_name(self) -> str:
        """Who it is about, as far as it is known."""
        return self.name or self.about.get("name", "").strip()

    def marital_status(self) -> str:
        """Typed now or known before; decides which papers are asked for."""
        return self.about.get("marital_status", "") or self.known.get("marital_status", "")

    def empty(self) -> bool:
        """Whether nothing was entered that could be lost."""
        texts = [
            *self.about.values(), *self.journey.values(), *self.contact.values(), *self.sensitive.values(), *self.held.values(),
            *(text for paper in self.papers.values() if _said(paper) for text in paper.values()),
        ]  # fmt: skip
        return not any(text.strip() for text in texts)

    def take_sealed(self, before: "Typed") -> None:
        """The form is drawn anew: its sealed step as it stood, covered where it was."""
        self.sensitive |= before.sensitive
        self.held, self.in_book = before.held, before.in_book

    def form(self, today: str) -> DepartureForm:
        """What the use case is handed; `today` is the day papers were seen, as ISO text."""
        about = _filled(self.about)
        if self.person is None:
            about = {**NEW_PERSON, "nik_status": "stated" if about.get("nik") else "none_yet", **about}
            about.setdefault("name", "")
        journey = _filled(self.journey)
        passport = self.papers.get(PASSPORT, {})
        if passport.get("status") == SEEN:
            given = {
                "passport_number": passport.get("number", ""),
                "passport_expires_on": passport.get("expires_on", ""),
            }
            journey |= _filled(given)
        return DepartureForm(
            self.person,
            about,
            journey,
            _filled(self.contact),
            {item: _paper(typed, today) for item, typed in self.papers.items() if _said(typed)},
            {**self.held, **_filled(self.sensitive)},
        )

    def body(self) -> dict[str, Any]:
        """The draft, without the sealed step."""
        return {
            "format": FORMAT,
            "person": self.person.hex() if self.person else "",
            "name": self.name,
            "stage": self.stage,
            "step": self.step,
            "about": self.about,
            "known": self.known,
            "journey": self.journey,
            "contact": self.contact,
            "papers": self.papers,
        }


def from_body(key: bytes, body: Mapping[str, Any]) -> Typed:
    """A draft taken up again; KeyError for one of another format."""
    person = bytes.fromhex(body["person"])
    return Typed(
        key,
        person or None,
        body["name"],
        body["stage"],
        body["step"],
        dict(body["about"]),
        dict(body["known"]),
        dict(body["journey"]),
        dict(body["contact"]),
        {item: dict(typed) for item, typed in body["papers"].items()},
    )


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {column: text for column, text in texts.items() if text.strip()}


def _said(typed: Mapping[str, str]) -> bool:
    return typed.get("status") in {SEEN, NOT_NEEDED}


def _paper(typed: Mapping[str, str], today: str) -> dict[str, str]:
    """A paper that was seen is seen today, as an original; one that is not there is simply not in the book."""
    status = typed["status"]
    if status != SEEN:
        return {"status": status}
    seen = {"status": status, "original_seen": "1", "seen_on": today}
    return seen | _filled({name: typed.get(name, "") for name in ("number", "expires_on")})
