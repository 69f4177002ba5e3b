"""The book of requests: what people asked about their own data, which consents were withdrawn, and by when each is due.

Law 27/2022 art. 14: a request is logged; art. 30, 32 and 40: three times 24 hours.
"""

from dataclasses import dataclass
from typing import Final

from desbumi_app.domain.consent import urgency
from desbumi_app.office import Office

_ORDER: Final = {"late": 0, "soon": 1, "open": 2, "closed": 3}


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One line. `person` and `record` are stored ids; `urgency`: late, soon, open or closed; instants ISO text in UTC."""

    person: bytes
    record: bytes
    name: str
    kind: str
    what: str
    purpose: str
    received_at: str
    due_at: str
    closed_on: str
    outcome: str
    urgency: str


def list_requests(office: Office, *, open_only: bool = False) -> tuple[RequestLine, ...]:
    """Requests and withdrawn consents, what is due first at the top, closed ones at the end."""
    now = office.clock.now()
    found = []
    register = office.register  # two narrow questions: most notices are plain ones that nobody waits for
    for row in (
        *register.rows_where("notices", kind="request"),
        *register.rows_where("notices", answer="withdrawn"),
    ):
        if not row["due_at"] or not row["person_id"]:
            continue
        state = urgency(row, now)
        if open_only and state == "closed":
            continue
        person = office.register.resolve(bytes(row["id"]), bytes(row["person_id"]))
        about = office.register.get("people", person)
        texts = {
            name: str(row[name] or "")
            for name in ("purpose", "received_at", "due_at", "closed_on", "outcome")
        }
        found.append(
            RequestLine(
                person, bytes(row["id"]), str(about["name"] or "") if about else "", str(row["kind"]),
                str(row["request"] or "withdrawal"), urgency=state, **texts,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (_ORDER[one.urgency], one.due_at)))
