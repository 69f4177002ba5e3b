"""Stored rows become the plain facts of papers: village, signer, person, journey, talk, documents, help lines.

Reads the register and the shipped lists; formats and decides nothing. What is not known stays empty.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from db.session import wire_id
from desbumi_app import roles
from desbumi_app.catalogue.checklists import Checklist, JourneyKind, Need, load_checklist
from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.catalogue.packs import BACK_LINES, MISSION
from desbumi_app.documents.facts import (
    Address,
    Counselling,
    Hotline,
    JourneyFacts,
    PartyFacts,
    SeenDocument,
    Signatory,
    Topic,
    VillageFacts,
)
from desbumi_app.documents.geometry import A4, F4, Paper
from desbumi_app.office import Office
from desbumi_app.packs_in_use import Packs

Row = Mapping[str, Any]

_MODES = {"on_behalf": "a.n.", "for_attention": "a.n.", "acting": "Plt.", "daily_acting": "Plh."}


def settings_of(office: Office) -> Row:
    """The village's settings; empty values before set-up has stored them."""
    rows = office.register.rows_where("village_settings")
    return rows[-1] if rows else {}


def chosen_for(lines: Iterable[str] | None, template: LetterTemplate) -> str:
    """What a setting of lines `kind=value` says of this letter, named by its id or its code."""
    for line in lines or ():
        kind, _, value = str(line).partition("=")
        if value.strip() and kind.strip().casefold() in (template.id, template.code.casefold()):
            return " ".join(value.split())
    return ""


def legal_bases(settings: Row, template: LetterTemplate) -> tuple[str, ...]:
    """The village's own legal bases of a letter, parted by semicolons in its settings."""
    parts = chosen_for(settings.get("letter_bases"), template).split(";")
    return tuple(one.strip().rstrip(".") for one in parts if one.strip())


def village_facts(office: Office, settings: Row, *, verify_at: str = "") -> VillageFacts:
    """The issuing office as papers name it."""
    district, district_title = _titled(_text(settings, "subdistrict_name"), ("Kecamatan", "Distrik"))
    regency, regency_title = _titled(_text(settings, "district_name"), ("Kabupaten", "Kota"))
    title = _text(settings, "village_term") or "Desa"
    logo = settings.get("logo")
    return VillageFacts(
        name=_text(settings, "village_name"),
        district=district,
        regency=regency,
        region_code=_text(settings, "region_code"),
        title=title,
        district_title=district_title,
        regency_title=regency_title,
        head_title=_text(settings, "head_term") or f"Kepala {title}",
        street=_text(settings, "address"),
        postal_code=_text(settings, "postal_code"),
        phone=_text(settings, "phone"),
        short_name=_text(settings, "village_short"),
        logo=(office.register.blob(bytes(logo)) or b"") if logo else b"",
        letterhead_paper=settings.get("letterhead") in ("blank", "none"),
        hijri=bool(settings.get("hijri_dates")),
        verify_at=verify_at,
    )


def paper_of(settings: Row, chosen: str = "") -> Paper:
    """The village's paper with its margins: F4 unless it chose A4, or `chosen` (f4, a4) for this paper alone."""
    sheet = A4 if (chosen or settings.get("paper")) == "a4" else F4
    return sheet.with_margins(settings.get("margin_top_mm"), settings.get("margin_left_mm"))


def _titled(name: str, titles: Sequence[str]) -> tuple[str, str]:
    """`Kota Rekajaya` is the name Rekajaya with the title Kota; without a title, the first one."""
    first, _, rest = name.partition(" ")
    return (rest, first) if rest and first in titles else (name, titles[0])


def find_user(office: Office, user: bytes) -> Row | None:
    """The row of a user by wire or stored id."""
    return next((row for row in _users(office) if bytes(row["id"])[-16:] == user[-16:]), None)


