"""What the form of one record holds while it is filled in: texts as typed, by `table.field`, and how it is cut into steps.

Sealed texts are never packed into a draft of the register.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from desbumi_app.catalogue.fields import Field, Width
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.usecases.record_entry import EntryForm
from desbumi_app.usecases.record_kinds import KINDS, RecordKind
from ui.forms.from_catalogue import word
from ui.language import N_, WORDS, _

FORM: Final = "record"
FORMAT: Final = 1
MOST: Final = 12  # units of a step: three fields in a row, four rows
ROW: Final = 3
TITLES: Final[Mapping[str, str]] = {
    "person": N_("Data of the person"),
    "sealed_journey": N_("Recruiter, money and health"),
    "at_work": N_("Conditions at work"),
    "after_return": N_("How the return went"),
    "child": N_("Child left behind"),
    "remittance": N_("Money sent home"),
    "notice": N_("Data notice"),
    "consent": N_("Consent to use data"),
    "request": N_("Request about one's own data"),
}
# Which tab of the file shows the record.
TABS: Final[Mapping[str, str]] = {
    "document": "documents",
    "journey": "journeys",
    "sealed_journey": "journeys",
    "at_work": "journeys",
    "after_return": "journeys",
    "extension": "journeys",
    "plan": "journeys",
    "remittance": "journeys",
    "check_in": "journeys",
    "return": "journeys",
    "event": "journeys",
    "talk": "journeys",
}
FAMILY: Final = frozenset({"contact", "household", "member", "visit", "child"})


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step: its name and what else it holds, its fields by `table.field`, and whether it goes sealed.

    `numbers`: of each field on the paper it is typed from; empty without a paper.
    """

    name: str
    detail: str
    fields: tuple[str, ...]
    sealed: bool = False
    numbers: tuple[int, ...] = ()


@dataclass(slots=True)
class TypedRecord:
    """One record in the making. `stored`: the texts it began with; only what differs is handed in again.

    `paper`: the fields of the filled form it is typed from, in the order of the paper, and `code` the code of that form.
    `sealed_shown`: whether the sealed half of its draft is known here; else it is never dropped.
    `held`: its texts while it is covered after a screen lock; `in_book`: they lie in the closed case book instead.
    """

    kind: str
    person: bytes
    record: bytes | None = None
    journey: bytes | None = None
    name: str = ""
    step: int = 0
    stored: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    paper: tuple[str, ...] = ()
    code: str = ""
    sealed_shown: bool = False
    held: dict[str, str] = field(default_factory=dict, repr=False)
    in_book: bool = False

    @property
    def about(self) -> RecordKind:
        """The kind."""
        return KINDS[self.kind]

    @property
    def key(self) -> bytes:
        """Names its draft: one a person, kind and record, so that opening it again finds what was typed."""
        return hashlib.sha256(self.kind.encode() + self.person + (self.record or b"")).digest()[:16]

    def changed(self) -> dict[str, str]:
        """What differs from what is stored; of a new record everything that is filled in."""
        if self.record is None:
            return {
                name: text
                for name, text in {**self.texts, **self.held}.items()
                if text.strip() and not self._blank(name, text)
            }
        return {
            name: text
            for name, text in {**self.texts, **self.held}.items()
            if text.strip() != self.stored.get(name, "").strip()
        }

    def empty(self) -> bool:
        """Whether nothing was entered that could be lost."""
        return all(text.strip() == self.stored.get(name, "").strip() or self._blank(name, text)
                   for name, text in {**self.texts, **self.held}.items())  # fmt: skip

    def take_sealed(self) -> dict[str, str]:
        """The sealed texts that say something; they stand in the form no more."""
        sealed = {name: text for name, text in self.texts.items() if table_of(name) in self.about.sealed}
        self.texts |= dict.fromkeys(sealed, "")
        return {name: text for name, text in sealed.items() if text.strip()}

    def form(self) -> EntryForm:
        """What the use case is handed."""
        typed: dict[str, dict[str, Any]] = {}
        for name, text in self.changed().items():
            table, _dot, column = name.partition(".")
            typed.setdefault(table, {})[column] = text
        return EntryForm(
            self.kind, self.person, typed, None if self.kind == "person" else self.record, self.journey
        )

    def body(self, *, sealed: bool) -> dict[str, Any]:
        """The draft: of the sealed tables only, or of the others only."""
        kept = {
            name: text for name, text in self.texts.items() if (table_of(name) in self.about.sealed) == sealed
        }
        return {
            "format": FORMAT,
            "kind": self.kind,
            "person": self.person.hex(),
            "record": self.record.hex() if self.record else "",
            "journey": self.journey.hex() if self.journey else "",
            "name": self.name,
            "step": self.step,
            "texts": kept,
        }

    def _blank(self, name: str, text: str) -> bool:
        """An unticked box says nothing."""
        return text == "0" and not self.stored.get(name)


def from_body(body: Mapping[str, Any]) -> TypedRecord:
    """A draft taken up again; KeyError for one of another format."""
    made = TypedRecord(
        body["kind"],
        bytes.fromhex(body["person"]),
        bytes.fromhex(body["record"]) or None,
        bytes.fromhex(body["journey"]) or None,
        body["name"],
        body["step"],
    )
    made.texts = dict(body["texts"])
    return made


