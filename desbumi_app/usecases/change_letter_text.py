"""Stores a village's own wording of a letter as a new version, or says by file, line and key why it cannot be used."""

from db.errors import StoreError
from desbumi_app.allowed import only_keepers
from desbumi_app.domain.problems import stop
from desbumi_app.letter_wording import FIELD, FOLDER, Wording, digest_of, find_fault, versions_of
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_settings import TABLE, settings_record

UNCHANGED = "Nothing was changed in this text."
TOO_LONG = "This text is too long: at most {limit} characters."
MOST = 14_000


def change_letter_text(office: Office, letter: str, text: str) -> Saved | Refused:
    """Use this wording from the next paper on; an empty text goes back to the shipped one. KeyError: no such letter."""
    only_keepers(office)
    if letter not in office.catalogue.source.names(FOLDER):
        raise KeyError(letter)
    clean = text.replace("\r\n", "\n").strip()
    clean = f"{clean}\n" if clean else ""
    if len(clean) > MOST:
        return Refused((stop(TOO_LONG, about=FIELD, limit=str(MOST)),))
    if clean and (wrong := find_fault(office, letter, clean)) is not None:
        return Refused((wrong,))
    before = versions_of(office, letter)
    shipped = office.catalogue.source.read(FOLDER, letter)
    known = before[-1].text if before else ""
    if clean in (known, shipped.decode()) and not (before and known and clean == shipped.decode()):
        return Refused((stop(UNCHANGED, about=FIELD),))
    version = before[-1].version + 1 if before else 1
    made = Wording(
        letter, version, digest_of(shipped), office.today().isoformat(), office.operator.name, clean
    )
    record = settings_record(office)
    if record is None:
        raise StoreError("no_such_record")
    with office.register.transaction(operator=office.operator.id, purpose="change_letter_text") as tx:
        tx.add(TABLE, record, FIELD, made.packed())
        return Saved(record, tx.txn)
