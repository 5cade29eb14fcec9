"""Sizes and times as people read them."""

from __future__ import annotations

_KILO, _MEGA = 1000, 1_000_000
_NS_PER_MS = 1_000_000
_MS_PER_S = 1000
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


def size(count: int) -> str:
    """Return a number of bytes: ``235 B``, ``12.3 kB``, ``4.0 MB``."""
    if count < 10 * _KILO:
        return f"{count:,} B"
    return f"{count / _KILO:,.1f} kB" if count < _MEGA else f"{count / _MEGA:,.1f} MB"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return ``1 record`` or ``14 records``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def since(at: int | None, begin: int | None) -> str:
    """Return the time since the beginning: ``1.4 ms``, ``2.35 s``; nothing where a time is unknown."""
    if at is None or begin is None:
        return ""
    milliseconds = (at - begin) / _NS_PER_MS
    return f"{milliseconds:.1f} ms" if abs(milliseconds) < _MS_PER_S else f"{milliseconds / _MS_PER_S:,.2f} s"


def duration(seconds: int) -> str:
    """Return ``7,200 seconds (2 hours)``, ``100,000 seconds (about 1.2 days)``."""
    for length, unit in _UNITS:
        if seconds >= length:
            number = round(seconds / length, 1)
            about = "" if seconds % length == 0 else "about "
            return f"{counted(seconds, 'second')} ({about}{number:g} {unit}{'' if number == 1 else 's'})"
    return counted(seconds, "second")


def numbers(items: tuple[int, ...]) -> str:
    """Return ``3`` or ``3-6``."""
    first, last = min(items), max(items)
    return str(first) if first == last else f"{first}-{last}"
