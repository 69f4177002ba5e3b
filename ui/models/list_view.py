"""A list of people as somebody arranged it: chip, selects, columns, order. Kept in this laptop's register per user.

It is not sent: columns fit one screen, and a filter says nothing about a person. Unknown codes of a newer program
are left out when it is read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from desbumi_app.office import Office
from ui.models.people_list import COLUMNS, FILTERS, NAME

_KEPT: Final = ".list_views:"
MOST: Final = 12
LONGEST_NAME: Final = 40
_CHIPS: Final = frozenset(code for code, _words, _stages in FILTERS)


@dataclass(frozen=True, slots=True)
class ListView:
    """One arrangement. `columns` empty: the usual ones; texts are codes, empty for everybody."""

    name: str = ""
    chip: str = "all"
    country: str = ""
    hamlet: str = ""
    sex: str = ""
    route: str = ""
    columns: tuple[str, ...] = ()
    sort: str = NAME
    down: bool = False


@dataclass(frozen=True, slots=True)
class KeptViews:
    """What a user has: how the list looked last (columns and order only), and the views with a name, in their order."""

    last: ListView = ListView()
    named: tuple[ListView, ...] = ()

    def find(self, name: str) -> ListView | None:
        """The view of this name."""
        return next((one for one in self.named if one.name == name), None)

    def with_view(self, view: ListView) -> "KeptViews":
        """The same with this view, which takes the place of one of its name; the oldest goes beyond twelve."""
        rest = tuple(one for one in self.named if one.name != view.name)
        return replace(self, named=(*rest, view)[-MOST:])

    def without(self, name: str) -> "KeptViews":
        """The same without the view of this name."""
        return replace(self, named=tuple(one for one in self.named if one.name != name))


def kept_views(office: Office) -> KeptViews:
    """Desk worker. What this user has kept; nothing of what cannot be read."""
    text = office.register.meta(_KEPT + office.operator.id.hex())
    try:
        body = json.loads(str(text or "{}"))
    except ValueError:
        return KeptViews()
    if not isinstance(body, dict):
        return KeptViews()
    named = body.get("named")
    views = [_read(one) for one in named] if isinstance(named, list) else []
    return KeptViews(_read(body.get("last")), tuple(one for one in views if one.name))


def keep_views(office: Office, views: KeptViews) -> None:
    """Desk worker. Keep them for this user; of the last look only columns and order, so that no filter hides anybody."""
    last = ListView(columns=views.last.columns, sort=views.last.sort, down=views.last.down)
    body = {"last": asdict(last), "named": [asdict(one) for one in views.named]}
    office.register.set_meta(_KEPT + office.operator.id.hex(), json.dumps(body, ensure_ascii=False))


def _read(found: Any) -> ListView:
    if not isinstance(found, Mapping):
        return ListView()
    texts = {
        one.name: found[one.name]
        for one in fields(ListView)
        if one.name not in {"columns", "down"} and isinstance(found.get(one.name), str)
    }
    view = ListView(**texts, down=found.get("down") is True, columns=_known(found.get("columns")))
    chip = view.chip if view.chip in _CHIPS else "all"
    return replace(view, chip=chip, sort=view.sort if view.sort in COLUMNS else NAME)


def _known(codes: Any) -> tuple[str, ...]:
    if not isinstance(codes, Sequence) or isinstance(codes, str):
        return ()
    known = tuple(code for code in dict.fromkeys(codes) if code in COLUMNS)
    return known if NAME in known else ()
