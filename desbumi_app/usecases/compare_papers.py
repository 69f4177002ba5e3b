"""Puts what is written about one person's papers side by side. Opening the comparison is a reading of the file."""

from desbumi_app.domain.agreement import Line, Papers
from desbumi_app.domain.agreement import compare_papers as compare
from desbumi_app.office import Office
from desbumi_app.register_list import latest_journey
from desbumi_app.usecases.read_person import read_person


def compare_papers(office: Office, person: bytes) -> tuple[str, tuple[Line, ...]]:
    """The name, and every point on which papers can agree; StoreError no_such_record."""
    file = read_person(office, person, "compare_papers")
    members = office.register.rows_where("household_members", person_id=person[-16:])
    own = [row for row in members if bytes(row["id"])[:4] == person[:4]]
    papers = Papers(
        dict(file.person),
        dict(file.household) if file.household else {},
        dict(own[-1]) if own else {},
        dict(latest_journey(file.related)),
        [dict(row) for row in file.rows("documents")],
    )
    return str(file.person["name"] or ""), compare(papers)
