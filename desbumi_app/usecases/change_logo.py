"""Takes a picture as the logo of the village's letterhead, or says in a sentence why it cannot be one."""

import hashlib

from desbumi_app import pictures
from desbumi_app.allowed import only_keepers
from desbumi_app.documents.logo import LogoError
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.letter_facts import settings_of
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_settings import TABLE, settings_record


def change_logo(office: Office, picture: bytes) -> Saved | Refused:
    """Store a picture, made small and flat; an empty one takes the logo away. StoreError not_allowed, …."""
    only_keepers(office)
    try:
        data = pictures.logo(picture) if picture else b""
    except LogoError as refused:
        return Refused((_problem(refused),))
    record, digest = settings_record(office), hashlib.sha256(data).digest()
    with office.register.transaction(operator=office.operator.id, purpose="change_logo") as tx:
        if data:
            tx.put_blob(digest, data)
        values = {"logo": digest if data else None}
        if record is None:
            record = tx.create(TABLE, values)
        else:
            tx.change(TABLE, record, values)
        return Saved(record, tx.txn)


def logo_of(office: Office) -> bytes:
    """The picture as stored; empty when there is none, or when this laptop has not received it yet."""
    digest = settings_of(office).get("logo")
    return (office.register.blob(bytes(digest)) or b"") if digest else b""


def _problem(refused: LogoError) -> Problem:
    return stop(refused.message().msgid, about=f"{TABLE}.logo")
