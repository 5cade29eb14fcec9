"""What every declared structure keeps, whatever the bytes: new structures are found and held to it too."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.strategies import all_places, all_structures, damaged, resized, structures

PLACES = all_places()
each_place = pytest.mark.parametrize(
    ("kind", "message"), PLACES, ids=[f"{kind.__name__}-{message}" for kind, message in PLACES]
)
quick = partial(settings, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])


def assert_covered(field):
    """Assert that the children of each field lie in it in order, next to one another, and cover it."""
    for parent in field.walk():
        if parent.children:
            edges = [parent.start, *(child.end for child in parent.children)]
            assert [child.start for child in parent.children] == edges[:-1]
            assert parent.end == edges[-1]
        assert parent.start <= parent.end


def assert_total(kind, message, data):
    """Assert all that holds for any bytes; return what the strict reader makes of them."""
    field = kind.decode(data, message)
    assert (0, len(data)) == (field.start, field.end)
    assert_covered(field)
    assert list(range(len(data))) == [at for leaf in field.leaves() for at in range(leaf.start, leaf.end)]
    value = kind.read(data, message)
    assert (value is not None) == (not list(field.problems()))
    if value is not None:
        assert field.value == value
    return value


def assert_places_have_names(field):
    """Assert that fields of the same place have the same name."""
    names = {}
    for item in field.walk():
        assert names.setdefault(item.kind.place, item.kind.name) == item.kind.name
        assert item.kind.place not in [child.kind.place for child in item.children]


@each_place
def test_what_is_written_is_read_again(kind, message):
    """Reading and decoding the bytes of a structure give the structure again, with no problem."""

    @quick(max_examples=12)
    @given(structures(kind, message))
    def check(value):
        data = value.encode(message)
        field = kind.decode(data, message)
        assert value == field.value
        assert [] == list(field.problems())
        assert value == kind.read(data, message)
        assert_places_have_names(field)

    check()


@each_place
def test_any_bytes_decode(kind, message):
    """Any bytes give a tree whose leaves share them out; where it has no problem they are read, and can be written."""

    @quick(max_examples=30)
    @given(st.binary(max_size=64) | damaged(kind, message) | resized(kind, message))
    def check(data):
        value = assert_total(kind, message, data)
        if value is not None:
            assert value == kind.read(value.encode(message), message)

    check()


def test_names_of_structures_are_unique():
    """No two structures have the same name, so that the places of their fields read differently."""
    assert [] == [name for name, count in Counter(kind.__name__ for kind in all_structures()).items() if count > 1]
