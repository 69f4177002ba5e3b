"""First schema: every key of stream data begins with the stream, so that one shard holds it whole."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, PrimaryKeyConstraint, Text, UniqueConstraint

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    _relay_and_districts()
    _streams()
    _batches()
    _lanes()


def _relay_and_districts() -> None:
    op.create_table("relay", Column("name", Text, primary_key=True), _blob("value"))
    op.create_table("district", _key("district"), _number("control_head"), _number("report_head"))
    op.create_table(
        "control",
        *(
            _blob("district"),
            _number("n"),
            _blob("hash"),
            _blob("body"),
            _blob("receipt"),
            _number("received_at"),
        ),
        PrimaryKeyConstraint("district", "n"),
    )
    op.create_table(
        "mail",
        *(_blob("district"), _blob("invitation"), Column("kind", Text, nullable=False), _number("n")),
        *(_blob("body"), _number("received_at")),
        PrimaryKeyConstraint("district", "invitation", "kind", "n"),
    )
    op.create_table(
        "report",
        *(_blob("district"), _number("n"), _blob("body"), _number("received_at")),
        PrimaryKeyConstraint("district", "n"),
    )
    op.create_table(
        "reply",
        *(_blob("district"), _blob("lookup"), _blob("body"), _number("received_at")),
        PrimaryKeyConstraint("district", "lookup"),
    )


def _streams() -> None:
    op.create_table(
        "stream",
        *(_key("stream"), _blob("district"), _number("head"), _number("attachment_head")),
        *(_number("late_head"), _number("cell_head")),
    )
    op.create_table(
        "chain",
        *(_blob("stream"), _blob("device"), _number("incarnation"), _blob("branch")),
        *(_number("next_dseq"), _blob("link")),
        PrimaryKeyConstraint("stream", "device", "incarnation", "branch"),
    )


def _batches() -> None:
    op.create_table(
        "batch",
        *(_blob("stream"), _number("lane"), _number("seq"), *_batch_columns(), _number("fork")),
        PrimaryKeyConstraint("stream", "lane", "seq"),
        UniqueConstraint("stream", "device", "incarnation", "first_dseq", "hash"),
    )
    op.create_table(
        "late_batch",
        *(_blob("stream"), _number("seq"), *_batch_columns()),
        PrimaryKeyConstraint("stream", "seq"),
        UniqueConstraint("stream", "device", "incarnation", "first_dseq", "hash"),
    )


def _batch_columns() -> tuple["Column[object]", ...]:
    numbers = ("incarnation", "first_dseq", "last_dseq", "size", "received_at")
    blobs = ("hash", "link", "body", "receipt")
    return (_blob("device"), *map(_number, numbers), *map(_blob, blobs))


def _lanes() -> None:
    op.create_table(
        "cell",
        *(_blob("stream"), _number("seq"), _blob("cell"), _blob("body"), _number("received_at")),
        PrimaryKeyConstraint("stream", "seq"),
        UniqueConstraint("stream", "cell"),
    )
    op.create_table(
        "stored_file",
        *(_blob("stream"), Column("kind", Text, nullable=False), _blob("hash"), _number("size")),
        *(_blob("device"), _number("received_at")),
        PrimaryKeyConstraint("stream", "kind", "hash"),
    )
    op.create_table(
        "heartbeat",
        *(_blob("stream"), _blob("device"), _number("counter"), _blob("body"), _number("received_at")),
        PrimaryKeyConstraint("stream", "device"),
    )
    op.create_table(
        "quota",
        *(
            _blob("stream"),
            _blob("device"),
            Column("lane", Text, nullable=False),
            _number("day"),
            _number("used"),
        ),
        PrimaryKeyConstraint("stream", "device", "lane", "day"),
    )


def _key(name: str) -> "Column[object]":
    return Column(name, LargeBinary, primary_key=True)


def _blob(name: str) -> "Column[object]":
    return Column(name, LargeBinary, nullable=False)


def _number(name: str) -> "Column[object]":
    return Column(name, BigInteger, nullable=False, server_default=sa.text("0"))
