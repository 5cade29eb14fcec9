"""Opening protected records: one opener for each direction and each set of keys.

A record either opens, and its parts say what every byte of the fragment was, or it stays sealed and says why; peer
bytes never raise. An opener counts the records that it opened. A record that does not open changes nothing, so that
keys can be tried; one that is known to be lost or damaged is passed over with ``skip``. In DTLS the record's own epoch
and number take the place of the count. RFC 6101 section 5.2.3, RFC 5246 section 6.2.3, RFC 7366, RFC 8446 section 5.
Compression other than null is not undone.
"""

from __future__ import annotations

from typing import Protocol

from tlskit.trace.keys.cipher import aead, key_stream, open_cbc
from tlskit.trace.keys.cipher_parameters import SSL30, TLS13, CipherParameters, Mode, WriteKeys
from tlskit.trace.keys.derivation import SSL30_PAD_LENGTHS, digest, hmac
from tlskit.trace.record.decrypted import DecryptedRecord, DecryptFailure, PartKind, UndecryptedRecord

_HEADER_LENGTHS = (5, 13)  # RFC 8446 section 5.1; RFC 6347 section 4.1
_LONGEST_FRAGMENT = 0xFFFF


class RecordOpener:
    """Opens the records of one direction under one set of keys, in order."""

    def __init__(self, parameters: CipherParameters, keys: WriteKeys, *, encrypt_then_mac: bool = False) -> None:
        self.parameters = parameters
        self.sequence_number = 0
        self._protection = _protection(parameters, keys, encrypt_then_mac=encrypt_then_mac)

    def open(self, record_header: bytes, fragment: bytes) -> DecryptedRecord | UndecryptedRecord:
        """Open the next record; ``record_header`` is as sent."""
        if len(record_header) not in _HEADER_LENGTHS:
            return UndecryptedRecord(DecryptFailure.BAD_HEADER, self.sequence_number)
        record = _Record(record_header, fragment, self.sequence_number)
        if len(fragment) > _LONGEST_FRAGMENT:
            return UndecryptedRecord(DecryptFailure.TOO_LONG, record.sequence_number)
        opened = self._protection.open(record)
        if isinstance(opened, DecryptFailure):
            return UndecryptedRecord(opened, record.sequence_number)
        self.skip(fragment)
        return opened

    def skip(self, fragment: bytes) -> None:
        """Count a record that this side sent under these keys and that cannot be opened."""
        self._protection.advance(fragment)
        self.sequence_number += 1


class _Record:
    """A record as sent."""

    def __init__(self, header: bytes, fragment: bytes, counted: int) -> None:
        self.header = header
        self.content_type = header[0]
        self.fragment = fragment
        is_datagram = len(header) == max(_HEADER_LENGTHS)
        self.sequence_number = int.from_bytes(header[3:11]) if is_datagram else counted

    def authenticated_header(self, length: int, version: int) -> bytes:
        """Number, type, version and length as the MAC and the AEAD of TLS 1.2 take them in; SSL 3.0 has no version."""
        shown = self.header[:1] if version == SSL30 else self.header[:3]
        return self.sequence_number.to_bytes(8) + shown + length.to_bytes(2)


class _Protection(Protocol):
    def open(self, record: _Record) -> DecryptedRecord | DecryptFailure: ...

    def advance(self, fragment: bytes) -> None: ...


def _protection(parameters: CipherParameters, keys: WriteKeys, *, encrypt_then_mac: bool) -> _Protection:
    if parameters.mode.is_aead:
        return _Aead(parameters, keys)
    if parameters.mode is Mode.CBC:
        return _Cbc(parameters, keys, encrypt_then_mac=encrypt_then_mac)
    return _Stream(parameters, keys)


