"""Keys up to TLS 1.2, each derivation a step with its inputs, label and output.

The chain is: premaster secret, master secret, key block, keys; and from the master secret the two Finished values.
``prf_hash`` says which PRF: a hash's name for TLS 1.2 (RFC 5246 section 5), ``MD5_SHA1`` for TLS 1.0 and 1.1 (RFC 4346
section 5), ``SSL30_HASH`` for SSL 3.0 (RFC 6101 section 6), which has no labels. Messages are handed in as bytes, since
the versions hash them in different ways.
"""

from __future__ import annotations

from itertools import accumulate, count, pairwise
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.finding import Citation
from tlskit.trace.chunk import Direction
from tlskit.trace.keys.cipher_parameters import MD5_SHA1, SSL30_HASH, CipherParameters, WriteKeys
from tlskit.trace.keys.derivation import SSL30_PAD_LENGTHS, DerivationOperation, DerivationStep, digest, hmac

if TYPE_CHECKING:
    from collections.abc import Iterator

_MASTER_SECRET_LENGTH = 48  # RFC 5246 section 8.1
_VERIFY_DATA_LENGTH = 12  # RFC 5246 section 7.4.9
_FINISHED_LABELS = {
    Direction.CLIENT_TO_SERVER: "client finished",
    Direction.SERVER_TO_CLIENT: "server finished",
}
_SSL30_SENDERS = {Direction.CLIENT_TO_SERVER: b"CLNT", Direction.SERVER_TO_CLIENT: b"SRVR"}  # RFC 6101 section 5.6.9


