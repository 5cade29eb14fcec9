"""Fingerprints of hellos are those that their authors print for the same hellos."""

from __future__ import annotations

import pytest

from tests.support.captures import record, vector
from tlskit.trace.fingerprint import fingerprints, ja4
from tlskit.trace.input.source import read_sides
from tlskit.trace.observer import observe

ALPN = {"h2": b"\x00\x03\x02h2", "": b"", "a": b"\x00\x02\x01a", "\xab...\xcd": b"\x00\x06\x05\xab...\xcd"}


def numbers(text, base=10):
    """Return numbers in a list, each in two bytes."""
    return b"".join(int(one, base).to_bytes(2, "big") for one in text.replace(",", "-").split("-") if one)


def extensions(bodies):
    """Return extensions by type and body; none at all where there is none."""
    return vector(b"".join(kind.to_bytes(2, "big") + vector(body, 2) for kind, body in bodies), 2) if bodies else b""


def message(kind, body):
    """Return a handshake message in a record."""
    return record(bytes([kind]) + vector(body, 3))


def client_hello(suites, bodies, version=0x0303):
    """Return a ClientHello."""
    start = version.to_bytes(2, "big") + bytes(33)
    return message(1, start + vector(suites, 2) + b"\x01\x00" + extensions(bodies))


def of(client, server=b""):
    """Return the fingerprints of a connection that begins so."""
    return fingerprints(observe(read_sides(client, server)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0",
            "ada70206e40642a3e4461f35503241d5",
        ),
        ("769,4-5-10-9-100-98-3-6-19-18-99,,,", "de350869b8c85de67a350c8d186f11e6"),
    ],
)
def test_ja3(text, expected):
    """The two hellos that the description of JA3 prints have its hashes, with GREASE among their numbers too."""
    version, suites, kinds, groups, formats = text.split(",")
    of_kind = {"10": vector(b"\x2a\x2a" + numbers(groups), 2), "11": vector(bytes.fromhex(formats.zfill(2)), 1)}
    bodies = [(int(kind), of_kind.get(kind, b"")) for kind in kinds.split("-") if kind]
    assert expected == of(client_hello(numbers(suites), bodies, int(version)))["JA3"]
    greased = [(0x0A0A, b""), *bodies] if bodies else []
    assert expected == of(client_hello(b"\x1a\x1a" + numbers(suites), greased, int(version)))["JA3"]


@pytest.mark.parametrize(
    ("suite", "kinds", "expected"),
    [
        (b"\x13\x01", (51, 43), "eb1d94daa7e0344597e756a1fb6e7054"),
        (b"\x13\x02", (43, 51), "15af977ce25de452b96affa2addb1036"),
    ],
)
def test_ja3s(suite, kinds, expected):
    """Two answers of TLS 1.3 that servers are known by have the hashes that they are known by."""
    hello = message(2, b"\x03\x03" + bytes(33) + suite + b"\x00" + extensions([(kind, b"") for kind in kinds]))
    assert expected == of(client_hello(suite, []), hello)["JA3S"]


SUITES = "002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9"
KINDS = "0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01"
SCHEMES = "0403,0804,0401,0503,0805,0501,0806,0601"


def chrome(alpn, order=1):
    """Return the ClientHello that the specification of JA4 takes for its example, with GREASE and in any order."""
    of_kind = {0x0D: vector(numbers(SCHEMES, 16), 2), 0x2B: vector(b"\x4a\x4a\x03\x04\x03\x03", 1), 0x10: alpn}
    kinds = [0x2A2A, 0, *(int(kind, 16) for kind in KINDS.split(",")), *([0x10] if alpn else [])]
    bodies = [(kind, of_kind.get(kind, b"")) for kind in kinds]
    suites = [b"\x3a\x3a", *(bytes.fromhex(suite) for suite in SUITES.split(","))]
    return client_hello(b"".join(suites[::order]), bodies[::order])


def test_ja4_of_datagrams():
    """The newest version of DTLS is the one with the lowest number."""
    hello = client_hello(b"\x13\x01", [(43, vector(b"\x0a\x0a\xfe\xfd\xfe\xfc", 1))], version=0xFEFD)
    message = next(iter(observe(read_sides(hello, b"")).messages))
    assert "dd3i0101" == ja4(message.values, "d")[:8]


@pytest.mark.parametrize("order", [1, -1])
def test_ja4(order):
    """The example of the specification of JA4 has its fingerprint, whatever the order of suites and extensions."""
    assert "t13d1516h2_8daaf6152771_e5627efa2ab1" == of(chrome(ALPN["h2"], order))["JA4"]


@pytest.mark.parametrize(("alpn", "expected"), [("", "d151500"), ("a", "d1516aa"), ("\xab...\xcd", "d1516ad")])
def test_ja4_of_other_protocols(alpn, expected):
    """Without ALPN, with a name of one character and with one that is no text the two characters are as specified."""
    assert f"t13{expected}_8daaf6152771_e5627efa2ab1" == of(chrome(ALPN[alpn]))["JA4"]


def test_ja4_of_a_bare_hello():
    """A hello without extensions has zeros for what would be hashed."""
    assert "t12i010000_ba72b8082249_000000000000" == of(client_hello(b"\x00\x2f", []))["JA4"]