class _Aead:
    """RFC 5288, RFC 6655, RFC 7905 and RFC 8446 section 5.2."""

    def __init__(self, parameters: CipherParameters, keys: WriteKeys) -> None:
        self.parameters = parameters
        self.iv = keys.iv
        self.decrypt = aead(parameters, keys.key)

    def open(self, record: _Record) -> DecryptedRecord | DecryptFailure:
        start, tag_length = self.parameters.explicit_length, self.parameters.tag_length
        length = len(record.fragment) - start - tag_length
        if length < 0:
            return DecryptFailure.TOO_SHORT
        is_tls13 = self.parameters.version == TLS13
        additional = record.header if is_tls13 else record.authenticated_header(length, self.parameters.version)
        explicit, nonce = record.fragment[:start], self._nonce(record)
        plain = self.decrypt(nonce, record.fragment[start:], additional)
        if plain is None:
            return DecryptFailure.BAD_TAG
        content = plain.rstrip(b"\x00") if is_tls13 else plain
        if is_tls13 and not content:
            return DecryptFailure.NO_CONTENT_TYPE
        end = len(content) - is_tls13
        runs = (
            (PartKind.EXPLICIT_NONCE, explicit),
            (PartKind.CONTENT, content[:end]),
            (PartKind.CONTENT_TYPE, content[end:]),
            (PartKind.PADDING, plain[len(content) :]),
            (PartKind.TAG, record.fragment[start + length :]),
        )
        content_type = content[-1] if is_tls13 else record.content_type
        return DecryptedRecord(content_type, content[:end], record.sequence_number, nonce, additional, runs)

    def advance(self, fragment: bytes) -> None:
        """Nothing is carried from record to record."""

    def _nonce(self, record: _Record) -> bytes:
        if self.parameters.explicit_length:
            return self.iv + record.fragment[: self.parameters.explicit_length]
        return _xor(self.iv, record.sequence_number.to_bytes(len(self.iv)))


class _Cbc:
    """RFC 5246 section 6.2.3.2, MAC then encrypt, or RFC 7366, encrypt then MAC."""

    def __init__(self, parameters: CipherParameters, keys: WriteKeys, *, encrypt_then_mac: bool) -> None:
        self.parameters = parameters
        self.keys = keys
        self.encrypt_then_mac = encrypt_then_mac
        self.iv = keys.iv

    def open(self, record: _Record) -> DecryptedRecord | DecryptFailure:
        mac_length, block_length = self.parameters.mac_length, self.parameters.block_length
        start, end = self.parameters.explicit_length, len(record.fragment)
        end -= mac_length * self.encrypt_then_mac
        if end - start < max(block_length, 0 if self.encrypt_then_mac else mac_length + 1):
            return DecryptFailure.TOO_SHORT
        if (end - start) % block_length:
            return DecryptFailure.NOT_WHOLE_BLOCKS
        iv = record.fragment[:start] or self.iv
        if self.encrypt_then_mac:
            return self._authentic_first(record, iv, record.fragment[:end])
        return self._authentic_last(record, iv)

    def advance(self, fragment: bytes) -> None:
        """Up to TLS 1.0 the last block is the IV of the next record."""
        if not self.parameters.explicit_length and len(fragment) >= self.parameters.block_length:
            end = len(fragment) - self.parameters.mac_length * self.encrypt_then_mac
            self.iv = fragment[end - self.parameters.block_length : end]

    def _authentic_first(self, record: _Record, iv: bytes, covered: bytes) -> DecryptedRecord | DecryptFailure:
        mac, start = record.fragment[len(covered) :], self.parameters.explicit_length
        additional, fits = _check_mac(self.parameters, self.keys.mac_key, record, covered, mac)
        if not fits:
            return DecryptFailure.BAD_MAC
        plain = open_cbc(self.parameters, self.keys.key, iv, covered[start:])
        padding = self._padding(plain, len(plain))
        if padding is None:
            return DecryptFailure.BAD_PADDING
        content = plain[: len(plain) - len(padding) - 1]
        runs = (
            (PartKind.IV, covered[:start]),
            (PartKind.CONTENT, content),
            (PartKind.PADDING, padding),
            (PartKind.PADDING_LENGTH, plain[-1:]),
            (PartKind.MAC, mac),
        )
        return DecryptedRecord(record.content_type, content, record.sequence_number, iv, additional, runs)

    def _authentic_last(self, record: _Record, iv: bytes) -> DecryptedRecord | DecryptFailure:
        start = self.parameters.explicit_length
        plain = open_cbc(self.parameters, self.keys.key, iv, record.fragment[start:])
        padding = self._padding(plain, len(plain) - self.parameters.mac_length)
        if padding is None:
            return DecryptFailure.BAD_PADDING
        unpadded = plain[: len(plain) - len(padding) - 1]
        content, mac = _split(unpadded, len(unpadded) - self.parameters.mac_length)
        additional, fits = _check_mac(self.parameters, self.keys.mac_key, record, content, mac)
        if not fits:
            return DecryptFailure.BAD_MAC
        runs = (
            (PartKind.IV, record.fragment[:start]),
            (PartKind.CONTENT, content),
            (PartKind.MAC, mac),
            (PartKind.PADDING, padding),
            (PartKind.PADDING_LENGTH, plain[-1:]),
        )
        return DecryptedRecord(record.content_type, content, record.sequence_number, iv, additional, runs)

    def _padding(self, plain: bytes, room: int) -> bytes | None:
        """Return the padding before its length byte; ``room`` is what padding and length byte may take."""
        length = plain[-1]
        if length + 1 > room:
            return None
        padding = plain[len(plain) - 1 - length : -1]
        if self.parameters.version == SSL30:  # any bytes, less than a block
            return padding if length < self.parameters.block_length else None
        return padding if padding == plain[-1:] * length else None


