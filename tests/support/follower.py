"""A small observer for tests: follows a recorded connection far enough to drive the functions under test.

It trusts its input to be well formed, and keeps every record, every proof and every set of keys that it met.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tlskit.trace.chunk import Direction
from tlskit.trace.keys.cipher_parameters import TLS12, TLS13, cipher_parameters
from tlskit.trace.keys.derivation import digest
from tlskit.trace.keys.key_log import KeyLog
from tlskit.trace.keys.record_protection import RecordOpener
from tlskit.trace.keys.tls12_key_derivation import key_block
from tlskit.trace.keys.tls13_key_schedule import message_hash, next_traffic_secret, traffic_keys
from tlskit.trace.proof.proof import (
    HandshakeSignature,
    certificate_verify_12,
    certificate_verify_13,
    finished_12,
    finished_13,
    server_key_exchange,
)
from tlskit.trace.record.decrypted import DecryptedRecord

if TYPE_CHECKING:
    from pathlib import Path

CLIENT, SERVER = Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT
RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
SUITES = {
    0x0002: ("NULL", "SHA"),
    0x0005: ("RC4_128", "SHA"),
    0x0007: ("IDEA_CBC", "SHA"),
    0x000A: ("3DES_EDE_CBC", "SHA"),
    0x002F: ("AES_128_CBC", "SHA"),
    0x0033: ("AES_128_CBC", "SHA"),
    0x0035: ("AES_256_CBC", "SHA"),
    0x003C: ("AES_128_CBC", "SHA256"),
    0x003B: ("NULL", "SHA256"),
    0x0041: ("CAMELLIA_128_CBC", "SHA"),
    0x0067: ("AES_128_CBC", "SHA256"),
    0x0096: ("SEED_CBC", "SHA"),
    0x00A2: ("AES_128_GCM", "SHA256"),
    0x009C: ("AES_128_GCM", "SHA256"),
    0x009D: ("AES_256_GCM", "SHA384"),
    0x009E: ("AES_128_GCM", "SHA256"),
    0xC009: ("AES_128_CBC", "SHA"),
    0xC00A: ("AES_256_CBC", "SHA"),
    0xC012: ("3DES_EDE_CBC", "SHA"),
    0xC013: ("AES_128_CBC", "SHA"),
    0xC014: ("AES_256_CBC", "SHA"),
    0xC011: ("RC4_128", "SHA"),
    0xC023: ("AES_128_CBC", "SHA256"),
    0xC024: ("AES_256_CBC", "SHA384"),
    0xC027: ("AES_128_CBC", "SHA256"),
    0xC028: ("AES_256_CBC", "SHA384"),
    0xC02B: ("AES_128_GCM", "SHA256"),
    0xC02C: ("AES_256_GCM", "SHA384"),
    0xC02F: ("AES_128_GCM", "SHA256"),
    0xC030: ("AES_256_GCM", "SHA384"),
    0xC076: ("CAMELLIA_128_CBC", "SHA256"),
    0xC09C: ("AES_128_CCM", ""),
    0xC09E: ("AES_128_CCM", ""),
    0xC0A0: ("AES_128_CCM_8", ""),
    0xC0A2: ("AES_128_CCM_8", ""),
    0xC0AC: ("AES_128_CCM", ""),
    0xC0AE: ("AES_128_CCM_8", ""),
    0xCCA8: ("CHACHA20_POLY1305", "SHA256"),
    0xCCA9: ("CHACHA20_POLY1305", "SHA256"),
    0xCCAA: ("CHACHA20_POLY1305", "SHA256"),
    0x1301: ("AES_128_GCM", "SHA256"),
    0x1302: ("AES_256_GCM", "SHA384"),
    0x1303: ("CHACHA20_POLY1305", "SHA256"),
    0x1304: ("AES_128_CCM", "SHA256"),
    0x1305: ("AES_128_CCM_8", "SHA256"),
}


def read_capture(path: Path):
    """Yield (direction, bytes) of a capture without loss or reordering, the sender of the SYN being the client."""
    data, position, client = path.read_bytes(), 24, None
    link = {101: 0, 1: 14, 0: 4}[struct.unpack_from("<I", data, 20)[0]]
    while position < len(data):
        (length,) = struct.unpack_from("<I", data, position + 8)
        packet = data[position + 16 + link : position + 16 + length]
        position += 16 + length
        if packet[0] >> 4 == 6:
            address, segment = packet[8:24], packet[40 : 40 + int.from_bytes(packet[4:6])]
        else:
            address, segment = packet[12:16], packet[(packet[0] & 15) * 4 : int.from_bytes(packet[2:4])]
        source = (address, segment[:2])
        client = client or source
        if payload := segment[(segment[12] >> 4) * 4 :]:
            yield CLIENT if source == client else SERVER, payload


class Follower:
    """Follows one connection; ``records`` are (direction, result), ``proofs`` in the order of the messages."""

    def __init__(self, secrets: str) -> None:
        self.log = KeyLog.parse(secrets)
        self.streams = {CLIENT: b"", SERVER: b""}
        self.pending = {CLIENT: b"", SERVER: b""}
        self.openers = {CLIENT: None, SERVER: None}
        self.next_openers = {CLIENT: None, SERVER: None}
        self.secrets = {}
        self.keys = {}
        self.certificates = {CLIENT: None, SERVER: None}
        self.records, self.proofs, self.messages = [], [], []
        self.version, self.parameters, self.encrypt_then_mac = 0, None, False

    def follow(self, chunks):
        """Take in a whole connection."""
        for direction, data in chunks:
            self.feed(direction, data)
        return self

    def feed(self, direction, data):
        """Take in bytes of one side."""
        self.streams[direction] += data
        while len(stream := self.streams[direction]) >= 5:
            end = 5 + int.from_bytes(stream[3:5])
            if len(stream) < end:
                return
            self.streams[direction] = stream[end:]
            self.record(direction, stream[:5], stream[5:end])

    def record(self, direction, header, fragment):
        """Open a record where there are keys and read what it holds."""
        opener, kind = self.openers[direction], header[0]
        if kind == 20 and self.version == TLS13:
            return
        if opener:
            result = opener.open(header, fragment)
            self.records.append((direction, result))
            if not isinstance(result, DecryptedRecord):
                return
            kind, fragment = result.content_type, result.plaintext
        if kind == 20:
            self.openers[direction] = self.next_openers[direction]
        elif kind == 22:
            self.pending[direction] += fragment
            while len(held := self.pending[direction]) >= 4 and len(held) >= (end := 4 + int.from_bytes(held[1:4])):
                self.pending[direction] = held[end:]
                self.message(direction, held[:end])

    def message(self, direction, message):
        """Do what a message asks for, then take it into the transcript."""
        if message[0] == 0:  # HelloRequest is not part of the transcript
            return
        handler = {1: self.client_hello, 2: self.server_hello, 11: self.certificate, 12: self.key_exchange}
        handler |= {15: self.certificate_verify, 16: self.keys_12, 20: self.finished, 24: self.key_update}
        before = list(self.messages)
        if message[0] == 1 and len(self.messages) > 2:  # renegotiation
            self.messages = []
        if self.version != TLS13 or message[0] not in {4, 24}:  # what follows the handshake in TLS 1.3
            self.messages.append(message)
        if message[0] in handler:
            handler[message[0]](direction, message[4:], before)

    def transcript_hash(self, messages):
        """Hash messages as TLS 1.3 does."""
        name, first = self.parameters.prf_hash, messages[0]
        if len(messages) > 1 and messages[1][6:38] == RETRY:
            first = message_hash(first, name)
        return digest(name, first, *messages[1:])

    def client_hello(self, _direction, body, _before):
        """Remember the client's random."""
        self.legacy_version = body[:2]
        self.client_random = body[2:34]

    def server_hello(self, _direction, body, _before):
        """Take over what was chosen; in TLS 1.3 the handshake keys start here."""
        self.server_random = body[2:34]
        position = 35 + body[34]
        self.suite = int.from_bytes(body[position : position + 2])
        extensions = dict(extensions_of(body[position + 5 :]))
        self.version = int.from_bytes(extensions.get(43, body[:2]))
        self.encrypt_then_mac, self.is_extended = 22 in extensions, 23 in extensions
        self.parameters = cipher_parameters(*SUITES[self.suite], self.version)
        if self.version == TLS13 and self.server_random != RETRY:
            for direction, name in ((CLIENT, "CLIENT"), (SERVER, "SERVER")):
                self.keys_13(direction, self.log.secret(f"{name}_HANDSHAKE_TRAFFIC_SECRET", self.client_random))

    def keys_13(self, direction, secret):
        """Use the next secret of a side."""
        keys = traffic_keys(secret, self.parameters.prf_hash, self.parameters.key_length)
        self.secrets[direction] = secret
        self.keys[direction] = keys.write_keys
        self.openers[direction] = RecordOpener(self.parameters, self.keys[direction])

    def keys_12(self, _direction, body, _before):
        """Derive the keys that ChangeCipherSpec starts."""
        self.master_secret = self.find_master_secret(body)
        if self.master_secret is None:
            return
        block = key_block(self.master_secret, self.client_random, self.server_random, self.parameters)
        self.keys = {CLIENT: block.client, SERVER: block.server}
        self.next_openers = {
            direction: RecordOpener(self.parameters, keys, encrypt_then_mac=self.encrypt_then_mac)
            for direction, keys in self.keys.items()
        }

    def find_master_secret(self, _client_key_exchange):
        """Return the master secret that the key log has."""
        return self.log.secret("CLIENT_RANDOM", self.client_random)

    def certificate(self, direction, body, _before):
        """Remember the end-entity certificate of a side."""
        start = 3 + (1 + body[0] if self.version == TLS13 else 0)
        length = int.from_bytes(body[start : start + 3])
        self.certificates[direction] = body[start + 3 : start + 3 + length] or None

    def key_exchange(self, _direction, body, _before):
        """Prove a ServerKeyExchange of ECDHE or DHE."""
        self.server_key_exchange = body
        end = 4 + body[3]
        if body[0] != 3:
            end = 0
            for _ in range(3):
                end += 2 + int.from_bytes(body[end : end + 2])
        signature = self.signature(SERVER, body[end:])
        randoms = (self.client_random, self.server_random)
        self.proofs.append(server_key_exchange(signature, *randoms, body[:end], self.version))

    def signature(self, direction, data):
        """Read a signature, with its scheme from TLS 1.2 on."""
        scheme = int.from_bytes(data[:2]) if self.version >= TLS12 else None
        return HandshakeSignature(self.certificates[direction], scheme, data[4 if scheme is not None else 2 :])

    def certificate_verify(self, direction, body, before):
        """Prove a CertificateVerify."""
        signature = self.signature(direction, body)
        if self.version == TLS13:
            self.proofs.append(certificate_verify_13(signature, self.transcript_hash(before), direction))
        else:
            self.proofs.append(certificate_verify_12(signature, b"".join(before), self.version, self.master_secret))

    def finished(self, direction, body, before):
        """Prove a Finished; in TLS 1.3 the application keys of its sender start here."""
        if self.version != TLS13:
            prf_hash = self.parameters.prf_hash
            self.proofs.append(finished_12(self.master_secret, b"".join(before), body, prf_hash, direction))
            return
        secret, hash_name = self.secrets[direction], self.parameters.prf_hash
        self.proofs.append(finished_13(secret, self.transcript_hash(before), body, hash_name, direction))
        name = {CLIENT: "CLIENT", SERVER: "SERVER"}[direction]
        self.keys_13(direction, self.log.secret(f"{name}_TRAFFIC_SECRET_0", self.client_random))

    def key_update(self, direction, _body, _before):
        """Use the next generation."""
        self.keys_13(direction, next_traffic_secret(self.secrets[direction], self.parameters.prf_hash).output)


def extensions_of(data):
    """Yield the extensions of a ServerHello."""
    position = 0
    while position < len(data):
        kind, length = struct.unpack_from(">HH", data, position)
        yield kind, data[position + 4 : position + 4 + length]
        position += 4 + length
