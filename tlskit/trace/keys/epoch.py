"""From a key log to what opens records: the keys of each direction and epoch of one connection.

A key log names secrets by the random of the ClientHello. TLS 1.3: traffic secrets, one per direction and epoch
(RFC 8446 section 7.1); TLS 1.2 and older: the master secret, or the premaster secret that it comes from (RFC 5246
section 8.1). Every derivation is kept with its inputs, so that it can be shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.registry import ExtensionType
from tlskit.trace.chunk import Direction
from tlskit.trace.keys.cipher_parameters import CipherParameters, Unopenable, WriteKeys, cipher_parameters
from tlskit.trace.keys.derivation import DIGEST_LENGTHS, DerivationStep
from tlskit.trace.keys.record_protection import RecordOpener
from tlskit.trace.keys.tls12_key_derivation import (
    KeyBlock,
    extended_master_secret,
    handshake_hash,
    key_block,
    master_secret,
)
from tlskit.trace.keys.tls13_key_schedule import Secret, TrafficKeys, next_traffic_secret, traffic_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.registry import CipherSuite
    from tlskit.trace.keys.key_log import KeyLog
    from tlskit.trace.record.hellos import Hellos

TLS_1_3 = 0x0304
MASTER_SECRET_LABEL = "CLIENT_RANDOM"  # noqa: S105 - the name of a kind of line
_PREMASTER_LABEL = "PMS_CLIENT_RANDOM"

HANDSHAKE = {
    Direction.CLIENT_TO_SERVER: Secret.CLIENT_HANDSHAKE_TRAFFIC,
    Direction.SERVER_TO_CLIENT: Secret.SERVER_HANDSHAKE_TRAFFIC,
}
APPLICATION = {
    Direction.CLIENT_TO_SERVER: Secret.CLIENT_APPLICATION_TRAFFIC,
    Direction.SERVER_TO_CLIENT: Secret.SERVER_APPLICATION_TRAFFIC,
}


class Epoch(FrozenValue):
    """The keys of one direction from one moment to the next, and how they came about.

    ``title`` is in words (``client handshake traffic secret``), ``key_log_label`` the line that gave the secret,
    ``steps`` what was derived from it, ``generation`` counts the KeyUpdates of TLS 1.3.
    """

    direction: Direction
    title: str
    key_log_label: str
    secret: bytes
    parameters: CipherParameters
    keys: WriteKeys
    steps: tuple[DerivationStep, ...]
    generation: int = 0
    encrypt_then_mac: bool = False

    def opener(self) -> RecordOpener:
        """Return what opens this epoch's records, beginning with the first."""
        return RecordOpener(self.parameters, self.keys, encrypt_then_mac=self.encrypt_then_mac)

    def next_generation(self) -> Epoch:
        """Return the epoch that a KeyUpdate begins (RFC 8446 section 7.2)."""
        update = next_traffic_secret(self.secret, self.parameters.prf_hash)
        derived = traffic_keys(update.output, self.parameters.prf_hash, self.parameters.key_length)
        return Epoch(
            self.direction,
            self.title,
            self.key_log_label,
            update.output,
            self.parameters,
            derived.write_keys,
            (update, *_steps(derived)),
            self.generation + 1,
        )


def traffic_epoch(log: KeyLog, hellos: Hellos, direction: Direction, secret: Secret) -> Epoch | None:
    """Return the epoch of TLS 1.3 that a logged secret makes, or ``None`` where the log or the suite does not."""
    if hellos.client_hello is None or hellos.cipher_suite is None:
        return None
    return _traffic_epoch(log, hellos.client_hello.random, hellos.cipher_suite, direction, secret)


def early_epochs(log: KeyLog, hellos: Hellos) -> Iterator[Epoch]:
    """Yield the epochs that 0-RTT data may be under: no hello says which suite the PSK belongs to, so one per suite."""
    hello = hellos.client_hello
    if hello is None:
        return
    for suite in hello.cipher_suites:
        if suite.is_tls13:
            epoch = _traffic_epoch(log, hello.random, suite, Direction.CLIENT_TO_SERVER, Secret.CLIENT_EARLY_TRAFFIC)
            if epoch is not None:
                yield epoch


