"""Every ceiling and floor of the wire in one place, in bytes unless the name says otherwise.

They are part of the format: raising one is a new batch format, because an older reader would refuse it.
"""

from typing import Final

ID_SIZE: Final = 16
HASH_SIZE: Final = 32
KEY_SIZE: Final = 32
NONCE_SIZE: Final = 12
TAG_SIZE: Final = 16
SIGNATURE_SIZE: Final = 64
# Numbers are stored as SQLite integers on both sides.
NUMBER_MAX: Final = 2**63 - 1

BATCH_ENVELOPES: Final = 200
BATCH_BYTES: Final = 256 * 1024
HEADER_BYTES: Final = 4 * 1024
CONTEXT_BYTES: Final = 256
EXTENSION_COUNT: Final = 16
EXTENSION_BYTES: Final = 1024

REGISTER_OPERATION_BYTES: Final = 64 * 1024
CASES_OPERATION_BYTES: Final = 3_900
# Codec byte, dictionary number and the padding's own length field.
BODY_OVERHEAD: Final = 8
REGISTER_PAD_FLOOR: Final = 256
REGISTER_PAD_STEP: Final = 64
CASES_PAD_SIZES: Final = (1024, 2048, 4096)

# What an attachment's piece is on the wire, sealed; its data is less, so that two whole pieces fit one batch.
CHUNK_BYTES: Final = 128 * 1024
CHUNK_DATA: Final = 120 * 1024
ATTACHMENT_CHUNKS: Final = 64

CELL_BYTES: Final = 4096
CELLS_PER_PARCEL: Final = 16

DROP_BYTES: Final = 4096
# A save that moves a drop carries the values and the signed plaintext, within CASES_OPERATION_BYTES together.
DROP_BODY_BYTES: Final = 1_750

HEARTBEAT_BYTES: Final = 512
FRONTIER_CHAINS: Final = 4096
FRONTIER_BYTES: Final = 512 * 1024

BUNDLE_BYTES: Final = 1024 * 1024 * 1024
BUNDLE_SECTIONS: Final = 200_000
CONTROL_ENTRY_BYTES: Final = 64 * 1024
WRAP_BYTES: Final = 2048
RECEIPT_BYTES: Final = 2048
