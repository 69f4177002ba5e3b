"""Certificates of issuers as a district keeps them: read from a file, written as a row of a data pack, read back.

Nothing is trusted here and nothing fetched: which issuers count is what a person has put on the district's list.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography import x509

from desbumi_app.documents.certificates import HOSTILE, der_of, named

_PEM = b"-----BEGIN CERTIFICATE-----"
MOST_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Issuer:
    """A certificate: `print` is the SHA-256 of its bytes, to be compared with what the issuer says of itself."""

    name: str
    print: str
    until: str
    der: bytes

    @property
    def value(self) -> str:
        """As a row holds it."""
        return base64.b64encode(self.der).decode()


def read_issuer(data: bytes) -> Issuer | None:
    """A certificate that may issue others, from a .cer, .crt or .pem file; None for anything else."""
    if len(data) > MOST_BYTES:
        return None
    try:
        load = x509.load_pem_x509_certificate if _PEM in data else x509.load_der_x509_certificate
        found = load(data)
        limits = found.extensions.get_extension_for_class(x509.BasicConstraints).value
        if not limits.ca:
            return None
        der = der_of(found)
        until = found.not_valid_after_utc.date().isoformat()
        return Issuer(named(found.subject), hashlib.sha256(der).hexdigest(), until, der)
    except (*HOSTILE, x509.ExtensionNotFound, x509.InvalidVersion, x509.DuplicateExtension):
        return None


def issuer_of_row(key: str, value: str) -> Issuer | None:
    """The certificate of a row, if it is one and its fingerprint is the key."""
    try:
        found = read_issuer(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        return None
    return found if found is not None and found.print == key.lower() else None
