"""Whether a typed hamlet is one of the village's own: each spelling of its own would be a hamlet of its own in every list."""

from difflib import get_close_matches
from typing import Any, Final

from desbumi_app.domain.problems import Problem, warn
from desbumi_app.office import Office

NO_SUCH_HAMLET: Final = (
    "The village has no hamlet of this name. Its hamlets: {names}. Others are added in the settings."
)
CLOSE: Final = 0.6


def hamlets_of(office: Office) -> tuple[str, ...]:
    """The hamlets that the settings of the village name; none before somebody wrote them down."""
    return tuple(name for row in office.register.rows_where("village_settings") for name in row["hamlets"])


def own_spelling(office: Office, values: dict[str, Any]) -> None:
    """Write the hamlet in `values` as the village does, where only capitals or spaces differ: it is the same hamlet."""
    typed = _folded(values.get("hamlet"))
    for name in hamlets_of(office):
        if typed and name.casefold() == typed:
            values["hamlet"] = name


class OwnSpellings:
    """The village's own spelling for many rows; its settings are read once, and each spelling is looked up once."""

    def __init__(self, office: Office) -> None:
        self._own = {_folded(name): name for name in hamlets_of(office)}
        self._met: dict[str, str] = {}

    def of(self, hamlet: str) -> str:
        """The hamlet as the village writes it where only capitals or spaces differ, else as given."""
        found = self._met.get(hamlet)
        if found is None:
            found = self._met[hamlet] = self._own.get(_folded(hamlet), hamlet)
        return found


def check_hamlet(office: Office, hamlet: object, about: str) -> tuple[Problem, ...]:
    """A warning about the field `about`, with the nearest of the village's own hamlets; a village without a list says nothing."""
    own = hamlets_of(office)
    typed = _folded(hamlet)
    by_fold = {name.casefold(): name for name in own}
    if not typed or not own or typed in by_fold:
        return ()
    near = get_close_matches(typed, by_fold, n=1, cutoff=CLOSE)
    suggestion = by_fold[near[0]] if near else None
    return (warn(NO_SUCH_HAMLET, about=about, suggestion=suggestion, names=", ".join(own)),)


def _folded(hamlet: object) -> str:
    return " ".join(str(hamlet or "").split()).casefold()
