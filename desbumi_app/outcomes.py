"""What a use case answers: stored, or refused with everything that is wrong at once."""

from dataclasses import dataclass

from desbumi_app.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Saved:
    """It is stored durably. `record` is the stored id (20 bytes), `txn` takes it back within ten seconds.

    `txn` counts in one store alone: `store` says in which, "register" or "cases".
    """

    record: bytes
    txn: int
    warnings: tuple[Problem, ...] = ()
    store: str = "register"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was stored. At least one of the problems stops."""

    problems: tuple[Problem, ...]