def title_of(catalogue: Catalogue, kind: str) -> str:
    """What the record is called, in the window's language."""
    about = KINDS[kind]
    return _(TITLES[kind]) if kind in TITLES else catalogue.table(about.table).label.of(WORDS.language)


def tab_of(kind: str) -> str:
    """The tab of the file that shows this kind of record."""
    return "family" if kind in FAMILY else TABS.get(kind, "history")


def table_of(name: str) -> str:
    """The table of `table.field`."""
    return name.partition(".")[0]


def steps_of(catalogue: Catalogue, kind: str) -> tuple[StepPlan, ...]:
    """The steps of a kind's form."""
    return steps_about(catalogue, KINDS[kind])


def steps_about(catalogue: Catalogue, about: RecordKind) -> tuple[StepPlan, ...]:
    """The fields in the groups of the declarations, joined to as few steps as fit a page each."""
    plans: list[tuple[list[str], list[str], int, bool]] = []
    for group, names, units, sealed in _groups(catalogue, about):
        last = plans[-1] if plans else None
        if last is not None and last[3] == sealed and last[2] + units <= MOST:
            if group not in last[0]:
                last[0].append(group)
            last[1].extend(names)
            plans[-1] = (last[0], last[1], last[2] + units, sealed)
        else:
            plans.append(([group], list(names), units, sealed))
    made = [
        StepPlan(groups[0], ", ".join(groups[1:]), tuple(names), sealed)
        for groups, names, _units, sealed in plans
    ]
    before: dict[str, int] = {}
    for at, plan in enumerate(made):
        before[plan.name] = before.get(plan.name, 0) + 1
        if before[plan.name] > 1:
            made[at] = _named(catalogue, plan)
    return tuple(made)


def _named(catalogue: Catalogue, plan: StepPlan) -> StepPlan:
    """A second step of a group: called after the next group that it holds, else after its first field."""
    if plan.detail:
        name, _comma, rest = plan.detail.partition(", ")
        return replace(plan, name=name, detail=rest)
    table, _dot, field_name = plan.fields[0].partition(".")
    return replace(plan, name=catalogue.table(table).field(field_name).label.of(WORDS.language))


def plans_of(catalogue: Catalogue, typed: TypedRecord) -> tuple[StepPlan, ...]:
    """The steps of the form, or of the paper it is typed from."""
    return paper_steps(catalogue, typed.kind, typed.paper) if typed.paper else steps_of(catalogue, typed.kind)


def paper_steps(catalogue: Catalogue, kind: str, paper: tuple[str, ...]) -> tuple[StepPlan, ...]:
    """What of the paper this form takes, in its order and under its numbers; cut where a step is full."""
    about = KINDS[kind]
    known = {f"{table}.{one.name}": one for table, one in about.shown(catalogue)}
    parts: list[list[tuple[int, str]]] = [[]]
    room, sealed = MOST, None
    for number, name in enumerate(paper, start=1):
        if name not in known:
            continue
        goes, units = table_of(name) in about.sealed, units_of(catalogue, known[name])
        if parts[-1] and (units > room or goes != sealed):
            parts.append([])
            room = MOST
        parts[-1].append((number, name))
        room, sealed = room - units, goes
    return tuple(
        StepPlan(
            _("Numbers {first} to {last}", first=part[0][0], last=part[-1][0]),
            "",
            tuple(name for _number, name in part),
            table_of(part[0][1]) in about.sealed,
            tuple(number for number, _name in part),
        )
        for part in parts
        if part
    )


def _groups(catalogue: Catalogue, about: RecordKind) -> list[tuple[str, list[str], int, bool]]:
    """(name, fields, units, sealed) of each group, cut where one alone would overflow a step."""
    found = dict[tuple[str, str], list[tuple[str, int]]]()
    for table, one in about.shown(catalogue):
        if one.form is None:
            continue
        group = one.form.group
        place = ("also", "passport") if table == "people" and about.table != "people" else (table, group)
        found.setdefault(place, []).append((f"{table}.{one.name}", units_of(catalogue, one)))
    if ("also", "passport") in found:
        beside = found.pop(("also", "passport"))
        found.setdefault((about.table, "passport"), []).extend(beside)
    made: list[tuple[str, list[str], int, bool]] = []
    for (table, group), names in found.items():
        sealed = table in about.sealed
        said = word(catalogue, "form_groups", group)
        made += [(said, [name for name, _units in part], sum(units for _name, units in part), sealed)
                 for part in _parts(names)]  # fmt: skip
    return made


def _parts(names: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    parts: list[list[tuple[str, int]]] = [[]]
    for name, units in names:
        if sum(each for _name, each in parts[-1]) + units > MOST:
            parts.append([])
        parts[-1].append((name, units))
    return parts


def units_of(catalogue: Catalogue, one: Field) -> int:
    """How much room a field takes: a third of a row, a whole one, or several for many boxes."""
    if one.many and one.values is not None:
        return ROW * -(-len(catalogue.values(one.values).offered) // (2 * ROW))
    if one.kind.value == "note":
        return 2 * ROW
    return ROW if one.form is not None and one.form.width is Width.FULL else 1
