"""Certified electronic signatures in a PDF that came back from outside: whose certificate, and what could be checked.

With pyHanko (the extra `signatures`) the signature itself is checked, and the issuer against the roots that are given.
Without it only the certificate is read, and the answer says that nothing was checked. Nothing is fetched.
"""

import io
import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from pypdf import PdfReader
from pypdf.errors import PyPdfError

MOST_SIGNATURES: Final = 8
# What readers of broken files were seen to raise; the file comes from outside.
HOSTILE: Final = (
    ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RecursionError, NotImplementedError,
    AssertionError, EOFError, StopIteration, RuntimeError, UnsupportedAlgorithm, struct.error, zlib.error, PyPdfError,
)  # fmt: skip


class SignatureError(ValueError):
    """These signatures cannot be read."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """One signature. Days ISO; `signed_on` is what the signer's computer said.

    `checked`: the values after it were computed. `intact`: the signed bytes are unchanged. `whole`: it covers the file
    to its end. `known_issuer`: its certificate leads to one of the given roots.
    """

    name: str
    issuer: str
    valid_from: str
    valid_until: str
    signed_on: str = ""
    checked: bool = False
    intact: bool = False
    whole: bool = False
    known_issuer: bool = False


def read_signatures(pdf: bytes, *, on: datetime, roots: Sequence[bytes] = ()) -> tuple[CertificateFacts, ...]:
    """Every signature of a file, oldest first; none for an unsigned one. `roots`: certificates in DER, `on` aware.

    SignatureError when the file or a signature cannot be read, or there are more than eight.
    """
    try:
        import pyhanko  # noqa: F401
    except ImportError:
        found = list(_unchecked(pdf))
    else:
        # The library runs an event loop of its own, and the caller's thread may have one already.
        with ThreadPoolExecutor(1) as apart:
            found = apart.submit(lambda: list(_checked(pdf, on, roots))).result()
    if len(found) > MOST_SIGNATURES:
        raise SignatureError("too many")
    return tuple(found)


def _checked(pdf: bytes, on: datetime, roots: Sequence[bytes]) -> Iterator[CertificateFacts]:
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError, UnacceptableSignerError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    for name in ("pyhanko", "pyhanko_certvalidator"):  # they name the certificate's owner
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    wrong = (*HOSTILE, PdfError, SigningError, UnacceptableSignerError, SignatureValidationError)
    try:
        for one in PdfFileReader(io.BytesIO(pdf)).embedded_signatures[: MOST_SIGNATURES + 1]:
            context = ValidationContext(
                trust_roots=[Certificate.load(root) for root in roots], allow_fetching=False, moment=on
            )
            status = validate_pdf_signature(one, context)
            facts = _facts(x509.load_der_x509_certificate(one.signer_cert.dump()))
            stated = one.self_reported_timestamp
            yield CertificateFacts(
                *facts, signed_on=stated.date().isoformat() if stated else "", checked=True,
                intact=bool(status.intact and status.valid),
                whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
                known_issuer=bool(status.trusted),
            )  # fmt: skip
    except wrong as error:
        raise SignatureError("signature") from error


def _unchecked(pdf: bytes) -> Iterator[CertificateFacts]:
    """The certificate of each signature field: the one in its bundle that issues no others."""
    try:
        fields = PdfReader(io.BytesIO(pdf)).get_fields() or {}
        for field in fields.values():
            value: Any = field.get("/V")
            if field.get("/FT") == "/Sig" and value is not None:
                contents = value.get_object()["/Contents"]
                raw = contents if isinstance(contents, bytes) else contents.original_bytes
                yield CertificateFacts(*_facts(_signer(pkcs7.load_der_pkcs7_certificates(_der(raw)))))
    except HOSTILE as error:
        raise SignatureError("signature") from error


def _der(raw: bytes) -> bytes:
    """The signature without the zeros that fill its place in the file."""
    if len(raw) < 4 or raw[0] != 0x30:
        raise SignatureError("signature")
    if raw[1] < 0x80:
        return raw[: 2 + raw[1]]
    count = raw[1] & 0x7F
    return raw[: 2 + count + int.from_bytes(raw[2 : 2 + count])]


def _signer(bundle: Sequence[x509.Certificate]) -> x509.Certificate:
    issuers = {one.issuer.public_bytes() for one in bundle if one.issuer != one.subject}
    return next(one for one in bundle if one.subject.public_bytes() not in issuers)


def _facts(certificate: x509.Certificate) -> tuple[str, str, str, str]:
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    days = first.date().isoformat(), last.date().isoformat()
    return named(certificate.subject), named(certificate.issuer), *days


def named(name: x509.Name) -> str:
    """Common name and organisation, as people know them; at most 160 letters."""
    said = [
        str(one.value)
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for one in name.get_attributes_for_oid(kind)
    ]
    return ", ".join(dict.fromkeys(said))[:160]


def der_of(certificate: x509.Certificate) -> bytes:
    """A root as `read_signatures` takes it."""
    return certificate.public_bytes(Encoding.DER)