def _traffic_epoch(
    log: KeyLog, random: bytes, suite: CipherSuite, direction: Direction, secret: Secret
) -> Epoch | None:
    logged = log.secret(secret.key_log_label, random)
    parameters = cipher_parameters(suite.cipher or "", suite.hash or "", TLS_1_3)
    if logged is None or isinstance(parameters, Unopenable) or len(logged) != DIGEST_LENGTHS[parameters.prf_hash]:
        return None
    derived = traffic_keys(logged, parameters.prf_hash, parameters.key_length)
    keys = derived.write_keys
    return Epoch(direction, secret.title, secret.key_log_label, logged, parameters, keys, _steps(derived))


def _steps(derived: TrafficKeys) -> tuple[DerivationStep, ...]:
    return derived.key, derived.iv, derived.finished_key


class MasterSecret(FrozenValue):
    """The master secret of TLS 1.2 or older, the line of the log that led to it, and the steps if it was derived."""

    value: bytes
    key_log_label: str
    steps: tuple[DerivationStep, ...] = ()


def logged_master_secret(
    log: KeyLog, hellos: Hellos, encrypted_premaster: bytes, handshake_messages: bytes
) -> MasterSecret | None:
    """Return the master secret; ``handshake_messages`` are those up to ClientKeyExchange (RFC 7627 section 3)."""
    parameters = suite_parameters(hellos)
    if hellos.client_hello is None or hellos.server_hello is None or isinstance(parameters, Unopenable):
        return None
    random = hellos.client_hello.random
    logged = log.secret(MASTER_SECRET_LABEL, random)
    if logged is not None:
        return MasterSecret(logged, MASTER_SECRET_LABEL)
    premaster, label = log.premaster_secret(encrypted_premaster), "RSA"
    if premaster is None:
        premaster, label = log.secret(_PREMASTER_LABEL, random), _PREMASTER_LABEL
    if premaster is None:
        return None
    if ExtensionType.extended_master_secret in hellos.server_hello.extension_types:
        hashed = handshake_hash(handshake_messages, parameters.prf_hash)
        derived = extended_master_secret(premaster, hashed.output, parameters.prf_hash)
        return MasterSecret(derived.output, label, (hashed, derived))
    derived = master_secret(premaster, random, hellos.server_hello.random, parameters.prf_hash)
    return MasterSecret(derived.output, label, (derived,))


def suite_parameters(hellos: Hellos) -> CipherParameters | Unopenable:
    """Return what the negotiated suite means in the negotiated version."""
    suite, version = hellos.cipher_suite, hellos.version
    if suite is None or version is None:
        return Unopenable("the ServerHello was not seen")
    return cipher_parameters(suite.cipher or "", suite.hash or "", TLS_1_3 if version.is_tls13 else version)


def block_epochs(secret: MasterSecret, hellos: Hellos) -> dict[Direction, Epoch]:
    """Return the epochs of both directions that a master secret makes (RFC 5246 section 6.3)."""
    parameters = suite_parameters(hellos)
    client, server = hellos.client_hello, hellos.server_hello
    if isinstance(parameters, Unopenable) or client is None or server is None:
        return {}
    block = key_block(secret.value, client.random, server.random, parameters)
    etm = ExtensionType.encrypt_then_mac in server.extension_types
    return {
        direction: Epoch(
            direction, "master secret", secret.key_log_label, secret.value, parameters, _side(block, direction),
            (*secret.steps, block.block, *block.keys), 0, etm,
        )
        for direction in Direction
    }  # fmt: skip


def _side(block: KeyBlock, direction: Direction) -> WriteKeys:
    return block.client if direction is Direction.CLIENT_TO_SERVER else block.server
