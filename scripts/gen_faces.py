"""Writes the stubs of the rooms' faces (``__init__.pyi``), which type checkers read, from their tables.

A face is the only way into a room from another one. Its table has the public names by module, once; a test holds the
stubs to the tables.
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tlskit"


def faces() -> dict[Path, str]:
    """Return the path of each stub, and what belongs into it."""
    found = {}
    for path in sorted(PACKAGE.rglob("__init__.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        call = next((node for node in ast.walk(tree) if _is_table(node)), None)
        if isinstance(call, ast.Call):
            found[path.with_suffix(".pyi")] = _stub(ast.get_docstring(tree) or "", call)
    return found


def _is_table(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "lazy_exports"


def _stub(docstring: str, call: ast.Call) -> str:
    names: dict[str, tuple[str, ...]] = ast.literal_eval(call.args[1])
    present = [name for keyword in call.keywords for name in ast.literal_eval(keyword.value)]
    lines = [f'"""{docstring.splitlines()[0]}"""  # made by scripts/gen_faces.py', ""]
    for module, listed in sorted(names.items()):
        lines += [f"from {module} import {name} as {name}" for name in sorted(listed)]
    lines += [f"{name}: str" for name in present]
    exported = sorted([*(name for listed in names.values() for name in listed), *present])
    return "\n".join([*lines, "", "__all__ = [", *(f'    "{name}",' for name in exported), "]", ""])


if __name__ == "__main__":
    for stub, text in faces().items():
        stub.write_text(text, encoding="utf-8")
