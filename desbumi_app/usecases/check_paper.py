"""Checks a letter that somebody brings to this desk, offline: by its QR, or by the code in the footer of a letter it holds.

Letters of all villages of the district are known by the keys of its control chain; a district's desk holds the villages'
books and knows their footer codes too. Nothing is stored or sent.
"""

import re
from dataclasses import dataclass
from typing import Final

from db.session import stream_of
from desbumi_app import pictures
from desbumi_app.documents import token
from desbumi_app.documents.read_qr import PictureError
from desbumi_app.domain.problems import Message
from desbumi_app.letter_keys import TOKEN_KEY_ID, Directory, directory_of
from desbumi_app.list_age import Age, age_of
from desbumi_app.office import Office
from desbumi_app.usecases.list_letters import LetterLine, letters_by_code
from desbumi_app.usecases.verify_letter import Comparison, verify_letter
from sync.control.state import ControlState
from sync.control_log import ControlLog

_FOOTER: Final = re.compile("[A-Z2-7]{4}-?[A-Z2-7]{4}")

NO_DISTRICT: Final = "Cannot be confirmed. This office belongs to no district yet, so it knows nobody's key."
IN_BOOK: Final = "This letter stands in the book of this village."
IN_DISTRICT: Final = "This letter stands in the book that {village} has sent."
NOT_IN_DISTRICT: Final = (
    "No letter that a village has sent so far has this code. Look at it again, or scan the QR."
)
NOT_IN_BOOK: Final = (
    "No letter of this village has this code. Look at it again; for other villages the QR is needed."
)
NOTHING: Final = "Scan the QR, choose a photo of it, or type the code in the footer."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a paper. `villages`: who signed, with region code; empty where the signature did not hold.

    `line` is the letter in this village's own book, where it was found by its footer code.
    """

    answer: token.Answer | None
    message: Message
    scanned: str = ""
    claims: token.Claims | None = None
    villages: tuple[str, ...] = ()
    district: str = ""
    age: Age | None = None
    line: LetterLine | None = None


def check_paper(office: Office, text: str, typed: Comparison | None = None) -> Verdict:
    """Check what a scanner typed, what a photo held, or a footer code."""
    clean = "".join(text.split())
    if not clean:
        return Verdict(None, Message(NOTHING, {}))
    if "#" not in clean and _FOOTER.fullmatch(clean.upper()):
        return _in_book(office, clean.upper())
    log = ControlLog(office.register)
    return judge(office, clean, log.state if log.joined else None, typed)


def judge(office: Office, clean: str, state: ControlState | None, typed: Comparison | None = None) -> Verdict:
    """The answer about a scanned text by what a district's chain says; None: this office belongs to none."""
    answered = verify_letter(office, clean, directory_of(state) if state else Directory(), typed)
    if state is None:
        unknown = answered.answer is token.Answer.UNKNOWN_KEY
        return Verdict(answered.answer, Message(NO_DISTRICT, {}) if unknown else answered.message, clean)
    villages = _villages(state, clean) if answered.claims else ()
    age = age_of(state, office.today())
    return Verdict(answered.answer, answered.message, clean, answered.claims, villages, state.name, age)


def check_photo(office: Office, data: bytes) -> Verdict:
    """Check the letter whose QR stands in a photo."""
    try:
        return check_paper(office, pictures.codes(data)[0])
    except PictureError as wrong:
        return Verdict(None, Message(wrong.msgid, {}))


def _in_book(office: Office, code: str) -> Verdict:
    found = letters_by_code(office, code)
    village = office.profile.kind == "village"
    if not found:
        return Verdict(None, Message(NOT_IN_BOOK if village else NOT_IN_DISTRICT, {}), code)
    if village:
        return Verdict(None, Message(IN_BOOK, {}), code, line=found[0])
    whose = _village_of(office, found[0].id)
    return Verdict(None, Message(IN_DISTRICT, {"village": whose}), code, villages=(whose,), line=found[0])


def _village_of(office: Office, record: bytes) -> str:
    """Name and region code of the village whose stream a record lies in."""
    stream, log = office.register.session.stream_id(stream_of(record)), ControlLog(office.register)
    known = log.state.villages.values() if log.joined else ()
    return next((f"{one.name} ({one.region})" for one in known if one.register_stream == stream), "?")


def _villages(state: ControlState, url: str) -> tuple[str, ...]:
    found = []
    for short in token.signers_of(url):
        for key in state.letter_keys.values():
            village = state.villages.get(key.village)
            if key.id[:TOKEN_KEY_ID] == short and village is not None:
                found.append(f"{village.name} ({village.region})")
    return tuple(dict.fromkeys(found))