def prf(secret: bytes, label: str, seed: bytes, length: int, prf_hash: str) -> bytes:
    """The pseudorandom function; that of SSL 3.0 takes no label."""
    if prf_hash == SSL30_HASH:
        return _take(_ssl30_blocks(secret, seed), length)
    seed = label.encode() + seed
    if prf_hash != MD5_SHA1:
        return _take(_p_hash(prf_hash, secret, seed), length)
    half = -(-len(secret) // 2)
    left = _take(_p_hash("MD5", secret[:half], seed), length)
    right = _take(_p_hash("SHA1", secret[len(secret) - half :], seed), length)
    return bytes(one ^ other for one, other in zip(left, right, strict=True))


# -- the master secret and what follows ------------------------------------------------------------------------------


def master_secret(premaster_secret: bytes, client_random: bytes, server_random: bytes, prf_hash: str) -> DerivationStep:
    """Derive the master secret from the premaster secret and both randoms (section 8.1)."""
    inputs = (
        ("pre_master_secret", premaster_secret),
        ("ClientHello.random", client_random),
        ("ServerHello.random", server_random),
    )
    return _prf_step(
        "master secret", inputs, "master secret", _MASTER_SECRET_LENGTH, prf_hash, Citation("RFC 5246", "8.1")
    )


def extended_master_secret(premaster_secret: bytes, session_hash: bytes, prf_hash: str) -> DerivationStep:
    """Derive the master secret from the premaster secret and the messages up to ClientKeyExchange (RFC 7627)."""
    inputs = (("pre_master_secret", premaster_secret), ("session_hash", session_hash))
    section = Citation("RFC 7627", "4")
    return _prf_step("master secret", inputs, "extended master secret", _MASTER_SECRET_LENGTH, prf_hash, section)


def handshake_hash(messages: bytes, prf_hash: str) -> DerivationStep:
    """Hash handshake messages as Finished and the extended master secret need them; not for SSL 3.0's Finished."""
    names = ("MD5", "SHA1") if prf_hash in {MD5_SHA1, SSL30_HASH} else (prf_hash,)
    output = b"".join(digest(name, messages) for name in names)
    inputs = (("handshake_messages", messages),)
    return DerivationStep(
        "handshake hash", DerivationOperation.HASH, inputs, output, Citation("RFC 5246", "7.4.9"), "+".join(names)
    )


class KeyBlock(FrozenValue):
    """The key block and the keys that it is cut into, in order; those that a suite does not need are left out."""

    block: DerivationStep
    keys: tuple[DerivationStep, ...]
    client: WriteKeys
    server: WriteKeys


def key_block(
    master_secret: bytes, client_random: bytes, server_random: bytes, parameters: CipherParameters
) -> KeyBlock:
    """Derive the key block and cut it up for a suite and version (section 6.3)."""
    kinds = {
        "write MAC key": parameters.mac_length,
        "write key": parameters.key_length,
        "write IV": parameters.iv_length,
    }
    runs = [(f"{side} {kind}", length) for kind, length in kinds.items() for side in ("client", "server")]
    edges = list(accumulate((length for _, length in runs), initial=0))
    inputs = (
        ("master_secret", master_secret),
        ("ServerHello.random", server_random),
        ("ClientHello.random", client_random),
    )
    block = _prf_step("key block", inputs, "key expansion", edges[-1], parameters.prf_hash, Citation("RFC 5246", "6.3"))
    keys = [_cut(name, block.output, *run) for (name, _), run in zip(runs, pairwise(edges), strict=True)]
    values = {step.name: step.output for step in keys}
    client, server = (
        WriteKeys(*(values[f"{side} {kind}"] for kind in ("write key", "write IV", "write MAC key")))
        for side in ("client", "server")
    )
    return KeyBlock(block, tuple(step for step in keys if step.output), client, server)


def verify_data(master_secret: bytes, sender: Direction, messages: bytes, prf_hash: str) -> tuple[DerivationStep, ...]:
    """Compute what a Finished message contains (section 7.4.9): the last step's output."""
    if prf_hash == SSL30_HASH:
        return (ssl30_handshake_hash(master_secret, messages, _SSL30_SENDERS[sender]),)
    hashed = handshake_hash(messages, prf_hash)
    inputs = (("master_secret", master_secret), (hashed.name, hashed.output))
    label = _FINISHED_LABELS[sender]
    return hashed, _prf_step("verify_data", inputs, label, _VERIFY_DATA_LENGTH, prf_hash, Citation("RFC 5246", "7.4.9"))


def ssl30_handshake_hash(master_secret: bytes, messages: bytes, sender: bytes = b"") -> DerivationStep:
    """Compute SSL 3.0's Finished, or without a sender what its CertificateVerify signs (RFC 6101, 5.6.8, 5.6.9)."""
    outputs = []
    for name, length in SSL30_PAD_LENGTHS.items():
        inner = digest(name, messages, sender, master_secret, b"\x36" * length)
        outputs.append(digest(name, master_secret, b"\x5c" * length, inner))
    inputs = (("master_secret", master_secret), ("handshake_messages", messages), ("Sender", sender))
    section = Citation("RFC 6101", "5.6.9" if sender else "5.6.8")
    return DerivationStep("md5_hash + sha_hash", DerivationOperation.HASH, inputs, b"".join(outputs), section, MD5_SHA1)


def _prf_step(  # noqa: PLR0913, PLR0917 - what the PRF takes, and the step's name and section
    name: str, inputs: tuple[tuple[str, bytes], ...], label: str, length: int, prf_hash: str, section: Citation
) -> DerivationStep:
    """The first input is the secret, the others joined are the seed."""
    (_, secret), *seeds = inputs
    output = prf(secret, label, b"".join(seed for _, seed in seeds), length, prf_hash)
    return DerivationStep(
        name, DerivationOperation.PRF, inputs, output, section, prf_hash, "" if prf_hash == SSL30_HASH else label
    )


def _cut(name: str, block: bytes, start: int, end: int) -> DerivationStep:
    inputs, label = (("key_block", block),), f"bytes {start} to {end - 1}"
    return DerivationStep(
        name, DerivationOperation.SPLIT, inputs, block[start:end], Citation("RFC 5246", "6.3"), label=label
    )


def _take(blocks: Iterator[bytes], length: int) -> bytes:
    output = b""
    while len(output) < length:
        output += next(blocks)
    return output[:length]


def _p_hash(hash_name: str, secret: bytes, seed: bytes) -> Iterator[bytes]:
    """P_hash of RFC 5246 section 5."""
    value = seed
    while True:
        value = hmac(hash_name, secret, value)
        yield hmac(hash_name, secret, value + seed)


def _ssl30_blocks(secret: bytes, seed: bytes) -> Iterator[bytes]:
    """MD5(secret + SHA("A" + secret + seed)), then with "BB", "CCC" and so on (RFC 6101 sections 6.1 and 6.2.2)."""
    for number in count(1):
        salt = bytes([ord("@") + number]) * number
        yield digest("MD5", secret, digest("SHA1", salt, secret, seed))
