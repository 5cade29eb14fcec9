"""The five traces of RFC 8448, read from their printed values and followed as an observer would."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tlskit.trace.keys.cipher_parameters import cipher_parameters
from tlskit.trace.keys.derivation import digest
from tlskit.trace.keys.record_protection import RecordOpener
from tlskit.trace.keys.tls13_key_schedule import KeySchedule, Secret, hkdf_expand_label, message_hash, traffic_keys

HASH = "SHA256"
RESUMPTION_LABEL, TICKET_NONCE = "resumption", b"\x00\x00"
SECRETS = {secret.label: secret for secret in Secret}


def resumption_psk(secret):
    """Return the PSK that the NewSessionTicket stands for (RFC 8446 section 4.6.1)."""
    return hkdf_expand_label(secret, RESUMPTION_LABEL, TICKET_NONCE, 32, HASH)


class Trace:
    """One trace: its events as printed, the messages in order, and the key schedule made anew from the private keys."""

    def __init__(self, section, title, events, psk):
        self.section, self.title, self.events, self.psk = section, title, events, psk
        self.messages = []
        for event in events:
            if event["what"] == "message":
                ((name, value),) = printed(event).items()
                self.messages.append((event["by"], name, value))
            if (
                event["what"] == "record"
                and event["payload"].startswith("01")
                and self.messages[-1][1] == "ClientHello"
            ):
                self.messages[-1] = (*self.messages[-1][:2], bytes.fromhex(event["payload"]))  # with its binders

    def position(self, name, by, occurrence=-1):
        """Return the index of a message, the last of its kind unless told otherwise."""
        return [index for index, item in enumerate(self.messages) if item[:2] == (by, name)][occurrence]

    def transcript_hash(self, count):
        """Hash the first messages of the handshake, the first ClientHello of two as section 4.4.1 has it."""
        values = [value for _, _, value in self.messages[:count]]
        hellos = [index for index, item in enumerate(self.messages) if item[1] == "ClientHello"]
        if len(hellos) > 1 and count > 1:
            values[0] = message_hash(values[0], HASH)
        return digest(HASH, *values)

    def covering(self, covers):
        """Return the Transcript-Hash that a secret covers."""
        by, name = {
            "": ("client", "ClientHello"),
            "ClientHello": ("client", "ClientHello"),
            "ServerHello": ("server", "ServerHello"),
            "server Finished": ("server", "Finished"),
            "client Finished": ("client", "Finished"),
        }[covers]
        return self.transcript_hash(self.position(name, by) + 1)

    def key_pairs(self):
        """Return the key pairs as (who, private, public), checked for nothing yet."""
        return [(event["by"], *private_and_public(event)) for event in self.events if "key pair" in event["what"]]

    @cached_property
    def schedule(self):
        """The key schedule, from nothing but the private keys and the PSK."""
        client, server = (
            [private for by, private, _ in self.key_pairs() if by == side][-1] for side in ("client", "server")
        )
        if isinstance(client, x25519.X25519PrivateKey):
            shared = client.exchange(server.public_key())
        else:
            shared = client.exchange(ec.ECDH(), server.public_key())
        return KeySchedule(HASH, self.psk, shared)

    def secret(self, secret):
        """Derive a secret over the messages of the trace."""
        return self.schedule.secret(secret, self.covering(secret.covers))

    def traffic_secrets(self, by):
        """Return the secrets that a side writes with, in order."""
        early = [Secret.CLIENT_EARLY_TRAFFIC] if by == "client" and self.psk else []
        handshake = Secret[f"{by.upper()}_HANDSHAKE_TRAFFIC"]
        return [*early, handshake, Secret[f"{by.upper()}_APPLICATION_TRAFFIC"]]

    def openers(self, by):
        """Return an opener for each set of keys that a side writes with."""
        parameters = cipher_parameters("AES_128_GCM", HASH, 0x0304)
        for secret in self.traffic_secrets(by):
            keys = traffic_keys(self.secret(secret).output, HASH, 16)
            yield RecordOpener(parameters, keys.write_keys)


def printed(event):
    """Return the values of an event."""
    return {name: bytes.fromhex(value) for name, value in event.items() if name not in ("by", "what")}


def private_and_public(event):
    """Read a key pair: the private key, and the public key as printed."""
    values, group = printed(event), event["what"].removeprefix("key pair ")
    if group == "x25519":
        return x25519.X25519PrivateKey.from_private_bytes(values["private key"]), values["public key"]
    return ec.derive_private_key(int.from_bytes(values["private key"]), ec.SECP256R1()), values["public key"]


def encoded(private):
    """Return the public key as a key share has it."""
    form = (Encoding.Raw, PublicFormat.Raw)
    if isinstance(private, ec.EllipticCurvePrivateKey):
        form = (Encoding.X962, PublicFormat.UncompressedPoint)
    return private.public_key().public_bytes(*form)


def load():
    """Return the five traces; the second resumes what the first issued."""
    traces, psk = [], b""
    for item in json.loads(Path(__file__).with_name("rfc8448.json").read_text(encoding="utf-8")):
        trace = Trace(item["section"], item["title"], item["events"], psk if item["section"] == 4 else b"")
        if item["section"] == 3:
            psk = resumption_psk(trace.secret(Secret.RESUMPTION).output)
        traces.append(trace)
    return traces


TRACES = load()
