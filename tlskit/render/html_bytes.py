"""Bytes and their fields on a page: the runs on one side, the fields on the other, each lighting the other.

A run is a button whose label is its field; a field is an item of a tree. What is said of a field (its meaning, why it
is there) stands once on the page for all fields of its place, and the page's script shows it. Very long runs and very
many fields are cut, and say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.render.element import Html, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from tlskit.document import ByteMap, FieldRow, Note
    from tlskit.render.html_prose import ProseWriter

    _Said: TypeAlias = tuple[str, str, str, str, tuple[Note, ...]]

_MOST_RUN, _MOST_FIELDS = 160, 1200
_HUES = 6


class FieldNotes:
    """What is said of fields, each text once; ``number`` is where it stands."""

    def __init__(self, writer: ProseWriter) -> None:
        self._writer = writer
        self._numbers: dict[_Said, int] = {}

    def number(self, row: FieldRow) -> int:
        """Return where the words for a field stand."""
        key = (row.about, row.meaning, row.why, row.notation, row.puzzles)
        return self._numbers.setdefault(key, len(self._numbers))

    def section(self) -> Html:
        """Return all of them, for the script to take from."""
        found = (self._entry(number, *key) for key, number in self._numbers.items())
        return element("div", *found, id="words", hidden=True)

    def _entry(  # noqa: PLR0913, PLR0917 - the parts of what is said
        self, number: int, about: str, meaning: str, why: str, notation: str, puzzles: tuple[Note, ...]
    ) -> Html:
        prose = [
            element("p", self._writer.prose(part), class_=kind)
            for kind, part in (("about", about), ("meaning", meaning), ("why", why))
            if part
        ]
        asked = map(self._writer.note, puzzles)
        notation = element("p", element("code", notation), class_="notation")
        return element("div", *prose, *asked, notation, id=f"w{number}")


def byte_map(block: ByteMap, words: FieldNotes) -> Html:
    """Return bytes and fields side by side."""
    fields = block.rows[:_MOST_FIELDS]
    hues = tuple(_hues(fields))
    data = _pane(block, block.data, fields, hues, "data")
    sent = _pane(block, block.sent, fields, hues, "sent") if block.sent else ""
    toggle = (
        element("button", "Show as sent, encrypted", class_="toggle", type="button", aria_pressed="false")
        if block.sent
        else ""
    )
    head = element("header", element("h4", block.title), element("span", _where(block), class_="where"), toggle)
    left = len(block.rows) - len(fields)
    cut = element("p", f"{len(fields):,} of {len(block.rows):,} fields shown", class_="cut") if left else ""
    tree = element("ul", *_items(block, fields, hues, words), role="tree", aria_label=f"Fields of {block.title}")
    panes = element("div", data, sent, class_="panes")
    body = element("div", panes, element("div", tree, cut, class_="fields"), class_="sides")
    return element("section", head, body, id=block.anchor, class_="map", data_offset=block.offset)


def _where(block: ByteMap) -> str:
    return f"bytes {block.offset:,} to {block.offset + len(block.data):,} of this side"


def _hues(fields: Sequence[FieldRow]) -> Iterator[int]:
    """Yield a colour for each field: neighbours among the leaves differ."""
    hue = -1
    for row in fields:
        hue += row.is_leaf
        yield max(hue, 0) % _HUES


def _pane(block: ByteMap, data: bytes, fields: Sequence[FieldRow], hues: Sequence[int], kind: str) -> Html:
    runs = (
        _run(block, data[row.start : row.end], number, hues[number])
        for number, row in enumerate(fields)
        if row.is_leaf and row.end > row.start
    )
    label = "Bytes as sent" if kind == "sent" else "Bytes"
    return element("div", joined(runs, " "), class_=f"bytes {kind}", role="group", aria_label=label)


def _run(block: ByteMap, data: bytes, number: int, hue: int) -> Html:
    shown = data[:_MOST_RUN].hex(" ")
    cut = ""
    if len(data) > _MOST_RUN:
        cut = element("i", f" … first {_MOST_RUN} of {len(data):,} bytes shown")
    return element(
        "span",
        shown,
        cut,
        class_=f"r h{hue}",
        role="button",
        tabindex=0,
        data_i=number,
        aria_labelledby=block.anchor_of(number),
    )


def _items(block: ByteMap, fields: Sequence[FieldRow], hues: Sequence[int], words: FieldNotes) -> Iterator[Html]:
    for number, row in enumerate(fields):
        inside = next((at for at in range(number + 1, len(fields)) if fields[at].depth <= row.depth), len(fields))
        swatch = element("i", class_=f"s h{hues[number]}") if row.is_leaf and row.end > row.start else ""
        name = "" if row.is_frame or _alike(row.name, row.label) else element("code", row.name, class_="n")
        yield element(
            "li",
            swatch,
            element("span", row.label, class_="l"),
            " ",
            name,
            " ",
            element("span", row.value, class_="v") if row.value else "",
            element("span", "?", class_="ask", title=row.puzzles[0].title) if row.puzzles else "",
            element("span", row.problem, class_="problem") if row.problem else "",
            id=block.anchor_of(number),
            class_=f"f d{min(row.depth, 9)}{' frame' if row.is_frame else ''}",
            role="treeitem",
            aria_level=row.depth + 1,
            tabindex=-1 if number else 0,
            data_s=row.start,
            data_e=row.end,
            data_w=words.number(row),
            data_to=inside - 1,
        )


def _alike(name: str, label: str) -> bool:
    """Tell whether a name says nothing that the label does not."""
    words = frozenset(label.casefold().split())
    return label.replace(" ", "").casefold() == name.casefold() or words.issuperset(
        name.casefold().replace("_", " ").split()
    )
