"""What can be proved of a handshake: Finished, CertificateVerify, ServerKeyExchange and PSK binders.

Each proof is a check's result with the steps that lead to it. A secret or a certificate that is not there is handed in
as None, and the proof then says that it could not be made. Nothing raises on what a peer sent. A version is the TLS
version whose rules hold, as in ``CipherParameters``, also for DTLS.
RFC 8446 sections 4.2.11.2, 4.4.3 and 4.4.4; RFC 5246 sections 7.4.3, 7.4.8 and 7.4.9, and their forerunners.
"""

from __future__ import annotations

from tlskit.core import FrozenValue
from tlskit.finding import CheckOutcome, CheckResult, Citation
from tlskit.trace.chunk import Direction
from tlskit.trace.keys.cipher_parameters import MD5_SHA1, SSL30, TLS12, TLS13
from tlskit.trace.keys.derivation import DerivationOperation, DerivationStep
from tlskit.trace.keys.tls12_key_derivation import handshake_hash, ssl30_handshake_hash
from tlskit.trace.keys.tls12_key_derivation import verify_data as verify_data_12
from tlskit.trace.keys.tls13_key_schedule import KeySchedule, Secret, finished_key
from tlskit.trace.keys.tls13_key_schedule import verify_data as verify_data_13
from tlskit.trace.proof.signature import SCHEMES, SignatureFit, check, check_old, key_name, public_key

_SIDES = {Direction.CLIENT_TO_SERVER: "client", Direction.SERVER_TO_CLIENT: "server"}


class Proof(CheckResult):
    """A check with the steps that were computed for it, the last of which was compared."""

    steps: tuple[DerivationStep, ...] = ()


class HandshakeSignature(FrozenValue):
    """A signature as sent. ``key`` is the signer's certificate or SubjectPublicKeyInfo, None where it was not seen.

    ``scheme`` is the number that the message names, None before TLS 1.2.
    """

    key: bytes | None
    scheme: int | None
    value: bytes


def finished_13(
    base_secret: bytes | None, transcript_hash: bytes, verify_data: bytes, hash_name: str, sender: Direction
) -> Proof:
    """Prove a Finished of TLS 1.3 with its sender's handshake traffic secret, over the messages before it.

    After post-handshake authentication the secret is the client's application traffic secret (section 4.4).
    """
    subject = f"{_SIDES[sender]} Finished"
    if base_secret is None:
        return _unknown("finished", subject, f"the {_SIDES[sender]}'s traffic secret is not known")
    key = finished_key(base_secret, hash_name)
    computed = verify_data_13(key.output, transcript_hash, hash_name)
    return _compared("finished", subject, (key, computed), verify_data)


def finished_12(
    master_secret: bytes | None, handshake_messages: bytes, verify_data: bytes, prf_hash: str, sender: Direction
) -> Proof:
    """Prove a Finished of TLS 1.2 or older over the messages before it, the other side's Finished among them."""
    subject = f"{_SIDES[sender]} Finished"
    if master_secret is None:
        return _unknown("finished", subject, "the master secret is not known")
    return _compared(
        "finished", subject, verify_data_12(master_secret, sender, handshake_messages, prf_hash), verify_data
    )


def binder(  # noqa: PLR0913 - all of it is in the ClientHello but the PSK
    psk: bytes | None, kind: Secret, transcript_hash: bytes, offered: bytes, hash_name: str, *, identity: int = 0
) -> Proof:
    """Prove the binder of a PSK over the ClientHello up to the binders.

    ``kind`` is ``Secret.RESUMPTION_BINDER_KEY`` or ``Secret.EXTERNAL_BINDER_KEY``; ``identity`` counts the offers.
    """
    subject = f"binder of PSK identity {identity}"
    if psk is None:
        return _unknown("binder", subject, "the PSK is not known")
    schedule = KeySchedule(hash_name, psk)
    binder_key = schedule.secret(kind)
    key = finished_key(binder_key.output, hash_name)
    computed = verify_data_13(key.output, transcript_hash, hash_name)
    return _compared("binder", subject, (schedule.early, binder_key, key, computed), offered)


def certificate_verify_13(signature: HandshakeSignature, transcript_hash: bytes, sender: Direction) -> Proof:
    """Prove a CertificateVerify of TLS 1.3 over the messages before it."""
    subject, content = f"{_SIDES[sender]} CertificateVerify", signed_content(transcript_hash, sender)
    scheme = SCHEMES.get(signature.scheme or 0)
    if scheme and not scheme.in_tls13:
        detail = f"TLS 1.3 signs no handshake with {scheme.name}"
        return Proof("certificate verify", CheckOutcome.FAILED, subject, detail, steps=(content,))
    return _signed("certificate verify", subject, signature, (content,), TLS13)


