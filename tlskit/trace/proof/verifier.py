"""Checking what a handshake claims: both Finished, every CertificateVerify, ServerKeyExchange and PSK binder.

The messages are gone through once more in their order, each handshake with a transcript of its own. What cannot be
checked says why: the secret is not in the key log, the certificate was not seen, a message before it is missing.
RFC 8446 sections 4.4 and 4.2.11.2, RFC 5246 sections 7.4.3, 7.4.8 and 7.4.9; for DTLS RFC 6347 section 4.2.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tlskit.registry import HandshakeType
from tlskit.trace.chunk import Direction
from tlskit.trace.keys.cipher_parameters import CipherParameters
from tlskit.trace.keys.derivation import digest
from tlskit.trace.keys.epoch import HANDSHAKE, logged_master_secret, suite_parameters
from tlskit.trace.keys.tls13_key_schedule import Secret, message_hash, next_traffic_secret
from tlskit.trace.proof.certificate_compression import decompressed
from tlskit.trace.proof.proof import (
    HandshakeSignature,
    Proof,
    binder,
    certificate_verify_12,
    certificate_verify_13,
    finished_12,
    finished_13,
    server_key_exchange,
)
from tlskit.trace.record.hellos import Hellos
from tlskit.wire import HANDSHAKE_HEADER, ClientHello, CompressedCertificate, HelloRetryRequest, OfferedPsks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tlskit.trace.keys.key_log import KeyLog
    from tlskit.trace.record.record import Message


class Verified(NamedTuple):
    """A message and what was proved of it."""

    message: Message
    proof: Proof


def verified(messages: Iterable[Message], key_log: KeyLog, psks: Mapping[bytes, bytes]) -> Iterator[Verified]:
    """Yield the proofs of a connection's messages in order; ``psks`` are pre-shared keys by their identities."""
    verifier = _Verifier(key_log, psks)
    for message in messages:
        for proof in verifier.take(message):
            yield Verified(message, proof)


