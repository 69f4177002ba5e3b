"""Who a row of a list is: people of the register and earlier rows, by evidence. Sure, likely, or nobody.

The machine never decides that two people with one name are one: likely is a question to a person.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from db import bulk
from db.store import Store
from desbumi_app.matching.names import fold
from desbumi_app.usecases.import_staged import LIKELY, NOBODY, SURE

_READ = ("nik", "name", "born_on", "kk_number", "mother_name", "address", "phone", "sex")


class Somebody:
    """One person as far as lists are concerned; `record` is None for a row that is not stored yet."""

    __slots__ = (
        "address",
        "born",
        "evidence",
        "kk",
        "mother",
        "name",
        "nik",
        "phone",
        "record",
        "row",
        "sex",
    )

    def __init__(
        self, values: Mapping[str, Any], record: bytes | None = None, row: int | None = None
    ) -> None:
        get = values.get
        self.record, self.row = record, row
        self.name = fold(str(get("name") or ""))
        self.nik = nik = str(get("nik") or "")
        self.born = born = str(get("born_on") or "")
        self.kk = kk = str(get("kk_number") or "")
        self.sex = str(get("sex") or "")
        self.mother = fold(str(get("mother_name") or ""))
        self.address = address = str(get("address") or "").casefold()
        self.phone = phone = str(get("phone") or "")
        # What `same` looks at, each kept apart from the others, with the name.
        told = (
            nik and "n" + nik,
            kk and "k" + kk,
            phone and "p" + phone,
            "b" + born if len(born) == 10 else "",
            "a" + address if address and not (nik or kk or born) else "",
        )
        self.evidence = [(self.name, one) for one in told if one]

    @property
    def whole(self) -> bool:
        """Whether two such people of one name either agree in a number or contradict each other."""
        return len(self.nik) == 16

    def contradicts(self, other: "Somebody") -> bool:
        """Two numbers, mothers or sexes, or two birth dates that cannot be one."""
        if self.nik and other.nik and self.nik != other.nik:
            return True
        if (self.mother and other.mother and self.mother != other.mother) or (
            self.sex and other.sex and self.sex != other.sex
        ):
            return True
        short, long = sorted((self.born, other.born), key=len)
        return bool(short) and not long.startswith(short)

    def same(self, other: "Somebody") -> bool:
        """Evidence beside an equal name: a number, the family card, the telephone, or birth date and mother.

        Two entries without any number are one person when birth date or, failing that, the address agrees.
        """
        if self.contradicts(other):
            return False
        if any(
            one and one == two
            for one, two in ((self.nik, other.nik), (self.kk, other.kk), (self.phone, other.phone))
        ):
            return True
        numbers = self.nik or other.nik or self.kk or other.kk
        if len(self.born) == 10 and self.born == other.born:
            return not numbers or bool(self.mother and self.mother == other.mother)
        return (
            not numbers
            and not (self.born or other.born)
            and bool(self.address)
            and self.address == other.address
        )


class Known:
    """Everybody there is, and every row seen so far."""

    def __init__(self, store: Store) -> None:
        self._by_name: defaultdict[str, list[Somebody]] = defaultdict(list)
        # Those of a name who have no NIK: nobody else can be likely for a row that has one.
        self._open: defaultdict[str, list[Somebody]] = defaultdict(list)
        self._by_evidence: defaultdict[tuple[str, str], list[Somebody]] = defaultdict(list)
        self._by_nik: dict[str, Somebody] = {}
        self.by_record: dict[bytes, Somebody] = {}
        for stored in bulk.columns(store, "people", _READ):
            record = bytes(stored[0])
            self.by_record[record] = self.add(Somebody(dict(zip(_READ, stored[1:], strict=True)), record))

    def add(self, one: Somebody) -> Somebody:
        """From now on this person is known. Of two with one NIK the first stays: a twin NIK is a finding."""
        if one.nik:
            self._by_nik.setdefault(one.nik, one)
        self._by_name[one.name].append(one)
        if not one.whole:
            self._open[one.name].append(one)
        for evidence in one.evidence:
            self._by_evidence[evidence].append(one)
        return one

    def find(self, one: Somebody) -> tuple[int, Somebody | None]:
        """Who a row is: SURE by evidence, LIKELY by name alone, or NOBODY."""
        by_nik = self._by_nik.get(one.nik)
        if by_nik is not None and by_nik.name == one.name:
            return SURE, by_nik
        for evidence in one.evidence:
            for other in self._by_evidence.get(evidence, ()):
                if other.same(one):
                    return SURE, other
        among = self._open if one.whole else self._by_name
        for other in among.get(one.name, ()):
            if not other.contradicts(one):
                return LIKELY, other
        return NOBODY, None

    def nik_of_another(self, one: Somebody) -> bool:
        """Whether the number of this row belongs to a person of another name."""
        other = self._by_nik.get(one.nik) if one.nik else None
        return other is not None and other.name != one.name
