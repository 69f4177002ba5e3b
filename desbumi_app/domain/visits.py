"""When a family that stays behind is to be visited: from the visits that were made and the days that were planned.

Whole days only: a month alone is no appointment. A plan that lies a year back is no plan any more.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

SOON: Final = 7
FORGOTTEN: Final = 365
_WHOLE: Final = len("2026-11-21")
# Day of a visit, and the next one that it names; "" where nobody wrote one.
Visit = tuple[str, str]


def next_visit(visits: Iterable[Visit], planned: Iterable[str]) -> str | None:
    """The nearest day on which the family waits for somebody; None for none.

    Of the visits only the newest says when to come again. A day `planned` elsewhere, in the family card or for a child,
    stands until somebody was there on that day or later.
    """
    made = sorted(visits)
    last, again = made[-1] if made else ("", "")
    open_days = [again, *(day for day in planned if day > last)]
    return min((day for day in open_days if len(day) == _WHOLE), default=None)


def visit_window(today: date) -> tuple[str, str]:
    """The first and last planned day that is told today."""
    return (today - timedelta(days=FORGOTTEN)).isoformat(), (today + timedelta(days=SOON)).isoformat()


def visit_state(day: str | None, today: date) -> str | None:
    """`late` before today, `soon` within a week, None for later, long ago or no day."""
    first, last = visit_window(today)
    if day is None or not first <= day <= last:
        return None
    return "late" if day < today.isoformat() else "soon"
