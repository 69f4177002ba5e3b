"""The plain inputs of papers: what a use case read from the store, frozen, before anything is set in type.

No store access, no layout. Dates are ISO text as stored ("2026-11-19", "2027-03", "1972"); words of choices are
already the words to print. An empty text means "not known" and stops a letter that needs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives. `village` and above hold their title: "Desa Sukacontoh", "Kecamatan Misalan"."""

    hamlet: str = ""
    rt: str = ""
    rw: str = ""
    village: str = ""
    district: str = ""
    regency: str = ""
    street: str = ""
    same_as_giver: bool = False


@dataclass(frozen=True, slots=True)
class VillageFacts:
    """The issuing office. Titles are settings, since a village may be a nagari, gampong or kalurahan."""

    name: str
    district: str
    regency: str
    region_code: str
    title: str = "Desa"
    district_title: str = "Kecamatan"
    regency_title: str = "Kabupaten"
    head_title: str = "Kepala Desa"
    street: str = ""
    postal_code: str = ""
    phone: str = ""
    short_name: str = ""
    logo: bytes = b""
    letterhead_paper: bool = False
    hijri: bool = False  # letters bear the Islamic date under the common one
    verify_at: str = ""  # the short address printed to be compared, without "/v"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for the office. `mode`: "" in person, "a.n." for the head, "Plt." or "Plh." acting."""

    name: str
    function: str
    mode: str = ""
    number: str = ""  # NIP or NIPD; no line when empty


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A person named in a letter; may be somebody who is not in the register."""

    name: str
    nik: str = ""
    kk_number: str = ""
    birth_place: str = ""
    birth_date: str = ""
    sex: str = ""
    religion: str = ""
    occupation: str = ""
    marital_status: str = ""
    parents: str = ""
    address: Address = field(default_factory=Address)
    relation: str = ""
    relation_proof: str = ""
    thumb_print: bool = False


@dataclass(frozen=True, slots=True)
class AbsentParty:
    """Somebody whose permission is not on the paper: why, and by which document this was seen."""

    relation: str
    name: str
    reason: str
    proof: str


@dataclass(frozen=True, slots=True)
class JourneyFacts:
    """The journey a letter is about. `agency_licence` is the SIP3MI number."""

    country: str = ""
    job: str = ""
    scheme: str = ""
    agency: str = ""
    agency_licence: str = ""
    employer: str = ""
    contract_months: int = 0
    planned_departure: str = ""
    siapkerja_id: str = ""  # the candidate's number at the labour office


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject of counselling and whether it was explained."""

    name: str
    explained: bool


@dataclass(frozen=True, slots=True)
class Counselling:
    """A talk about migration: when, by whom, about what."""

    held_on: str = ""
    officer: str = ""
    place: str = ""
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """A document and the day its original was seen; empty: not yet."""

    name: str
    seen_on: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Marital:
    """What was shown about somebody's marriage, and what he or she declared."""

    status: str = ""
    document: str = ""
    seen_on: str = ""
    declared_on: str = ""
    spouse: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness and in which capacity."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Hotline:
    """A telephone number as printed, with the month of its last check ("2026-01"); empty number: not known."""

    label: str
    number: str = ""
    checked_on: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything one letter may print. `short_code` finds the letter in the village's own register."""

    village: VillageFacts
    signatory: Signatory
    place: str
    dated: str
    valid_until: str
    subject: PartyFacts
    purpose: str = ""
    addressee: tuple[str, ...] = ()  # a letter to an office: its head, perhaps a department, last the town
    short_code: str = ""
    givers: tuple[PartyFacts, ...] = ()
    absent: tuple[AbsentParty, ...] = ()
    journey: JourneyFacts = field(default_factory=JourneyFacts)
    counselling: Counselling = field(default_factory=Counselling)
    documents: tuple[SeenDocument, ...] = ()
    marital: Marital = field(default_factory=Marital)
    caregiver: PartyFacts | None = None
    chair: Signatory | None = None
    witnesses: tuple[Witness, ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    legal_basis: tuple[str, ...] = ()  # the village's own, printed over the text
    extra: Mapping[str, str] = field(default_factory=dict)
