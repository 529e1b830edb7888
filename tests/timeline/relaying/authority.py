"""An authority of the tests' own, and the certificates that brokers on loopback get from it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from timeline import SystemClock

MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Certified:
    """The files of a server: whom it was certified by, its certificate and its key."""

    authority: Path
    certificate: Path
    key: Path


def certified(folder: Path, host: str = "127.0.0.1") -> Certified:
    """Make an authority, and let it certify a server of a host or an address."""
    folder.mkdir(parents=True, exist_ok=True)
    top_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    top_name = _name("an authority of the tests")
    certain = x509.BasicConstraints(ca=True, path_length=None)
    usage = x509.KeyUsage(
        *(False, False, False, False, False),
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    top = (
        _begun(top_name, top_name, top_key.public_key())
        .add_extension(certain, critical=True)
        .add_extension(usage, critical=True)
        .sign(top_key, hashes.SHA256())
    )
    try:
        named: x509.GeneralName = x509.IPAddress(ip_address(host))
    except ValueError:
        named = x509.DNSName(host)
    one = (
        _begun(_name(host), top_name, key.public_key())
        .add_extension(x509.SubjectAlternativeName([named]), critical=False)
        .sign(top_key, hashes.SHA256())
    )
    found = Certified(folder / "authority.pem", folder / "server.pem", folder / "server.key")
    pem = serialization.Encoding.PEM
    found.authority.write_bytes(top.public_bytes(pem))
    found.certificate.write_bytes(one.public_bytes(pem))
    found.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return found


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.fromtimestamp(SystemClock().now() // MICROSECONDS, UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
    )
