"""Files for somebody who tries the lab: written only where none stood before, gone again at the end.

The directory is its owner's alone, and so is each private key.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tlskit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

_DIRECTORY, _PUBLIC, _PRIVATE = 0o700, 0o644, 0o600


class Files:
    """A directory with files for the length of a ``with`` statement, or for good where ``keep`` is said.

    Without a directory one of the system's temporary ones is made. Entering raises
    :class:`~tlskit.errors.InputError` where a file cannot be written, one that exists already among them.
    """

    def __init__(self, contents: Mapping[str, bytes], directory: Path | None = None, *, keep: bool = False) -> None:
        self._contents = contents
        self._directory = directory
        self._keep = keep
        self._written: list[Path] = []
        self._made: Path | None = None

    def __enter__(self) -> Path:
        """Write the files; where one cannot be written, none is left behind."""
        try:
            return self._write()
        except OSError as error:
            self._remove()
            raise InputError(error.strerror or str(error), error.filename) from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._keep:
            self._remove()

    def _write(self) -> Path:
        if self._directory is None:
            directory = self._made = Path(tempfile.mkdtemp(prefix="tlskit-lab-"))
        else:
            directory = self._directory.absolute()
            if not directory.is_dir():
                directory.mkdir(mode=_DIRECTORY)
                self._made = directory
        for name, contents in self._contents.items():
            self._write_file(directory / name, contents)
        return directory

    def _write_file(self, path: Path, contents: bytes) -> None:
        """Write a file that is new, following no link; a key is never readable by others, not even for a moment."""
        mode = _PRIVATE if path.suffix == ".key" else _PUBLIC
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode), "wb") as stream:
            self._written.append(path)
            stream.write(contents)

    def _remove(self) -> None:
        for path in self._written:
            path.unlink(missing_ok=True)
        if self._made is not None and not any(self._made.iterdir()):  # somebody may have put something there
            self._made.rmdir()
