"""A published data pack travels as a record of each village's own stream, so by network and by stick alike.

A copy counts by the hash that the chain names. Reads no certificate and draws nothing: it is part of every round.
"""

from hashlib import sha256

from db.errors import StoreError
from desbumi_app.office import Office
from desbumi_app.packs_in_use import COPIES, follow_packs
from sync.control_log import ControlLog


def share_packs(office: Office) -> int:
    """Write the newest packs for every open village that has none yet, also for one that joined later; how many copies."""
    log = ControlLog(office.register)
    if not log.joined:
        return 0
    follow_packs(office)
    made = 0
    for said in log.state.packs.values():
        body = office.register.blob(said.hash)
        if body is None:
            continue
        have = {
            bytes(row["id"])[:4]
            for row in office.register.rows_where(COPIES, pack=said.name, version=said.version)
            if sha256(bytes(row["body"] or b"")).digest() == said.hash  # another body is no copy of it
        }
        for stream in _village_streams(office, log):
            no = office.register.session.stream_no(stream)
            if no is None or no.to_bytes(4) in have:
                continue
            with office.register.transaction(operator=office.operator.id, purpose="share_pack") as tx:
                tx.create(COPIES, {"pack": said.name, "version": said.version, "body": body}, stream=stream)
            made += 1
    return made


def _village_streams(office: Office, log: ControlLog) -> tuple[bytes, ...]:
    if office.register.kind != "district":
        raise StoreError("bad_operation")
    return tuple(one.register_stream for one in log.state.villages.values() if one.closed is None)
