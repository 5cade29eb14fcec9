"""JSON as it is written: the same values, a line for each item of a list, nothing but ASCII."""

from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from tlskit.render.machine import print_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def written(value):
    """Return what is written."""
    stream = io.StringIO()
    print_json(value, stream)
    return stream.getvalue()


@given(VALUES)
def test_it_is_read_back(value):
    """Whatever is written is valid JSON in ASCII, and reads as what it was."""
    text = written(value)
    assert text.isascii()
    assert value == json.loads(text)


def test_a_line_for_each_item():
    """The top is spread over lines; a list of a report has an item on each line."""
    text = written({"results": [{"report": {"records": [{"number": 0, "span": [0, 5]}, {"number": 1, "span": []}]}}]})
    assert [
        '          {"number": 0, "span": [0, 5]},',
        '          {"number": 1, "span": []}',
    ] == [line for line in text.splitlines() if "number" in line]
    assert "{}\n" == written({})
