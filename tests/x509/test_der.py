"""DER as X.690 has it: integers, object identifiers and times come back, and nothing else is taken for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import pki
from tlskit.x509 import der

MORE = settings(derandomize=True, deadline=None, max_examples=100, database=None)


@MORE
@given(st.one_of(st.integers(), st.integers(-(2**200), 2**200), st.integers(-300, 300)))
def test_integers_come_back(number):
    """An INTEGER that was encoded in its shortest form is read as the same number."""
    assert number == der.integer(der.read_only(pki.integer(number), "integer"))


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        ("020100", 0), ("02017f", 127), ("02020080", 128), ("020180", -128), ("0202ff7f", -129), ("0201ff", -1),
    ],
)  # fmt: skip
def test_known_integers(encoded, expected):
    """The examples of X.690 section 8.3 and their neighbours are read as they are meant."""
    assert expected == der.integer(der.read_only(bytes.fromhex(encoded), "integer"))
    assert bytes.fromhex(encoded) == pki.integer(expected)


@pytest.mark.parametrize("encoded", ["0200", "02020000", "0202007f", "0202ffff", "0202ff80"])
def test_integers_that_are_not_der(encoded):
    """An empty INTEGER and one that is longer than it must be are refused."""
    with pytest.raises(der.DerError):
        der.integer(der.read_only(bytes.fromhex(encoded), "integer"))


@MORE
@given(st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, 2**70), max_size=8))
def test_object_identifiers_come_back(first, second, rest):
    """An OBJECT IDENTIFIER that was encoded is read as the same numbers."""
    dotted = ".".join(map(str, (first, second, *rest)))
    assert dotted == der.object_identifier(der.read_only(pki.oid(dotted), "object identifier"))


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        ("0603551d11", "2.5.29.17"),
        ("06092a864886f70d01010b", "1.2.840.113549.1.1.11"),
        ("06082a8648ce3d030107", "1.2.840.10045.3.1.7"),
        ("0603883703", "2.999.3"),
        ("060100", "0.0"),
        ("06017f", "2.47"),
        ("06028100", "2.48"),
        ("060127", "0.39"),
        ("06014f", "1.39"),
    ],
)
def test_known_object_identifiers(encoded, expected):
    """Known encodings, the 2.999.3 of X.690 section 8.19 among them, are read as they are meant."""
    assert expected == der.object_identifier(der.read_only(bytes.fromhex(encoded), "object identifier"))


@pytest.mark.parametrize("encoded", ["0600", "060180", "06022a80", "0603808001", "06042a808001"])
def test_object_identifiers_that_are_not_der(encoded):
    """An object identifier that is empty, unfinished or padded is refused."""
    with pytest.raises(der.DerError):
        der.object_identifier(der.read_only(bytes.fromhex(encoded), "object identifier"))


SECONDS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)).map(  # noqa: DTZ001 - made aware here
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


@MORE
@given(SECONDS)
def test_times_come_back(moment):
    """A time is read as the same moment from GeneralizedTime, and from UTCTime where that can express it."""
    digits = f"{moment:%m%d%H%M%S}Z"
    full = pki.tlv(0x18, f"{moment.year:04}{digits}".encode())
    assert moment == der.time(der.read_only(full, "time"))
    if 1950 <= moment.year < 2050:
        short = pki.tlv(0x17, f"{moment.year % 100:02}{digits}".encode())
        assert moment == der.time(der.read_only(short, "time"))


@MORE
@given(
    st.sampled_from([0x17, 0x18, 0x04]),
    st.one_of(st.binary(max_size=20), st.from_regex(rb"\d{11,16}Z?", fullmatch=True)),
)
def test_any_time_is_a_moment_or_a_der_error(tag, contents):
    """Bytes in the place of a time are an aware moment or a DerError."""
    try:
        moment = der.time(der.read_only(pki.tlv(tag, contents), "time"))
    except der.DerError:
        return
    assert UTC is moment.tzinfo


@pytest.mark.parametrize("text", ["20260501240000Z", "20260229000000Z", "20260501000060Z", "00000101000000Z"])
def test_times_that_do_not_exist(text: str) -> None:
    """Midnight at the end of a day, a day too many, a leap second and the year nought are no times."""
    encoded = pki.tlv(0x18, text.encode())
    with pytest.raises(der.DerError, match="does not exist"):
        der.time(der.read(encoded, 0, len(encoded)))
