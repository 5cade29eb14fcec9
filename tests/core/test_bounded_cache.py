"""A table of what is remembered stays bounded."""

from __future__ import annotations

from tlskit.core.bounded_cache import BoundedCache


def test_a_table_is_bounded() -> None:
    """More entries than the bound allows never make a table larger than it, and the last one is there."""
    table: BoundedCache[int, int] = BoundedCache(3)
    for number in range(10):
        assert number == table.keep(number, number)
        assert number in table
        assert len(table) <= 3
