"""HTML elements from values: the one way by which text becomes markup.

A child or an attribute that is not :class:`Html` is text: it is made visible and escaped here, whatever it holds.
Nobody else writes an angle bracket around a value, so no text gets out of its place.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tlskit.core import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_VOID = frozenset({"input", "meta", "br"})


class Html(str):
    """Markup that was made here; all other strings are text."""

    __slots__ = ()


def text(content: str) -> Html:
    """Return text as markup that shows it."""
    return content if isinstance(content, Html) else Html(escape(visible(content)))


def joined(parts: Iterable[str], separator: str = "") -> Html:
    """Return several pieces as one."""
    return Html(text(separator).join(text(part) for part in parts))


def element(name: str, *children: str, **attributes: str | int | bool) -> Html:
    """Return an element. ``class_`` is class, ``data_x`` is data-x; an attribute that is False or empty is left out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not False and value != "")
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def _attribute(key: str, value: str | int | bool) -> str:  # noqa: FBT001 - an attribute that is there or not
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'