def usual_signer(office: Office) -> Row | None:
    """Who signs for the office: the village head, else whoever signs in his place and is still in office."""
    today = office.today().isoformat()
    signing = [row for row in _users(office) if may_stand_under(row, today)]
    return next(iter(sorted(signing, key=lambda row: not heads_on_paper(row))), None)


def may_stand_under(row: Row, today: str) -> bool:
    """Whether somebody may stand under a letter of the office: the head, or who signs in his place; `today` ISO."""
    if not row["signs"] or (row["ended_on"] or "9999") <= today:
        return False
    return heads_on_paper(row) or row["sign_mode"] in _MODES


def heads_on_paper(row: Row) -> bool:
    """Whether a user's letters are the village head's: by his role, or in ink, as somebody who opens no book."""
    return roles.VILLAGE_HEAD in row["roles"] or (not row["login"] and row["sign_mode"] == "own")


def signatory(row: Row | None) -> Signatory:
    """A user as he signs; empty when there is nobody."""
    if row is None:
        return Signatory("", "")
    position = _text(row, "position")
    if row.get("sign_mode") == "for_attention":
        position = f"u.b. {position}"
    mode = _MODES.get(_text(row, "sign_mode"), "")
    return Signatory(_text(row, "name"), position, mode, _text(row, "nip"))


def _users(office: Office) -> Sequence[Row]:
    return office.register.rows_where("users")


def address_of(row: Row, village: VillageFacts) -> Address:
    """Where a person or household of this village lives."""
    return Address(
        hamlet=_text(row, "hamlet"),
        rt=_text(row, "rt"),
        rw=_text(row, "rw"),
        village=f"{village.title} {village.name}",
        district=f"{village.district_title} {village.district}",
        regency=f"{village.regency_title} {village.regency}",
        street=_text(row, "address"),
    )


def person_facts(office: Office, row: Row, village: VillageFacts, *, thumb_print: bool = False) -> PartyFacts:
    """A person of the register as a letter names him."""

    def word(name: str, values: str) -> str:
        return office.catalogue.values(values).word(_text(row, name), "id") if row.get(name) else ""

    parents = " dan ".join(filter(None, (_text(row, "father_name"), _text(row, "mother_name"))))
    other = _text(row, "occupation_note") if row.get("occupation") == "other" else ""
    return PartyFacts(
        name=_text(row, "name"),
        nik=_text(row, "nik"),
        kk_number=_text(row, "kk_number"),
        birth_place=_text(row, "birth_place"),
        birth_date=_text(row, "born_on"),
        sex=word("sex", "sexes"),
        religion=word("religion", "religions"),
        occupation=other or word("occupation", "occupations"),
        marital_status=word("marital_status", "marital_statuses"),
        parents=parents,
        address=address_of(row, village),
        thumb_print=thumb_print,
    )


def journey_facts(office: Office, row: Row | None) -> JourneyFacts:
    """The journey in words; everything empty without one."""
    if row is None:
        return JourneyFacts()
    values = office.catalogue.values
    job = _text(row, "job_note") if row.get("job") == "other" else ""
    return JourneyFacts(
        country=values("countries").word(_text(row, "country"), "id") if row["country"] else "",
        job=job or (values("jobs").word(_text(row, "job"), "id") if row["job"] else ""),
        scheme=values("routes").word(_text(row, "route"), "id") if row["route"] else "",
        agency=_text(row, "p3mi_name"),
        agency_licence=_text(row, "p3mi_licence"),
        employer=_text(row, "employer_name"),
        contract_months=int(row["contract_months"] or 0),
        planned_departure=_text(row, "planned_departure_on"),
        siapkerja_id=_text(row, "siapkerja_id"),
    )


def talk_row(rows: Iterable[Row], journey: bytes | None) -> Row | None:
    """The talk that counts for a journey: with the family before alone, then the newest; not another journey's."""
    own = [
        row
        for row in rows
        if not row["journey_id"] or journey is None or row["journey_id"] == wire_id(journey)
    ]
    return max(own, key=lambda row: (bool(row["with_family"]), str(row["held_on"] or "")), default=None)


