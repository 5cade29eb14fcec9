"""Draws ``docs/floors.svg``: the rooms on their floors, and who imports from whom, from the import statements.

The floors are those of the contract "Nothing flows back" in ``pyproject.toml``. An arrow up would be red; circles of
modules are counted in every folder.
"""

from __future__ import annotations

import ast
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "floors.svg"
_WIDTH, _BOX, _HEIGHT, _GAP, _TOP = 960, 120, 44, 76, 64
_PACKAGE = "tlskit"


class Drawing(NamedTuple):
    """What is drawn: rooms by floor, top first; imports between rooms; the circles and the arrows up."""

    floors: tuple[tuple[str, ...], ...]
    modules: Mapping[str, int]
    arrows: Mapping[tuple[str, str], int]
    circles: tuple[tuple[str, ...], ...]
    upward: tuple[tuple[str, str], ...]


def drawing() -> Drawing:
    """Read the floors and the imports."""
    floors, imports = _floors(), dict(_imports())
    room_of = {module: module.split(".")[1] for module in imports if "." in module}
    arrows = Counter(
        (room_of[module], room_of[other])
        for module, others in imports.items()
        for other in others
        if module in room_of and other in room_of and room_of[module] != room_of[other]
    )
    level = {room: number for number, floor in enumerate(floors) for room in floor}
    known = {pair: count for pair, count in arrows.items() if level.keys() >= set(pair)}
    upward = tuple(sorted(pair for pair in known if level[pair[0]] >= level[pair[1]]))
    return Drawing(floors, Counter(room_of.values()), known, tuple(_circles(imports)), upward)


def _floors() -> tuple[tuple[str, ...], ...]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(item["layers"] for item in contracts if item["name"] == "Nothing flows back")
    return tuple(tuple(name.strip().removeprefix(f"{_PACKAGE}.") for name in layer.split("|")) for layer in layers)


def _imports() -> Iterator[tuple[str, set[str]]]:
    """Yield each module with the modules that it imports, inside functions and for type checkers too."""
    paths = {_name(path): path for path in sorted((ROOT / _PACKAGE).rglob("*.py"))}
    for module, path in paths.items():
        found = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = {f"{node.module}.{alias.name}" for alias in node.names} & paths.keys()
                found |= names or {node.module} & paths.keys()
        yield module, found - {module}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _circles(imports: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the circles among what lies side by side in a folder, each thing once."""
    folders = {module.rpartition(".")[0] for module in imports if "." in module}
    for folder in sorted(folders):
        depth = folder.count(".") + 1
        inside = defaultdict(set)
        for module, others in imports.items():
            for other in others:
                ends = [name.split(".")[depth] for name in (module, other) if name.startswith(f"{folder}.")]
                if len(ends) == 2 and ends[0] != ends[1]:
                    inside[ends[0]].add(ends[1])
        yield from (tuple(f"{folder}.{name}" for name in sorted(circle)) for circle in _knots(inside))


def _knots(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """Return the sets of things that all lead to one another."""
    reached = {start: _reached(graph, start) for start in graph}
    found: list[set[str]] = []
    for start, others in reached.items():
        knot = {other for other in others if start in reached.get(other, ())}
        if knot and not any(start in known for known in found):
            found.append(knot | {start})
    return found


def _reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = [*graph.get(start, ())]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += graph.get(name, ())
    return seen


# -- the picture -----------------------------------------------------------------------------------------------------


def picture(drawn: Drawing) -> str:
    """Return the SVG."""
    places = {
        room: (round(_WIDTH * (number + 1) / (len(floor) + 1)), _TOP + level * (_HEIGHT + _GAP))
        for level, floor in enumerate(drawn.floors)
        for number, room in enumerate(floor)
    }
    height = _TOP + len(drawn.floors) * (_HEIGHT + _GAP) - _GAP + 24
    told = (
        f"{sum(drawn.modules.values())} modules, {sum(drawn.arrows.values())} imports between rooms: "
        f"{len(drawn.circles)} circles, {len(drawn.upward)} arrows up"
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" role="img">',
        f"<title>{told}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{_WIDTH // 2}" y="32" text-anchor="middle" font-size="16" fill="#222">{told}</text>',
        *(_arrow(places, pair, count, drawn.upward) for pair, count in sorted(drawn.arrows.items())),
        *(_box(room, place, drawn.modules.get(room, 1)) for room, place in places.items()),
        "</svg>",
        "",
    ]
    return "\n".join(lines)


def _arrow(
    places: Mapping[str, tuple[int, int]], pair: tuple[str, str], count: int, upward: tuple[tuple[str, str], ...]
) -> str:
    (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
    colour, width = ("#c00" if pair in upward else "#6b7f95"), min(0.8 + count / 40, 4)
    return (
        f'<line x1="{x1}" y1="{y1 + _HEIGHT}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{width:.1f}" '
        f'stroke-opacity="0.5"><title>{pair[0]} imports from {pair[1]}: {count}</title></line>'
    )


def _box(room: str, place: tuple[int, int], modules: int) -> str:
    x, y = place
    return (
        f'<g><rect x="{x - _BOX // 2}" y="{y}" width="{_BOX}" height="{_HEIGHT}" rx="6" fill="#eef3f8" '
        f'stroke="#33506e"/><text x="{x}" y="{y + 20}" text-anchor="middle" font-size="15" fill="#112">{room}</text>'
        f'<text x="{x}" y="{y + 36}" text-anchor="middle" font-size="11" fill="#456">'
        f"{modules} module{'s' * (modules != 1)}</text></g>"
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(drawing()), encoding="utf-8")
