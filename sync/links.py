"""The links this store can still prove: of its own batches in the outbox, and of the batches it keeps of others."""

from collections.abc import Callable, Iterator

from db.kept import ChainEnd, KeptStore
from sync.control.devices import Mark
from sync.frontier import Chain, LinkAt
from sync.wire import Batch, parse_batch


class Links:
    """Looks links up in one stream of one store; parsed batches are kept for the life of this object."""

    def __init__(self, kept: KeptStore, stream: bytes) -> None:
        self._kept, self._stream = kept, stream
        self._parsed: dict[bytes, Batch] = {}

    def at(self, branch: bytes = b"") -> LinkAt:
        """Return a look-up along one branch; below the fork it is the main chain's."""

        def link_at(chain: Chain, dseq: int) -> bytes | None:
            found = dict(self._found(chain, dseq))
            return found.get(branch, found.get(b""))

        return link_at

    def previous(self, device: bytes) -> Callable[[Mark], Mark | None]:
        """Return the way back through everything this store holds of a device (see control.revocation)."""
        before: dict[Mark, Mark | None] = {}
        for batch in self._of_device(device):
            header = batch.header
            mark = self._parent(batch)
            for dseq, link in enumerate(batch.links, header.first_dseq):
                here = Mark(self._stream, header.ctx.incarnation, dseq, link)
                if here not in before or before[here] is None:
                    before[here] = mark
                mark = here
        return before.get

    def marks(self, device: bytes) -> dict[tuple[int, bytes, int], Mark]:
        """Return the marks of a device held here by (incarnation, branch, dseq)."""
        found: dict[tuple[int, bytes, int], Mark] = {}
        for row in self._kept.of_device(self._stream, device):
            for dseq, link in enumerate(self._parse(row.data).links, row.first_dseq):
                if dseq >= row.first_dseq + row.fresh:
                    found[row.incarnation, row.branch, dseq] = Mark(self._stream, row.incarnation, dseq, link)
        for batch in self._own(device):
            for dseq, link in enumerate(batch.links, batch.header.first_dseq):
                place = (batch.header.ctx.incarnation, b"", dseq)
                found[place] = Mark(self._stream, place[0], dseq, link)
        return found

    def ends(self, device: bytes) -> tuple[ChainEnd, ...]:
        """Return where a device's chains end here, every branch."""
        return tuple(end for end in self._kept.ends(self._stream) if end.device == device)

    def _parent(self, batch: Batch) -> Mark | None:
        header = batch.header
        if header.first_dseq > 1:
            return Mark(self._stream, header.ctx.incarnation, header.first_dseq - 1, header.previous_link)
        parent = header.parent
        return Mark(self._stream, parent.incarnation, parent.dseq, parent.link) if parent else None

    def _of_device(self, device: bytes) -> Iterator[Batch]:
        for row in self._kept.of_device(self._stream, device):
            yield self._parse(row.data)
        yield from self._own(device)

    def _own(self, device: bytes) -> Iterator[Batch]:
        for _, data, _ in self._kept.own_batches(self._stream):
            batch = self._parse(data)
            if batch.header.ctx.device == device:
                yield batch

    def _found(self, chain: Chain, dseq: int) -> Iterator[tuple[bytes, bytes]]:
        for row in self._kept.of_chain(self._stream, chain.device, chain.incarnation, dseq):
            link = _link_in(self._parse(row.data), dseq)
            if link is not None and (row.branch == b"" or dseq >= row.first_dseq + row.fresh):
                yield row.branch, link
        for data in self._kept.own_of_chain(self._stream, dseq):
            batch = self._parse(data)
            ctx = batch.header.ctx
            link = _link_in(batch, dseq)
            if (ctx.device, ctx.incarnation) == tuple(chain) and link is not None:
                yield b"", link

    def _parse(self, data: bytes) -> Batch:
        if data not in self._parsed:
            self._parsed[data] = parse_batch(data)
        return self._parsed[data]


def _link_in(batch: Batch, dseq: int) -> bytes | None:
    header = batch.header
    if dseq == header.first_dseq - 1:
        return header.previous_link
    return batch.links[dseq - header.first_dseq] if header.first_dseq <= dseq <= header.last_dseq else None