def signed_content(transcript_hash: bytes, sender: Direction) -> DerivationStep:
    """Build what CertificateVerify signs in TLS 1.3 (section 4.4.3)."""
    context = f"TLS 1.3, {_SIDES[sender]} CertificateVerify"
    return _joined(
        Citation("RFC 8446", "4.4.3"),
        ("64 spaces", b" " * 64),
        ("context string", context.encode()),
        ("separator", b"\x00"),
        ("Transcript-Hash", transcript_hash),
    )


def certificate_verify_12(
    signature: HandshakeSignature, handshake_messages: bytes, version: int, master_secret: bytes | None = None
) -> Proof:
    """Prove a client's CertificateVerify of TLS 1.2 or older over the messages before it.

    SSL 3.0 alone signs the master secret too.
    """
    name, subject = "certificate verify", "client CertificateVerify"
    if version > SSL30:
        content = _joined(Citation("RFC 5246", "7.4.8"), ("handshake_messages", handshake_messages))
        return _signed(name, subject, signature, _hashed(content, version), version)
    if master_secret is None:
        return _unknown(name, subject, "the master secret is not known")
    hashed = ssl30_handshake_hash(master_secret, handshake_messages)
    return _signed(name, subject, signature, (hashed,), version)


def server_key_exchange(
    signature: HandshakeSignature, client_random: bytes, server_random: bytes, parameters: bytes, version: int
) -> Proof:
    """Prove the signature over the server's (EC)DH parameters, as sent, and both randoms (section 7.4.3)."""
    content = _joined(
        Citation("RFC 5246", "7.4.3"),
        ("ClientHello.random", client_random),
        ("ServerHello.random", server_random),
        ("params", parameters),
    )
    return _signed("server key exchange", "ServerKeyExchange", signature, _hashed(content, version), version)


def _signed(
    name: str, subject: str, signature: HandshakeSignature, steps: tuple[DerivationStep, ...], version: int
) -> Proof:
    """Check a signature over the first step's output, which up to TLS 1.1 the last step hashes."""
    if signature.key is None:
        return _unknown(name, subject, "the certificate was not seen", steps)
    key = public_key(signature.key)
    if key is None:
        return _unknown(name, subject, "the certificate's key cannot be read", steps)
    scheme = SCHEMES.get(signature.scheme or 0)
    if version < TLS12:
        fit, made_with = check_old(key, signature.value, steps[0].output, steps[-1].output), ""
    elif scheme is None:
        return _unknown(name, subject, f"signature scheme {signature.scheme or 0:#06x} is not known", steps)
    else:
        fit = check(scheme, key, signature.value, steps[0].output, bind_curve=version == TLS13)
        made_with = f"{scheme.name}, "
    pss = f" that allows only {key.form.allowed}" if key.form.is_pss_only else ""
    outcome = {SignatureFit.FITS: CheckOutcome.PASSED, SignatureFit.UNSUPPORTED: CheckOutcome.NOT_DETERMINED}.get(
        fit, CheckOutcome.FAILED
    )
    return Proof(name, outcome, subject, f"{fit.value} ({made_with}{key_name(key.loaded)}{pss})", steps=steps)


def _hashed(content: DerivationStep, version: int) -> tuple[DerivationStep, ...]:
    return (content,) if version >= TLS12 else (content, handshake_hash(content.output, MD5_SHA1))


def _compared(name: str, subject: str, steps: tuple[DerivationStep, ...], sent: bytes) -> Proof:
    if steps[-1].output == sent:
        return Proof(
            name, CheckOutcome.PASSED, subject, "what was sent is what the messages and the secret give", steps=steps
        )
    return Proof(
        name, CheckOutcome.FAILED, subject, "what was sent is not what the messages and the secret give", steps=steps
    )


def _unknown(name: str, subject: str, why: str, steps: tuple[DerivationStep, ...] = ()) -> Proof:
    return Proof(name, CheckOutcome.NOT_DETERMINED, subject, why, steps=steps)


def _joined(section: Citation, *inputs: tuple[str, bytes]) -> DerivationStep:
    output = b"".join(value for _, value in inputs)
    return DerivationStep("signed content", DerivationOperation.CONCATENATION, inputs, output, section)
