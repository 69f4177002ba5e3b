"""Recomputes the chain of who did what, against itself and the newest head that was sealed for the district (trust.md 10).

Once a day, beside the desk. What does not fit is an alarm that the page Kirim tells; nothing stops for it.
"""

from db.errors import StoreError
from db.outbox import newest
from db.store import Store
from db.trust_store import Alarm, TrustStore
from desbumi_app.office import Office
from sync.wire import parse_batch

BROKEN = "audit_broken"


def check_audit(office: Office) -> bool:
    """Whether the chains of both books are whole; what is read is not changed. StoreError read_only, damaged, …."""
    stores = (office.register, office.cases)
    broken = [
        store for store in stores if store is not None and not _whole(office, store)
    ]  # both are looked at
    return not broken


def _whole(office: Office, store: Store) -> bool:
    row = newest(store.session)
    left = (parse_batch(row.data).header.audit_head,) if row is not None else ()
    try:
        store.verify_audit(left)
    except StoreError as error:
        if error.code != BROKEN:
            raise
        me = store.identity()
        line = int(error.detail) if error.detail.isdigit() else 0
        alarm = Alarm(BROKEN, me.stream, me.device, me.incarnation, line, "")
        TrustStore(office.register).raise_alarm(alarm)
        return False
    return True
