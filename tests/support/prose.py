"""All that the rooms of prose say, as they are written: the texts in the modules of the rooms named here."""

from __future__ import annotations

import ast
from pathlib import Path

import tlskit

ROOT = Path(tlskit.__file__).parent
ROOMS = ("explain/story", "explain/words", "explain/words/extensions", "explain/alerts", "document/glossary")


def texts():
    """Yield each text of each module with the module's name, docstrings left out."""
    for path in sorted(path for room in ROOMS for path in (ROOT / room).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if id(node) in docstrings | inner:
                continue
            match node:
                case ast.Constant(value=str(text)):
                    yield path.stem, text
                case ast.JoinedStr(values=parts):
                    yield path.stem, "".join(part.value if isinstance(part, ast.Constant) else "…" for part in parts)
