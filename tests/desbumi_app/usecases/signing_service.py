"""A certification service outside: a root, an issuing authority and a signer, all invented; it signs a PDF as they do."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko_certvalidator.registry import SimpleCertificateStore

BEGINS = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Service:
    root: bytes
    signer: signers.SimpleSigner

    def sign(self, pdf, field="Tanda", box=None):
        """The file with one more signature; `box`: where its visible mark lies on the first page."""
        out = io.BytesIO()
        place = SigFieldSpec(field, on_page=0, box=box) if box else None

        def sign():
            signers.sign_pdf(
                IncrementalPdfFileWriter(io.BytesIO(pdf)), signers.PdfSignatureMetadata(field_name=field),
                signer=self.signer, output=out, new_field_spec=place,
            )  # fmt: skip

        # It runs an event loop of its own, and the thread of the tests may have a browser's already.
        with ThreadPoolExecutor(1) as apart:
            apart.submit(sign).result()
        return out.getvalue()


def a_service(name="Hj. Nurhayati Rahman, S.Sos."):
    root_key, issuing_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    key = rsa.generate_private_key(65537, 2048)
    root = _certificate("Akar Sertifikat Contoh", root_key, None, root_key, authority=True)
    issuing = _certificate("Penerbit Contoh", issuing_key, root, root_key, authority=True)
    leaf = _certificate(name, key, issuing, issuing_key, authority=False)
    store = SimpleCertificateStore()
    store.register(_asn1(issuing))
    info = PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    signer = signers.SimpleSigner(signing_cert=_asn1(leaf), signing_key=info, cert_registry=store)
    return Service(root.public_bytes(Encoding.DER), signer)


def _certificate(name, key, issuer, issuer_key, *, authority):
    own = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Balai Contoh"),
        ]
    )
    use = x509.KeyUsage(not authority, not authority, False, False, False, authority, authority, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(issuer.subject if issuer else own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINS)
        .not_valid_after(BEGINS + timedelta(days=730))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(use, critical=True)
        .sign(issuer_key, SHA256())
    )


def _asn1(certificate):
    return Certificate.load(certificate.public_bytes(Encoding.DER))
