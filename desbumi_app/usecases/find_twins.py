"""Who may be the same person as a name that is being typed: search before create.

First whoever has the name as typed, in any spelling, then whoever has one that is a slip of the finger away. It reads.
"""

from db import search
from desbumi_app.office import Office
from desbumi_app.usecases.find_people import PersonLine, find_people, people_page, words_of


def find_twins(office: Office, name: str, limit: int) -> tuple[PersonLine, ...]:
    """At most `limit` lines, the likeliest first; nobody is ever united here."""
    found = find_people(office, name, limit=limit).lines
    session, words = office.register.session, words_of(name)
    if len(found) >= limit or not words:
        return found[:limit]
    near = search.forgiven(session, words)
    rids = search.listed(session, near)[: limit + len(found)] if near else ()
    known = {line.id for line in found}
    more = [line for line in people_page(office, rids) if line.id not in known] if near else []
    return (*found, *more)[:limit]
