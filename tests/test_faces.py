"""The rooms' faces: the names of each written once, loaded when asked for, and known to type checkers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from scripts.gen_faces import faces

if TYPE_CHECKING:
    from pathlib import Path

STUBS = faces()
each_face = pytest.mark.parametrize("stub", STUBS, ids=lambda stub: stub.parent.name)


def package(stub: Path):
    """Return the package beside a stub."""
    parts = stub.parent.parts
    return importlib.import_module(".".join(parts[len(parts) - 1 - parts[::-1].index("tlskit") :]))


@each_face
def test_the_stub_is_the_table(stub: Path):
    """What type checkers read is what ``scripts/gen_faces.py`` makes of the table."""
    assert STUBS[stub] == stub.read_text(encoding="utf-8")


@each_face
def test_every_name_is_there(stub: Path):
    """Every public name of a face can be had, and ``dir`` shows them."""
    room = package(stub)
    assert [] == [name for name in room.__all__ if not hasattr(room, name)]
    assert sorted(set(room.__all__)) == sorted(room.__all__)
    assert set(room.__all__) <= set(dir(room))


@each_face
def test_no_name_is_a_module_too(stub: Path):
    """No name of a face is that of a module in the room, which would take its place once it is loaded."""
    modules = {path.stem for path in stub.parent.glob("*.py")} | {path.name for path in stub.parent.iterdir()}
    assert set() == set(package(stub).__all__) & modules


@each_face
def test_an_unknown_name(stub: Path):
    """A name that is not there is an AttributeError, as it is for any module."""
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = package(stub).nonsense
