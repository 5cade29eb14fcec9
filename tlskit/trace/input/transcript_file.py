"""Our own file of connections: JSON Lines, one connection to a line, so that files may be joined with ``cat``.

A line is ``{"tlskit_transcript": 1, "client": ..., "chunks": [{"from": "c2s", "bytes": base64, "at": ns, ...}]}``; what
has its default value is left out. Reading gives the transcript that was written. Secrets are written on request alone.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, TypeVar

from tlskit.errors import InputError
from tlskit.trace.chunk import Chunk, Direction, Orientation, Transport
from tlskit.trace.transcript import Transcript

if TYPE_CHECKING:
    from typing import TypeAlias

    Json: TypeAlias = "dict[str, object]"

_T = TypeVar("_T")
_MARK, _VERSION = "tlskit_transcript", 1


def write_transcript(transcript: Transcript, *, secrets: bool = False) -> bytes:
    """Return the line for a connection."""
    written: Json = {_MARK: _VERSION, "transport": transcript.transport.value}
    written |= {"client": transcript.client, "server": transcript.server, "orientation": transcript.orientation.value}
    written["ended"] = {direction.value: how for direction, how in transcript.ended}
    written["not_kept"] = transcript.not_kept
    if secrets:
        written["secrets"] = transcript.secrets
    written["chunks"] = [_written_chunk(chunk) for chunk in transcript.chunks]
    return json.dumps(written).encode() + b"\n"


def is_transcript_file(head: bytes) -> bool:
    """Tell whether a file that begins so is one of ours."""
    return head.lstrip().startswith(b"{") and f'"{_MARK}"'.encode() in head[:256]


def read_transcripts(data: bytes) -> tuple[Transcript, ...]:
    """Return the connections of a file of ours."""
    return tuple(_transcript(number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip())


def _written_chunk(chunk: Chunk) -> Json:
    written: Json = {"from": chunk.direction.value, "bytes": base64.b64encode(chunk.data).decode()}
    if chunk.at is not None:
        written["at"] = chunk.at
    if chunk.packet:
        written["packet"] = chunk.packet
    if chunk.lost:
        written["lost"] = chunk.lost
    return written


def _transcript(number: int, line: bytes) -> Transcript:
    try:
        written = json.loads(line)
        if not isinstance(written, dict) or written.get(_MARK) != _VERSION:
            raise InputError(f"line {number} is no transcript of version {_VERSION}")
        return Transcript(
            chunks=tuple(_chunk(chunk) for chunk in _of(list, written, "chunks")),
            transport=Transport(written["transport"]),
            client=_of(str, written, "client"),
            server=_of(str, written, "server"),
            orientation=Orientation(written["orientation"]),
            secrets=_of(str, written, "secrets", ""),
            ended=tuple((Direction(one), str(how)) for one, how in _of(dict, written, "ended").items()),
            not_kept=_count(written, "not_kept"),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"line {number} is no transcript: {type(error).__name__}: {error}") from error


def _chunk(written: Json) -> Chunk:
    at = _of(int, written, "at") if "at" in written else None
    data = base64.b64decode(_of(str, written, "bytes"), validate=True)
    return Chunk(Direction(written["from"]), data, at, _count(written, "packet"), _count(written, "lost"))


def _count(written: Json, name: str) -> int:
    count = _of(int, written, name, 0)
    if count < 0:
        raise ValueError(f"{name} is negative")
    return count


def _of(kind: type[_T], written: Json, name: str, default: _T | None = None) -> _T:
    value = written[name] if default is None else written.get(name, default)
    if not isinstance(value, kind):
        raise TypeError(f"{name} is not what it should be")
    return value