class _Stream:
    """RFC 5246 section 6.2.3.1: RC4, or no cipher at all, with a MAC."""

    def __init__(self, parameters: CipherParameters, keys: WriteKeys) -> None:
        self.parameters = parameters
        self.keys = keys
        self.stream = key_stream(keys.key) if parameters.mode is Mode.STREAM else bytes
        self.ahead = b""

    def open(self, record: _Record) -> DecryptedRecord | DecryptFailure:
        length = len(record.fragment) - self.parameters.mac_length
        if length < 0:
            return DecryptFailure.TOO_SHORT
        content, mac = _split(_xor(record.fragment, self._look_ahead(len(record.fragment))), length)
        additional, fits = _check_mac(self.parameters, self.keys.mac_key, record, content, mac)
        if not fits:
            return DecryptFailure.BAD_MAC
        runs = ((PartKind.CONTENT, content), (PartKind.MAC, mac))
        return DecryptedRecord(record.content_type, content, record.sequence_number, b"", additional, runs)

    def advance(self, fragment: bytes) -> None:
        """The key stream is used up."""
        self._look_ahead(len(fragment))
        self.ahead = self.ahead[len(fragment) :]

    def _look_ahead(self, length: int) -> bytes:
        self.ahead += self.stream(max(0, length - len(self.ahead)))
        return self.ahead[:length]


def _check_mac(
    parameters: CipherParameters, key: bytes, record: _Record, covered: bytes, mac: bytes
) -> tuple[bytes, bool]:
    """Return what is authenticated before the covered bytes, and whether the MAC fits."""
    header, name = record.authenticated_header(len(covered), parameters.version), parameters.mac_hash
    if parameters.version != SSL30:
        return header, mac == hmac(name, key, header + covered)
    length = SSL30_PAD_LENGTHS[name]
    inner = digest(name, key, b"\x36" * length, header, covered)
    return header, mac == digest(name, key, b"\x5c" * length, inner)


def _split(data: bytes, position: int) -> tuple[bytes, bytes]:
    return data[:position], data[position:]


def _xor(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left) ^ int.from_bytes(right)).to_bytes(len(left))
