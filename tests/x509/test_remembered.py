"""What is remembered of encodings changes no reading."""

from __future__ import annotations

import pytest

from tests.support.pki import tlv
from tlskit.core.bounded_cache import SHORT
from tlskit.x509 import der
from tlskit.x509.extension import extensions
from tlskit.x509.name import known_name

CONSTRAINTS = tlv(0x30, bytes.fromhex("0603551d13") + tlv(0x04, b"\x30\x00"))


def read(*items: bytes, within: int | None = None) -> list[str]:
    """Read extensions; ``within`` is the length that the sequence around them claims."""
    contents = b"".join(items)
    inner = bytes([0x30, len(contents) if within is None else within]) + contents
    data = b"\xa3" + bytes([len(inner[:2]) + inner[1]]) + inner
    return [item.oid for item in extensions(der.read(data, 0, len(data)))]


def test_a_known_extension_that_runs_past_its_container_is_not_read() -> None:
    """An extension that was read before is read again only where all of it lies inside."""
    assert ["2.5.29.19"] * 2 == read(CONSTRAINTS, CONSTRAINTS)
    with pytest.raises(der.DerError, match="runs past its container"):
        read(CONSTRAINTS, within=len(CONSTRAINTS) - 1)
    with pytest.raises(der.DerError, match="cut short"):
        read(CONSTRAINTS, b"\x30")


def test_long_names_are_not_remembered() -> None:
    """A short name is one object, wherever it stands; one that fills a table with megabytes is not kept."""
    short, long = tlv(0x30, b""), tlv(0x30, bytes(SHORT))
    assert known_name(short) is known_name(bytes(bytearray(short)))
    assert known_name(long) is not known_name(long)
