"""Text of any length and lists of any length are shown bounded."""

from __future__ import annotations

from tlskit.core.text import clipped, listed


def test_clipped():
    """A text is cut at its limit and never below it."""
    assert "x" * 200 == clipped("x" * 200)
    assert f"{'x' * 200}... (1,201 characters)" == clipped("x" * 1201)
    assert r"a\x00" == clipped("a\0")


def test_listed():
    """A list is cut at its limit and never below it."""
    assert "" == listed([])
    assert ", ".join("a" * 20) == listed(list("a" * 20))
    assert "a, a (2 of 1,000 shown)" == listed(list("a" * 1000), limit=2)
