"""Decides whether a simple `when` table holds for a record: all keys must hold, no expressions.

Anything cleverer is a named rule in domain.
"""

from collections.abc import Mapping


def holds(when: Mapping[str, tuple[str, ...]], values: Mapping[str, object]) -> bool:
    """Whether every key's value is one of those listed; a missing value never holds, a set holds by any member.

    Flags are written "yes" and "no". An empty table always holds.
    """
    return all(_one_holds(allowed, values.get(key)) for key, allowed in when.items())


def _one_holds(allowed: tuple[str, ...], value: object) -> bool:
    if value is None:
        return False
    if isinstance(value, tuple | frozenset | set | list):
        return any(str(one) in allowed for one in value)
    if isinstance(value, int) and {"yes", "no"} & set(allowed):
        return ("yes" if value else "no") in allowed
    return str(value) in allowed