def counselling_facts(office: Office, row: Row | None, place: str) -> Counselling:
    """The talk with every subject of the list, ticked or not."""
    if row is None:
        return Counselling(place=place)
    officer = find_user(office, bytes(row["officer_id"])) if row["officer_id"] else None
    topics = tuple(
        Topic(one.label.id, explained=one.code in row["topics"])
        for one in office.catalogue.values("counselling_topics").offered
    )
    return Counselling(_text(row, "held_on"), _text(officer or {}, "name"), place, topics)


def document_facts(
    person: Row, journey: Row | None, documents: Iterable[Row], *, missing_too: bool
) -> tuple[SeenDocument, ...]:
    """The papers whose original was seen; with `missing_too` also what the checklist requires and nobody has seen."""
    seen = {item: (on, number) for item, on, number in seen_papers(documents, journey)}
    items = checklist().for_journey(journey_kind(person, journey))
    found = []
    for item in items:
        on, number = seen.get(item.code, ("", ""))
        if on or (missing_too and item.need is Need.REQUIRED):
            found.append(SeenDocument(item.name.id, on, number))
    return tuple(found)


def seen_papers(documents: Iterable[Row], journey: Row | None) -> Iterable[tuple[str, str, str]]:
    """(item, day, number) of every original that was seen for this journey, or for none in particular."""
    own = wire_id(bytes(journey["id"])) if journey is not None else None
    for row in documents:
        elsewhere = row["journey_id"] and own is not None and row["journey_id"] != own
        if row["status"] == "original_seen" and row["seen_on"] and not elsewhere:
            yield _text(row, "item"), _text(row, "seen_on"), _text(row, "number")


def journey_kind(person: Row, journey: Row | None) -> JourneyKind:
    """What decides the checklist of a person's journey."""
    return JourneyKind(
        _text(journey or {}, "route") or "unknown",
        _text(journey or {}, "country"),
        _text(person, "marital_status"),
        _text(journey or {}, "job"),
    )


@cache
def checklist(name: str = "departure") -> Checklist:
    """A shipped checklist by its id; the one before departure unless another is asked for."""
    return load_checklist(name)


def hotline_facts(
    village: VillageFacts, today: str, packs: Packs, destination: tuple[str, str] = ("", "")
) -> tuple[Hotline, ...]:
    """The help lines of the back page with the month of their check, the mission, and the village's own telephone.

    `destination`: code and name of the country. A list tells its mission under `mission_tw`, by its code.
    """
    rows = [row for key in BACK_LINES if (row := packs("hotlines").row(key))]
    own = Hotline(f"PPIT {village.title} {village.name}", village.phone, today[:7] if village.phone else "")
    return (
        *(Hotline(row.label.id, row.value, row.as_of) for row in rows),
        _mission(packs, *destination),
        own,
    )


def _mission(packs: Packs, code: str, country: str) -> Hotline:
    """Where help is in the destination; a line to write on while no list tells this country's own number."""
    row = packs("hotlines").row(f"{MISSION}_{code.casefold()}") or packs("hotlines").row(MISSION)
    label = f"Perwakilan RI di {country or 'negara tujuan'}"
    return Hotline(label, row.value, row.as_of) if row and row.value else Hotline(label)


def short_code(wire: bytes) -> str:
    """`K7QM-2DXA`: the code in a paper's footer, which finds the record in the village's own register."""
    text = base64.b32encode(hashlib.sha256(b"desbumi/short-code/1" + wire[-16:]).digest()[:5]).decode()
    return f"{text[:4]}-{text[4:]}"


def short_name(name: str) -> str:
    """`Wahyuni P.`: first name and initial, for lists that lie open on a desk."""
    first, *rest = name.split() or [""]
    return f"{first} {rest[0][0].upper()}." if rest else first


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)
