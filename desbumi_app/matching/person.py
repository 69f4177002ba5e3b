"""What matching looks at: one plain tuple a person. It comes from any register and leads back to none."""

from typing import NamedTuple


class Person(NamedTuple):
    """key: the caller's own; dates ISO text, maybe partial; sex 'm', 'f' or None; phones in E.164."""

    key: str
    name: str
    nik: str | None = None
    nik_verified: bool = False
    born: str | None = None
    sex: str | None = None
    birth_place: str | None = None
    mother: str | None = None
    kk_number: str | None = None
    phones: tuple[str, ...] = ()
    passports: tuple[str, ...] = ()
    hamlet: str | None = None
    other_names: tuple[str, ...] = ()
