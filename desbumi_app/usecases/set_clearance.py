"""The case officer's one word to the desk: the journey's letters may be printed (data.md 4).

The desk never learns why it is empty; a doubt stays in the case store.
"""

from db.errors import StoreError
from desbumi_app.domain.problems import stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved

NOT_A_CASE_OFFICER = "Only a case officer can say this."
DISPUTED = "Two people said different things about this. Settle it first."


def set_clearance(office: Office, journey: bytes, *, clear: bool) -> Saved | Refused:
    """Set or empty `clearance` of a journey. Refused without the open case store, or while it is in dispute."""
    if office.cases is None:
        return Refused((stop(NOT_A_CASE_OFFICER, about="journeys.clearance"),))
    with office.register.transaction(operator=office.operator.id, purpose="set_clearance") as tx:
        try:
            tx.change("journeys", journey, {"clearance": "clear" if clear else None})
        except StoreError as error:
            if error.code != "in_dispute":
                raise
            return Refused((stop(DISPUTED, about="journeys.clearance"),))
        return Saved(journey, tx.txn)