class _Verifier:
    def __init__(self, key_log: KeyLog, psks: Mapping[bytes, bytes]) -> None:
        self.log = key_log
        self.psks = psks
        self.begin()

    def begin(self) -> None:
        """Begin a handshake."""
        self.hellos = Hellos(datagrams=False)
        self.seen: list[Message] = []
        self.main: list[Message] = []  # up to the client's Finished, for authentication after the handshake
        self.updates = 0  # KeyUpdates of the client
        self.retried = False
        self.certificates: dict[Direction, bytes | None] = dict.fromkeys(Direction)
        self.encrypted_premaster = b""
        self.up_to_key_exchange = b""

    def take(self, message: Message) -> Iterator[Proof]:
        """Yield what is proved of a message, and put it behind the transcript."""
        if message.retransmitted:
            return
        if message.type == HandshakeType.client_hello and not self.retried:
            self.begin()
        self.hellos.take(message)
        yield from self._proofs(message)
        self._extend(message)

    @property
    def transcript(self) -> bytes:
        """The messages so far as they are hashed: before DTLS 1.3 with the numbers of an unfragmented message."""
        return b"".join(map(self._hashed, self.seen))

    def _hashed(self, message: Message) -> bytes:
        if message.sequence < 0 or self.hellos.is_tls13:
            return message.data
        header, length = message.data[:HANDSHAKE_HEADER], message.data[1:HANDSHAKE_HEADER]
        return header + message.sequence.to_bytes(2) + bytes(3) + length + message.data[HANDSHAKE_HEADER:]

    @property
    def parameters(self) -> CipherParameters | None:
        found = suite_parameters(self.hellos)
        return found if isinstance(found, CipherParameters) else None

    def _proofs(self, message: Message) -> Iterator[Proof]:
        match message.type:
            case HandshakeType.client_hello:
                yield from self._binders(message)
            case HandshakeType.certificate | HandshakeType.compressed_certificate:
                self.certificates[message.direction] = _leaf(message)
            case HandshakeType.server_key_exchange if "signed_params" in message.values:
                yield from self._server_key_exchange(message)
            case HandshakeType.client_key_exchange:
                self.encrypted_premaster = message.values.get("encrypted_pre_master_secret", b"")
                self.up_to_key_exchange = self.transcript + self._hashed(message)
            case HandshakeType.certificate_verify if self.parameters is not None:
                yield self._certificate_verify(message, self.parameters)
            case HandshakeType.finished if self.parameters is not None:
                yield self._finished(message, self.parameters)

    def _binders(self, message: Message) -> Iterator[Proof]:
        hello = message.body
        offered = hello.extension(OfferedPsks) if isinstance(hello, ClientHello) else None
        if offered is None:
            return
        size = 2 + sum(1 + len(sent) for sent in offered.binders)
        for number, (identity, sent) in enumerate(zip(offered.identities, offered.binders, strict=False)):
            psk = self.psks.get(identity.identity)
            hash_name = {32: "SHA256", 48: "SHA384"}.get(len(sent), "SHA256")
            covered = digest(hash_name, self._retried_transcript(hash_name), message.data[:-size])
            yield binder(psk, Secret.RESUMPTION_BINDER_KEY, covered, sent, hash_name, identity=number)

    def _retried_transcript(self, hash_name: str) -> bytes:
        return self._tls13_transcript(hash_name) if self.retried else b""

    def _server_key_exchange(self, message: Message) -> Iterator[Proof]:
        client, server, parameters = self.hellos.client_hello, self.hellos.server_hello, self.parameters
        params = message.tree.children[-1].child("params")
        if client is None or server is None or parameters is None or params is None:
            return
        signature = self._signature(message, message.values["signed_params"].__dict__, Direction.SERVER_TO_CLIENT)
        signed = message.data[params.start : params.end]
        yield server_key_exchange(signature, client.random, server.random, signed, parameters.version)

    def _certificate_verify(self, message: Message, parameters: CipherParameters) -> Proof:
        signature = self._signature(message, message.values, message.direction)
        if self.hellos.is_tls13:
            hashed = digest(parameters.prf_hash, self._tls13_transcript(parameters.prf_hash))
            return certificate_verify_13(signature, hashed, message.direction)
        return certificate_verify_12(signature, self.transcript, parameters.version, self._master_secret())

    def _signature(self, message: Message, values: Mapping[str, object], signer: Direction) -> HandshakeSignature:
        scheme, value = values.get("algorithm"), values.get("signature")
        return HandshakeSignature(
            self.certificates[signer],
            scheme if isinstance(scheme, int) else None,
            value if isinstance(value, bytes) else message.data,
        )

    def _finished(self, message: Message, parameters: CipherParameters) -> Proof:
        sent = message.data[4:]
        if not self.hellos.is_tls13:
            return finished_12(self._master_secret(), self.transcript, sent, parameters.prf_hash, message.direction)
        hashed = digest(parameters.prf_hash, self._tls13_transcript(parameters.prf_hash))
        secret = self._finished_secret(message.direction, parameters.prf_hash)
        proof = finished_13(secret, hashed, sent, parameters.prf_hash, message.direction)
        if message.direction is Direction.CLIENT_TO_SERVER and not self.main:
            self.main = [*self.seen, message]
        return proof

    def _finished_secret(self, direction: Direction, hash_name: str) -> bytes | None:
        """Return the secret that a Finished is made with; after the handshake the client's latest traffic secret."""
        hello = self.hellos.client_hello
        if hello is None:
            return None
        if not self.main:
            return self.log.secret(HANDSHAKE[direction].key_log_label, hello.random)
        secret = self.log.secret(Secret.CLIENT_APPLICATION_TRAFFIC.key_log_label, hello.random)
        for _ in range(self.updates if secret else 0):
            secret = next_traffic_secret(secret or b"", hash_name).output
        return secret

    def _master_secret(self) -> bytes | None:
        found = logged_master_secret(self.log, self.hellos, self.encrypted_premaster, self.up_to_key_exchange)
        return found.value if found else None

    def _tls13_transcript(self, hash_name: str) -> bytes:
        """Return the messages with a first ClientHello replaced by its hash (RFC 8446 section 4.4.1)."""
        if not self.retried:
            return self.transcript
        end = 4 + int.from_bytes(self.transcript[1:4])
        return message_hash(self.transcript[:end], hash_name) + self.transcript[end:]

    def _extend(self, message: Message) -> None:
        self.retried = self.retried or isinstance(message.body, HelloRetryRequest)
        if message.type in _IN_NO_TRANSCRIPT or (
            self.hellos.is_tls13 and message.type == HandshakeType.new_session_ticket
        ):
            self.updates += message.type == HandshakeType.key_update and message.direction is Direction.CLIENT_TO_SERVER
            return
        if self.main and message.type == HandshakeType.certificate_request:
            self.seen = list(self.main)
        self.seen.append(message)


_IN_NO_TRANSCRIPT = frozenset(
    {HandshakeType.hello_request, HandshakeType.hello_verify_request, HandshakeType.key_update}
)


def _leaf(message: Message) -> bytes | None:
    """Return the end-entity certificate of a certificate message, in DER."""
    body = message.body
    if isinstance(body, CompressedCertificate):
        body, _ = decompressed(body)
    entries = getattr(body, "certificate_list", ())
    if not entries:
        return None
    return entries[0] if isinstance(entries[0], bytes) else entries[0].cert_data
