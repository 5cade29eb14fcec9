"""The TLS 1.3 key schedule (RFC 8446 section 7), each derivation a step with its inputs, label and output.

There are two ways in. ``KeySchedule`` starts at the top, from the PSK and the (EC)DHE shared secret, and reaches every
secret. Where only logged secrets are known, the functions below it start from one of those: keys, the next generation,
the Finished key, the exporter, the PSK of a later connection. Transcript hashes are handed in, nothing is parsed.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property

from tlskit.core import FrozenValue
from tlskit.finding import Citation
from tlskit.trace.keys.cipher_parameters import WriteKeys
from tlskit.trace.keys.derivation import DIGEST_LENGTHS, DerivationOperation, DerivationStep, digest, hmac

_MESSAGE_HASH = 254  # RFC 8446 section 4
_PREFIX = "tls13 "
_SECTION_7_1, _SECTION_4_4_4 = Citation("RFC 8446", "7.1"), Citation("RFC 8446", "4.4.4")


# -- the functions of section 7.1, on bytes --------------------------------------------------------------------------


def hkdf_extract(salt: bytes, keying_material: bytes, hash_name: str) -> bytes:
    """HKDF-Extract (RFC 5869 section 2.2)."""
    return hmac(hash_name, salt or bytes(DIGEST_LENGTHS[hash_name]), keying_material)


def hkdf_expand(secret: bytes, info: bytes, length: int, hash_name: str) -> bytes:
    """HKDF-Expand (RFC 5869 section 2.3)."""
    output = block = b""
    for counter in range(1, -(-length // DIGEST_LENGTHS[hash_name]) + 1):
        block = hmac(hash_name, secret, block + info + bytes([counter]))
        output += block
    return output[:length]


def hkdf_label(label: str, context: bytes, length: int) -> bytes:
    """Encode the HkdfLabel structure, which HKDF-Expand calls info."""
    full = (_PREFIX + label).encode()
    return length.to_bytes(2) + bytes([len(full)]) + full + bytes([len(context)]) + context


def hkdf_expand_label(secret: bytes, label: str, context: bytes, length: int, hash_name: str) -> bytes:
    """HKDF-Expand-Label."""
    return hkdf_expand(secret, hkdf_label(label, context, length), length, hash_name)


def derive_secret(secret: bytes, label: str, transcript_hash: bytes, hash_name: str) -> bytes:
    """Derive-Secret, with the Transcript-Hash of the messages in place of the messages."""
    return hkdf_expand_label(secret, label, transcript_hash, DIGEST_LENGTHS[hash_name], hash_name)


def message_hash(client_hello: bytes, hash_name: str) -> bytes:
    """Return the message that stands for the first ClientHello after a HelloRetryRequest (section 4.4.1)."""
    hashed = digest(hash_name, client_hello)
    return bytes([_MESSAGE_HASH]) + len(hashed).to_bytes(3) + hashed


# -- from the top ----------------------------------------------------------------------------------------------------


class Stage(Enum):
    """The three secrets down the middle of the figure in section 7.1."""

    EARLY = "Early Secret"
    HANDSHAKE = "Handshake Secret"
    MASTER = "Master Secret"


class Secret(Enum):
    """What is derived from the three: its stage, its label, the messages that it covers, and its name in a key log.

    The last message covered is named; the secrets of the early stage that protect a PSK binder cover none.
    """

    EXTERNAL_BINDER_KEY = (Stage.EARLY, "ext binder", "", "")
    RESUMPTION_BINDER_KEY = (Stage.EARLY, "res binder", "", "")
    CLIENT_EARLY_TRAFFIC = (Stage.EARLY, "c e traffic", "ClientHello", "CLIENT_EARLY_TRAFFIC_SECRET")
    EARLY_EXPORTER = (Stage.EARLY, "e exp master", "ClientHello", "EARLY_EXPORTER_SECRET")
    CLIENT_HANDSHAKE_TRAFFIC = (Stage.HANDSHAKE, "c hs traffic", "ServerHello", "CLIENT_HANDSHAKE_TRAFFIC_SECRET")
    SERVER_HANDSHAKE_TRAFFIC = (Stage.HANDSHAKE, "s hs traffic", "ServerHello", "SERVER_HANDSHAKE_TRAFFIC_SECRET")
    CLIENT_APPLICATION_TRAFFIC = (Stage.MASTER, "c ap traffic", "server Finished", "CLIENT_TRAFFIC_SECRET_0")
    SERVER_APPLICATION_TRAFFIC = (Stage.MASTER, "s ap traffic", "server Finished", "SERVER_TRAFFIC_SECRET_0")
    EXPORTER = (Stage.MASTER, "exp master", "server Finished", "EXPORTER_SECRET")
    RESUMPTION = (Stage.MASTER, "res master", "client Finished", "")

    def __init__(self, stage: Stage, label: str, covers: str, key_log_label: str) -> None:
        self.stage = stage
        self.label = label
        self.covers = covers
        self.key_log_label = key_log_label

    @property
    def title(self) -> str:
        """The name in words: ``client handshake traffic secret``."""
        words = self.name.lower().replace("_", " ")
        return words if words.endswith("key") else f"{words} secret"


class KeySchedule(FrozenValue):
    """The whole schedule of one connection. Without a PSK or without (EC)DHE its place is taken by zeros."""

    hash_name: str
    psk: bytes = b""
    shared_secret: bytes = b""

    @cached_property
    def early(self) -> DerivationStep:
        """Early Secret: the PSK, salted with zeros."""
        return self._extract(Stage.EARLY, self._zeros, "PSK", self.psk)

    @cached_property
    def salt_of_handshake(self) -> DerivationStep:
        """What joins the Early Secret to the Handshake Secret."""
        return self._join(self.early)

    @cached_property
    def handshake(self) -> DerivationStep:
        """Handshake Secret: the (EC)DHE shared secret comes in."""
        return self._extract(Stage.HANDSHAKE, self.salt_of_handshake.output, "(EC)DHE", self.shared_secret)

    @cached_property
    def salt_of_master(self) -> DerivationStep:
        """What joins the Handshake Secret to the Master Secret."""
        return self._join(self.handshake)

    @cached_property
    def master(self) -> DerivationStep:
        """Master Secret: nothing new comes in."""
        return self._extract(Stage.MASTER, self.salt_of_master.output, "0", b"")

    def of(self, stage: Stage) -> DerivationStep:
        """One of the three secrets down the middle."""
        return {Stage.EARLY: self.early, Stage.HANDSHAKE: self.handshake, Stage.MASTER: self.master}[stage]

    def secret(self, secret: Secret, transcript_hash: bytes = b"") -> DerivationStep:
        """Derive a secret over the Transcript-Hash up to ``secret.covers``; binder keys cover no message."""
        covered = transcript_hash if secret.covers else digest(self.hash_name)
        return _derive(secret.title, self.of(secret.stage).output, secret.label, covered, self.hash_name)

    @property
    def _zeros(self) -> bytes:
        return bytes(DIGEST_LENGTHS[self.hash_name])

    def _extract(self, stage: Stage, salt: bytes, source: str, keying_material: bytes) -> DerivationStep:
        given = keying_material or self._zeros
        output = hkdf_extract(salt, given, self.hash_name)
        return DerivationStep(
            stage.value,
            DerivationOperation.HKDF_EXTRACT,
            (("salt", salt), (source, given)),
            output,
            _SECTION_7_1,
            self.hash_name,
        )

    def _join(self, above: DerivationStep) -> DerivationStep:
        return _derive(f"salt after {above.name}", above.output, "derived", digest(self.hash_name), self.hash_name)


# -- from one secret -------------------------------------------------------------------------------------------------


class TrafficKeys(FrozenValue):
    """What one side writes with, from one traffic secret."""

    secret: bytes
    key: DerivationStep
    iv: DerivationStep
    finished_key: DerivationStep

    @property
    def write_keys(self) -> WriteKeys:
        """What opens the records."""
        return WriteKeys(self.key.output, self.iv.output)


def traffic_keys(secret: bytes, hash_name: str, key_length: int, iv_length: int = 12) -> TrafficKeys:
    """Derive the keys that protect records (section 7.3) and the one that makes Finished (section 4.4.4)."""
    return TrafficKeys(
        secret,
        _expand("write key", secret, "key", b"", key_length, hash_name, "7.3"),
        _expand("write iv", secret, "iv", b"", iv_length, hash_name, "7.3"),
        finished_key(secret, hash_name),
    )


def finished_key(base_key: bytes, hash_name: str) -> DerivationStep:
    """Derive the key of a Finished message or of a PSK binder (section 4.4.4)."""
    length = DIGEST_LENGTHS[hash_name]
    return _expand("finished_key", base_key, "finished", b"", length, hash_name, "4.4.4")


def verify_data(key: bytes, transcript_hash: bytes, hash_name: str) -> DerivationStep:
    """Compute what a Finished message, or a PSK binder, contains (section 4.4.4)."""
    inputs = (("finished_key", key), ("Transcript-Hash", transcript_hash))
    return DerivationStep(
        "verify_data",
        DerivationOperation.HMAC,
        inputs,
        hmac(hash_name, key, transcript_hash),
        _SECTION_4_4_4,
        hash_name,
    )


def next_traffic_secret(secret: bytes, hash_name: str) -> DerivationStep:
    """Derive the generation of application traffic secret that a KeyUpdate starts (section 7.2)."""
    length = DIGEST_LENGTHS[hash_name]
    return _expand("next application traffic secret", secret, "traffic upd", b"", length, hash_name, "7.2")


def _derive(name: str, secret: bytes, label: str, transcript_hash: bytes, hash_name: str) -> DerivationStep:
    info = hkdf_label(label, transcript_hash, DIGEST_LENGTHS[hash_name])
    inputs = (("Secret", secret), ("Transcript-Hash", transcript_hash), ("HkdfLabel", info))
    output = derive_secret(secret, label, transcript_hash, hash_name)
    return DerivationStep(name, DerivationOperation.DERIVE_SECRET, inputs, output, _SECTION_7_1, hash_name, label)


def _expand(  # noqa: PLR0913, PLR0917 - what HKDF-Expand-Label takes, and the step's name and section
    name: str,
    secret: bytes,
    label: str,
    context: bytes,
    length: int,
    hash_name: str,
    section: str,
) -> DerivationStep:
    inputs = (("Secret", secret), ("Context", context), ("HkdfLabel", hkdf_label(label, context, length)))
    output = hkdf_expand_label(secret, label, context, length, hash_name)
    return DerivationStep(
        name, DerivationOperation.HKDF_EXPAND_LABEL, inputs, output, Citation("RFC 8446", section), hash_name, label
    )
