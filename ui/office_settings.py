"""The settings of this village as the settings page shows them, read in one go. Desk worker only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desbumi_app.catalogue.fields import Kind
from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.numbering import DEFAULT_PATTERN
from desbumi_app.letter_facts import settings_of
from desbumi_app.letter_wording import FOLDER, Wording, digest_of, versions_of
from desbumi_app.office import Office
from desbumi_app.usecases.change_logo import logo_of
from desbumi_app.usecases.change_settings import TABLE, number_example
from desbumi_app.usecases.change_signer import Signer, list_signers
from desbumi_app.usecases.list_series import Laptop, other_laptops
from desbumi_app.usecases.prepare_letter import templates
from ui import printing
from ui.forms.from_catalogue import said_value
from ui.office_papers import scanning_here
from ui.office_series import Series, series_of

MANY: Final = ("hamlets", "class_codes", "series_groups", "letter_bases")
# What holds while the village has not chosen; shown as chosen.
USUAL: Final = {
    "paper": "f4", "letterhead": "printed", "classification": "new", "series_mode": "sub_series",
    "series_scheme": "one",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SettingsView:
    """`texts`: one text for each field, as a form takes it; `many`: lines of the fields that hold several."""

    texts: Mapping[str, str]
    many: Mapping[str, tuple[str, ...]]
    logo: bytes
    signers: tuple[Signer, ...]
    series: tuple[Series, ...]
    letters: tuple[LetterTemplate, ...]
    offsets: Mapping[str, printing.Offset]
    words: Mapping[str, str]
    today: date
    laptops: tuple[Laptop, ...] = ()


def look(office: Office, printers: tuple[str, ...] = ()) -> SettingsView:
    """Everything the page shows."""
    row = settings_of(office)
    declared = office.catalogue.table(TABLE)
    single = [one.name for one in declared.fields if not one.many and one.kind is not Kind.FILE]
    return SettingsView(
        texts={name: as_typed(office.catalogue, name, row.get(name) or USUAL.get(name)) for name in single},
        many={name: tuple(row.get(name) or ()) for name in MANY},
        logo=logo_of(office),
        signers=list_signers(office),
        series=series_of(office),
        laptops=other_laptops(office, scanning_here(office)),
        letters=tuple(
            sorted(
                templates(office.catalogue).values(), key=lambda one: (not one.code.startswith("L"), one.code)
            )
        ),
        offsets={name: printing.offset_of(office, name) for name in printers},
        words={"scheme": str(row.get("classification") or "new")},
        today=office.today(),
    )


def as_typed(catalogue: Catalogue, name: str, value: Any) -> str:
    """A stored value as its editor takes it: codes for choices, 1 or 0 for a flag."""
    one = catalogue.table(TABLE).field(name)
    if one.kind is Kind.FLAG:
        return "1" if value else "0"
    if value is None:
        return ""
    plain = one.kind is Kind.CHOICE or (one.kind is Kind.PHONE and not str(value).startswith("+"))
    return str(value) if plain else said_value(catalogue, f"{TABLE}.{name}", value)


@dataclass(frozen=True, slots=True)
class LetterTexts:
    """One letter's shipped text and the village's, with every version; `outdated`: the shipped one changed since."""

    letter: str
    shipped: str
    own: str
    versions: tuple[Wording, ...]
    outdated: bool


def letter_texts(office: Office, letter: str) -> LetterTexts:
    """The texts of one letter: the newest of the village also where it no longer fits."""
    shipped = office.catalogue.source.read(FOLDER, letter)
    versions = versions_of(office, letter)
    newest = versions[-1] if versions else None
    own = newest.text if newest is not None and newest.text else shipped.decode()
    outdated = newest is not None and bool(newest.text) and newest.shipped != digest_of(shipped)
    return LetterTexts(letter, shipped.decode(), own, versions, outdated)


def example(office: Office, typed: Mapping[str, Typed]) -> str:
    """The next number as a pattern would print it; "" while the pattern cannot be used."""
    pattern = str(typed.get("number_pattern") or "") or DEFAULT_PATTERN
    return number_example(office, pattern)


def suggested(template: LetterTemplate, scheme: str) -> str:
    """The class code that is printed while the village wrote none of its own."""
    codes = template.class_codes
    return codes[1 if scheme == "legacy" and len(codes) > 1 else 0] if codes else ""
