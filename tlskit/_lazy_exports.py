"""Packages whose public names are loaded when they are asked for, so that what is not used costs no start-up (PEP 562).

A package writes its names down once, by module. For type checkers ``scripts/gen_faces.py`` makes the stub beside it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def lazy_exports(
    package: str, names: Mapping[str, Sequence[str]], *, present: Sequence[str] = ()
) -> tuple[list[str], Callable[[str], object], Callable[[], list[str]]]:
    """Return ``__all__``, ``__getattr__`` and ``__dir__`` of a package.

    ``names`` has the public names by the module that defines them; ``present`` are those that are there already.
    """
    homes = {name: module for module, listed in names.items() for name in listed}
    exported = sorted([*homes, *present])

    def attribute(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(homes[name]), name)
        setattr(sys.modules[package], name, value)  # the next look finds it without asking here
        return value

    return exported, attribute, lambda: exported
