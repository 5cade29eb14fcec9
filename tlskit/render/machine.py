"""JSON on a stream: always valid, always ASCII, so that no terminal is reached by what a certificate says."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from tlskit.finding.plain import Plain


def print_json(value: Plain, stream: IO[str]) -> None:
    """Write one JSON document (RFC 8259) and a line feed."""
    json.dump(value, stream, ensure_ascii=True, allow_nan=False, indent=2)
    stream.write("\n")
