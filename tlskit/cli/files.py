"""Files that the command line reads and writes: one place for each, where their errors get the file's name.

What holds secrets is made new, readable by its owner alone, and never through a link.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tlskit.core import visible
from tlskit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    Read = TypeVar("Read")

MAXIMUM_FILE_BYTES = 192 * 1024 * 1024
"""The longest CRL that is asked (``Budget.crl_bytes``), written as PEM; bundles of certificates are far smaller."""
_OWNER_ALONE = 0o600


def source_name(path: str) -> str:
    """Return what a file is called in messages; ``-`` is standard input."""
    return "standard input" if path == "-" else path


@contextmanager
def named(path: str) -> Iterator[None]:
    """Name the file in what goes wrong with it: with the system, or with what it holds."""
    try:
        yield
    except OSError as error:
        raise InputError(error.strerror or str(error), path) from None
    except InputError as error:
        if error.source:
            raise
        raise InputError(error.reason, source_name(path)) from None


def read_input(path: str, *, may_be_empty: bool = False) -> bytes:
    """Read a file or, for ``-``, standard input. Raises :class:`~tlskit.errors.InputError`."""
    with named(path):
        if path == "-":
            data = sys.stdin.buffer.read(MAXIMUM_FILE_BYTES + 1)
        else:
            with Path(path).open("rb") as stream:
                data = stream.read(MAXIMUM_FILE_BYTES + 1)
    if len(data) > MAXIMUM_FILE_BYTES:
        raise InputError(f"larger than {MAXIMUM_FILE_BYTES // 1024 // 1024} MiB", path)
    if not may_be_empty and (not data or data.isspace()):
        raise InputError("empty", source_name(path))
    return data


def parsed(path: str, parse: Callable[[bytes], Read]) -> Read:
    """Return what ``parse`` makes of a file. Raises :class:`~tlskit.errors.InputError`, with the file's name."""
    data = read_input(path)
    with named(path):
        return parse(data)


def open_output(path: str, *, is_secret: bool = False) -> BinaryIO:
    """Open a file to write to. Raises :class:`~tlskit.errors.InputError`; one for secrets may not be there yet."""
    with named(path):
        if not is_secret:
            return Path(path).open("wb")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        try:
            descriptor = os.open(path, flags, _OWNER_ALONE)
        except FileExistsError:
            raise InputError("it exists already, and secrets are written to a new file only") from None
        os.fchmod(descriptor, _OWNER_ALONE)  # a umask may have taken from the owner too
        return os.fdopen(descriptor, "wb")


def write_output(path: str, data: bytes, what: str) -> None:
    """Write a file, and say on stderr what was written. Raises :class:`~tlskit.errors.InputError`."""
    with named(path), open_output(path) as stream:
        stream.write(data)
    sys.stderr.write(f"tlskit: wrote {what} to {visible(path)}\n")
