"""A village office in a process of its own, which writes until it is killed and says what was acknowledged."""

import sys
from pathlib import Path

from tests.db.village import OPERATOR, reopen


def main() -> None:
    path, key = Path(sys.argv[1]), bytearray.fromhex(sys.argv[2])
    with reopen(path, key) as store:
        number = 0
        while True:
            with store.transaction(operator=OPERATOR, purpose="crash") as tx:
                record = tx.create("people", {"full_name": f"Siti {number}", "languages": ("id",)})
                tx.create("journeys", {"person_id": record, "country": "MY"})
                tx.change("people", record, {"phone": "0812"})
            print(record.hex(), flush=True)
            number += 1


if __name__ == "__main__":
    main()
