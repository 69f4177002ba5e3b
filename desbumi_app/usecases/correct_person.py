"""Corrects or completes what is written about one person: the fields that were typed, nothing else."""

from collections.abc import Mapping

from db.errors import StoreError
from desbumi_app.catalogue.parse_record import Typed, parse_record
from desbumi_app.domain.identity import check_identity
from desbumi_app.domain.problems import stop, stops
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved

IN_DISPUTE = "Two entries stand here. Settle them first."


def correct_person(office: Office, person: bytes, typed: Mapping[str, Typed]) -> Saved | Refused:
    """Store the typed fields of `people` (stored id); StoreError no_such_record. A guarded field in dispute refuses."""
    known = office.register.get("people", person)
    if known is None:
        raise StoreError("no_such_record")
    values, problems = parse_record(office.catalogue, "people", typed, office.today(), complete=False)
    problems += check_identity({**known, **values}, office.today())
    if stops(problems):
        return Refused(problems)
    with office.register.transaction(operator=office.operator.id, purpose="correct_person") as tx:
        try:
            tx.change("people", person, values)
        except StoreError as error:
            if error.code != "in_dispute":
                raise
            return Refused((stop(IN_DISPUTE),))
        return Saved(person, tx.txn, problems)
