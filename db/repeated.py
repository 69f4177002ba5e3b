"""Values that more than one living row of a table carries, within one stream; it knows no rule and changes nothing."""
# ruff: noqa: S608 - table and column are checked against the declarations

from db import records
from db.store import Store


def repeated(store: Store, table: str, column: str) -> frozenset[tuple[int, str]]:
    """(number of the stream here, value) of every value that stands twice; empty ones are none."""
    session = store.session
    records.table(session, table).field(column)
    rows = session.read(
        f'SELECT stream, "{column}" FROM "{table}" WHERE coalesce("{column}", \'\') <> \'\' '
        f'AND coalesce(archived, 0) = 0 GROUP BY stream, "{column}" HAVING count(*) > 1'
    )
    return frozenset((int(stream), str(value)) for stream, value in rows)
