"""Files that hold secrets: made new, readable by their owner alone, never through a link."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tlskit.errors import InputError

if TYPE_CHECKING:
    from typing import BinaryIO

_OWNER_ALONE = 0o600


def create_secret_file(path: str) -> BinaryIO:
    """Open a new file for writing, mode 0600 whatever the umask. Raises InputError where it is there already."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags, _OWNER_ALONE)
    except FileExistsError:
        raise InputError("it exists already, and secrets are written to a new file only", path) from None
    except OSError as error:
        raise InputError(error.strerror or str(error), path) from None
    os.fchmod(descriptor, _OWNER_ALONE)  # a umask may have taken from the owner too
    return os.fdopen(descriptor, "wb")
